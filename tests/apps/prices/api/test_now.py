"""The price of this moment, as sensors ask for it."""

import datetime as dt
from decimal import Decimal

import pytest

from tests.loopback import BROKEN
from tests.replay import AGILE

HERE = {"region": "C", "product": AGILE["code"]}
PATH = "/api/v1/prices/now"
MINUTE = dt.timedelta(minutes=1)
SPRING, AUTUMN = dt.date(2026, 3, 29), dt.date(2025, 10, 26)


@pytest.fixture
def ask(client, clock, octopus):
    return lambda **asked: client.get(PATH, HERE | asked)


@pytest.fixture
def at(clock, world, ask):
    """What is told at an instant, such as ``at("2026-03-29T00:30Z")``."""

    def at(text, **asked):
        clock.now = world.now = dt.datetime.fromisoformat(text)
        return ask(**asked).json()

    return at


def instant(text):
    return dt.datetime.fromisoformat(text)


class TestMoment:
    @pytest.mark.parametrize("second", ["09:00:00", "09:29:59"])
    def test_belongs_to_its_half_hour_to_the_second(self, at, second):
        body = at(f"2026-03-03T{second}Z")
        assert body["current_starts_at"] == "2026-03-03T09:00:00Z"
        assert body["current_ends_at"] == "2026-03-03T09:30:00Z"

    def test_is_followed_by_the_next_half_hour(self, at):
        following = at("2026-03-03T09:10Z")["next_pence"]
        assert at("2026-03-03T09:30Z")["current_pence"] == following

    def test_of_a_gap_is_null_and_counted(self, at, world):
        world.gaps = {instant("2026-03-03T09:00:00+00:00")}
        body = at("2026-03-03T09:10Z")
        assert [body[name] for name in ("current_pence", "band", "rank", "is_negative")] == [
            None
        ] * 4
        assert (body["known_half_hours"], body["missing_half_hours"]) == (47, 1)
        assert body["next_pence"] is not None

    def test_has_prices_of_four_decimals_as_text(self, ask):
        body = ask().json()
        for name in ("current_pence", "next_pence", "today_block_mean_pence"):
            assert isinstance(body[name], str)
            assert Decimal(body[name]).as_tuple().exponent == -4

    @pytest.mark.parametrize(
        ("moment", "count"),
        [
            ("2026-03-29T00:30Z", 46),
            ("2026-03-29T01:00Z", 46),
            ("2025-10-26T00:30Z", 50),
            ("2025-10-26T01:30Z", 50),
        ],
    )
    def test_knows_how_many_half_hours_today_has(self, at, moment, count):
        body = at(moment)
        assert (body["known_half_hours"], body["missing_half_hours"]) == (count, 0)
        assert 1 <= body["rank"] <= count

    def test_in_the_repeated_hour_tells_the_two_apart(self, at):
        bst, gmt = at("2025-10-26T00:40Z"), at("2025-10-26T01:40Z")
        assert bst["current_starts_at"] == "2025-10-26T00:30:00Z"
        assert gmt["current_starts_at"] == "2025-10-26T01:30:00Z"


class TestBlocks:
    @pytest.mark.parametrize("hours", ["0.5", "3.25", "6"])
    def test_last_as_long_as_asked(self, ask, hours):
        body = ask(duration=hours).json()
        for name in ("today", "next"):
            starts_at, ends_at = (body[f"{name}_block_{end}_at"] for end in ("starts", "ends"))
            length = instant(ends_at) - instant(starts_at)
            assert length == float(hours) * 60 * MINUTE

    def test_of_today_stays_while_the_next_one_moves_on(self, at):
        morning, evening = at("2026-03-03T09:10Z"), at("2026-03-03T20:10Z")
        assert morning["today_block_starts_at"] == evening["today_block_starts_at"]
        assert instant(evening["next_block_starts_at"]) >= instant("2026-03-03T20:00:00Z")

    def test_to_come_is_not_cheaper_than_any_other_from_now_on(self, ask, client):
        body = ask(duration="2").json()
        asked = HERE | {"from": body["current_starts_at"], "duration": "2"}
        best = client.get("/api/v1/prices/windows", asked).json()["windows"][0]
        assert body["next_block_starts_at"] == best["starts_at"]
        assert body["next_block_mean_pence"] == best["mean_pence"]

    def test_without_tomorrow_come_from_what_is_known(self, at, world):
        world.has_tomorrow = False
        body = at("2026-03-03T22:10Z")
        assert body["next_block_starts_at"] is None
        assert body["is_in_next_block"] is False


class TestHolding:
    @pytest.mark.parametrize(
        ("minute", "seconds"), [("09:29:30", 30), ("09:29:58", 5), ("09:00:00", 300)]
    )
    def test_is_until_the_half_hour_ends_within_bounds(self, ask, clock, world, minute, seconds):
        clock.now = world.now = instant(f"2026-03-03T{minute}+00:00")
        assert ask()["Cache-Control"] == f"public, max-age={seconds}"

    def test_of_a_refusal_is_not_promised(self, ask):
        assert "max-age=300" not in ask(region="I").get("Cache-Control", "")


class TestRefusal:
    @pytest.mark.parametrize("name", ["region", "product"])
    def test_of_what_is_left_out_names_it(self, client, name, clock, octopus, db):
        answer = client.get(PATH, {k: v for k, v in HERE.items() if k != name})
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["loc"][-1] == name
        assert octopus.count() == 0

    @pytest.mark.parametrize(
        "wrong",
        [
            {"duration": "NaN"},
            {"duration": "Infinity"},
            {"duration": "1e1"},
            {"duration": "-1"},
            {"duration": "9" * 12},
            {"duration": "9" * 13},
            {"product": "A" * 61},
            {"product": "../../products"},
            {"region": "CC"},
            {"sample": "perhaps"},
        ],
    )
    def test_of_nonsense_asks_nobody(self, ask, octopus, wrong):
        answer = ask(**wrong)
        assert answer.status_code == 422
        assert answer["Content-Type"].startswith("application/problem+json")
        assert octopus.count() == 0

    def test_of_a_product_nobody_knows_is_not_found(self, ask):
        answer = ask(product="AGILE-99-01-01")
        assert (answer.status_code, answer.json()["type"]) == (
            404,
            "urn:daybook:prices.unknown-tariff",
        )

    def test_of_an_outage_says_so(self, ask, octopus, db):
        octopus.always("*", BROKEN)
        answer = ask()
        assert (answer.status_code, answer.json()["type"]) == (
            503,
            "urn:daybook:prices.octopus-unavailable",
        )

    @pytest.mark.parametrize("method", ["post", "put", "delete"])
    def test_of_writing_is_by_method(self, client, method, db):
        assert getattr(client, method)(PATH).status_code == 405


def test_old_prices_say_that_they_are(ask, octopus, clock, world):
    ask()
    octopus.always("*", BROKEN)
    clock.now = world.now = clock.now + 20 * MINUTE
    body = ask().json()
    assert (body["stale"], body["fetched_at"]) == (True, "2026-03-03T09:10:00Z")
