"""Appliances over HTTP: told as they were said, and refused without a trace."""

import datetime as dt

import pytest
from django.test import Client

from daybook.apps.prices import queries
from daybook.apps.prices.models import Appliance
from tests.apps.prices.appliances import add

PATH = "/api/v1/prices/appliances"
MOST_APPLIANCES = 3
JSON = "application/json"
CAR = {
    "name": "Car",
    "kind": "ev",
    "kwh": "20",
    "kw": "7.4",
    "battery_kwh": "60",
    "ready_by": "07:00:00",
    "allowed_from": "22:00:00",
    "allowed_until": "08:00:00",
    "is_split": True,
    "minimum_run": 2,
    "most_runs": 3,
}
EMPTY = {"profile": "", "minutes": None, "timer": "", "timer_steps": ""}
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _few_are_enough(monkeypatch):
    """Fifty of them take long to write."""
    monkeypatch.setattr("daybook.apps.prices.actions.appliances.MOST_APPLIANCES", MOST_APPLIANCES)


@pytest.fixture
def ask(anna, clock):
    """Asks as Anna, in JSON."""
    browser = Client()
    browser.force_login(anna)

    def ask(method, path="", body=None):
        more = {} if body is None else {"data": body, "content_type": JSON}
        return getattr(browser, method)(f"{PATH}{path}", **more)

    return ask


@pytest.fixture
def car(ask):
    """Anna's car: where it is found."""
    return f"/{ask('post', body=CAR).json()['id']}"


class TestTelling:
    def test_tells_everything_that_was_said(self, ask, car):
        told = ask("get", car).json()
        assert told.items() >= (CAR | EMPTY).items()
        assert (told["sample"], told["changed_at"]) == (False, "2026-03-03T09:10:00Z")

    def test_takes_what_is_told_again(self, ask, car):
        told = ask("get", car).json()
        given = {name: value for name, value in told.items() if value not in (None, "")}
        assert ask("put", car, given).json() == told

    def test_says_nothing_where_nothing_was_said(self, ask):
        told = ask(
            "post", body={"name": "Lamp", "kind": "own", "kwh": "1.50", "minutes": 30}
        ).json()
        assert (told["kwh"], told["kw"], told["battery_kwh"]) == ("1.5", "", "")
        assert (told["ready_by"], told["minimum_run"], told["most_runs"]) == (None, 1, 4)

    def test_keeps_times_to_the_minute_of_the_wall(self, ask):
        told = ask("post", body=CAR | {"ready_by": "06:30:59.5+05:00"}).json()
        assert told["ready_by"] == "06:30:00"

    def test_asks_the_database_no_more_the_longer_the_list(
        self, ask, anna, now, django_assert_max_num_queries
    ):
        for count in (1, 2):
            for _ in range(count):
                add(anna, now)
            with django_assert_max_num_queries(4):
                assert ask("get").status_code == 200

    def test_changes_only_from_then_on(self, ask, car, clock):
        clock.now += dt.timedelta(hours=1)
        assert ask("put", car, CAR).json()["changed_at"] == "2026-03-03T10:10:00Z"


class TestRefusals:
    @pytest.mark.parametrize(
        "wrong",
        [
            {"name": "   "},
            {"name": "x" * 61},
            {"kwh": "", "kw": ""},
            {"kwh": "NaN"},
            {"kwh": "501"},
            {"kw": "50.5"},
            {"kw": "1e1"},
            {"kw": "0.5"},
            {"battery_kwh": "0"},
            {"ready_by": "24:30"},
            {"allowed_until": None},
            {"minimum_run": 0},
            {"most_runs": 99},
            {"timer": "start"},
            {"timer": "end", "timer_steps": "0"},
            {"profile": "0 0 0"},
            {"profile": "1", "minutes": 31},
            {"key": "no key"},
        ],
    )
    def test_keep_nothing(self, ask, wrong):
        answer = ask("post", body=CAR | wrong)
        assert (answer.status_code, bool(answer.json()["detail"])) == (422, True)
        assert not Appliance.objects.exists()

    @pytest.mark.parametrize("wrong", [{"name": " "}, {"kwh": "much"}, {"allowed_from": None}])
    def test_leave_it_as_it_was(self, ask, car, wrong):
        before = ask("get", car).json()
        assert ask("put", car, CAR | {"name": "Van"} | wrong).status_code == 422
        assert ask("get", car).json() == before

    @pytest.mark.parametrize("number", [0, 2**31, 2**63 - 1, 2**63, 10**40])
    def test_find_nothing_by_a_number_that_nobody_has(self, ask, number):
        answers = [ask(method, f"/{number}") for method in ("get", "delete")]
        answers += [ask("put", f"/{number}", CAR), ask("post", f"/{number}/restore")]
        assert {answer.status_code for answer in answers} <= {404, 422}

    def test_of_the_fifty_first_by_adding_or_bringing_back(self, ask, car, anna, now):
        ask("delete", car)
        for _ in range(MOST_APPLIANCES):
            add(anna, now)
        for answer in (ask("post", body=CAR), ask("post", f"{car}/restore")):
            assert answer.status_code == 409
            assert answer.json()["type"] == "urn:daybook:prices.too-many-appliances"
        assert len(queries.appliances_of(anna.pk)) == MOST_APPLIANCES

    def test_of_a_key_whose_appliance_is_deleted(self, ask, anna):
        body = CAR | {"key": "5a3b1c9e-0d6f-4c1b-9a55-7f1a2c3d4e50"}
        ask("delete", f"/{ask('post', body=body).json()['id']}")
        assert ask("post", body=body).status_code == 409
        assert queries.appliances_of(anna.pk) == []

    def test_of_deleting_twice_and_not_of_bringing_back_twice(self, ask, car):
        assert [ask("delete", car).status_code for _ in range(2)] == [204, 404]
        assert ask("get", car).status_code == 404
        assert [ask("post", f"{car}/restore").status_code for _ in range(2)] == [200, 200]

    @pytest.mark.parametrize("body", ["{", "[]", "null", ""])
    def test_of_json_that_is_none(self, ask, body):
        assert ask("post", body=body).status_code in {400, 422}
        assert not Appliance.objects.exists()


class TestStrangers:
    @pytest.mark.parametrize(
        ("method", "path"),
        [
            ("get", ""),
            ("post", ""),
            ("get", "/1"),
            ("put", "/1"),
            ("delete", "/1"),
            ("post", "/1/restore"),
        ],
    )
    def test_have_to_say_who_they_are(self, client, method, path):
        answer = getattr(client, method)(f"{PATH}{path}", CAR, content_type=JSON)
        assert answer.status_code == 401
        assert not Appliance.objects.exists()
