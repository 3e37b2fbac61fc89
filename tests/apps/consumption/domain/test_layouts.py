import pytest

from daybook.apps.consumption.domain import (
    Layout,
    RowKind,
    Unit,
    Utility,
    checked_layout,
    layout_from,
    plain_layout,
)
from daybook.apps.consumption.errors import InvalidLayout, InvalidUnit

LAYOUT = Layout(kind=RowKind.DAYS, start=0, value=1, notes=3, utility=2, unit=Unit.KWH)


def test_comes_back_as_it_was_kept():
    assert layout_from(plain_layout(LAYOUT)) == LAYOUT


@pytest.mark.parametrize("change", [{"start": None}, {"kind": "weeks"}, {"utility": "oil"}, {}])
def test_refuses_what_is_none(change):
    kept = {**plain_layout(LAYOUT), **change} if change else {}
    with pytest.raises(InvalidLayout):
        layout_from(kept)


def test_fits_a_file_of_enough_columns():
    assert checked_layout(LAYOUT, width=4) is LAYOUT
    with pytest.raises(InvalidLayout, match="no such column"):
        checked_layout(LAYOUT, width=3)


def test_keeps_date_and_amount_apart():
    with pytest.raises(InvalidLayout, match="one column"):
        checked_layout(Layout(kind=RowKind.DAYS, start=1, value=1), width=2)


def test_measures_what_is_used_in_its_units():
    wrong = Layout(
        kind=RowKind.DAYS, start=0, value=1, utility=Utility.ELECTRICITY, unit=Unit.LITRE
    )
    with pytest.raises(InvalidUnit):
        checked_layout(wrong, width=2)
