"""Unit rates that are kept for good: nothing lost, nothing doubled, nothing rounded."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from daybook.apps.prices import actions, domain, queries
from daybook.apps.prices.domain import Slot
from daybook.apps.prices.models import RateDay
from daybook.lib.periods import HALF_HOUR, LONDON, half_hours, local_day
from tests.apps.prices.alerts import AGILE, DAY, LONDON_REGION

DAYS = st.sampled_from(
    [dt.date(2026, 3, 28), dt.date(2026, 3, 29), dt.date(2026, 10, 24), dt.date(2026, 10, 25)]
)
PENCE = st.decimals(min_value=-500, max_value=500, places=4)


@st.composite
def some_slots(draw):
    """Half-hours of a day or two, some of them missing, in any order."""
    day, count = draw(DAYS), draw(st.integers(1, 2))
    starts = [at for n in range(count) for at in half_hours(local_day(day + n * DAY, LONDON))]
    chosen = draw(st.lists(st.sampled_from(starts), unique=True, min_size=1, max_size=12))
    return [Slot(at, at + HALF_HOUR, draw(PENCE), draw(PENCE)) for at in chosen]


def keep(slots, **other):
    return actions.keep_rates(
        **({"product": AGILE, "region": LONDON_REGION, "slots": slots} | other)
    )


def stored(first=dt.date(2026, 1, 1), past=dt.date(2027, 1, 1), **other):
    asked = {"product": AGILE, "region": LONDON_REGION} | other
    return queries.stored_slots(first=first, past=past, **asked)


class TestProperties(TestCase):
    @settings(max_examples=25)
    @given(some_slots())
    def test_what_goes_in_comes_out_in_order_with_every_digit(self, slots):
        assert keep(slots) == len(slots)
        assert stored() == tuple(sorted(slots, key=lambda slot: slot.starts_at))

    @settings(max_examples=20)
    @given(some_slots(), some_slots())
    def test_nothing_that_one_brings_is_taken_away_by_another(self, first, second):
        keep(first)
        new = keep(second)
        starts = {slot.starts_at for slot in first}
        assert new == len({slot.starts_at for slot in second} - starts)
        merged = {slot.starts_at: slot for slot in [*first, *second]}
        assert {slot.starts_at: slot for slot in stored()} == merged

    @settings(max_examples=15)
    @given(some_slots())
    def test_again_changes_nothing(self, slots):
        keep(slots)
        rows = list(RateDay.objects.values())
        assert keep(slots) == 0
        assert list(RateDay.objects.values()) == rows

    @settings(max_examples=15)
    @given(some_slots())
    def test_sums_are_those_of_what_went_in(self, slots):
        keep(slots)
        found = queries.stored_pence(
            product=AGILE,
            region=LONDON_REGION,
            first=dt.date(2026, 1, 1),
            past=dt.date(2027, 1, 1),
            with_vat=False,
        )
        known = [pence for row in found.values() for pence in row if pence is not None]
        assert sum(known) == sum(slot.pence_exc_vat for slot in slots)


@pytest.mark.django_db
class TestDays:
    @pytest.mark.parametrize(
        ("date", "count"), [("2026-03-29", 46), ("2026-03-30", 48), ("2026-10-25", 50)]
    )
    def test_have_as_many_places_as_half_hours(self, date, count):
        day = dt.date.fromisoformat(date)
        keep(domain.sample_slots(local_day(day, LONDON))[:1])
        row = RateDay.objects.get()
        assert (len(row.places_inc_vat), len(row.places_exc_vat)) == (count, count)
        assert sum(place is not None for place in row.places_inc_vat) == 1
        assert str(row) == f"{AGILE} C {date}"

    def test_are_those_of_london_and_not_of_utc(self):
        summer = local_day(dt.date(2026, 7, 2), LONDON)
        keep(domain.sample_slots(summer))
        assert [row.day for row in RateDay.objects.all()] == [dt.date(2026, 7, 2)]

    def test_with_days_between_are_kept_as_they_are(self):
        far = [domain.sample_slots(local_day(dt.date(2026, month, 1), LONDON)) for month in (1, 3)]
        assert keep([*far[0], *far[1]]) == 96
        assert RateDay.objects.count() == 2

    def test_between_which_others_are_kept_leave_those_alone(self):
        days = [domain.sample_slots(local_day(dt.date(2026, 1, n), LONDON)) for n in (1, 2, 3)]
        keep(days[1])
        assert keep([*days[0], *days[2]]) == 96
        assert stored() == (*days[0], *days[1], *days[2])

    def test_of_other_tariffs_are_not_touched(self):
        slots = domain.sample_slots(local_day(dt.date(2026, 1, 1), LONDON))
        keep(slots)
        dearer = [replace(slot, pence_inc_vat=Decimal(99)) for slot in slots]
        keep(dearer, product="AGILE-23-12-06")
        keep(dearer, region=domain.region("A"))
        assert stored() == slots
        assert stored(region=domain.region("A")) == tuple(dearer)

    def test_are_asked_for_up_to_and_without_the_last(self):
        slots = domain.sample_slots(local_day(dt.date(2026, 1, 2), LONDON))
        keep(slots)
        day = dt.date(2026, 1, 2)
        assert stored(day, day) == stored(day - DAY, day) == stored(day + DAY, day + 2 * DAY) == ()
        assert stored(day, day + DAY) == slots

    def test_are_read_in_one_question_however_many(self, django_assert_num_queries):
        for n in range(1, 20):
            keep(domain.sample_slots(local_day(dt.date(2026, 1, n), LONDON))[:2])
        with django_assert_num_queries(1):
            assert len(stored()) == 38
