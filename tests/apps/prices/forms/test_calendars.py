"""A block to put on a calendar, and when the calendar rings."""

import datetime as dt

import pytest

from daybook.apps.prices.domain.planning import ALARMS
from daybook.apps.prices.forms import FeedForm, WindowForm

BLOCK = {
    "region": "c",
    "product": "agile-24-10-01",
    "starts_at": "2026-03-04T01:00:00Z",
    "ends_at": "2026-03-04T05:00:00Z",
}
HOUR = dt.timedelta(hours=1)


class TestWindowForm:
    def test_reads_a_block_as_the_page_wrote_it(self):
        form = WindowForm(BLOCK)
        assert form.is_valid()
        assert form.period().duration == 4 * HOUR
        assert form.cleaned_data["region"].letter == "C"

    def test_takes_times_without_a_zone_as_londons(self):
        form = WindowForm(BLOCK | {"starts_at": "2026-07-01T01:00", "ends_at": "2026-07-01T02:00"})
        assert form.is_valid()
        assert form.period().starts_at == dt.datetime(2026, 7, 1, 0, tzinfo=dt.UTC)

    def test_measures_time_and_not_the_wall_where_clocks_change(self):
        night = {"starts_at": "2025-10-26T00:00+01:00", "ends_at": "2025-10-26T03:00+00:00"}
        form = WindowForm(BLOCK | night)
        assert form.is_valid()
        assert form.period().duration == 4 * HOUR

    @pytest.mark.parametrize("name", list(BLOCK))
    def test_needs_every_part(self, name):
        assert list(WindowForm(BLOCK | {name: ""}).errors) == [name]

    @pytest.mark.parametrize("end", [BLOCK["starts_at"], "2026-03-04T00:59:59Z"])
    def test_says_beside_the_end_that_it_comes_too_early(self, end):
        assert list(WindowForm(BLOCK | {"ends_at": end}).errors) == ["ends_at"]

    @pytest.mark.parametrize("wrong", ["soon", "2026-02-30T00:00Z", "2026-03-04T25:00Z", "\x00"])
    def test_refuses_what_is_no_instant_once(self, wrong):
        assert list(WindowForm(BLOCK | {"starts_at": wrong}).errors) == ["starts_at"]


class TestFeedForm:
    def test_offers_what_the_rules_allow_and_none(self):
        offered = {value for value, _words in FeedForm().fields["alarm"].choices}
        assert offered == {"", *ALARMS}

    @pytest.mark.parametrize(("typed", "minutes"), [("", None), ("0", 0), ("60", 60)])
    def test_reads_minutes_or_nothing(self, typed, minutes):
        form = FeedForm({"alarm": typed})
        assert form.is_valid()
        assert form.cleaned_data["alarm"] == minutes

    @pytest.mark.parametrize("wrong", ["5", "-10", "soon", "1e1", "99999999999999999999"])
    def test_refuses_other_minutes(self, wrong):
        assert list(FeedForm({"alarm": wrong}).errors) == ["alarm"]

    def test_shows_what_is_set(self):
        assert '<option value="30" selected>' in str(FeedForm(initial={"alarm": 30})["alarm"])
        assert "selected" not in str(FeedForm(initial={"alarm": 7})["alarm"])
