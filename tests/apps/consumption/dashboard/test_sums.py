"""What holds of sums, spans and projections whatever was used."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from daybook.apps.consumption.domain import (
    ONE_DAY,
    Days,
    Look,
    against_last_month,
    against_last_year,
    against_year_before,
    contract_year,
    coverage,
    month_of,
    months_of,
    profile,
    projected_month,
    projected_year,
    rolling_year,
    span_of,
    spread,
    total,
    weekday_means,
    year_before,
)
from daybook.lib.half_hours import place_count
from daybook.lib.periods import LONDON

DATES = st.dates(dt.date(1980, 1, 1), dt.date(2190, 12, 31))
AMOUNTS = st.decimals(0, 100, places=6)
FIRST = dt.date(2025, 9, 1)
DAYS = st.integers(0, 200).map(lambda n: FIRST + n * ONE_DAY)
DAILY = st.dictionaries(DAYS, AMOUNTS, max_size=60)
SPANS = st.tuples(DAYS, st.integers(1, 100)).map(lambda at: Days(at[0], at[0] + at[1] * ONE_DAY))

#: What takes longer to make is tried less often.
FEW = settings(max_examples=30)


class TestSpans:
    @given(DATES, st.sampled_from(Look), st.integers(0, 6))
    def test_hold_their_day_and_touch_the_next(self, day, look, first_weekday):
        span = span_of(look, day, first_weekday=first_weekday)
        assert span.first <= day <= span.last
        assert span_of(look, span.past, first_weekday=first_weekday).first == span.past
        assert span_of(look, span.last, first_weekday=first_weekday) == span

    @given(SPANS)
    def test_are_cut_into_months_that_make_them_up(self, span):
        months = months_of(span)
        assert [day for month in months for day in month.each()] == list(span.each())
        assert all(month.first.day == 1 for month in months[1:])

    @given(DATES, DATES)
    def test_of_a_contract_hold_today_and_are_a_year(self, starts_on, today):
        year = contract_year(starts_on, today)
        assert year.first <= today < year.past
        assert year.count in {365, 366}
        assert contract_year(starts_on, year.past).first == year.past

    @given(DATES)
    def test_of_twelve_months_end_today(self, today):
        year = rolling_year(today)
        assert (year.last, year.count in {365, 366}) == (today, True)

    @given(DATES)
    def test_a_year_before_keep_the_date(self, day):
        before = year_before(day)
        assert (before.year, before.month) == (day.year - 1, day.month)
        assert before.day == day.day or (day.month, day.day, before.day) == (2, 29, 28)


class TestTotals:
    @FEW
    @given(DAILY, SPANS)
    def test_are_those_of_their_parts(self, daily, span):
        whole, parts = total(daily, span), [total(daily, month) for month in months_of(span)]
        assert whole.amount == sum(part.amount for part in parts)
        assert whole.known_days == sum(part.known_days for part in parts)
        assert whole.missing_days == sum(part.missing_days for part in parts)

    @FEW
    @given(DAILY, SPANS)
    def test_have_a_mean_between_least_and_most(self, daily, span):
        inside = [amount for day, amount in daily.items() if span.first <= day < span.past]
        mean = total(daily, span).a_day
        if not inside:
            assert mean is None
            return
        assert min(inside) - Decimal("1e-20") <= mean <= max(inside) + Decimal("1e-20")

    @given(AMOUNTS, SPANS)
    def test_of_what_is_shared_out_lose_nothing(self, amount, span):
        assert total(spread(amount, span), span).amount == amount

    @FEW
    @given(DAILY)
    def test_by_weekday_agree_with_those_of_all(self, daily):
        means = weekday_means(daily)
        counts = [sum(day.weekday() == n for day in daily) for n in range(7)]
        assert [mean is None for mean in means] == [not count for count in counts]
        again = sum((mean or 0) * count for mean, count in zip(means, counts, strict=True))
        assert abs(again - sum(daily.values())) < Decimal("1e-18")


class TestComparisons:
    @FEW
    @given(DAILY, DAYS, st.sampled_from([against_last_month, against_last_year]))
    def test_are_of_equally_many_days(self, daily, until, against):
        found = against(daily, until=until)
        assert 1 <= found.now.days == found.before.days <= until.day

    @given(AMOUNTS, DAYS)
    def test_of_the_same_every_day_are_no_change(self, amount, until):
        assume(amount)
        daily = {until - n * ONE_DAY: amount for n in range(62)}
        assert abs(against_last_month(daily, until=until).change) < Decimal("1e-20")

    @FEW
    @given(DAILY, SPANS)
    def test_of_years_know_the_same_days_of_both(self, daily, span):
        found = against_year_before(daily | {year_before(day): daily[day] for day in daily}, span)
        assert found.now.known_days == found.before.known_days
        assert found.now.known_days <= span.count

    def test_of_years_set_leap_day_against_the_28th(self):
        leap, before = dt.date(2028, 2, 29), dt.date(2027, 2, 28)
        daily = {leap: Decimal(3), before: Decimal(2)}
        assert against_year_before(daily, Days(leap, leap + ONE_DAY)).change == Decimal("0.5")


class TestCoverage:
    @given(st.dictionaries(DAYS, st.integers(0, 46), max_size=40), SPANS)
    def test_is_a_share(self, missing, span):
        found = coverage(missing, span)
        assert 0 <= found.share <= 1
        assert found.known_days + found.missing_days == span.count

    @given(SPANS)
    def test_is_whole_when_nothing_is_missing(self, span):
        assert coverage(dict.fromkeys(span.each(), 0), span).share == 1

    @FEW
    @given(SPANS)
    def test_is_nothing_when_every_half_hour_is_missing(self, span):
        lost = {day: place_count(day, LONDON) for day in span.each()}
        assert abs(coverage(lost, span).share) < Decimal("1e-20")


class TestProjections:
    @given(st.lists(AMOUNTS, min_size=7, max_size=60), DAYS)
    @settings(max_examples=20)
    def test_are_ranges_that_hold_what_is_known(self, amounts, until):
        known = {until - n * ONE_DAY: amount for n, amount in enumerate(amounts)}
        month = month_of(until)
        told = projected_month(known, month, until=until)
        assert total(known, month).amount <= told.low <= told.middle <= told.high

    @given(st.integers(0, 30))
    @settings(max_examples=15)
    def test_expect_the_days_that_are_not_known(self, count):
        month = month_of(dt.date(2026, 3, 1))
        until = month.first + (count - 1) * ONE_DAY
        daily = {until - n * ONE_DAY: Decimal(4) for n in range(40)}
        told = projected_month(daily, month, until=until)
        assert (told.expected_days, told.middle) == (31 - count, 124)

    @pytest.mark.parametrize("level", ["0.5", "1", "2"])
    def test_of_a_year_follow_the_level(self, level):
        year = contract_year(dt.date(2025, 1, 1), dt.date(2025, 7, 1))
        daily = {dt.date(2024, 1, 1) + n * ONE_DAY: Decimal(10) for n in range(366)}
        for day in Days(year.first, dt.date(2025, 7, 1)).each():
            daily[day] = 10 * Decimal(level)
        told = projected_year(daily, year, until=dt.date(2025, 6, 30))
        assert abs(told.middle / (3650 * Decimal(level)) - 1) < Decimal("0.06")

    def test_of_a_year_that_is_over_are_what_is_known(self):
        year = contract_year(dt.date(2025, 1, 1), dt.date(2025, 7, 1))
        daily = {dt.date(2024, 1, 1) + n * ONE_DAY: Decimal(n % 9) for n in range(731)}
        told = projected_year(daily, year, until=year.last)
        assert told.low == told.high == total(daily, year).amount


class TestProfiles:
    ROWS = st.dictionaries(
        DAYS, st.lists(st.one_of(st.none(), AMOUNTS), min_size=50, max_size=50), max_size=4
    )

    @given(ROWS)
    @settings(max_examples=15)
    def test_count_every_half_hour_once(self, rows):
        days = {day: tuple(row[: place_count(day, LONDON)]) for day, row in rows.items()}
        told, known = profile(days), [n for row in days.values() for n in row if n is not None]
        assume(told is not None)
        assert (told.amount, told.known) == (sum(known), len(known))
        assert told.known + told.missing == sum(map(len, days.values()))
        assert told.peak.amount == days[told.peak.day][told.peak.place] == max(known)

    @given(ROWS)
    @settings(max_examples=15)
    def test_have_a_night_that_is_part_of_the_day(self, rows):
        days = {day: tuple(row[: place_count(day, LONDON)]) for day, row in rows.items()}
        told = profile(days)
        assume(told is not None and told.night_share is not None)
        assert 0 <= told.night_share <= 1
