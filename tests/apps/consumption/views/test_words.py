"""Amounts and days as people read them."""

import datetime as dt
from decimal import Decimal

import pytest

from daybook.apps.consumption.domain import Days, Source, Unit, Utility
from daybook.apps.consumption.queries import Untold, UtilityTotal
from daybook.apps.consumption.views.words import (
    days_full,
    days_words,
    line_of,
    measured,
    places_of,
    total_words,
    untold_words,
)

TODAY = dt.date(2026, 3, 3)
DAY = dt.timedelta(days=1)
SPACE = "\N{NO-BREAK SPACE}"


class TestMeasured:
    @pytest.mark.parametrize(
        ("amount", "unit", "told"),
        [
            ("0", Unit.KWH, "0.0 kWh"),
            ("8.25", Unit.KWH, "8.3 kWh"),
            ("8.25", Unit.CUBIC_METRE, "8.25 m³"),
            ("999.94", Unit.KWH, "999.9 kWh"),
            ("1234.5", Unit.KWH, "1,235 kWh"),
            ("1234.5", Unit.CUBIC_METRE, "1,235 m³"),
            ("340", Unit.LITRE, "340.0 litres"),
        ],
    )
    def test_says_enough_and_no_more(self, amount, unit, told):
        assert measured(Decimal(amount), unit) == told.replace(" ", SPACE)

    @pytest.mark.parametrize(
        ("amount", "told"),
        [("0.125000", "0.125"), ("1234.500000", "1,234.5"), ("10.000000", "10"), ("0", "0")],
    )
    def test_says_every_digit_when_asked(self, amount, told):
        assert measured(Decimal(amount), Unit.KWH, exact=True) == f"{told}{SPACE}kWh"

    @pytest.mark.parametrize(
        ("amount", "unit", "places"),
        [("999.99", Unit.KWH, 1), ("1000", Unit.KWH, 0), ("-1000", Unit.KWH, 0), ("1", "m3", 2)],
    )
    def test_has_fewer_decimals_of_much(self, amount, unit, places):
        assert places_of(Decimal(amount), Unit(unit)) == places


class TestDays:
    @pytest.mark.parametrize(
        ("ago", "count", "told"),
        [
            (0, 1, "today"),
            (1, 1, "yesterday"),
            (6, 7, "Wed 25 Feb to today"),
            (8, 8, "Mon 23 Feb to yesterday"),
        ],
    )
    def test_are_said_as_people_do(self, ago, count, told):
        first = TODAY - ago * DAY
        assert days_words(Days(first, first + count * DAY), TODAY) == told

    def test_are_said_in_full(self):
        one = Days(TODAY, TODAY + DAY)
        assert days_full(one) == "Tuesday 3 March 2026"
        two = Days(TODAY, TODAY + 2 * DAY)
        assert days_full(two) == "Tuesday 3 March 2026 to Wednesday 4 March 2026"


class TestLine:
    def test_says_what_was_typed_where_it_is_another_unit(self, record):
        line = line_of(
            record("350", utility=Utility.WATER, unit=Unit.LITRE, notes="pool"), today=TODAY
        )
        assert (line.amount, line.typed) == (f"0.35{SPACE}m³", f"350{SPACE}litres")
        assert (line.name, line.notes, line.untold) == ("Water", "pool", "")

    def test_does_not_say_it_twice(self, record):
        assert not line_of(record("8.3"), today=TODAY).typed

    def test_says_what_is_not_counted(self, record):
        untold = Untold(source=Source.READINGS, count=1)
        assert line_of(record(), today=TODAY, untold=untold).untold.startswith("not counted")


class TestUntold:
    @pytest.mark.parametrize(("count", "told"), [(1, "6 of 7"), (6, "1 of 7")])
    def test_counts_the_days_that_are_left(self, count, told):
        words = untold_words(Untold(source=Source.READINGS, count=count), 7)
        assert words == f"counted on {told} days: the meter tells of the others"


@pytest.mark.parametrize(
    ("utility", "amount", "told"),
    [
        (Utility.WATER, "187.163", ("Water", "187.16", "m³")),
        (Utility.GAS, "17859.4", ("Gas", "17,859", "kWh")),
        (Utility.ELECTRICITY, "0", ("Electricity", "0.0", "kWh")),
    ],
)
def test_totals_have_the_unit_of_their_utility(utility, amount, told):
    words = total_words(UtilityTotal(utility, Decimal(amount), 3))
    assert (words["label"], words["number"], words["unit"]) == told
