"""The use of half-hours, days and months for scripts."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from daybook.apps.consumption import actions
from daybook.apps.consumption.domain import Utility

API = "/api/v1/consumption/use"
SPRING = dt.date(2026, 3, 29)
AUTUMN = dt.date(2025, 10, 26)


@pytest.fixture
def asked(own):
    """What Anna's script gets."""

    def ask(**given):
        return own.get(API, given).json()

    return ask


class TestUse:
    @pytest.mark.parametrize(("day", "count"), [(SPRING, 46), (AUTUMN, 50)])
    def test_has_each_half_hour_when_clocks_change(self, asked, smart_meter, day, count):
        smart_meter(day, lost=[3])
        steps = asked(since=day, until=day, by="half-hour")["steps"]
        assert len(steps) == count
        assert [step["missing"] for step in steps[2:5]] == [0, 1, 0]
        assert (steps[2]["amount"], steps[3]["amount"]) == ("0.250000", None)

    def test_tells_instants_in_utc(self, asked, smart_meter):
        smart_meter(AUTUMN)
        steps = asked(since=AUTUMN, until=AUTUMN, by="half-hour")["steps"]
        assert [step["starts"] for step in steps[::49]] == [
            "2025-10-25T23:00:00Z",
            "2025-10-26T23:30:00Z",
        ]

    def test_tells_days_and_what_they_lack(self, asked, smart_meter, today):
        smart_meter(today, lost=[0, 1])
        steps = asked(since="2026-03-02", until=today)["steps"]
        assert steps == [
            {"starts": "2026-03-02", "amount": None, "missing": 0},
            {"starts": "2026-03-03", "amount": "11.500000", "missing": 2},
        ]

    def test_adds_months_up_from_days(self, asked, record):
        record("10", first=dt.date(2026, 1, 30), last=dt.date(2026, 2, 8))
        told = asked(since="2026-01-30", until="2026-03-01", by="month")
        sums = [Decimal(step["amount"] or 0) for step in told["steps"]]
        assert sums == [2, 8, 0]
        assert [step["missing"] for step in told["steps"]] == [0, 20, 1]
        assert told["steps"][2]["amount"] is None

    def test_is_the_last_week_of_electricity_unless_more_is_said(self, asked, anna):
        told = asked()
        yesterday = timezone.localdate() - dt.timedelta(days=1)
        assert (told["utility"], told["unit"], told["by"]) == ("electricity", "kWh", "day")
        assert (len(told["steps"]), told["until"]) == (7, yesterday.isoformat())

    @pytest.mark.parametrize(
        ("given", "code"),
        [
            ({"since": "2026-03-02", "until": "2026-03-01"}, "consumption.invalid-days"),
            ({"since": "2024-01-01", "by": "half-hour"}, "consumption.invalid-days"),
            ({"since": "1990-01-01"}, "consumption.invalid-days"),
            ({"until": "9999-12-31"}, "consumption.invalid-days"),
            ({"by": "second"}, "validation"),
            ({"utility": "coal"}, "validation"),
        ],
    )
    def test_refuses_the_rest(self, own, given, code):
        asked = {"since": "2026-01-01", "until": "2026-03-03"} | given
        answer = own.get(API, asked)
        assert answer.status_code == 422
        assert answer.json()["type"] == f"urn:daybook:{code}"

    def test_tells_nothing_of_others(self, strangers, smart_meter, today):
        smart_meter(today)
        steps = strangers.get(API, {"since": today, "until": today}).json()["steps"]
        assert [step["amount"] for step in steps] == [None]


class TestStats:
    def test_tell_what_lies_ahead(self, own, anna, now):
        today = timezone.localdate()
        actions.record_sample(person=anna, today=today, now=now)
        start = today.replace(day=1) - dt.timedelta(days=90)
        aim = actions.Aim(contract_starts_on=start, year_amount=Decimal(3000))
        actions.set_goals(person=anna, aims={Utility.ELECTRICITY: aim})
        told = own.get("/api/v1/consumption/stats").json()["utilities"][0]
        ahead, year = told["month_projection"], told["year"]
        assert Decimal(ahead["low"]) <= Decimal(ahead["middle"]) <= Decimal(ahead["high"])
        assert Decimal(year["projection"]["low"]) < Decimal(year["projection"]["high"])
        assert (year["contract"], year["goal"]) == (True, "3000.000000")
        assert told["completeness"]["days"] == 365
        assert Decimal("0.9") < Decimal(told["completeness"]["share"]) <= 1
