import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybook.apps.consumption.domain.instalments import (
    LEAST_DAYS,
    Plan,
    checked_balance_day,
    checked_pounds,
    projected,
)
from daybook.apps.consumption.errors import InvalidInstalment

TODAY = dt.date(2026, 3, 3)
DAY = dt.timedelta(days=1)


def daily(pounds="3", count=400, until=TODAY):
    return {until - n * DAY: Decimal(pounds) for n in range(count)}


def plan(monthly="92", balance="0", on=dt.date(2026, 2, 28), **said):
    return Plan(monthly=Decimal(monthly), balance=Decimal(balance), balance_on=on, **said)


class TestProjection:
    def test_goes_from_this_month_over_a_year(self):
        months = projected(plan(), daily(), today=TODAY).months
        assert [months[0].first, months[-1].first, len(months)] == [
            dt.date(2026, 3, 1),
            dt.date(2027, 2, 1),
            12,
        ]

    def test_adds_instalments_and_takes_costs_off(self):
        first, second, *_ = projected(plan("100", "10"), daily(), today=TODAY).months
        assert (first.paid, first.cost, first.balance) == (100, 93, 17)
        assert second.balance == 17 + 100 - 90

    def test_pays_nothing_more_in_the_month_of_the_balance(self):
        (first, second, *_) = projected(plan(on=TODAY), daily(), today=TODAY).months
        assert (first.paid, second.paid) == (0, 92)
        assert first.cost == 28 * 3

    def test_counts_what_lies_between_the_balance_and_this_month(self):
        old = plan("100", "0", on=dt.date(2026, 1, 31))
        assert projected(old, daily(), today=TODAY).months[0].balance == 200 - 59 * 3

    def test_knows_summer_from_winter_by_the_year_before(self):
        costs = daily("1") | {day: Decimal(5) for day in daily() if day.month in (1, 2, 12)}
        months = projected(plan(), costs, today=TODAY).months
        assert [month.cost for month in months if month.first.month in (7, 12)] == [31, 155]
        assert months[5].is_by_year

    def test_takes_the_mean_where_a_year_ago_is_not_known(self):
        months = projected(plan(), daily(count=90), today=TODAY).months
        assert (months[5].cost, months[5].is_by_year) == (93, False)

    def test_grows_less_sure(self):
        months = projected(plan(), daily(), today=TODAY).months
        ranges = [month.high - month.low for month in months]
        assert ranges == sorted(ranges)
        assert all(month.low <= month.balance <= month.high for month in months)

    def test_is_wider_where_only_a_mean_tells(self):
        by_year, by_mean = (
            projected(plan(), daily(count=n), today=TODAY).months[-1] for n in (400, 90)
        )
        assert by_mean.high - by_mean.low > by_year.high - by_year.low

    def test_tells_nothing_from_too_little(self):
        found = projected(plan(), daily(count=LEAST_DAYS - 1), today=TODAY)
        assert (found.months, found.known_days) == ((), 59)


class TestVerdict:
    def test_names_the_last_month_that_is_covered(self):
        found = projected(plan("85", "20"), daily(), today=TODAY)
        assert found.last_covered.first == dt.date(2026, 4, 1)
        assert found.first_short.first == dt.date(2026, 5, 1)

    def test_covers_the_year(self):
        found = projected(plan("100"), daily(), today=TODAY)
        assert (found.first_short, found.last_covered) == (None, found.months[-1])

    def test_covers_nothing_where_it_begins_in_debt(self):
        assert projected(plan("10", "-500"), daily(), today=TODAY).last_covered is None

    def test_names_the_deepest_debt_of_a_year_that_is_covered_in_the_end(self):
        found = projected(plan("100", "-50"), daily(), today=TODAY)
        assert (found.lowest, found.first_short) == (found.months[0], found.months[0])
        assert projected(plan("10", "50"), daily(), today=TODAY).lowest is None

    def test_adds_up_the_year(self):
        assert projected(plan(), daily(), today=TODAY).year_cost == 365 * 3

    @given(
        st.decimals(0, 20, places=2),
        st.decimals(-500, 500, places=2),
        st.dates(TODAY - 300 * DAY, TODAY),
    )
    def test_the_amount_that_is_enough_is_enough(self, pounds, balance, on):
        said = {"balance": balance, "on": on}
        enough = projected(plan("0", **said), daily(pounds), today=TODAY).enough
        months = projected(plan(enough, **said), daily(pounds), today=TODAY).months
        paid = [month for month in months if month.first > on]
        assert enough == 0 or min(month.balance for month in paid) >= 0


class TestChecks:
    @pytest.mark.parametrize("wrong", ["-1", "100001", "1.005", "NaN"])
    def test_refuse_what_is_no_instalment(self, wrong):
        with pytest.raises(InvalidInstalment):
            checked_pounds(Decimal(wrong))

    def test_let_a_balance_be_owed(self):
        assert checked_pounds(Decimal("-12.50"), can_be_owed=True) == Decimal("-12.5")

    @pytest.mark.parametrize("day", [TODAY + DAY, TODAY - 367 * DAY])
    def test_refuse_balances_of_other_times(self, day):
        with pytest.raises(InvalidInstalment):
            checked_balance_day(day, today=TODAY)
        assert checked_balance_day(TODAY, today=TODAY) == TODAY
