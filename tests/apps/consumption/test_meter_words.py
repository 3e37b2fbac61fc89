"""Meters and readings in the words of the pages."""

import datetime as dt
from decimal import Decimal

import pytest

from daybook.apps.consumption import queries
from daybook.apps.consumption.domain import Fate, Source, Unit, Utility
from daybook.apps.consumption.queries import Untold
from daybook.apps.consumption.views.meter_words import (
    a_day_words,
    dial_unit,
    dial_words,
    fate_words,
    meter_line,
    reading_line,
    what_of,
)
from daybook.apps.consumption.views.words import untold_words

SPACE = "\N{NO-BREAK SPACE}"
TIMES = "\N{MULTIPLICATION SIGN}"


class TestDial:
    def test_names_its_unit(self, meter):
        water = meter(utility=Utility.WATER, unit=Unit.CUBIC_METRE)
        assert dial_unit(water) == "m³"

    @pytest.mark.parametrize(("times", "told"), [("100", "100"), ("0.5000", "0.5")])
    def test_names_its_multiplier(self, meter, times, told):
        gas = meter(utility=Utility.GAS, unit=Unit.CUBIC_FOOT, multiplier=Decimal(times))
        assert dial_unit(gas) == f"{TIMES}{SPACE}{told}{SPACE}ft³"

    def test_shows_as_many_decimals_as_it_has(self, meter):
        assert dial_words(Decimal(1042), meter(decimals=2)) == f"1042.00{SPACE}kWh"

    def test_does_not_part_thousands(self, meter):
        assert dial_words(Decimal(48213), meter()) == f"48213{SPACE}kWh"


class TestWhat:
    def test_is_counted_by_which_meter(self, meter):
        assert what_of(meter(serial="E6S 1017")) == "Electricity · E6S 1017"

    def test_says_when_it_was_removed(self, meter):
        gone = meter(removed_on=dt.date(2026, 3, 1))
        assert what_of(gone) == "Electricity · removed on Sunday 1 March 2026"


class TestMeterLine:
    def test_of_a_meter_nobody_has_read(self, anna, meter, today):
        meter()
        line = meter_line(queries.meters_of(anna.pk)[0], today=today)
        assert (line.latest, line.latest_day, line.a_day) == ("", "", "")

    def test_names_the_day_as_people_do(self, anna, meter, read, today):
        read(meter(), 1, "100")
        line = meter_line(queries.meters_of(anna.pk)[0], today=today)
        assert (line.latest_day, line.latest_full) == ("yesterday", "Monday 2 March 2026")


class TestReadingLine:
    def lines(self, anna, meter, today):
        told = queries.readings_of(anna.pk, meter_id=meter.pk)
        return [reading_line(one, meter, today=today) for one in told]

    def test_tells_the_use_and_what_it_is_a_day(self, anna, meter, read, today):
        made = meter()
        read(made, 4, "100")
        read(made, 0, "110")
        last, first = self.lines(anna, made, today)
        assert (last.use, last.a_day) == (f"10.0{SPACE}kWh", f"2.5{SPACE}kWh a day")
        assert (first.use, first.a_day, first.fate) == ("", "", "first reading")

    def test_has_time_and_notes_in_one(self, anna, meter, read, today):
        made = meter()
        read(made, 0, "100", time=dt.time(7, 5), notes="frost")
        (line,) = self.lines(anna, made, today)
        assert line.note == "07:05 · frost"

    def test_strikes_out_what_is_left_out(self, anna, meter, read, today):
        made = meter()
        read(made, 4, "100", is_estimated=True)
        read(made, 0, "90")
        lines = self.lines(anna, made, today)
        assert [line.is_left_out for line in lines] == [False, True]


@pytest.mark.parametrize("fate", Fate)
def test_every_fate_has_words_but_the_usual_one(fate):
    assert bool(fate_words(fate)) == (fate is not Fate.COUNTED)


def test_nothing_is_said_of_a_use_that_nobody_knows():
    assert not a_day_words(None, Utility.GAS)


@pytest.mark.parametrize(
    ("source", "count", "told"),
    [
        (Source.HALF_HOURS, 7, "not counted: half-hours are known"),
        (Source.READINGS, 7, "not counted: the meter tells of these days"),
        (Source.READINGS, 3, "counted on 4 of 7 days: the meter tells of the others"),
    ],
)
def test_records_say_who_tells_of_their_days(source, count, told):
    assert untold_words(Untold(source=source, count=count), 7) == told
