"""What people ask to be compared, as it becomes tariffs and days."""

import datetime as dt
from decimal import Decimal

import pytest

from daybook.apps.consumption.domain.tariffs import HalfHourly, TwoRate
from daybook.apps.consumption.forms import CompareForm, compare_initial

TODAY = dt.date(2026, 3, 3)
AGILE = {"product": "agile-24-10-01", "region": "C"}
TWO = {"day_rate": "30", "night_rate": "9"}


def form(**asked):
    made = CompareForm(compare_initial() | asked)
    assert made.is_valid(), made.errors
    return made


class TestCandidates:
    def test_are_none_where_nothing_was_typed(self):
        assert form().candidates() == []

    def test_come_in_the_order_of_the_page(self):
        found = form(**TWO, flat_rate="20", **AGILE).candidates()
        assert [one.key for one in found] == ["agile", "flat", "two-rate"]

    def test_have_the_code_as_octopus_writes_it(self):
        (agile,) = form(**AGILE).candidates()
        assert agile.terms.rates == HalfHourly(product="AGILE-24-10-01", region="C")

    @pytest.mark.parametrize(("typed", "kept"), [("", True), ("0", False), ("48", False)])
    def test_take_the_published_charge_unless_one_was_typed(self, typed, kept):
        (agile,) = form(**AGILE, agile_standing=typed).candidates()
        assert agile.takes_kept_standing is kept
        assert agile.terms.standing_pence == Decimal(typed or 0)

    def test_may_be_free_or_below(self):
        free, below = form(flat_rate="0").candidates(), form(flat_rate="-1").candidates()
        assert [one.terms.rates.pence for one in (*free, *below)] == [0, -1]

    def test_have_their_night(self):
        (two,) = form(**TWO, night_from="23:30", night_until="05:30").candidates()
        assert two.terms.rates == TwoRate(
            day_pence=Decimal(30),
            night_pence=Decimal(9),
            night_from=dt.time(23, 30),
            night_until=dt.time(5, 30),
        )

    def test_include_the_vat_of_households(self):
        terms = [one.terms for one in form(**TWO, flat_rate="20").candidates()]
        assert {(one.vat_percent, one.includes_vat) for one in terms} == {(Decimal(5), True)}


class TestDays:
    @pytest.mark.parametrize(("months", "count"), [("1", 30), ("3", 91), ("12", 365), ("24", 730)])
    def test_end_yesterday(self, months, count):
        days = form(months=months).days(TODAY)
        assert (days.past, days.count) == (TODAY, count)


class TestTheBeginning:
    @pytest.mark.parametrize("said", [{"region": "C"}, {"product": "AGILE-1"}, {}])
    def test_has_a_product_only_with_its_region(self, said):
        assert "product" not in compare_initial(**said)

    def test_has_what_the_person_prefers(self):
        initial = compare_initial(region="C", product="AGILE-1")
        assert CompareForm(initial).is_valid()
        assert (initial["region"], initial["product"]) == ("C", "AGILE-1")
