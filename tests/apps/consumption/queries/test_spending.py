"""Months, the year and yesterday; and what is left of the instalments."""

import datetime as dt
from decimal import Decimal

import pytest

from daybook.apps.consumption import queries
from daybook.apps.consumption.domain import Days, Unit, Utility
from daybook.apps.consumption.domain.instalments import Plan, Scope
from daybook.apps.consumption.domain.tariffs import NO_COST

ONE_DAY = dt.timedelta(days=1)
LONG_AGO = dt.date(2024, 1, 1)
M3 = {"utility": Utility.WATER, "unit": Unit.CUBIC_METRE}


@pytest.fixture
def spending(anna, today):
    """What Anna spends on electricity, seen from a day."""

    def get(day=today):
        (found,) = queries.spending_of(anna.pk, today=day)
        return found

    return get


@pytest.fixture
def water(tariff, record, today):
    """Water at £1 a day for so many days."""

    def make(count):
        first = today - count * ONE_DAY
        tariff("0", first=first, standing="100", utility=Utility.WATER)
        record(str(count), first=first, last=today - ONE_DAY, **M3)

    return make


def plan(**said):
    given = {"monthly": Decimal(30), "balance": Decimal(0), "balance_on": dt.date(2026, 3, 2)}
    return Plan(**(given | said))


class TestMonths:
    @pytest.mark.parametrize(
        ("today", "first"),
        [
            (dt.date(2026, 3, 3), dt.date(2025, 3, 1)),
            (dt.date(2026, 1, 1), dt.date(2025, 1, 1)),
            (dt.date(2028, 2, 29), dt.date(2027, 2, 1)),
            (dt.date(2026, 12, 31), dt.date(2025, 12, 1)),
        ],
    )
    def test_are_thirteen_up_to_this_one(self, spending, tariff, today, first):
        tariff(first=LONG_AGO)
        months = spending(today).months
        assert (months[0].first, months[-1].first) == (first, today.replace(day=1))
        assert len({month.first for month in months}) == 13

    def test_add_up_to_the_year_without_this_one(self, spending, tariff, record):
        tariff(first=LONG_AGO)
        record("365", first=dt.date(2025, 3, 1), last=dt.date(2026, 2, 28))
        found = spending()
        assert sum((month.cost for month in found.months[:-1]), NO_COST) == found.year
        assert found.year.total.inc_vat == 365 * (20 + 50)

    def test_of_the_year_have_all_its_days(self, spending, tariff):
        tariff(first=LONG_AGO)
        assert spending().year.days == 365
        assert spending(dt.date(2028, 3, 1)).year.days == 366

    def test_begin_empty_on_the_first_of_the_month(self, spending, tariff):
        tariff(first=LONG_AGO)
        found = spending(dt.date(2026, 3, 1))
        assert found.this_month.days == 0
        assert found.yesterday.days == 1

    def test_have_the_first_of_the_month_once_its_use_is_known(self, spending, tariff, record):
        tariff(first=LONG_AGO)
        record("8", first=dt.date(2026, 3, 1))
        found = spending(dt.date(2026, 3, 1))
        assert found.this_month.total.inc_vat == 8 * 20 + 50

    def test_end_with_the_tariff(self, spending, tariff):
        tariff(first=LONG_AGO, last=dt.date(2026, 2, 14))
        february = spending().months[-2].cost
        assert (february.covered_days, february.uncovered_days) == (14, 14)

    def test_are_asked_for_at_once(self, anna, tariff, today, django_assert_num_queries):
        for utility in Utility:
            tariff(utility=utility, first=LONG_AGO)
        with django_assert_num_queries(3):  # tariffs, use, samples
            queries.spending_of(anna.pk, today=today)

    def test_without_tariffs_take_one_question(self, anna, today, django_assert_num_queries):
        with django_assert_num_queries(1):
            assert queries.spending_of(anna.pk, today=today) == ()


class TestSamples:
    def test_are_told_by_utility(self, anna, tariff, record, smart_meter, today):
        tariff(first=LONG_AGO)
        tariff(first=LONG_AGO, utility=Utility.GAS)
        smart_meter(today - ONE_DAY, source="sample")
        days = Days(today - 9 * ONE_DAY, today)
        assert queries.samples_of(anna.pk, days) == {Utility.ELECTRICITY}

    def test_of_other_days_are_not_counted(self, anna, smart_meter, today):
        smart_meter(today, source="sample")
        assert queries.samples_of(anna.pk, Days(today - ONE_DAY, today)) == set()

    def test_of_tariffs_count_while_they_hold(self, anna, tariff, today):
        kept = tariff(first=LONG_AGO, last=dt.date(2025, 1, 1))
        kept.is_sample = True
        kept.save()
        assert queries.samples_of(anna.pk, Days(today, today + ONE_DAY)) == set()
        assert queries.samples_of(anna.pk, Days(LONG_AGO, today)) == {Utility.ELECTRICITY}

    def test_of_others_are_not_ones_own(self, anna, eve, smart_meter, today):
        smart_meter(today, person=eve, source="sample")
        assert queries.samples_of(anna.pk, Days(today, today + ONE_DAY)) == set()


class TestProjection:
    def test_takes_what_days_have_cost(self, anna, water, today):
        water(60)
        found = queries.projection_of(anna.pk, Scope.WATER, plan(), today=today)
        assert found.known_days == 60
        assert [month.cost for month in found.months[:3]] == [29, 30, 31]

    def test_of_everything_needs_everything_that_has_a_tariff(self, anna, water, tariff, today):
        water(60)
        tariff(utility=Utility.GAS, first=LONG_AGO)
        found = queries.projection_of(anna.pk, Scope.EVERYTHING, plan(), today=today)
        assert found.known_days == 0

    def test_of_energy_does_not_wait_for_a_gas_tariff(self, anna, tariff, record, today):
        first = today - 70 * ONE_DAY
        tariff("10", first=first, standing="0")
        record("700", first=first, last=today - ONE_DAY)
        found = queries.projection_of(anna.pk, Scope.ENERGY, plan(), today=today)
        assert (found.known_days, found.months[1].cost) == (70, 30)

    def test_counts_from_the_day_of_an_old_balance(self, anna, water, today):
        water(90)
        old = plan(balance_on=dt.date(2026, 1, 31), monthly=Decimal(0))
        found = queries.projection_of(anna.pk, Scope.WATER, old, today=today)
        assert found.months[0].balance == -(28 + 31)

    def test_of_nobody_knows_nothing(self, eve, water, today):
        water(90)
        found = queries.projection_of(eve.pk, Scope.WATER, plan(), today=today)
        assert (found.known_days, found.months) == (0, ())
