"""The use of days, kept in step with what it is made from."""

import datetime as dt
import uuid

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from daybook.apps.consumption import actions
from daybook.apps.consumption.actions.days import locked_supplies, renew_days
from daybook.apps.consumption.domain import Answer, Days, Source, Unit, Utility
from daybook.apps.consumption.models import DayUse, MeteredDay, Supply

DAY = dt.timedelta(days=1)
AUTUMN = dt.date(2025, 10, 26)
SPRING = dt.date(2025, 3, 30)


@pytest.fixture
def kept(anna):
    """What is kept of Anna's days: amount and source by day."""

    def ask(utility=Utility.ELECTRICITY):
        rows = DayUse.objects.filter(person=anna, utility=utility.value).order_by("day")
        return {
            day: (amount, source)
            for day, amount, source in rows.values_list("day", "amount", "source")
        }

    return ask


class TestLockedSupplies:
    def test_are_made_once(self, anna):
        first = locked_supplies(anna.pk)
        assert locked_supplies(anna.pk) == first
        assert set(first) == set(Utility)
        assert Supply.objects.count() == 3

    def test_are_those_of_one_person(self, anna, eve):
        assert not set(locked_supplies(anna.pk).values()) & set(locked_supplies(eve.pk).values())

    def test_begin_with_the_usual_calorific_value(self, anna):
        assert {one.calorific_value for one in locked_supplies(anna.pk).values()} == {40}


class TestRenewDays:
    def test_without_days_does_nothing(self, anna, django_assert_num_queries):
        with django_assert_num_queries(0):
            renew_days(person_id=anna.pk, utility=Utility.GAS, changed=[])

    def test_makes_again_what_was_lost(self, anna, record, kept, today):
        record("6", first=today - 2 * DAY, last=today)
        before = kept()
        DayUse.objects.all().delete()
        days = Days(today - 2 * DAY, today + DAY)
        renew_days(person_id=anna.pk, utility=Utility.ELECTRICITY, changed=[days])
        assert kept() == before

    def test_takes_away_what_nothing_tells_of(self, anna, kept, today):
        DayUse.objects.create(person=anna, utility="gas", day=today, amount=5)
        days = Days(today, today + DAY)
        renew_days(person_id=anna.pk, utility=Utility.GAS, changed=[days])
        assert kept(Utility.GAS) == {}

    def test_leaves_other_days_utilities_and_people(self, anna, eve, record, today):
        record("1", first=today - DAY)
        record("2", utility=Utility.GAS)
        record("3", person=eve)
        days = Days(today, today + DAY)
        before = set(DayUse.objects.values_list("pk", flat=True))
        renew_days(person_id=anna.pk, utility=Utility.ELECTRICITY, changed=[days])
        assert set(DayUse.objects.values_list("pk", flat=True)) == before

    def test_asks_once_for_days_that_touch(self, anna, record, today, django_assert_num_queries):
        record("9", first=today - 8 * DAY, last=today)
        days = [Days(today - n * DAY, today - n * DAY + DAY) for n in range(9)]
        # meters, records, half-hours, what is kept, and the days anew
        with django_assert_num_queries(5):
            renew_days(person_id=anna.pk, utility=Utility.ELECTRICITY, changed=days * 2)


class TestSourcesOfADay:
    @pytest.fixture
    def read_around(self, meter, read, today):
        """Reads a meter the day before ``day`` and the day after it: 20 kWh a day."""

        def make(day):
            made, ago = meter(), (today - day).days
            read(made, ago + 1, "100")
            read(made, ago - 1, "140")

        return make

    @pytest.mark.parametrize(("day", "total"), [(AUTUMN, 25), (SPRING, 23)])
    def test_whole_half_hours_of_a_long_or_short_day_come_first(
        self, read_around, smart_meter, kept, day, total
    ):
        read_around(day)
        smart_meter(day, amount="0.5")
        assert kept()[day] == (total, Source.HALF_HOURS)

    @pytest.mark.parametrize("day", [AUTUMN, SPRING])
    def test_a_gap_on_such_a_day_gives_way_to_the_meter(self, read_around, smart_meter, kept, day):
        smart_meter(day, lost=[45])
        assert kept()[day][1] == Source.HALF_HOURS
        read_around(day)
        assert kept()[day] == (20, Source.READINGS)

    @pytest.mark.parametrize(("day", "missing"), [(AUTUMN, 3), (SPRING, 2)])
    def test_missing_half_hours_are_told_where_nothing_else_is(self, smart_meter, day, missing):
        smart_meter(day, lost=range(missing))
        assert DayUse.objects.get(day=day).missing_half_hours == missing

    def test_a_record_spread_over_the_clock_change_is_shared_by_days(self, record, kept):
        record("9", first=AUTUMN - DAY, last=AUTUMN + DAY)
        assert {amount for amount, _source in kept().values()} == {3}

    def test_each_source_gives_way_and_returns(self, record, meter, read, kept, today):
        day = today - DAY
        record("5", first=day)
        made = meter()
        read(made, 1, "100")
        last = read(made, 0, "108")
        assert kept()[day] == (8, Source.READINGS)
        actions.delete_reading(person=made.person, reading_id=last.pk, now=made.made_at)
        assert kept()[day] == (5, Source.RECORDS)

    def test_an_amount_of_nought_is_known(self, record, kept, today):
        record("0")
        assert kept() == {today: (0, Source.RECORDS)}

    def test_a_dial_that_stands_still_says_nought(self, meter, read, record, kept, today):
        record("5", first=today - DAY)
        made = meter()
        read(made, 1, "100")
        read(made, 0, "100")
        assert kept() == {today - DAY: (0, Source.READINGS)}

    def test_half_hours_undone_leave_the_rest(self, record, smart_meter, kept, today):
        record("5")
        smart_meter(today)
        MeteredDay.objects.all().delete()
        days = Days(today, today + DAY)
        person_id = DayUse.objects.get().person_id
        renew_days(person_id=person_id, utility=Utility.ELECTRICITY, changed=[days])
        assert kept() == {today: (5, Source.RECORDS)}


AMOUNTS = st.lists(
    st.tuples(st.integers(0, 20), st.integers(1, 9), st.decimals(0, 99, places=6)),
    min_size=1,
    max_size=6,
)
ORDERED = st.lists(st.integers(0, 60), min_size=2, max_size=6).flatmap(
    lambda steps: st.tuples(st.just(steps), st.permutations(range(len(steps))))
)
SLOW = settings(
    max_examples=8,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


class TestSums:
    @SLOW
    @given(found=AMOUNTS)
    def test_days_add_up_to_the_records_whatever_is_deleted(self, anna, record, now, found):
        today = now.date()
        records = [
            record(str(amount), first=today - (ago + count) * DAY, last=today - (ago + 1) * DAY)
            for ago, count, amount in found
        ]
        gone = records[::2]
        ids = [one.pk for one in gone]
        deletion = actions.delete_records(person=anna, record_ids=ids, now=now)
        assert _sum(anna) == sum(one.amount for one in records[1::2])
        actions.undo_deletion(person=anna, deletion=deletion)
        assert _sum(anna) == sum(one.amount for one in records)
        everything = [one.pk for one in records]
        actions.delete_records(person=anna, record_ids=everything, now=now)
        assert not DayUse.objects.exists()

    @SLOW
    @given(case=ORDERED)
    def test_days_add_up_to_the_dial_in_whatever_order_it_is_read(self, anna, meter, read, case):
        steps, order = case
        made = meter(name=str(uuid.uuid4()))
        numbers = [sum(steps[: n + 1]) for n in range(len(steps))]
        for place in order:
            ago = len(steps) - 1 - place
            read(made, ago, str(numbers[place]), answer=Answer.SURE)
        assert _sum(anna) == numbers[-1] - numbers[0]
        actions.delete_meter(person=anna, meter_id=made.pk, now=made.made_at)
        assert not DayUse.objects.exists()


def _sum(person):
    return sum(DayUse.objects.filter(person=person).values_list("amount", flat=True))


class TestSamples:
    def test_a_day_is_a_sample_by_the_source_that_tells_of_it(self, meter, read, record, today):
        kept = record("5", first=today - DAY)
        type(kept).objects.update(is_sample=True)
        record("1", first=today - DAY)
        assert DayUse.objects.get().is_sample
        made = meter()
        read(made, 1, "100")
        read(made, 0, "108")
        assert not DayUse.objects.get().is_sample

    def test_a_sample_meter_makes_samples(self, meter, read):
        made = meter(utility=Utility.WATER, unit=Unit.LITRE)
        type(made).objects.update(is_sample=True)
        read(made, 1, "100")
        read(made, 0, "400")
        assert DayUse.objects.get().is_sample
