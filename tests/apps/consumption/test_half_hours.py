"""Half-hours of smart meters: kept once, whoever brings them."""

import datetime as dt
from decimal import Decimal

import pytest

from daybook.apps.consumption import actions, queries
from daybook.apps.consumption.domain import Days, Source, Utility
from daybook.apps.consumption.models import Batch, DayUse, MeteredDay
from daybook.lib.half_hours import known, starts
from daybook.lib.periods import LONDON

DAY = dt.date(2026, 3, 2)
AUTUMN = dt.date(2025, 10, 26)
ONE_DAY = dt.timedelta(days=1)


@pytest.fixture
def batch(anna, now):
    """Makes an import of Anna's."""

    def make():
        return Batch.objects.create(person=anna, source="csv", made_at=now)

    return make


def day_of(amount="0.5", day=DAY, first=0, past=50):
    return {at: Decimal(amount) for at in starts(day, LONDON)[first:past]}


def keep(batch, amounts):
    return actions.keep_half_hours(batch=batch, utility=Utility.ELECTRICITY, amounts=amounts)


def kept(anna, day=DAY):
    found = queries.half_hours(anna.pk, Utility.ELECTRICITY, Days(day, day + ONE_DAY))
    return known(found[day])


class TestKeeping:
    def test_makes_the_use_of_the_day(self, anna, batch):
        assert keep(batch(), day_of()).added == 48
        use = DayUse.objects.get(person=anna)
        assert (use.amount, use.source, use.missing_half_hours) == (24, Source.HALF_HOURS, 0)

    def test_keeps_all_fifty_of_the_long_day(self, anna, batch):
        assert keep(batch(), day_of(day=AUTUMN)).added == 50
        assert DayUse.objects.get(person=anna).amount == 25

    def test_says_how_many_are_missing(self, anna, batch):
        keep(batch(), day_of(first=3))
        assert DayUse.objects.get(person=anna).missing_half_hours == 3

    def test_adds_nothing_the_second_time(self, anna, batch):
        keep(batch(), day_of())
        again = keep(batch(), day_of())
        assert (again.added, again.known, MeteredDay.objects.count()) == (0, 48, 1)

    def test_leaves_what_another_batch_knows(self, anna, batch):
        keep(batch(), day_of("0.5"))
        assert keep(batch(), day_of("0.7")).differing == 48
        assert set(kept(anna).values()) == {Decimal("0.5")}

    def test_corrects_what_the_same_batch_brought(self, anna, batch):
        same = batch()
        keep(same, day_of("0.5"))
        keep(same, day_of("0.7", past=1))
        assert kept(anna)[0] == Decimal("0.7")
        assert DayUse.objects.get(person=anna).amount == Decimal("24.2")

    def test_fills_the_gap_that_another_batch_left(self, anna, batch):
        keep(batch(), day_of(first=2))
        assert keep(batch(), day_of()).added == 2
        assert DayUse.objects.get(person=anna).missing_half_hours == 0

    def test_of_nothing_writes_nothing(self, anna, batch):
        assert keep(batch(), {}) == actions.Kept()
        assert not MeteredDay.objects.exists()


def test_half_hours_of_a_stranger_stay_theirs(anna, eve, batch):
    keep(batch(), day_of())
    assert queries.half_hours(eve.pk, Utility.ELECTRICITY, Days(DAY, DAY + ONE_DAY)) == {}


def test_records_of_the_day_do_not_count_twice(anna, batch, record):
    record("9", first=DAY)
    keep(batch(), day_of())
    assert DayUse.objects.get(person=anna).amount == 24
