"""The API of prices, as the contract has it."""

import datetime as dt
import re
from decimal import Decimal
from itertools import pairwise

import pytest
from django.test import Client

from tests.replay import BROKEN, rates_path

ROOT = "/api/v1/prices"
HERE = {"region": "C", "product": "AGILE-24-10-01"}
PROBLEM = "application/problem+json"
INSTANT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"
SOURCE = {"missing_slots", "fetched_at", "stale", "sample"}
NONSENSE = ["", "\x00", "abc", "NaN", "-1", "9" * 3000, "\u202e", "1e999", "<b>", "%00", "٣"]


def at(text):
    return dt.datetime.fromisoformat(text)


@pytest.fixture
def ask(client, clock, octopus):
    """Asks the API: ``ask("rates", region="C", ...)``."""
    return lambda what, **asked: client.get(f"{ROOT}/{what}", asked)


@pytest.fixture
def rates(ask):
    return lambda **asked: ask("rates", **(HERE | asked))


@pytest.fixture
def summer(rates, world, clock):
    """The rates on an afternoon of July, when London is an hour ahead."""
    clock.now = world.now = at("2026-07-01T15:00Z")
    return rates


@pytest.fixture
def windows(ask):
    return lambda **asked: ask("windows", **(HERE | asked))


class TestBudget:
    def test_is_thirty_look_ups_a_minute_for_one_address(self, rates, octopus):
        days = [{"from": f"2026-01-{n:02}", "to": f"2026-01-{n + 1:02}"} for n in range(1, 31)]
        statuses = {rates(**day).status_code for day in days}
        refused = rates(**{"from": "2026-02-01", "to": "2026-02-02"})
        assert statuses == {200}
        assert (refused.status_code, int(refused["Retry-After"]) > 0) == (429, True)
        assert octopus.count() == 30
        assert rates(**days[0]).status_code == 200
        other = {"from": "2026-02-01", "to": "2026-02-02"}
        answer = Client(REMOTE_ADDR="192.0.2.7").get(f"{ROOT}/rates", HERE | other)
        assert answer.status_code == 200


class TestRegions:
    def test_are_fourteen_with_letter_and_name(self, ask):
        found = ask("regions").json()["regions"]
        assert len(found) == 14
        assert found[2] == {"letter": "C", "name": "London"}


class TestProducts:
    def test_are_those_on_sale(self, ask):
        body = ask("products").json()
        (only,) = body["products"]
        assert only == {
            "code": "AGILE-24-10-01",
            "full_name": "AGILE-24-10-01 in full",
            "display_name": "Agile Octopus",
            "available_from": "2024-09-30T23:00:00Z",
            "available_to": None,
        }
        assert (body["fetched_at"], body["stale"]) == ("2026-03-03T09:10:00Z", False)

    def test_are_unavailable_when_octopus_is_down(self, ask, octopus):
        octopus.always("*", BROKEN)
        assert_problem(ask("products"), 503, "prices.octopus-unavailable")


class TestPostcodes:
    @pytest.mark.parametrize(("postcode", "letters"), [("sw1a1aa", "C"), ("CT1 1AA", "HJ")])
    def test_lie_in_one_region_or_several(self, ask, postcode, letters):
        body = ask(f"postcodes/{postcode}").json()
        assert "".join(region["letter"] for region in body["regions"]) == letters

    def test_are_written_back_as_on_a_letter(self, ask):
        assert ask("postcodes/sw1a1aa").json()["postcode"] == "SW1A 1AA"

    def test_that_octopus_does_not_know_are_not_found(self, ask):
        assert_problem(ask("postcodes/ZE9 9ZZ"), 404, "prices.unknown-postcode")

    @pytest.mark.parametrize(
        ("postcode", "code"),
        [
            ("75008", "invalid-postcode"),
            ("BT1 1AA", "postcode-not-served"),
            ("%00", "invalid-postcode"),
        ],
    )
    def test_from_elsewhere_are_refused(self, ask, postcode, code):
        assert_problem(ask(f"postcodes/{postcode}"), 422, f"prices.{code}")


class TestRates:
    def test_have_the_shape_of_the_contract(self, rates):
        body = rates().json()
        assert set(body) == SOURCE | {"rates"}
        assert set(body["rates"][0]) == {"starts_at", "ends_at", "pence_inc_vat", "pence_exc_vat"}
        assert (body["missing_slots"], body["stale"], body["sample"]) == (2, False, False)
        assert body["fetched_at"] == "2026-03-03T09:10:00Z"

    def test_are_instants_in_utc_and_pence_with_four_places(self, rates):
        for rate in rates().json()["rates"]:
            assert re.fullmatch(INSTANT, rate["starts_at"])
            assert re.fullmatch(INSTANT, rate["ends_at"])
            assert re.fullmatch(r"-?\d+\.\d{4}", rate["pence_inc_vat"])
            assert re.fullmatch(r"-?\d+\.\d{4}", rate["pence_exc_vat"])

    def test_have_five_per_cent_of_vat(self, rates):
        for rate in rates().json()["rates"]:
            exc, inc = Decimal(rate["pence_exc_vat"]), Decimal(rate["pence_inc_vat"])
            assert abs(exc * Decimal("1.05") - inc) <= Decimal("0.0001")

    def test_reach_from_the_start_of_today_to_the_end_of_tomorrow(self, rates):
        found = rates().json()["rates"]
        assert found[0]["starts_at"] == "2026-03-03T00:00:00Z"
        assert found[-1]["ends_at"] == "2026-03-04T23:00:00Z"
        assert len(found) == 94

    @pytest.mark.parametrize(
        ("since", "until", "first"),
        [
            ("2026-07-01", "2026-07-02", "2026-06-30T23:00:00Z"),
            ("2026-07-01T10:00", "2026-07-01T11:00", "2026-07-01T09:00:00Z"),
            ("2026-07-01T10:00Z", "2026-07-01T13:00+02:00", "2026-07-01T10:00:00Z"),
            ("2026-07-01T10:10Z", "2026-07-01T10:20Z", "2026-07-01T10:00:00Z"),
        ],
    )
    def test_read_dates_offsets_and_london_time(self, summer, since, until, first):
        found = summer(**{"from": since, "to": until}).json()["rates"]
        assert found[0]["starts_at"] == first

    @pytest.mark.parametrize(
        ("since", "until", "count"),
        [("2026-03-29", "2026-03-30", 46), ("2025-10-26", "2025-10-27", 50)],
    )
    def test_of_a_day_with_a_clock_change_are_all_there(self, summer, since, until, count):
        body = summer(**{"from": since, "to": until}).json()
        assert (len(body["rates"]), body["missing_slots"]) == (count, 0)

    def test_count_what_is_missing(self, rates, world):
        world.gaps.add(at("2026-03-03T12:00Z"))
        body = rates(**{"from": "2026-03-03", "to": "2026-03-04"}).json()
        assert (len(body["rates"]), body["missing_slots"]) == (47, 1)

    def test_are_marked_when_stale(self, rates, octopus, clock):
        rates()
        octopus.always("*", BROKEN)
        clock.now += dt.timedelta(minutes=10)
        body = rates().json()
        assert (body["stale"], body["fetched_at"]) == (True, "2026-03-03T09:10:00Z")

    def test_are_unavailable_when_octopus_is_down_and_nothing_is_kept(self, rates, octopus):
        octopus.always("*", BROKEN)
        assert_problem(rates(), 503, "prices.octopus-unavailable")

    def test_are_a_sample_only_when_asked(self, rates, octopus):
        body = rates(sample="true").json()
        assert (body["sample"], body["fetched_at"], body["stale"]) == (True, None, False)
        assert octopus.count(rates_path()) == 0

    def test_of_a_retired_product_are_its_history(self, rates):
        retired = {"product": "AGILE-18-02-21"}
        assert rates(**retired).json()["rates"] == []
        past = rates(**retired, **{"from": "2022-06-01", "to": "2022-06-02"})
        assert len(past.json()["rates"]) == 48

    def test_of_an_unknown_product_are_not_found(self, rates):
        assert_problem(rates(product="AGILE-99-99-99"), 404, "prices.unknown-tariff")

    def test_are_never_told_to_other_sites(self, client, octopus, clock):
        headers = {"Origin": "https://elsewhere.example"}
        answer = client.get(f"{ROOT}/rates", HERE, headers=headers)
        assert not [name for name in answer.headers if name.startswith("Access-Control")]


class TestWindows:
    def test_have_the_shape_of_the_contract(self, windows):
        body = windows(duration="3", capacity="10", count="3").json()
        assert set(body) == SOURCE | {"windows"}
        for window in body["windows"]:
            assert set(window) == {"starts_at", "ends_at", "mean_pence", "cost_pounds"}
            assert re.fullmatch(INSTANT, window["starts_at"])
            assert re.fullmatch(r"-?\d+\.\d{4}", window["mean_pence"])
            assert re.fullmatch(r"-?\d+\.\d{2}", window["cost_pounds"])

    def test_are_best_first_and_do_not_overlap(self, windows):
        found = windows(duration="2", count="5").json()["windows"]
        means = [Decimal(window["mean_pence"]) for window in found]
        spans = sorted((window["starts_at"], window["ends_at"]) for window in found)
        assert len(found) == 5
        assert means == sorted(means)
        assert all(a[1] <= b[0] for a, b in pairwise(spans))

    def test_last_exactly_as_long_as_asked(self, windows):
        (window,) = windows(duration="3.25", count="1").json()["windows"]
        length = at(window["ends_at"]) - at(window["starts_at"])
        assert length == dt.timedelta(hours=3, minutes=15)

    def test_never_begin_in_a_half_hour_already_begun(self, windows):
        found = windows(duration="0.5", count="48", to="2026-03-04").json()["windows"]
        assert min(window["starts_at"] for window in found) == "2026-03-03T09:30:00Z"

    def test_count_the_half_hours_of_the_period_without_a_price(self, windows, world):
        world.gaps.add(at("2026-03-03T12:00Z"))
        assert windows(to="2026-03-04").json()["missing_slots"] == 1

    def test_never_jump_over_a_gap(self, windows, world):
        world.gaps |= {at(f"2026-03-03T{hour}:00Z") for hour in range(10, 24)}
        body = windows(duration="1", to="2026-03-04").json()
        assert (body["windows"], body["missing_slots"]) == ([], 14)

    def test_are_none_where_too_few_prices_are_known(self, windows, world):
        world.has_tomorrow = False
        answer = windows(**{"from": "2026-03-04", "to": "2026-03-05"})
        assert (answer.status_code, answer.json()["windows"]) == (200, [])

    def test_lie_within_the_hours_allowed(self, windows):
        hours = {"not_after": "2026-03-03T12:00", "finish_by": "2026-03-03T14:00"}
        for window in windows(duration="1", count="9", **hours).json()["windows"]:
            assert window["starts_at"] <= "2026-03-03T12:00:00Z"
            assert window["ends_at"] <= "2026-03-03T14:00:00Z"

    def test_begin_earlier_with_a_tolerance(self, windows):
        best = windows(duration="1", tolerance="100", count="1").json()["windows"][0]
        assert best["starts_at"] == "2026-03-03T09:30:00Z"

    def test_are_the_same_as_on_the_page(self, windows, client):
        today = {"not_after": "2026-03-03T23:30"}
        best = windows(duration="3.5", count="1", **today).json()["windows"][0]
        page = client.get("/prices/", HERE | {"duration": "3.5"})
        assert f'<time datetime="{best["starts_at"]}">'.encode() in page.content

    def test_cost_what_is_paid_rounded_half_up(self, windows, monkeypatch):
        monkeypatch.setattr("tests.replay.price_at", lambda *_: Decimal(10))
        best = windows(duration="1", capacity="1.1", count="1").json()["windows"][0]
        assert (best["mean_pence"], best["cost_pounds"]) == ("10.5000", "0.12")

    @pytest.mark.parametrize(
        ("pence", "cost"), [("-10", "-0.11"), ("-0.01", "0.00"), ("0", "0.00")]
    )
    def test_are_paid_for_below_zero_but_never_a_negative_nought(
        self, windows, monkeypatch, pence, cost
    ):
        monkeypatch.setattr("tests.replay.price_at", lambda *_: Decimal(pence))
        best = windows(duration="1", count="1").json()["windows"][0]
        assert best["cost_pounds"] == cost

    def test_of_a_sample_say_so(self, windows, octopus):
        body = windows(sample="true").json()
        assert (body["sample"], body["fetched_at"]) == (True, None)
        assert len(body["windows"]) == 3
        assert octopus.count() == 0

    def test_are_unavailable_when_octopus_is_down_and_nothing_is_kept(self, windows, octopus):
        octopus.always("*", BROKEN)
        assert_problem(windows(), 503, "prices.octopus-unavailable")


def assert_problem(answer, status, code):
    """Assert that ``answer`` is a complete problem document; gives its body."""
    body = answer.json()
    assert answer.status_code == body["status"] == status, body
    assert answer["Content-Type"] == PROBLEM
    assert body["type"] == f"urn:daybook:{code}"
    assert body["title"]
    assert body["detail"]
    return body


class TestRefusals:
    def test_tell_that_the_end_is_not_included(self, rates):
        one_day = rates(**{"from": "2026-03-03", "to": "2026-03-03"})
        body = assert_problem(one_day, 422, "invalid-period")
        assert "`to` is not included: give the next day." in body["detail"]

    @pytest.mark.parametrize(
        ("name", "text", "code", "told"),
        [
            ("region", "I", "prices.unknown-region", "Give one letter from A to P"),
            ("product", "?!", "prices.invalid-product", "Write it like AGILE-24-10-01"),
            ("from", "soon", "invalid-instant", "Write it like 2026-03-29"),
            ("from", "9999-12-31", "invalid-instant", "Give a year like 2026"),
            ("to", "2026-13-01", "invalid-instant", "Write it like 2026-03-29"),
            ("to", "2026-03-01", "invalid-period", "The end has to be after the start"),
            ("to", "2026-04-30", "invalid-period", "Ask for at most 31 days"),
            ("duration", "6.01", "prices.invalid-duration", "from 0.5 to 6 hours"),
            ("duration", "", "prices.invalid-duration", "from 0.5 to 6 hours"),
            ("duration", "NaN", "prices.invalid-duration", "from 0.5 to 6 hours"),
            ("capacity", "0", "prices.invalid-capacity", "above 0 and at most 500"),
            ("capacity", "500.001", "prices.invalid-capacity", "above 0 and at most 500"),
            ("tolerance", "-1", "prices.invalid-tolerance", "from 0 to 100 pence"),
            ("finish_by", "noon", "invalid-instant", "Write it like 2026-03-29"),
            ("finish_by", "2026-03-01", "prices.invalid-limits", "after the earliest start"),
            ("not_after", "2026-03-01", "prices.invalid-limits", "after the earliest start"),
            ("count", "0", "validation", "greater than or equal to 1"),
            ("count", "49", "validation", "less than or equal to 48"),
            ("sample", "perhaps", "validation", "valid boolean"),
        ],
    )
    def test_name_the_parameter_and_say_what_to_change(self, windows, name, text, code, told):
        body = assert_problem(windows(**{name: text}), 422, code)
        assert told in body["detail"]
        assert [error["loc"][-1] for error in body["errors"]] == [name]

    @pytest.mark.parametrize("name", ["region", "product"])
    def test_ask_for_what_was_left_out(self, ask, name):
        asked = {key: value for key, value in HERE.items() if key != name}
        body = assert_problem(ask("rates", **asked), 422, "validation")
        assert body["errors"][0]["loc"][-1] == name

    def test_tell_when_the_period_is_shorter_than_the_block(self, windows):
        body = assert_problem(
            windows(duration="6", to="2026-03-03T12:00"), 422, "prices.invalid-limits"
        )
        assert "longer than the period" in body["detail"]

    @pytest.mark.parametrize("path", [ROOT, f"{ROOT}/", f"{ROOT}/nothing", "/api/v1/x", "/api/v2/"])
    def test_of_an_unknown_address_are_problems_too(self, client, path):
        assert_problem(client.get(path), 404, "not-found")

    @pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
    def test_of_a_wrong_method_are_problems_too(self, client, method):
        answer = getattr(client, method)(f"{ROOT}/regions")
        assert_problem(answer, 405, "method-not-allowed")
        assert "GET" in answer["Allow"]


class TestAnyInput:
    @pytest.mark.parametrize(
        "name",
        ["region", "product", "from", "to", "duration", "capacity", "count", "tolerance", "sample"],
    )
    @pytest.mark.parametrize("what", ["rates", "windows"])
    def test_is_never_a_mistake_of_ours(self, octopus, clock, what, name):
        client = Client(raise_request_exception=False)
        for text in NONSENSE:
            answer = client.get(f"{ROOT}/{what}", HERE | {name: text})
            assert answer.status_code < 500, (text, answer.content)
            assert answer.status_code == 200 or answer["Content-Type"] == PROBLEM

    @pytest.mark.parametrize("since", ["0001-01-01", "1899-12-31", "1900-01-01", "2199-12-31"])
    def test_of_a_faraway_year_is_refused_or_empty(self, rates, since):
        answer = rates(**{"from": since, "to": since[:-2] + "30"})
        assert answer.status_code in {200, 422}
