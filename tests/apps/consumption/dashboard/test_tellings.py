"""The figures above the chart, and why a day has no half-hours."""

import datetime as dt

import pytest

from daybook.apps.consumption.domain import Look, Source, Utility, span_of
from daybook.apps.consumption.views.tellings import figures_of, why_no_half_hours
from daybook.ui.formats import DASH, SPACE

MARCH = span_of(Look.MONTH, dt.date(2026, 3, 1))
AUTUMN = dt.date(2025, 10, 26)


@pytest.fixture
def told(looked):
    """The figures of a look, by their label."""

    def make(look, span, *given, **said):
        found = figures_of(look, looked(span, *given, **said))
        return {figure["label"]: figure for figure in found}

    return make


@pytest.fixture
def metered(told, half_hours, today):
    """The figures of a day with half-hours, the usual ones but for those ``said``."""

    def make(usual="0.25", *, day=today, utility=Utility.ELECTRICITY, **said):
        rows = {day: half_hours(day, usual, **said)}
        return told(Look.DAY, span_of(Look.DAY, day), utility=utility, half_hours=rows)

    return make


class TestInAll:
    def test_is_left_out_with_all_else_where_nothing_is_known(self, told):
        assert told(Look.MONTH, MARCH) == {}

    @pytest.mark.parametrize(
        ("count", "note"),
        [
            (31, "every day is known"),
            (30, "1 of 31 days is not known"),
            (29, "2 of 31 days are not known"),
        ],
    )
    def test_counts_the_days_that_are_not_known(self, told, count, note):
        daily = dict.fromkeys(MARCH.each()[:count], "2")
        figure = told(Look.MONTH, MARCH, daily)["In all"]
        assert (figure["number"], figure["note"]) == (f"{2 * count}.0", note)

    @pytest.mark.parametrize(
        ("lost", "note"),
        [
            ({}, "every half-hour is known"),
            ({"p0": None}, "1 half-hour is missing"),
            ({"p0": None, "p9": None}, "2 half-hours are missing"),
        ],
    )
    def test_of_a_day_counts_half_hours(self, metered, lost, note):
        assert metered(**lost)["In all"]["note"] == note

    def test_of_a_typed_day_has_no_note(self, told, today):
        figures = told(Look.DAY, span_of(Look.DAY, today), {today: "8"})
        assert figures["In all"]["note"] == ""
        assert list(figures) == ["In all"]

    def test_has_every_digit_on_hover(self, told, today):
        figure = told(Look.DAY, span_of(Look.DAY, today), {today: "8.123456"})["In all"]
        assert (figure["number"], figure["exact"]) == ("8.1", f"8.123456{SPACE}kWh")


class TestDays:
    def test_have_a_mean(self, told):
        figures = told(Look.MONTH, MARCH, {MARCH.first: "2", MARCH.last: "5"})
        figure = figures["A day"]
        assert (figure["number"], figure["note"]) == ("3.5", "from 2 known days")
        assert figure["exact"] == ""

    def test_have_a_highest_the_last_of_equals(self, told):
        daily = dict.fromkeys(MARCH.each()[:3], "2")
        figure = told(Look.MONTH, MARCH, daily)["Highest day"]
        assert (figure["number"], figure["note"]) == ("2.0", "Tue 3 Mar")

    def test_have_no_highest_when_there_is_one(self, told):
        figures = told(Look.MONTH, MARCH, {MARCH.first: "2"})
        assert "Highest day" not in figures
        assert figures["A day"]["note"] == "from 1 known day"


class TestHalfHours:
    def test_have_a_highest_with_its_time(self, metered):
        figure = metered(p33="1.234")["Highest half-hour"]
        assert (figure["number"], figure["note"]) == ("1.23", f"16:30{DASH}17:00")
        assert figure["exact"] == f"1.234{SPACE}kWh"

    def test_name_the_day_of_the_highest_in_more_than_a_day(self, told, half_hours, today):
        figures = told(Look.MONTH, MARCH, half_hours={today: half_hours(today, p0="1")})
        assert figures["Highest half-hour"]["note"] == f"Tue 3 Mar, 00:00{DASH}00:30"

    def test_name_the_zone_where_an_hour_comes_twice(self, metered):
        note = metered(day=AUTUMN, p3="1")["Highest half-hour"]["note"]
        assert note == f"01:30 BST{DASH}01:00 GMT"

    def test_tell_the_share_of_the_night(self, metered):
        figure = metered()["At night"]
        assert figure["number"] == "29%"
        assert figure["note"] == "of the use falls between 00:00 and 07:00"

    def test_tell_no_share_of_nothing(self, metered):
        assert "At night" not in metered("0")


class TestBaseLoad:
    def test_is_a_power_and_a_share(self, metered):
        figure = metered("0.1", p40="4.9")["Base load"]
        assert (figure["number"], figure["unit"]) == ("200", "W")
        assert figure["note"] == "drawn without a pause, 50% of the use"

    def test_of_nothing_has_no_share(self, metered):
        figure = metered("0")["Base load"]
        assert (figure["number"], figure["note"]) == ("0", "drawn without a pause")

    @pytest.mark.parametrize("utility", [Utility.GAS, Utility.WATER])
    def test_is_only_told_of_current(self, metered, utility):
        assert "Base load" not in metered(utility=utility)

    def test_is_not_guessed_from_a_night_with_a_gap(self, metered):
        assert "Base load" not in metered(p5=None)


class TestWhyNoHalfHours:
    def why(self, looked, day, *given, **said):
        return why_no_half_hours(looked(span_of(Look.DAY, day), *given, **said))

    def test_needs_no_words_where_there_are_some(self, looked, half_hours, today):
        assert self.why(looked, today, half_hours={today: half_hours(today)}) == ""

    def test_is_that_nothing_is_known(self, looked, today):
        assert self.why(looked, today) == "Nothing is known of this day."

    @pytest.mark.parametrize(
        ("source", "words"),
        [(Source.READINGS, "worked out from readings"), (Source.RECORDS, "was typed, alone or")],
    )
    def test_is_where_the_day_is_known_from(self, looked, today, source, words):
        why = self.why(looked, today, {today: "5"}, source=source)
        assert words in why
        assert "smart meter" in why
