import datetime as dt
import re
from decimal import Decimal

import pytest

from daybook.apps.prices.clients.octopus import Octopus
from daybook.apps.prices.domain import REGIONS, agile_products, region
from daybook.apps.prices.errors import UnknownProduct, UnknownTariff
from daybook.core.http import Confused
from daybook.lib.periods import LONDON, Period, local_day
from tests.recorded import recorded
from tests.replay import AGILE, WRONG_SHAPE, product, rates_path, reply

CODE = "AGILE-24-10-01"
LONDON_REGION = region("C")


@pytest.fixture
def client(octopus):
    return Octopus()


@pytest.fixture
def today(now):
    return local_day(now.date(), LONDON)


class TestUnitRates:
    def test_come_in_order_and_exact(self, client, today):
        slots = client.unit_rates(CODE, LONDON_REGION, today)
        assert len(slots) == 48
        assert [slot.starts_at for slot in slots] == sorted(slot.starts_at for slot in slots)
        assert all(s.pence_inc_vat == s.pence_exc_vat * Decimal("1.05") for s in slots)

    def test_are_asked_for_in_utc_and_in_large_pages(self, client, octopus):
        summer = local_day(dt.date(2026, 7, 1), LONDON)
        client.unit_rates(CODE, LONDON_REGION, summer)
        assert octopus.requests == [
            (
                rates_path(),
                {
                    "period_from": "2026-06-30T23:00:00Z",
                    "period_to": "2026-07-01T23:00:00Z",
                    "page_size": "1500",
                },
            )
        ]

    def test_of_a_month_and_more_come_in_pages(self, client, octopus, now):
        long = Period(now - dt.timedelta(days=40), now)
        assert len(client.unit_rates(CODE, LONDON_REGION, long)) >= 1919
        assert octopus.count(rates_path()) == 2

    @pytest.mark.parametrize(("date", "count"), [("2026-03-29", 46), ("2025-10-26", 50)])
    def test_of_a_clock_change_are_complete(self, client, world, date, count):
        day = local_day(dt.date.fromisoformat(date), LONDON)
        world.now = day.starts_at
        assert len(client.unit_rates(CODE, LONDON_REGION, day)) == count

    def test_keep_their_gaps(self, client, world, today, now):
        world.gaps = {now.replace(hour=12, minute=0)}
        starts = [s.starts_at.hour for s in client.unit_rates(CODE, LONDON_REGION, today)]
        assert starts.count(12) == 1

    @pytest.mark.parametrize("code", ["AGILE-99-01-01", "NONSENSE"])
    def test_of_an_unknown_product_say_what_to_check(self, client, today, code):
        with pytest.raises(UnknownTariff, match=f"{code} in region C"):
            client.unit_rates(code, LONDON_REGION, today)

    def test_of_a_retired_product_are_history(self, client, today):
        history = local_day(dt.date(2021, 5, 1), LONDON)
        assert len(client.unit_rates("AGILE-18-02-21", LONDON_REGION, history)) == 48
        assert client.unit_rates("AGILE-18-02-21", LONDON_REGION, today) == ()


class TestRecordedAnswers:
    def test_of_agile_are_read_exactly(self, client, octopus):
        page = recorded("octopus/agile_unit_rates.json")
        octopus.always("*", reply(re.sub(rb'"next": "[^"]*"', b'"next": null', page)))
        day = Period(
            dt.datetime(2020, 9, 28, 0, 0, tzinfo=dt.UTC),
            dt.datetime(2020, 9, 28, 22, 0, tzinfo=dt.UTC),
        )
        slots = client.unit_rates("AGILE-18-02-21", LONDON_REGION, day)
        assert len(slots) == 44
        assert slots[-1].pence_inc_vat == Decimal("7.14")

    def test_that_point_to_the_original_are_asked_for_here(self, client, octopus):
        octopus.always("*", reply(recorded("octopus/agile_unit_rates.json")))
        day = Period(
            dt.datetime(2020, 9, 28, 0, 0, tzinfo=dt.UTC),
            dt.datetime(2020, 9, 28, 22, 0, tzinfo=dt.UTC),
        )
        assert len(client.unit_rates("AGILE-18-02-21", LONDON_REGION, day)) == 44
        assert octopus.count() == 2

    def test_of_a_flat_tariff_become_half_hours(self, client, octopus):
        octopus.always("*", reply(recorded("octopus/standard_unit_rates.json")))
        night = Period(
            dt.datetime(2020, 10, 31, 23, 0, tzinfo=dt.UTC),
            dt.datetime(2020, 11, 1, 1, 0, tzinfo=dt.UTC),
        )
        slots = client.unit_rates("VAR-17-01-11", LONDON_REGION, night)
        prices = [str(slot.pence_inc_vat) for slot in slots]
        assert prices == ["15.519", "15.519", "16.2855", "16.2855"]

    @pytest.mark.parametrize(
        ("name", "codes"),
        [
            ("products_2024-09-16_44.json", ["AGILE-24-04-03"]),
            ("products_green.json", ["AGILE-18-02-21"]),
            ("products_business_false.json", ["AGILE-18-02-21"]),
        ],
    )
    def test_of_products_give_one_agile(self, client, octopus, name, codes):
        octopus.always("/products/", reply(recorded(f"octopus/{name}")))
        then = dt.datetime(2020 if "2024" not in name else 2024, 9, 30, tzinfo=dt.UTC)
        assert [p.code for p in agile_products(client.products(), then)] == codes

    def test_of_one_product_are_read(self, client, octopus):
        name = "octopus/product_detail_AGILE-24-10-01_2025-03-12_trimmed_ABC.json"
        octopus.always(f"/products/{CODE}/", reply(recorded(name)))
        found = client.product(CODE)
        assert found.full_name == "Agile Octopus October 2024 v1"
        assert found.available_from == dt.datetime(2024, 9, 30, 23, tzinfo=dt.UTC)


class TestProducts:
    def test_come_from_all_pages(self, client, world):
        world.products = [product(f"AGILE-{n:03}") for n in range(150)]
        assert len(client.products()) == 150

    def test_may_be_unknown(self, client):
        with pytest.raises(UnknownProduct, match="AGILE-99"):
            client.product("AGILE-99")

    @pytest.mark.parametrize(
        "wrong", [{"code": None}, {"available_from": None}, {"available_to": "soon"}]
    )
    def test_of_another_shape_are_refused(self, client, world, wrong):
        world.products = [AGILE | wrong]
        with pytest.raises(Confused):
            client.products()

    def test_that_are_not_an_object_are_refused(self, client, octopus):
        octopus.always(f"/products/{CODE}/", reply([]))
        with pytest.raises(Confused):
            client.product(CODE)


class TestGridSupplyPoints:
    @pytest.mark.parametrize(
        ("postcode", "letters"), [("SW1A 1AA", "C"), ("CT1 1AA", "HJ"), ("ZZ1 1ZZ", "")]
    )
    def test_give_the_regions(self, client, postcode, letters):
        found = client.grid_supply_points(postcode)
        assert "".join(region.letter for region in found) == letters

    def test_name_every_region_there_is(self, client, world):
        world.postcodes = {"AB1": [region.group_id for region in REGIONS]}
        assert client.grid_supply_points("AB1") == REGIONS

    def test_outside_the_country_are_refused(self, client, world):
        world.postcodes = {"AB1": ["_I"]}
        with pytest.raises(Confused):
            client.grid_supply_points("AB1")


class TestStandingCharges:
    def test_may_be_open(self, client, today, now):
        (charge,) = client.standing_charges(CODE, LONDON_REGION, today)
        assert charge.until is None
        assert charge.holds_at(now)
        assert charge.pence_exc_vat == Decimal("45.1234")

    def test_of_another_shape_are_refused(self, client, octopus, today):
        octopus.always("*", WRONG_SHAPE)
        with pytest.raises(Confused):
            client.standing_charges(CODE, LONDON_REGION, today)
