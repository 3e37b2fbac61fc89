"""The statistics over HTTP: each number, and what is told where nobody knows."""

import datetime as dt
from decimal import Decimal

import pytest
from django.test import Client

from daybook.apps.consumption import actions
from daybook.apps.consumption.domain import ONE_DAY, Utility

API = "/api/v1/consumption/stats"


@pytest.fixture
def told(own):
    """What Anna's script gets of the first utility."""
    return lambda: own.get(API).json()["utilities"][0]


@pytest.fixture
def aim(anna):
    """Sets Anna's goal for electricity."""

    def make(amount=None, starts_on=None):
        made = actions.Aim(contract_starts_on=starts_on, year_amount=amount and Decimal(amount))
        actions.set_goals(person=anna, aims={Utility.ELECTRICITY: made})

    return make


class TestNumbers:
    def test_are_exact_texts(self, told, record):
        record("0.1")
        assert (told()["amount"], told()["this_month"]["amount"]) == ("0.100000", "0.100000")

    def test_of_this_month_count_its_days(self, told, record):
        record("2", first=dt.date(2026, 3, 1))
        assert told()["this_month"] == {
            "amount": "2.000000",
            "known_days": 1,
            "missing_days": 2,
        }

    def test_of_months_name_them(self, told, record):
        record("28", first=dt.date(2026, 2, 1), last=dt.date(2026, 2, 28))
        months = told()["months"]
        assert months[-2] == {"month": "2026-02", "amount": "28.000000", "known_days": 28}
        assert [one["month"] for one in months] == sorted(one["month"] for one in months)

    def test_have_the_ends_of_what_is_known(self, told, record, today):
        record("2", first=today - 3 * ONE_DAY, last=today - 2 * ONE_DAY)
        found = told()
        assert (found["first_day"], found["last_day"]) == ("2026-02-28", "2026-03-01")
        assert (found["known_days"], found["sample"]) == (2, False)

    def test_of_changes_are_shares(self, told, record):
        record("3", first=dt.date(2026, 3, 1))
        record("2", first=dt.date(2026, 2, 1))
        assert Decimal(told()["change_on_last_month"]) == Decimal("0.5")
        assert told()["change_on_last_year"] is None


class TestCompleteness:
    def test_counts_days_and_half_hours(self, told, smart_meter, today):
        smart_meter(today - 4 * ONE_DAY, lost=range(12))
        found = told()["completeness"]
        assert (found["days"], found["known_days"], found["missing_half_hours"]) == (4, 1, 12)
        assert Decimal(found["share"]) == Decimal("0.1875")


class TestYear:
    def test_without_a_contract_is_the_last_twelve_months(self, told, record):
        record("5")
        year = told()["year"]
        assert (year["first_day"], year["last_day"]) == ("2025-03-04", "2026-03-03")
        assert (year["contract"], year["projection"], year["goal"]) == (False, None, None)
        assert (year["used"], year["change_on_year_before"]) == (None, None)

    def test_of_a_contract_tells_the_goal(self, told, record, aim, today):
        aim("10", today - ONE_DAY)
        record("5")
        year = told()["year"]
        assert (year["first_day"], year["last_day"]) == ("2026-03-02", "2027-03-01")
        assert (year["goal"], Decimal(year["used"])) == ("10.000000", Decimal("0.5"))
        assert (year["known_days"], year["missing_days"]) == (1, 1)

    def test_has_no_projection_from_a_day(self, told, record, aim, today):
        aim("10", today - ONE_DAY)
        record("5")
        assert told()["year"]["projection"] is None
        assert told()["month_projection"] is None


class TestProjection:
    def test_of_the_same_every_day_is_no_range(self, told, record, today):
        record("40", first=today - 9 * ONE_DAY, last=today)
        found = told()["month_projection"]
        assert {Decimal(found[end]) for end in ("low", "middle", "high")} == {Decimal(124)}
        assert found["expected_days"] == 28

    def test_is_a_range_in_order(self, told, record, today):
        for n in range(14):
            record(str(3 + n % 4), first=today - n * ONE_DAY)
        found = told()["month_projection"]
        assert Decimal(found["low"]) < Decimal(found["middle"]) < Decimal(found["high"])


class TestWho:
    def test_has_to_be_known(self, db):
        assert Client().get(API).status_code == 401

    def test_gets_their_own_only(self, strangers, eve, record):
        record("8")
        record("1", person=eve)
        (found,) = strangers.get(API).json()["utilities"]
        assert found["amount"] == "1.000000"

    def test_cannot_change_them(self, own, record):
        record()
        assert own.put(API).status_code in {404, 405}
        assert own.post(API).status_code in {404, 405}

    def test_is_told_in_five_questions(self, own, record, today, django_assert_num_queries):
        record()
        with django_assert_num_queries(5):  # session, person, sums, goals, days
            own.get(API)
        record("365", first=today - 364 * ONE_DAY, last=today)
        with django_assert_num_queries(5):
            own.get(API)
