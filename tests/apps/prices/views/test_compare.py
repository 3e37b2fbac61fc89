"""Products side by side: the page and the API."""

import datetime as dt
from decimal import Decimal

import pytest

from daybook.apps.prices import domain
from daybook.lib.periods import LONDON, local_day
from tests.replay import AGILE, BROKEN, OUTGOING, product, rates_path

FLEX = product("VAR-22-11-01", display_name="Flexible Octopus")
OTHERS = [
    product("BIZ-1", is_business=True),
    product("PRE-1", is_prepay=True),
    product("RES-1", is_restricted=True),
    product("BULB-1", brand="BULB"),
    product("OLD-1", available_to="2025-01-01T00:00:00Z"),
]


@pytest.fixture
def compare(visit, world):
    """Opens the comparison of London; on sale are Agile, Flexible and what is not meant."""
    world.products = [AGILE, FLEX, OUTGOING, *OTHERS]
    return lambda **asked: visit("/prices/compare/", **({"region": "C"} | asked))


@pytest.fixture
def ask(compare, client):
    return lambda **asked: client.get("/api/v1/prices/compare", {"region": "C"} | asked)


class TestOffers:
    def test_are_of_what_households_can_buy(self, ask):
        codes = {offer["code"] for offer in ask().json()["offers"]}
        assert codes == {"AGILE-24-10-01", "VAR-22-11-01"}

    def test_cost_their_share_of_the_year_and_the_standing_charge(self, ask, client):
        offer = next(o for o in ask(kwh="3650").json()["offers"] if o["code"] == AGILE["code"])
        asked = {"region": "C", "product": AGILE["code"], "to": "2026-03-04"}
        rates = client.get("/api/v1/prices/rates", asked).json()["rates"]
        mean = sum(Decimal(rate["pence_inc_vat"]) for rate in rates) / 48
        standing = Decimal(offer["standing_pence"])
        assert offer["mean_pence"] == f"{mean:.4f}"
        assert abs(Decimal(offer["day_pounds"]) - (mean * 10 + standing) / 100) < Decimal("0.01")

    def test_come_cheapest_first(self, ask):
        costs = [Decimal(offer["day_pounds"]) for offer in ask().json()["offers"]]
        assert costs == sorted(costs)

    def test_stand_when_one_of_them_fails(self, compare, octopus):
        octopus.next(rates_path(FLEX["code"]), *[BROKEN] * 4)
        page = compare()
        assert page.status == 200
        assert "Octopus told no price of Flexible Octopus" in page.text
        assert AGILE["code"] in page.text

    def test_leave_out_what_is_not_sold_in_the_region(self, compare, world, monkeypatch):
        tariff = type(world)._tariff

        def without_flex(self, code, *rest):
            return tariff(self, "NONE" if code == FLEX["code"] else code, *rest)

        monkeypatch.setattr(type(world), "_tariff", without_flex)
        page = compare()
        assert "Flexible" not in page.text
        assert AGILE["code"] in page.text

    def test_are_asked_for_once_a_day(self, compare, octopus, clock):
        compare()
        asked = octopus.count()
        clock.now += dt.timedelta(minutes=50)
        assert compare(kwh="4000").status == 200
        assert octopus.count() == asked


class TestPage:
    def test_starts_with_a_typical_household(self, compare):
        assert "for 2,700 kWh a year" in compare().text

    def test_says_when_octopus_is_away(self, compare, octopus):
        octopus.next("*", *[BROKEN] * 20)
        page = compare()
        assert page.status == 503
        assert "The prices are not to be had" in page.text

    @pytest.mark.parametrize("wrong", [{"region": "I"}, {"kwh": "0"}, {"kwh": "x"}, {"kwh": "1e9"}])
    def test_refuses_nonsense_and_keeps_it(self, compare, ask, octopus, wrong):
        page = compare(**wrong)
        assert page.status == 422
        assert "field-error" in page.html
        assert ask(**wrong).status_code == 422
        assert octopus.count() == 0


class TestOffer:
    @pytest.mark.parametrize("day", [dt.date(2026, 3, 29), dt.date(2025, 10, 26)])
    def test_knows_every_half_hour_of_days_when_clocks_change(self, day):
        whole = local_day(day, LONDON)
        ten = Decimal(10)
        slots = domain.half_hourly(whole, pence_inc_vat=ten, pence_exc_vat=ten)
        kind = domain.Product(
            code="X-1",
            full_name="",
            display_name="",
            brand="",
            direction="",
            available_from=whole.starts_at,
        )
        offer = domain.offer_of(kind, slots, Decimal(50), whole)
        assert (offer.mean_pence, offer.missing_slots, offer.is_flat) == (10, 0, True)
        assert offer.day_pounds(Decimal(3650)) == Decimal("1.5")
