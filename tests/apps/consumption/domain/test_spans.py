import datetime as dt

import pytest

from daybook.apps.consumption.domain import (
    Days,
    Look,
    contract_year,
    months_of,
    rolling_year,
    span_of,
    year_before,
)

TODAY = dt.date(2026, 3, 3)  # a Tuesday


def day(text):
    return dt.date.fromisoformat(text)


class TestSpanOf:
    @pytest.mark.parametrize(
        ("look", "first", "past"),
        [
            (Look.DAY, "2026-03-03", "2026-03-04"),
            (Look.WEEK, "2026-03-02", "2026-03-09"),
            (Look.MONTH, "2026-03-01", "2026-04-01"),
            (Look.YEAR, "2026-01-01", "2027-01-01"),
        ],
    )
    def test_is_what_the_day_belongs_to(self, look, first, past):
        assert span_of(look, TODAY) == Days(day(first), day(past))

    def test_starts_weeks_on_the_first_weekday(self):
        assert span_of(Look.WEEK, TODAY, first_weekday=6).first == day("2026-03-01")
        assert span_of(Look.WEEK, day("2026-03-01"), first_weekday=6).first == day("2026-03-01")

    @pytest.mark.parametrize("look", Look)
    def test_stays_inside_the_calendar(self, look):
        assert span_of(look, dt.date.min).first <= day("1970-01-01")
        assert span_of(look, dt.date.max).past > day("2199-12-31")


class TestMonthsOf:
    def test_are_cut_where_the_days_begin_and_end(self):
        found = months_of(Days(day("2026-01-30"), day("2026-03-02")))
        assert [(month.first, month.count) for month in found] == [
            (day("2026-01-30"), 2),
            (day("2026-02-01"), 28),
            (day("2026-03-01"), 1),
        ]


class TestYears:
    @pytest.mark.parametrize(
        ("starts_on", "first", "past"),
        [
            ("2020-03-03", "2026-03-03", "2027-03-03"),
            ("2020-03-04", "2025-03-04", "2026-03-04"),
            ("2030-01-01", "2026-01-01", "2027-01-01"),
            ("2024-02-29", "2026-02-28", "2027-02-28"),
        ],
    )
    def test_of_a_contract_runs_between_anniversaries(self, starts_on, first, past):
        assert contract_year(day(starts_on), TODAY) == Days(day(first), day(past))

    def test_without_one_is_the_last_twelve_months(self):
        assert rolling_year(TODAY) == Days(day("2025-03-04"), day("2026-03-04"))

    def test_before_a_leap_day_is_the_28th(self):
        assert year_before(day("2024-02-29")) == day("2023-02-28")
