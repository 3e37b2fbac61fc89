from decimal import Decimal

import pytest

from daybook.apps.prices.forms import BlockForm, PostcodeForm, ProductForm, RegionForm

WISH = {"region": "C", "product": "AGILE-24-10-01", "duration": "4"}


def block(**wish):
    form = BlockForm(WISH | wish)
    form.is_valid()
    return form


class TestBlockForm:
    def test_needs_only_region_product_and_duration(self):
        given = block().cleaned_data
        assert given["duration"] == 4
        assert {name for name, value in given.items() if value is None} == {
            "capacity",
            "tolerance",
            "by",
            "from",
        }

    @pytest.mark.parametrize(
        ("typed", "meant"), [("3,5", "3.5"), ("3,25", "3.25"), ("0,5", "0.5"), (" 3,5 ", "3.5")]
    )
    def test_reads_a_decimal_comma(self, typed, meant):
        assert block(duration=typed).cleaned_data["duration"] == Decimal(meant)

    @pytest.mark.parametrize("typed", ["1,000", "1,,5", ",5", "5,", "1,2,3", "1.2,3"])
    def test_never_guesses_what_another_comma_means(self, typed):
        assert "capacity" in block(capacity=typed).errors

    def test_refuses_each_field_beside_itself(self):
        wrong = {"duration": "7", "capacity": "0", "tolerance": "-1", "by": "25:00", "from": "x"}
        assert set(block(**wrong).errors) == set(wrong)

    @pytest.mark.parametrize("name", ["duration", "capacity", "tolerance"])
    def test_keeps_every_digit(self, name):
        assert str(block(**{name: "1.125"}).cleaned_data[name]) == "1.125"

    def test_opens_the_number_keys_of_a_phone(self):
        assert 'inputmode="decimal"' in str(BlockForm()["duration"])


class TestPostcodeForm:
    def test_gives_the_postcode_as_it_is_written(self):
        form = PostcodeForm({"postcode": "sw1a1aa"})
        assert form.is_valid()
        assert form.cleaned_data["postcode"] == "SW1A 1AA"

    def test_lets_the_browser_fill_it_in(self):
        assert 'autocomplete="postal-code"' in str(PostcodeForm()["postcode"])


class TestProductForm:
    def test_takes_the_code_of_the_tariff_on_the_bill(self):
        form = ProductForm({"code": "e-1r-agile-24-10-01-c"})
        assert form.is_valid()
        assert form.cleaned_data["code"] == "AGILE-24-10-01"

    def test_says_how_a_code_is_written(self):
        assert "Write it like AGILE-24-10-01" in str(ProductForm({"code": "agile!"}).errors)


class TestRegionForm:
    def test_has_every_region_once_by_name(self):
        choices = RegionForm().fields["region"].choices
        assert len({name for _, name in choices}) == len(choices) == 14
