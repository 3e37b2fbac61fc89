"""Plans over HTTP: whatever is asked, an answer that holds together or a reason."""

import datetime as dt
from decimal import Decimal
from itertools import pairwise

import pytest
from django.test import Client

from tests.loopback import BROKEN

PATH = "/api/v1/prices/plan"
HERE = {"region": "C", "product": "AGILE-24-10-01"}
SAMPLE = {"region": "C", "product": "SAMPLE", "sample": "true"}
CAR = HERE | {"kind": "ev"}
JSON = "application/json"
NONSENSE = ["\x00", "NaN", "-1", "1e9", "٣", "<b>", "9" * 13, "Infinity", "1,5"]
SPRING = dt.datetime(2026, 3, 28, 20, tzinfo=dt.UTC)
AUTUMN = dt.datetime(2026, 10, 24, 19, tzinfo=dt.UTC)


def at(text):
    return dt.datetime.fromisoformat(text)


@pytest.fixture
def plan(client, octopus, neso, clock):
    """Asks for a plan of a car, unless told otherwise."""
    return lambda **asked: client.get(PATH, CAR | asked)


@pytest.fixture
def post(client, octopus, neso, clock):
    """Asks in JSON."""
    return lambda body, kind=JSON: client.post(PATH, body, content_type=kind)


class TestAnswer:
    def test_blocks_are_in_order_and_add_up(self, plan):
        told = plan(kwh="30").json()
        blocks = told["blocks"]
        assert sum(Decimal(one["kwh"]) for one in blocks) == Decimal(told["kwh"]) == 30
        assert all(a["ends_at"] < b["starts_at"] for a, b in pairwise(blocks))
        cost = sum(Decimal(one["cost_pounds"]) for one in blocks)
        assert abs(cost - Decimal(told["cost_pounds"])) <= Decimal("0.005") * len(blocks)

    def test_keeps_to_the_hours_that_are_allowed(self, plan):
        told = plan(allowed_from="01:00", allowed_until="04:30", kwh="10").json()
        assert told["blocks"][0]["starts_at"] >= "2026-03-04T01:00:00Z"
        assert told["blocks"][-1]["ends_at"] <= "2026-03-04T04:30:00Z"

    def test_keeps_to_blocks_and_their_least_length(self, plan):
        for block in plan(minimum_run="3", most_runs="2").json()["blocks"][:-1]:
            assert at(block["ends_at"]) - at(block["starts_at"]) >= dt.timedelta(minutes=90)
        assert len(plan(most_runs="1").json()["blocks"]) == 1

    def test_is_between_the_dearest_and_nothing(self, plan):
        told = plan(kind="dryer").json()
        assert Decimal(told["cost_pounds"]) <= Decimal(told["dearest"]["cost_pounds"])

    def test_of_each_usual_kind_draws_what_is_usual(self, plan):
        kinds = ["washing-machine", "dishwasher", "dryer", "ev", "heat-battery"]
        kwh = [plan(kind=kind).json()["kwh"] for kind in kinds]
        assert kwh == ["0.8875", "1.1925", "2.46", "20", "7"]

    def test_comes_earlier_for_whom_that_may_cost_more(self, plan):
        patient, hurried = plan(kind="dryer").json(), plan(kind="dryer", tolerance="100").json()
        assert hurried["blocks"][0]["starts_at"] == "2026-03-03T09:30:00Z"
        assert Decimal(hurried["cost_pounds"]) >= Decimal(patient["cost_pounds"])

    def test_takes_an_hour_that_is_over_for_now(self, plan):
        assert plan(at="2026-03-03T01:00").json() == plan().json()

    def test_ends_in_time_for_a_time_with_a_zone(self, plan):
        told = plan(ready_by="12:00:30+09:00", kwh="5").json()
        assert told["finish_by"] == "2026-03-03T12:00:00Z"

    def test_says_when_tomorrow_is_still_to_come(self, plan, world):
        world.has_tomorrow = False
        assert plan().json()["prices_open"]
        assert not plan(ready_by="20:00").json()["prices_open"]

    def test_says_when_octopus_is_silent(self, plan, octopus, clock):
        assert plan().json()["stale"] is False
        octopus.always("*", BROKEN)
        clock.now += dt.timedelta(minutes=40)
        assert plan().json()["stale"] is True

    def test_keeps_another_length_s_energy(self, plan):
        told = plan(kind="dishwasher", minutes="60").json()
        assert told["kwh"] in {"1.192", "1.193"}

    @pytest.mark.parametrize("eve", [SPRING, AUTUMN])
    def test_is_ready_by_the_clock_when_clocks_change(self, plan, clock, world, eve):
        clock.now = world.now = eve
        told = plan(kwh="40").json()
        hour = 6 if eve is SPRING else 7
        assert at(told["finish_by"]).hour == hour
        assert at(told["blocks"][-1]["ends_at"]) <= at(told["finish_by"])

    def test_of_a_sample_asks_nobody_and_knows_no_carbon(self, client, octopus, neso, clock):
        told = client.get(PATH, SAMPLE | {"kind": "ev"}).json()
        assert (told["sample"], told["carbon_known"]) == (True, False)
        assert octopus.count() == neso.count() == 0


class TestRefusals:
    @pytest.mark.parametrize("field", ["kwh", "kw", "battery_kwh", "tolerance"])
    @pytest.mark.parametrize("text", NONSENSE)
    def test_of_what_is_no_amount(self, plan, octopus, field, text):
        answer = plan(**{field: text})
        assert answer.status_code == 422
        assert answer["Content-Type"] == "application/problem+json"
        assert octopus.count() == 0

    @pytest.mark.parametrize(
        "asked",
        [
            {"minutes": "0"},
            {"minutes": "1441"},
            {"minutes": "9" * 400},
            {"minimum_run": "13"},
            {"most_runs": "9"},
            {"from_percent": "-1", "to_percent": "50"},
            {"from_percent": "20"},
            {"from_percent": "20", "to_percent": "101"},
            {"kind": "toaster"},
            {"timer": "middle"},
            {"timer": "start"},
            {"timer_steps": "3 99"},
            {"ready_by": "25:00"},
            {"allowed_from": "22:00"},
            {"profile": "1 " * 49},
            {"profile": "9" * 401},
            {"at": "soon"},
            {"product": "no such!"},
            {"region": "CC"},
            {"kind": "own", "minutes": "30"},
        ],
    )
    def test_of_what_cannot_be_have_a_reason(self, plan, octopus, asked):
        answer = plan(**asked)
        assert (answer.status_code, bool(answer.json()["detail"])) == (422, True)
        assert octopus.count() == 0

    @pytest.mark.parametrize("left_out", ["region", "product"])
    def test_of_a_question_without_a_tariff(self, client, clock, left_out):
        asked = {name: text for name, text in CAR.items() if name != left_out}
        assert client.get(PATH, asked).status_code == 422

    @pytest.mark.parametrize(
        "asked", [{"at": "2026-03-09T09:00"}, {"allowed_from": "02:00", "allowed_until": "02:20"}]
    )
    def test_of_what_no_known_price_covers(self, plan, asked):
        answer = plan(**asked)
        assert answer.status_code in {404, 409}
        assert answer.json()["detail"].endswith(("later.", "known."))

    @pytest.mark.parametrize("body", ["", "{", "[]", "null", '"car"', "7", "{" * 200])
    def test_of_json_that_is_none_or_another(self, post, body):
        assert post(body).status_code in {400, 422}

    @pytest.mark.parametrize(
        "said", [{"kwh": 20}, {"kwh": None}, {"minutes": "many"}, {"region": ["C"]}, {"at": {}}]
    )
    def test_of_json_of_other_kinds(self, post, said):
        assert post(CAR | said).status_code == 422


class TestStrangers:
    def test_may_ask_without_a_cookie_or_a_token(self, octopus, neso, clock):
        browser = Client(enforce_csrf_checks=True)
        answer = browser.post(PATH, CAR, content_type=JSON)
        assert answer.status_code == 200
        assert not answer.cookies

    @pytest.mark.parametrize("method", ["put", "patch", "delete"])
    def test_may_only_ask(self, client, clock, method):
        assert getattr(client, method)(PATH).status_code == 405
