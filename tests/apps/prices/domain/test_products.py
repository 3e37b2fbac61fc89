import dataclasses
import datetime as dt
import json

import pytest

from daybook.apps.prices.domain import (
    Product,
    agile_products,
    product_code,
    region,
    tariff_code,
)
from daybook.apps.prices.errors import InvalidProduct
from tests.recorded import recorded

LONG_AGO = dt.datetime(2018, 2, 21, tzinfo=dt.UTC)
AGILE = Product(
    code="AGILE-24-10-01",
    full_name="Agile Octopus October 2024 v1",
    display_name="Agile Octopus",
    brand="OCTOPUS_ENERGY",
    direction="IMPORT",
    is_variable=True,
    available_from=LONG_AGO,
)


def product(**changes):
    return dataclasses.replace(AGILE, **changes)


def recorded_products(name):
    fields = {field.name for field in dataclasses.fields(Product)}
    for row in json.loads(recorded(name))["results"]:
        row["available_to"] = row["available_to"] and dt.datetime.fromisoformat(row["available_to"])
        row["available_from"] = dt.datetime.fromisoformat(row["available_from"])
        yield Product(**{name: value for name, value in row.items() if name in fields})


class TestAgileProducts:
    @pytest.mark.parametrize(
        "changes",
        [
            {"brand": "BULB"},
            {"direction": "EXPORT"},
            {"code": "VAR-22-11-01"},
            {"is_business": True},
            {"is_prepay": True},
            {"is_restricted": True},
            {"is_tracker": True},
        ],
    )
    def test_leave_out_what_is_not_agile_for_a_household(self, changes, now):
        assert agile_products([product(**changes)], now) == ()

    def test_do_not_ask_whether_it_is_variable(self, now):
        assert agile_products([product(is_variable=False)], now)

    def test_are_those_on_offer_now(self, now):
        soon = now + dt.timedelta(seconds=1)
        offers = [
            product(code="AGILE-1", available_from=now),
            product(code="AGILE-2", available_from=soon),
            product(code="AGILE-3", available_to=now),
            product(code="AGILE-4", available_to=soon),
        ]
        assert [p.code for p in agile_products(offers, now)] == ["AGILE-1", "AGILE-4"]

    def test_come_newest_first_and_once(self, now):
        newer = product(code="AGILE-26-01-01", available_from=now)
        assert agile_products([AGILE, newer, AGILE], now) == (newer, AGILE)

    def test_of_a_recorded_list(self):
        listed = recorded_products("octopus/products_2024-09-16_44.json")
        found = agile_products(listed, dt.datetime(2024, 9, 16, tzinfo=dt.UTC))
        assert [p.code for p in found] == ["AGILE-24-04-03"]


class TestProductCode:
    @pytest.mark.parametrize(
        "text",
        [
            "AGILE-24-10-01",
            "agile-24-10-01",
            " Agile 24 10 01 ",
            "agile \u2013 24\u201310\u201301",
            "E-1R-AGILE-24-10-01-C",
        ],
    )
    def test_is_put_right(self, text):
        assert product_code(text) == "AGILE-24-10-01"

    @pytest.mark.parametrize("code", ["AGILE-FLEX-22-11-25", "VAR-22-11-01", "GO-3H-0030", "1201"])
    def test_is_left_as_octopus_writes_it(self, code):
        assert product_code(code) == code

    def test_accepts_every_code_of_a_recorded_list(self):
        for listed in recorded_products("octopus/products_business_false.json"):
            assert product_code(listed.code) == listed.code

    @pytest.mark.parametrize(
        "text",
        ["", "-", "AG", "AGILE/24", "../etc", "AGILE-" + "1" * 40, "straße-1", "AGILE--", "?"],
    )
    def test_says_how_to_write_what_cannot_be_one(self, text):
        with pytest.raises(InvalidProduct, match="Write it like AGILE-24-10-01"):
            product_code(text)


def test_a_tariff_is_a_product_in_a_region():
    assert tariff_code("AGILE-24-10-01", region("c")) == "E-1R-AGILE-24-10-01-C"
