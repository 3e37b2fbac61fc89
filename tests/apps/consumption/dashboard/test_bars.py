"""Half-hours, days and months as rows: what is drawn, what is said, where it leads."""

import datetime as dt
from decimal import Decimal

import pytest

from daybook.apps.consumption import domain
from daybook.apps.consumption.domain import ONE_DAY, Look, Source, Unit, span_of
from daybook.apps.consumption.views.bars import bars_of, usual_day_bars, weekday_bars
from daybook.ui.formats import DASH, SPACE

URL = "/?view=%(view)s&on=%(on)s"
SPRING = dt.date(2026, 3, 29)
AUTUMN = dt.date(2025, 10, 26)
WEEK = span_of(Look.WEEK, dt.date(2026, 3, 3))
YEAR = span_of(Look.YEAR, dt.date(2026, 3, 3))


def drawn(look, seen):
    return bars_of(look, seen, URL)


class TestHalfHours:
    def of(self, looked, day, places):
        seen = looked(span_of(Look.DAY, day), half_hours={day: places})
        return drawn(Look.DAY, seen)

    @pytest.mark.parametrize(("day", "count"), [(SPRING, 46), (WEEK.first, 48), (AUTUMN, 50)])
    def test_are_as_many_as_the_day_has(self, looked, half_hours, day, count):
        bars = self.of(looked, day, half_hours(day))
        assert len({bar.name for bar in bars}) == len(bars) == count

    def test_skip_the_hour_that_clocks_skip(self, looked, half_hours):
        bars = self.of(looked, SPRING, half_hours(SPRING))
        assert [bar.name.split(DASH)[0] for bar in bars[1:3]] == ["00:30", "02:00"]

    def test_end_the_day_at_24(self, looked, half_hours, today):
        bars = self.of(looked, today, half_hours(today))
        assert (bars[0].name, bars[-1].name) == (f"00:00{DASH}00:30", f"23:30{DASH}24:00")

    def test_have_three_decimals(self, looked, half_hours, today):
        first, second = self.of(looked, today, half_hours(today, p0="0.0125", p1="1234"))[:2]
        assert (first.amount, first.words) == ("0.012", f"0.013{SPACE}kWh")
        assert (second.amount, second.words) == ("1234.000", f"1,234.000{SPACE}kWh")

    def test_leave_out_what_is_missing_and_draw_nought(self, looked, half_hours, today):
        first, second = self.of(looked, today, half_hours(today, p0=None, p1="0"))[:2]
        assert (first.amount, first.words) == ("", "missing")
        assert (second.amount, second.words) == ("0.000", f"0.000{SPACE}kWh")

    def test_are_none_where_none_are_known(self, looked, today):
        assert drawn(Look.DAY, looked(span_of(Look.DAY, today), {today: "5"})) == []


class TestDays:
    def test_lead_to_their_half_hours(self, looked):
        bar = drawn(Look.WEEK, looked(WEEK, {WEEK.first: "5"}))[0]
        assert (bar.name, bar.url) == ("Mon 2 Mar", "/?view=day&on=2026-03-02")
        assert (bar.amount, bar.words) == ("5.000", f"5.0{SPACE}kWh")

    @pytest.mark.parametrize(
        ("source", "note"),
        [
            (Source.RECORDS, "typed"),
            (Source.READINGS, "from readings"),
            (Source.HALF_HOURS, "half-hours"),
        ],
    )
    def test_say_where_they_are_known_from(self, looked, source, note):
        assert drawn(Look.WEEK, looked(WEEK, {WEEK.first: "5"}, source=source))[0].note == note

    @pytest.mark.parametrize(
        ("lost", "note"),
        [({"p3": None}, "1 half-hour is missing"), ({"p3": None, "p4": None}, "2 half-hours are")],
    )
    def test_say_what_they_lack(self, looked, half_hours, lost, note):
        rows = {WEEK.first: half_hours(WEEK.first, **lost)}
        assert drawn(Look.WEEK, looked(WEEK, half_hours=rows))[0].note.startswith(note)

    def test_told_by_a_reading_lack_nothing(self, looked, half_hours):
        rows = {WEEK.first: half_hours(WEEK.first, p3=None)}
        seen = looked(WEEK, {WEEK.first: "20"}, half_hours=rows, source=Source.READINGS)
        assert drawn(Look.WEEK, seen)[0].note == "from readings"

    def test_of_which_nothing_is_known_still_lead_there(self, looked):
        bar = drawn(Look.WEEK, looked(WEEK))[3]
        assert (bar.amount, bar.words, bar.state) == ("", "nothing known", "")
        assert bar.url.endswith("on=2026-03-05")

    def test_still_to_come_lead_nowhere(self, looked, today):
        bars = drawn(Look.WEEK, looked(WEEK, past=today + ONE_DAY))
        assert [bar.state for bar in bars] == ["", "", *["ahead"] * 5]
        assert {(bar.words, bar.url) for bar in bars[2:]} == {("still to come", "")}

    def test_are_those_of_the_month(self, looked):
        span = span_of(Look.MONTH, dt.date(2028, 2, 3))
        assert [bar.name for bar in drawn(Look.MONTH, looked(span))][-1] == "Tue 29 Feb"


class TestMonths:
    def test_are_twelve(self, looked):
        names = [bar.name for bar in drawn(Look.YEAR, looked(YEAR))]
        assert (len(names), names[0], names[-1]) == (12, "Jan 2026", "Dec 2026")

    def test_add_up_their_days_and_count_what_is_missing(self, looked):
        daily = {dt.date(2026, 1, n): "2" for n in range(1, 31)}
        bar = drawn(Look.YEAR, looked(YEAR, daily))[0]
        assert (bar.amount, bar.words) == ("60.000", f"60.0{SPACE}kWh")
        assert (bar.note, bar.url) == ("1 day is missing", "/?view=month&on=2026-01-01")

    def test_that_are_complete_say_nothing_more(self, looked):
        daily = {dt.date(2026, 2, n): "1" for n in range(1, 29)}
        assert drawn(Look.YEAR, looked(YEAR, daily))[1].note == ""

    def test_of_which_nothing_is_known_count_no_days(self, looked):
        bar = drawn(Look.YEAR, looked(YEAR))[4]
        assert (bar.amount, bar.words, bar.note) == ("", "nothing known", "")

    def test_tell_the_running_one_from_those_to_come(self, looked, today):
        bars = drawn(Look.YEAR, looked(YEAR, past=today + ONE_DAY))
        assert [bar.state for bar in bars[:4]] == ["", "", "running", "ahead"]

    def test_count_the_running_one_up_to_today(self, looked, today):
        seen = looked(YEAR, {today: "5"}, past=today + ONE_DAY)
        assert drawn(Look.YEAR, seen)[2].note == "2 days are missing"


class TestUsualDay:
    def test_has_working_days_beside_weekends(self, half_hours, day):
        rows = {day("2026-03-02"): half_hours(day("2026-03-02"), "0.5")}
        rows[day("2026-03-07")] = half_hours(day("2026-03-07"), "1.5")
        bars = usual_day_bars(domain.profile(rows), Unit.KWH)
        assert [bar.name for bar in bars[:3]] == ["00:00", "00:30", "01:00"]
        assert (bars[47].amount, bars[47].second) == ("0.500", "1.500")
        assert bars[47].second_words == f"1.500{SPACE}kWh"

    def test_does_not_know_weekends_without_one(self, half_hours, today):
        bars = usual_day_bars(domain.profile({today: half_hours(today)}), Unit.KWH)
        assert {(bar.second, bar.second_words) for bar in bars} == {("", "not known")}

    @pytest.mark.parametrize("changed", [SPRING, AUTUMN])
    def test_has_48_half_hours_when_clocks_change(self, half_hours, changed):
        bars = usual_day_bars(domain.profile({changed: half_hours(changed)}), Unit.KWH)
        known = [bar for bar in bars if bar.second]
        assert (len(bars), len(known)) == (48, 46 if changed == SPRING else 48)


class TestWeekdays:
    def test_begin_with_monday(self, looked):
        bars = weekday_bars(looked(WEEK, {WEEK.first: "5", WEEK.last: "9"}))
        assert [bar.name for bar in bars][::6] == ["Monday", "Sunday"]
        assert [bar.amount for bar in bars][::6] == ["5.000", "9.000"]
        assert bars[1].words == "not known"

    def test_are_means(self, looked):
        daily = {WEEK.first: "5", WEEK.first + 7 * ONE_DAY: "6"}
        span = span_of(Look.MONTH, WEEK.first)
        assert weekday_bars(looked(span, daily))[0].amount == "5.500"

    def test_are_rounded_for_the_chart_only(self, looked):
        daily = {WEEK.first + n * 7 * ONE_DAY: Decimal(n) for n in (0, 1, 3)}
        bar = weekday_bars(looked(span_of(Look.MONTH, WEEK.first), daily))[0]
        assert (bar.amount, bar.words) == ("1.333", f"1.3{SPACE}kWh")
