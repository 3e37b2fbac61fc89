"""Products side by side over the API."""

from decimal import Decimal

import pytest

from tests.loopback import BROKEN, MISSING
from tests.replay import AGILE, product, rates_path

FLEX = product("VAR-22-11-01", display_name="Flexible Octopus")
PATH = "/api/v1/prices/compare"


@pytest.fixture
def ask(client, clock, octopus, world):
    world.products = [AGILE, FLEX]
    return lambda **asked: client.get(PATH, {"region": "C"} | asked)


class TestAnswer:
    def test_has_money_and_rates_as_text(self, ask):
        for offer in ask().json()["offers"]:
            assert Decimal(offer["mean_pence"]) > 0
            assert Decimal(offer["lowest_pence"]) <= Decimal(offer["highest_pence"])
            assert all(isinstance(offer[n], str) for n in ("standing_pence", "day_pounds"))

    def test_takes_a_typical_household_where_nothing_is_said(self, ask):
        assert ask().json() == ask(kwh="2700").json()

    def test_costs_more_for_who_uses_more(self, ask):
        little, much = (ask(kwh=kwh).json()["offers"] for kwh in ("1000", "9000"))
        cost = {offer["code"]: Decimal(offer["day_pounds"]) for offer in little}
        assert all(Decimal(offer["day_pounds"]) > cost[offer["code"]] for offer in much)

    def test_names_what_told_no_price(self, ask, octopus):
        octopus.always(rates_path(FLEX["code"]), BROKEN)
        body = ask().json()
        assert body["failed"] == [FLEX["code"]]
        assert [offer["code"] for offer in body["offers"]] == [AGILE["code"]]

    def test_is_silent_about_what_is_not_sold_here(self, ask, octopus):
        octopus.always(rates_path(FLEX["code"]), MISSING)
        assert ask().json()["failed"] == []

    def test_knows_nobody(self, ask, client, anna):
        before = ask().json()
        client.force_login(anna)
        assert ask().json() == before


class TestRefusal:
    def test_without_a_region_names_it(self, client, clock, octopus, db):
        answer = client.get(PATH)
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["loc"][-1] == "region"

    @pytest.mark.parametrize(
        "wrong",
        [{"kwh": k} for k in ("NaN", "-1", "0", "0.5", "100001", "1" * 13, "2,700", "1.23456")]
        + [{"region": r} for r in ("", "I", "O", "Z", "ab", "C" * 61)],
    )
    def test_of_nonsense_asks_nobody(self, ask, octopus, wrong):
        answer = ask(**wrong)
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["loc"] == ["query", *wrong]
        assert octopus.count() == 0

    def test_of_an_outage_says_so(self, ask, octopus, db):
        octopus.always("*", BROKEN)
        answer = ask()
        assert (answer.status_code, answer.json()["type"]) == (
            503,
            "urn:daybook:prices.octopus-unavailable",
        )
