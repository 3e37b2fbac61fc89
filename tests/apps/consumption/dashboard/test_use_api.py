"""The use of steps over HTTP: odd days, strangers, and what is told of each."""

import datetime as dt
from decimal import Decimal

import pytest
from django.test import Client

from daybook.apps.consumption.domain import ONE_DAY, Unit, Utility

API = "/api/v1/consumption/use"
SPRING = dt.date(2026, 3, 29)
AUTUMN = dt.date(2025, 10, 26)


@pytest.fixture
def ask(own):
    """What Anna's script gets, its status first."""

    def make(**given):
        answer = own.get(API, given)
        return answer.status_code, answer.json()

    return make


def refused(answer):
    """The code of a refusal, and the field it is about."""
    status, told = answer
    assert status == 422
    fields = [error["loc"][-1] for error in told.get("errors", [])]
    return told["type"].removeprefix("urn:daybook:"), fields


class TestDays:
    def test_are_the_week_before_the_last_one(self, ask):
        status, told = ask(until="2026-02-28")
        assert (status, told["since"], told["until"]) == (200, "2026-02-22", "2026-02-28")

    def test_end_yesterday_unless_said(self, ask, today_is):
        today_is(dt.date(2026, 1, 1))
        assert ask(since="2025-12-31")[1]["until"] == "2025-12-31"

    def test_may_be_one(self, ask, today):
        assert len(ask(since=today, until=today)[1]["steps"]) == 1

    def test_still_to_come_are_unknown(self, ask):
        steps = ask(since="2026-06-01", until="2026-06-02")[1]["steps"]
        assert [step["amount"] for step in steps] == [None, None]

    def test_begin_with_1970(self, ask):
        status, told = ask(since="0001-01-01", until="1970-01-02")
        assert (status, told["since"], len(told["steps"])) == (200, "1970-01-01", 2)

    def test_end_with_2199(self, ask):
        status, told = ask(since="2199-12-30", until="9999-12-31")
        assert (status, told["until"], len(told["steps"])) == (200, "2199-12-31", 2)

    @pytest.mark.parametrize("until", ["0001-01-01", "0001-01-07", "1969-12-31"])
    def test_before_there_were_any_are_refused(self, ask, until):
        assert refused(ask(until=until)) == ("consumption.invalid-days", [])

    @pytest.mark.parametrize("by", ["half-hour", "day", "month"])
    def test_in_the_wrong_order_are_refused(self, ask, by):
        found = refused(ask(since="2026-03-02", until="2026-03-01", by=by))
        assert found == ("consumption.invalid-days", [])

    @pytest.mark.parametrize(
        ("by", "since"),
        [("half-hour", "2025-01-26"), ("day", "2016-02-24"), ("month", "1999-01-01")],
    )
    def test_that_are_too_many_are_refused(self, ask, by, since):
        found = refused(ask(since=since, until="2026-03-03", by=by))
        assert found == ("consumption.invalid-days", [])


class TestOddQuestions:
    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"since": "soon"}, "since"),
            ({"until": "2026-02-30"}, "until"),
            ({"since": "9" * 400}, "since"),
            ({"since": "NaN"}, "since"),
            ({"by": "year"}, "by"),
            ({"by": ""}, "by"),
            ({"utility": ""}, "utility"),
            ({"utility": "Electricity"}, "utility"),
        ],
    )
    def test_are_refused_with_their_name(self, ask, given, field):
        assert refused(ask(**given)) == ("validation", [field])

    def test_by_somebody_unknown_are_refused(self, db):
        answer = Client().get(API)
        assert (answer.status_code, answer.json()["type"]) == (401, "urn:daybook:unauthenticated")

    @pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
    def test_of_another_kind_are_refused(self, own, method):
        assert getattr(own, method)(API).status_code == 405


class TestSteps:
    def test_of_water_are_in_cubic_metres(self, ask, record, today):
        record("350", utility=Utility.WATER, unit=Unit.LITRE)
        told = ask(utility="water", since=today, until=today)[1]
        assert (told["unit"], told["steps"][0]["amount"]) == ("m3", "0.350000")

    def test_tell_nought_as_nought(self, ask, record, today):
        record("0")
        step = ask(since=today, until=today)[1]["steps"][0]
        assert step == {"starts": "2026-03-03", "amount": "0.000000", "missing": 0}

    @pytest.mark.parametrize(
        ("day", "first", "last"),
        [
            (SPRING, "2026-03-29T00:00:00Z", "2026-03-29T22:30:00Z"),
            (AUTUMN, "2025-10-25T23:00:00Z", "2025-10-26T23:30:00Z"),
        ],
    )
    def test_of_changing_clocks_are_instants(self, ask, smart_meter, day, first, last):
        smart_meter(day)
        steps = ask(since=day, until=day, by="half-hour")[1]["steps"]
        assert (steps[0]["starts"], steps[-1]["starts"]) == (first, last)
        assert len({step["starts"] for step in steps}) == len(steps)

    def test_add_up_whichever_they_are(self, ask, smart_meter):
        smart_meter(AUTUMN - 2 * ONE_DAY, AUTUMN + ONE_DAY, lost=[5])
        asked = {"since": AUTUMN - 5 * ONE_DAY, "until": AUTUMN + 9 * ONE_DAY}
        sums = []
        for by in ("half-hour", "day", "month"):
            steps = ask(**asked, by=by)[1]["steps"]
            sums.append(sum(Decimal(step["amount"] or 0) for step in steps))
        assert sums == [Decimal("0.25") * (47 * 3 + 49)] * 3

    def test_of_months_begin_where_they_are_asked_to(self, ask, record):
        record("40", first=dt.date(2026, 1, 1), last=dt.date(2026, 2, 9))
        steps = ask(since="2026-01-31", until="2026-02-01", by="month")[1]["steps"]
        assert [(step["starts"], step["amount"]) for step in steps] == [
            ("2026-01-31", "1.000000"),
            ("2026-02-01", "1.000000"),
        ]

    def test_of_a_typed_day_have_no_half_hours(self, ask, record, today):
        record("8")
        steps = ask(since=today, until=today, by="half-hour")[1]["steps"]
        assert {(step["amount"], step["missing"]) for step in steps} == {(None, 1)}

    @pytest.mark.parametrize("by", ["half-hour", "day", "month"])
    def test_cost_the_same_however_many_there_are(
        self, own, smart_meter, today, by, django_assert_num_queries
    ):
        for first in (today, today - 60 * ONE_DAY):
            smart_meter(first)
            with django_assert_num_queries(3):  # session, person, days
                own.get(API, {"since": first, "until": today, "by": by})
