import datetime as dt
from decimal import Decimal

import pytest

from daybook.apps.prices import domain
from daybook.apps.prices.domain import AlertKind, Outlook, Slot, sample_slots
from daybook.apps.prices.errors import InvalidMinutes, InvalidThreshold
from daybook.lib.periods import HALF_HOUR

DAY = dt.date(2026, 3, 4)
START = domain.agile_day(DAY).starts_at
EVENING = START - dt.timedelta(hours=6)


def slots(*pence, since=START):
    return [
        Slot(since + n * HALF_HOUR, since + (n + 1) * HALF_HOUR, Decimal(price), Decimal(price))
        for n, price in enumerate(pence)
    ]


def outlook(*pence, now=EVENING):
    return Outlook(DAY, slots(*pence), now)


class TestThreshold:
    @pytest.mark.parametrize("text", ["-100", "0", "12.5", "200", "9.9999"])
    def test_takes_a_price(self, text):
        assert domain.threshold(text) == Decimal(text)

    @pytest.mark.parametrize("text", ["", "x", "-101", "201", "1.23456", "NaN", "1e1"])
    def test_refuses_what_will_not_come(self, text):
        with pytest.raises(InvalidThreshold, match="-100 to 200"):
            domain.threshold(text)


class TestMinutes:
    @pytest.mark.parametrize("text", ["5", " 15 ", "180"])
    def test_takes_a_number(self, text):
        assert domain.minutes(text) == int(text)

    @pytest.mark.parametrize("text", ["", "4", "181", "-15", "7.5", "٣٠", "9" * 5000])
    def test_refuses_the_rest(self, text):
        with pytest.raises(InvalidMinutes, match="5 to 180"):
            domain.minutes(text)


class TestNews:
    def test_lasts_until_nine_of_the_day(self):
        nine = dt.datetime(2026, 3, 4, 9, tzinfo=dt.UTC)
        assert domain.is_news(DAY, nine - HALF_HOUR)
        assert not domain.is_news(DAY, nine)


class TestOutlook:
    def test_joins_half_hours_that_follow_each_other(self):
        low, again = outlook("5", "4", "12", "3").stretches(AlertKind.BELOW, Decimal(10))
        assert (low.starts_at, low.ends_at) == (START, START + 2 * HALF_HOUR)
        assert (low.lowest_pence, low.highest_pence) == (4, 5)
        assert again.starts_at == START + 3 * HALF_HOUR

    def test_does_not_join_over_a_gap(self):
        found = slots("5", "5", "5")
        gappy = Outlook(DAY, [found[0], found[2]], EVENING)
        assert len(gappy.stretches(AlertKind.BELOW, Decimal(10))) == 2

    @pytest.mark.parametrize(
        ("kind", "pence", "count"),
        [(AlertKind.BELOW, 10, 0), (AlertKind.ABOVE, 10, 0), (AlertKind.ABOVE, 9, 1)],
    )
    def test_takes_below_and_above_exactly(self, kind, pence, count):
        assert len(outlook("10").stretches(kind, Decimal(pence))) == count

    def test_nothing_is_not_negative(self):
        assert outlook("0").stretches(AlertKind.NEGATIVE) == ()
        assert len(outlook("-0.01").stretches(AlertKind.NEGATIVE)) == 1

    def test_counts_only_what_has_not_begun(self):
        later = outlook("1", "9", "9", now=START + HALF_HOUR)
        assert later.lowest.pence_inc_vat == 9
        assert not outlook("1", now=START + HALF_HOUR).has_prices

    def test_has_no_block_where_none_fits(self):
        assert outlook("1", "2").blocks(Decimal(4)) == ()

    def test_works_each_block_out_once(self, monkeypatch):
        asked = []
        monkeypatch.setattr(
            "daybook.apps.prices.domain.alerts.best", lambda *a, **k: asked.append(a) or ()
        )
        day = outlook("1", "2")
        for hours in (4, 4, 3, 4):
            day.blocks(Decimal(hours))
        assert len(asked) == 2

    @pytest.mark.parametrize(("date", "count"), [("2026-03-29", 46), ("2026-10-25", 50)])
    def test_holds_all_of_a_day_on_which_clocks_change(self, date, count):
        day = dt.date.fromisoformat(date)
        period = domain.agile_day(day)
        found = Outlook(day, sample_slots(period), period.starts_at)
        assert (len(found.slots), found.average.missing_slots) == (count, 0)
