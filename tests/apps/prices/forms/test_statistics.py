"""Which kept prices are asked for, and for how much use products are compared."""

import datetime as dt
from decimal import Decimal

import pytest

from daybook.apps.prices.forms import CompareForm, HistoryForm

SAID = {
    "region": "C",
    "product": " agile-24-10-01 ",
    "since": "2026-02-01",
    "until": "2026-02-28",
}


class TestHistoryForm:
    def test_reads_what_was_typed(self):
        form = HistoryForm(SAID)
        assert form.is_valid()
        assert form.cleaned_data == {
            "region": "C",
            "product": "AGILE-24-10-01",
            "since": dt.date(2026, 2, 1),
            "until": dt.date(2026, 2, 28),
        }

    def test_takes_a_single_day(self):
        assert HistoryForm(SAID | {"until": SAID["since"]}).is_valid()

    @pytest.mark.parametrize("name", list(SAID))
    def test_says_beside_the_field_what_is_left_out(self, name):
        form = HistoryForm(SAID | {name: ""})
        assert list(form.errors) == [name]

    def test_says_beside_the_end_that_it_lies_before_the_beginning(self):
        form = HistoryForm(SAID | {"until": "2026-01-31"})
        assert form.errors == {"until": ["The end lies before the beginning."]}

    @pytest.mark.parametrize("wrong", ["2026-02-30", "31", "soon", "\x00", "-1"])
    def test_refuses_what_is_no_day_and_only_that(self, wrong):
        assert list(HistoryForm(SAID | {"since": wrong}).errors) == ["since"]

    def test_has_a_label_for_every_field_and_a_calendar_for_days(self):
        html = HistoryForm(SAID).as_p()
        assert html.count('type="date"') == 2
        assert html.count("<label") == 4


class TestCompareForm:
    @pytest.mark.parametrize(
        ("typed", "kwh"), [("2700", "2700"), ("3,5", "3.5"), (" 1 ", "1"), ("100000", "100000")]
    )
    def test_reads_amounts_as_people_type_them(self, typed, kwh):
        form = CompareForm({"region": "C", "kwh": typed})
        assert form.is_valid()
        assert form.cleaned_data["kwh"] == Decimal(kwh)

    @pytest.mark.parametrize("wrong", ["", "0", "0.9", "100001", "x", "-5", "1e3", "1" * 20])
    def test_says_beside_the_field_what_is_wrong(self, wrong):
        form = CompareForm({"region": "C", "kwh": wrong})
        assert list(form.errors) == ["kwh"]

    @pytest.mark.parametrize("wrong", ["", "I", "c c", "ZZ"])
    def test_knows_the_fourteen_regions_only(self, wrong):
        assert list(CompareForm({"region": wrong, "kwh": "2700"}).errors) == ["region"]
