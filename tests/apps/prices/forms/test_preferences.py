"""The form of what is usual."""

from decimal import Decimal

import pytest

from daybook.apps.prices.actions import Wishes
from daybook.apps.prices.forms import DefaultForm, PreferenceForm, preference_initial
from daybook.apps.prices.models import Preference

PRODUCTS = [("AGILE-24-10-01", "Agile Octopus")]
USUAL = Preference(
    region="C",
    product="AGILE-24-10-01",
    export_product="AGILE-OUTGOING-19-05-13",
    duration_hours=Decimal("3.5000"),
    capacity_kwh=Decimal("7.000"),
    tolerance_pence=Decimal("0.5000"),
)


def wishes(form):
    assert form.is_valid(), form.errors
    return form.wishes()


def sent(**typed):
    return PreferenceForm(preference_initial(USUAL) | typed, products=PRODUCTS)


class TestRoundTrip:
    def test_changes_nothing(self):
        assert wishes(sent()) == Wishes(
            region="C",
            product="AGILE-24-10-01",
            export_product="AGILE-OUTGOING-19-05-13",
            duration_hours=Decimal("3.5"),
            capacity_kwh=Decimal(7),
            tolerance_pence=Decimal("0.5"),
        )

    def test_begins_with_four_hours_for_who_has_said_nothing(self):
        form = PreferenceForm(preference_initial(None), products=PRODUCTS)
        assert wishes(form) == Wishes()

    def test_shows_numbers_as_people_type_them(self):
        begun = preference_initial(USUAL)
        assert (begun["duration"], begun["capacity"], begun["tolerance"]) == ("3.5", "7", "0.5")

    def test_shows_no_tolerance_where_there_is_none(self):
        begun = preference_initial(Preference(duration_hours=Decimal(4), capacity_kwh=None))
        assert (begun["tolerance"], begun["capacity"], begun["duration"]) == ("", "", "4")


class TestPreferenceForm:
    def test_takes_a_typed_code_before_the_list(self):
        assert wishes(sent(other_product="go-21-05-13")).product == "GO-21-05-13"

    @pytest.mark.parametrize("name", ["region", "product", "capacity", "tolerance"])
    def test_lets_everything_but_the_duration_be_unsaid(self, name):
        assert sent(**{name: ""}).is_valid()
        assert not sent(duration="").is_valid()

    @pytest.mark.parametrize(
        "typed",
        [
            {"duration": "7"},
            {"capacity": "0"},
            {"tolerance": "x"},
            {"region": "I"},
            {"postcode": "nowhere"},
            {"product": "GO-21-05-13"},
            {"other_product": "no such!"},
            {"export_product": "?"},
        ],
    )
    def test_says_what_is_wrong_beside_its_field(self, typed):
        assert sent(**typed).errors.keys() == typed.keys()


class TestDefaultForm:
    def test_keeps_the_choice_of_the_page(self):
        typed = {"region": "g", "product": "agile-24-10-01", "duration": "2,5", "tolerance": ""}
        found = wishes(DefaultForm(typed))
        assert (found.region, found.product) == ("G", "AGILE-24-10-01")
        assert (found.duration_hours, found.tolerance_pence) == (Decimal("2.5"), 0)
        assert found.export_product == ""

    @pytest.mark.parametrize("name", ["region", "product", "duration"])
    def test_needs_a_whole_choice(self, name):
        typed = {"region": "G", "product": "AGILE-24-10-01", "duration": "4"} | {name: ""}
        assert DefaultForm(typed).errors.keys() == {name}
