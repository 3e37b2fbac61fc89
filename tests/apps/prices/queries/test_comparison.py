"""All products of a region: what is asked, what is kept, and what one bad answer spoils."""

import datetime as dt
from decimal import Decimal

import pytest

from daybook.apps.prices import queries
from daybook.apps.prices.errors import OctopusUnavailable
from daybook.apps.prices.queries.answers import LOOK_UPS
from daybook.core.limits import spend
from daybook.lib.errors import TooMany
from tests.loopback import BROKEN, MISSING, WRONG_SHAPE, reply
from tests.replay import AGILE, OUTGOING, product, rates_path

FLEX = product("VAR-22-11-01", display_name="Flexible Octopus")
MINUTE = dt.timedelta(minutes=1)


def charges_path(code=FLEX["code"]):
    return rates_path(code).replace("standard-unit-rates", "standing-charges")


def rows(*given):
    return reply({"count": len(given), "next": None, "previous": None, "results": list(given)})


def row(pence, *, method=None, since="2024-01-01T00:00:00Z", until=None):
    return {
        "value_exc_vat": pence,
        "value_inc_vat": pence,
        "valid_from": since,
        "valid_to": until,
        "payment_method": method,
    }


@pytest.fixture
def compare(world, octopus, london, now):
    """What London's products cost, at a time of one's choice."""
    world.products = [AGILE, FLEX, OUTGOING]

    def compare(kwh="2700", at=now, region=london, asker=""):
        return queries.comparison(region=region, yearly_kwh=Decimal(kwh), now=at, asker=asker)

    return compare


def codes(found):
    return [offer.product.code for offer in found.offers]


def of(found, code=FLEX["code"]):
    return next(offer for offer in found.offers if offer.product.code == code)


class TestOffers:
    def test_take_the_price_of_direct_debit(self, compare, octopus):
        answer = rows(row(20, method="DIRECT_DEBIT"), row(30, method="NON_DIRECT_DEBIT"))
        octopus.always(rates_path(FLEX["code"]), answer)
        flat = of(compare())
        assert (flat.mean_pence, flat.is_flat, flat.missing_slots) == (20, True, 0)

    def test_take_the_standing_charge_that_holds_now(self, compare, octopus):
        old, new = row(40, until="2026-03-01T00:00:00Z"), row(60, since="2026-03-01T00:00:00Z")
        octopus.always(charges_path(), rows(new, old))
        assert of(compare()).standing_pence == 60

    def test_change_their_order_with_the_use(self, compare, octopus):
        octopus.always(rates_path(FLEX["code"]), rows(row(1)))
        octopus.always(charges_path(), rows(row(200)))
        assert codes(compare(kwh="10")) == [AGILE["code"], FLEX["code"]]
        assert codes(compare(kwh="90000")) == [FLEX["code"], AGILE["code"]]

    def test_of_equal_cost_stand_by_their_code(self, compare, octopus):
        for code in (AGILE["code"], FLEX["code"]):
            octopus.always(rates_path(code), rows(row(20)))
        assert codes(compare()) == sorted(codes(compare()))

    @pytest.mark.parametrize("day", [dt.date(2026, 3, 29), dt.date(2025, 10, 26)])
    def test_have_every_half_hour_when_clocks_change(self, compare, world, day):
        at = world.now = dt.datetime.combine(day, dt.time(12), tzinfo=dt.UTC)
        agile = of(compare(at=at), AGILE["code"])
        assert agile.missing_slots == 0


class TestTrouble:
    @pytest.mark.parametrize("bad", [WRONG_SHAPE, rows(), rows(row("NaN")), rows({"x": 1})])
    def test_with_one_product_leaves_the_others(self, compare, octopus, bad):
        octopus.always(rates_path(FLEX["code"]), bad)
        found = compare()
        assert [one.code for one in found.failed] == [FLEX["code"]]
        assert codes(found) == [AGILE["code"]]

    def test_with_a_standing_charge_leaves_the_product_out(self, compare, octopus):
        octopus.always(charges_path(), rows(row(50, until="2025-01-01T00:00:00Z")))
        found = compare()
        assert [one.code for one in found.failed] == [FLEX["code"]]

    def test_of_a_product_nobody_sells_here_is_no_trouble(self, compare, octopus):
        octopus.always(rates_path(FLEX["code"]), MISSING)
        found = compare()
        assert (codes(found), found.failed) == ([AGILE["code"]], ())

    def test_that_passes_is_asked_about_again_after_ten_minutes(self, compare, octopus, now):
        octopus.always(rates_path(FLEX["code"]), BROKEN)
        compare()
        octopus.normal()
        assert codes(compare(at=now + 9 * MINUTE)) == [AGILE["code"]]
        assert sorted(codes(compare(at=now + 11 * MINUTE))) == [AGILE["code"], FLEX["code"]]

    def test_with_everything_is_refused(self, compare, octopus, now):
        compare(at=now - dt.timedelta(days=1))
        for code in (AGILE["code"], FLEX["code"]):
            octopus.always(rates_path(code), BROKEN)
        with pytest.raises(OctopusUnavailable):
            compare()

    def test_with_the_list_itself_is_refused(self, compare, octopus):
        octopus.always("*", BROKEN)
        with pytest.raises(OctopusUnavailable):
            compare()


class TestAsking:
    def test_is_done_once_for_all_who_use_different_amounts(self, compare, octopus):
        compare()
        before = octopus.count(rates_path())
        assert compare(kwh="5000").fetched_at == compare(kwh="1").fetched_at
        assert octopus.count(rates_path()) == before == 1

    def test_is_done_again_for_another_day(self, compare, octopus, world, now):
        compare()
        world.now = now + dt.timedelta(days=1)
        compare(at=world.now)
        assert octopus.count(rates_path()) == 2

    def test_is_done_for_each_region(self, compare, octopus):
        compare()
        compare(region=queries.regions()[0])
        assert octopus.count(rates_path(letter="A")) == 1

    def test_too_often_is_refused_and_asks_nobody(self, compare, octopus, now):
        for _ in range(LOOK_UPS.times):
            spend(LOOK_UPS, "192.0.2.1", now=now)
        with pytest.raises(TooMany):
            compare(asker="192.0.2.1")
        assert octopus.count() == 0
        assert codes(compare(asker="192.0.2.2"))

    def test_leaves_out_what_is_sent_out_and_what_is_over(self, compare, world):
        world.products = [AGILE, OUTGOING, product("OLD-1", available_to="2025-01-01T00:00:00Z")]
        assert codes(compare()) == [AGILE["code"]]

    def test_of_nothing_on_sale_is_nothing(self, compare, world):
        world.products = [OUTGOING]
        found = compare()
        assert (found.offers, found.failed, found.is_stale) == ((), (), False)
