"""What people say about the columns of a file."""

import pytest

from daybook.apps.consumption.domain import (
    DateOrder,
    Decimals,
    Layout,
    RowKind,
    Unit,
    Utility,
    plain_layout,
)
from daybook.apps.consumption.forms import LayoutForm, UploadForm
from daybook.apps.consumption.forms.imports import CommitForm, ExportForm

HEADER = ("Date", "", "Amount", "Fuel", "Unit")
SAID = {
    "utility": "electricity",
    "unit": "kWh",
    "kind": "days",
    "value": "2",
    "start": "0",
    "end": "",
    "notes": "",
    "date_order": "day-first",
    "decimals": "point",
}


def form(**said):
    return LayoutForm(SAID | said, header=HEADER)


def choices(name):
    return dict(LayoutForm(header=HEADER).fields[name].choices)


class TestChoices:
    def test_are_the_columns_by_name_or_number(self):
        assert choices("value") == {
            "": "Choose a column",
            "0": "Date",
            "1": "column 2",
            "2": "Amount",
            "3": "Fuel",
            "4": "Unit",
        }

    @pytest.mark.parametrize("name", ["end", "notes"])
    def test_may_be_none(self, name):
        assert choices(name)[""] == "None"

    @pytest.mark.parametrize("name", ["utility", "unit"])
    def test_may_stand_in_a_column(self, name):
        assert choices(name)["Each row says it, in column"][3] == ("3", "Fuel")

    def test_have_labels_all_of_them(self):
        assert all(field.label for field in LayoutForm(header=HEADER))

    def test_of_two_files_stay_apart(self):
        one, other = LayoutForm(header=HEADER), LayoutForm(header=("a", "b"))
        assert len(one.fields["value"].choices) == 6
        assert len(other.fields["value"].choices) == 3


class TestLayout:
    def layout(self, **said):
        asked = form(**said)
        assert asked.is_valid(), asked.errors
        return asked.layout()

    def test_is_what_was_chosen(self):
        assert self.layout() == Layout(kind=RowKind.DAYS, start=0, value=2)

    def test_takes_columns_for_what_and_unit(self):
        found = self.layout(utility="3", unit="4")
        assert (found.utility, found.unit) == (3, 4)

    def test_takes_all_that_may_be_left_out(self):
        found = self.layout(end="1", notes="3", is_sure="on", kind="half-hours")
        assert (found.end, found.notes, found.is_sure) == (1, 3, True)
        assert found.kind is RowKind.HALF_HOURS

    def test_takes_how_cells_are_written(self):
        found = self.layout(date_order="month-first", decimals="comma")
        assert (found.date_order, found.decimals) == (DateOrder.MONTH_FIRST, Decimals.COMMA)

    @pytest.mark.parametrize(
        "layout",
        [
            Layout(kind=RowKind.DAYS, start=0, value=2),
            Layout(kind=RowKind.HALF_HOURS, start=1, value=2, end=3, notes=4, is_sure=True),
            Layout(kind=RowKind.DAYS, start=0, value=2, utility=3, unit=4),
            Layout(kind=RowKind.DAYS, start=0, value=2, utility=Utility.WATER, unit=Unit.LITRE),
        ],
    )
    def test_comes_back_from_what_the_form_shows(self, layout):
        shown = LayoutForm.typed(plain_layout(layout))
        assert self.layout(**{"is_sure": False} | shown) == layout


class TestRefusals:
    @pytest.mark.parametrize("name", [name for name in SAID if name not in {"end", "notes"}])
    def test_of_what_is_missing_stand_beside_the_field(self, name):
        asked = form(**{name: ""})
        assert [*asked.errors] == [name]

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("start", "5"),
            ("start", "-1"),
            ("value", "x"),
            ("end", "99"),
            ("notes", "1.0"),
            ("utility", "oil"),
            ("unit", "9"),
            ("kind", "weeks"),
            ("decimals", "\0"),
        ],
    )
    def test_of_what_was_not_offered_stand_beside_the_field(self, name, value):
        assert [*form(**{name: value}).errors] == [name]

    def test_keep_what_was_chosen(self):
        asked = form(kind="", value="2", notes="3")
        assert not asked.is_valid()
        assert (asked["value"].value(), asked["notes"].value()) == ("2", "3")


class TestOthers:
    @pytest.mark.parametrize("agreed", ["", "x", "F" * 64, "f" * 63, "f" * 65, "f" * 64 + "\n\n"])
    def test_a_digest_has_sixty_four_letters(self, agreed):
        assert not CommitForm({"agreed": agreed}).is_valid()

    def test_a_file_has_to_be_chosen(self):
        assert UploadForm({}, {}).errors["file"] == ["Choose a file."]

    @pytest.mark.parametrize("what", ["", "all", "half_hours"])
    def test_only_three_things_are_exported(self, what):
        assert "what" in ExportForm({"what": what}).errors

    @pytest.mark.parametrize("what", ["records", "days", "half-hours"])
    def test_nothing_else_needs_to_be_said(self, what):
        assert ExportForm({"what": what}).is_valid()
