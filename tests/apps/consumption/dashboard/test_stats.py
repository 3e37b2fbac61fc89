"""The statistics of a person, from their days."""

import datetime as dt
from decimal import Decimal

import pytest

from daybook.apps.consumption import actions, queries
from daybook.apps.consumption.domain import ONE_DAY, Unit, Utility
from daybook.apps.consumption.models import DayUse

WATER = {"utility": Utility.WATER, "unit": Unit.CUBIC_METRE}
GAS = {"utility": Utility.GAS}


@pytest.fixture
def told(anna, today):
    """Anna's statistics of the first utility, on ``today`` or another day."""

    def make(on=today):
        return queries.stats_of(anna.pk, today=on)[0]

    return make


class TestUtilities:
    def test_have_one_order_however_they_came(self, anna, record, today):
        record("5", **GAS)
        record("0.3", **WATER)
        record("8")
        found = [one.utility for one in queries.stats_of(anna.pk, today=today)]
        assert found == [Utility.ELECTRICITY, Utility.WATER, Utility.GAS]

    def test_that_are_deleted_are_left_out(self, anna, record, now, today):
        actions.delete_records(person=anna, record_ids=[record().pk], now=now)
        assert queries.stats_of(anna.pk, today=today) == ()

    def test_known_long_ago_only_are_told(self, record, told):
        record("400", first=dt.date(2019, 1, 1), last=dt.date(2019, 2, 9))
        found = told()
        assert (found.ever.amount, found.ever.known_days) == (400, 40)
        assert (found.coverage.known_days, found.projection) == (0, None)
        assert {one.total.known_days for one in found.months} == {0}

    def test_do_not_mix(self, anna, record, today):
        record("8")
        record("5", **GAS)
        amounts = {one.utility: one.ever.amount for one in queries.stats_of(anna.pk, today=today)}
        assert amounts == {Utility.ELECTRICITY: 8, Utility.GAS: 5}


class TestEver:
    def test_has_the_first_and_the_last_day(self, record, told, today):
        record("2", first=today - 9 * ONE_DAY, last=today - 8 * ONE_DAY)
        record("1")
        ever = told().ever
        assert (ever.first, ever.last, ever.known_days) == (today - 9 * ONE_DAY, today, 3)

    def test_counts_a_day_once_however_often_it_is_recorded(self, record, told):
        record("1")
        record("2")
        assert (told().ever.amount, told().ever.known_days) == (3, 1)

    def test_adds_up_exactly(self, record, told, today):
        for n in range(10):
            record("0.1", first=today - n * ONE_DAY)
        assert told().ever.amount == 1

    def test_is_a_sample_when_any_day_is(self, record, told, today):
        record("2", first=today - ONE_DAY, last=today)
        assert not told().ever.is_sample
        DayUse.objects.filter(day=today).update(is_sample=True)
        assert told().ever.is_sample


class TestMonths:
    def test_are_thirteen_up_to_this_one(self, record, told):
        record()
        assert [one.month for one in told().months][::6] == ["2025-03", "2025-09", "2026-03"]

    @pytest.mark.parametrize("last", ["2026-01-31", "2024-02-29", "2026-12-31"])
    def test_are_thirteen_on_every_day(self, record, told, day, last):
        record("1", first=dt.date(2020, 1, 1))
        months = [one.first for one in told(day(last)).months]
        assert len(set(months)) == 13
        assert (months[0].month, months[0].year + 1) == (months[12].month, months[12].year)

    def test_end_today(self, record, told):
        record()
        running = told().months[-1].total
        assert (running.days, running.known_days, running.missing_days) == (3, 1, 2)

    def test_share_a_record_that_lies_across(self, record, told):
        record("10", first=dt.date(2026, 2, 24), last=dt.date(2026, 3, 3))
        sums = {one.month: one.total.amount for one in told().months if one.total.known_days}
        assert sums == {"2026-02": Decimal("6.25"), "2026-03": Decimal("3.75")}

    @pytest.mark.parametrize(
        ("changed", "amount"), [("2025-10-26", "12.5"), ("2025-03-30", "11.5")]
    )
    def test_have_days_of_46_and_50_half_hours(self, smart_meter, told, day, changed, amount):
        smart_meter(day(changed))
        month = next(one for one in told().months if one.month == changed[:7])
        assert month.total.amount == Decimal(amount)

    def test_are_added_up_to_what_there_is_in_all(self, smart_meter, told):
        smart_meter(dt.date(2025, 10, 20), dt.date(2025, 11, 10), lost=[7])
        found = told()
        assert sum(one.total.amount for one in found.months) == found.ever.amount
        assert round(found.month_average, 6) == Decimal("358.332386")  # 259 / 22 * 365.25 / 12


class TestComparisons:
    def test_go_as_far_as_this_month_is_recorded(self, record, told):
        record("1", first=dt.date(2026, 3, 1))
        assert told().on_last_month.now.days == 1

    def test_go_up_to_today_when_the_last_month_is_known_last(self, record, told):
        record("28", first=dt.date(2026, 2, 1), last=dt.date(2026, 2, 28))
        assert told().on_last_month.now.days == 3
        assert told().on_last_month.change is None

    def test_are_a_day(self, record, told):
        record("4", first=dt.date(2026, 3, 1), last=dt.date(2026, 3, 2))
        record("1", first=dt.date(2026, 2, 2))
        compared = told().on_last_month
        assert (compared.now.a_day, compared.before.a_day, compared.change) == (2, 1, 1)
        assert compared.before.missing_days == 1

    def test_look_a_year_back(self, record, told):
        record("6", first=dt.date(2026, 3, 1), last=dt.date(2026, 3, 3))
        record("62", first=dt.date(2025, 3, 1), last=dt.date(2025, 3, 31))
        assert told().on_last_year.change == 0
        assert told().year_ago.amount == 62


class TestCoverage:
    def test_begins_with_the_first_day_and_ends_yesterday(self, record, told, today):
        record("1", first=today - 3 * ONE_DAY)
        coverage = told().coverage
        assert (coverage.days, coverage.known_days) == (3, 1)

    def test_of_the_first_day_is_that_day(self, record, told):
        record("1")
        assert (told().coverage.days, told().coverage.share) == (1, 1)

    def test_is_of_a_year_at_most(self, record, told):
        record("1", first=dt.date(2020, 1, 1))
        assert (told().coverage.days, told().coverage.known_days) == (365, 0)

    def test_counts_the_half_hours_that_are_missing(self, smart_meter, told, today):
        smart_meter(today - 2 * ONE_DAY, today - ONE_DAY, lost=range(12))
        coverage = told().coverage
        assert (coverage.missing_half_hours, coverage.missing_days) == (24, 0)
        assert coverage.share == Decimal("0.75")


class TestProjection:
    def test_is_told_from_the_last_day_that_is_known(self, record, told, today):
        for n in range(5, 15):
            record("4", first=today - n * ONE_DAY)
        assert told().projection.middle == 31 * 4

    def test_expects_all_of_the_month_when_nothing_of_it_is_known(self, record, told, today):
        record("40", first=today - 200 * ONE_DAY, last=today - 190 * ONE_DAY)
        assert told().projection.expected_days == 31
        assert told().this_month.known_days == 0


class TestYear:
    def test_of_leap_day_is_whole(self, record, told):
        record("1", first=dt.date(2028, 2, 1), by=dt.date(2028, 2, 29))
        year = told(dt.date(2028, 2, 29)).year
        assert (year.days.first, year.days.last) == (dt.date(2027, 3, 1), dt.date(2028, 2, 29))

    def test_has_passed_as_far_as_it_is_told(self, anna, record, told, today):
        aim = actions.Aim(contract_starts_on=today - 9 * ONE_DAY)
        actions.set_goals(person=anna, aims={Utility.ELECTRICITY: aim})
        record("1", first=today - 5 * ONE_DAY)
        year = told().year
        assert (year.passed, year.used, year.goal) == (Decimal(5) / 365, None, None)

    def test_that_has_just_begun_is_told_up_to_today(self, anna, record, told, today):
        aim = actions.Aim(contract_starts_on=today, year_amount=Decimal(100))
        actions.set_goals(person=anna, aims={Utility.ELECTRICITY: aim})
        record("50", first=today - 5 * ONE_DAY)
        year = told().year
        assert (year.so_far.amount, year.so_far.days, year.used) == (0, 1, 0)

    def test_is_that_of_its_own_utility(self, anna, record, today):
        aim = actions.Aim(year_amount=Decimal(100))
        actions.set_goals(person=anna, aims={Utility.GAS: aim})
        record("1")
        record("50", **GAS)
        current, gas = queries.stats_of(anna.pk, today=today)
        assert (current.year.used, gas.year.used) == (None, Decimal("0.5"))

    def test_is_not_that_of_somebody_else(self, eve, anna, record, told):
        aim = actions.Aim(year_amount=Decimal(100))
        actions.set_goals(person=eve, aims={Utility.ELECTRICITY: aim})
        record("1")
        assert told().year.goal is None
