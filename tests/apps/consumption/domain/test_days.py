import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybook.apps.consumption.domain import Days, recorded_days, spread
from daybook.apps.consumption.errors import InvalidDays

TODAY = dt.date(2026, 3, 3)
DAY = dt.timedelta(days=1)

some_days = st.builds(
    lambda first, count: Days(first, first + count * DAY),
    st.dates(dt.date(1990, 1, 1), dt.date(2090, 1, 1)),
    st.integers(1, 400),
)


class TestDays:
    def test_do_not_include_their_end(self):
        days = Days(TODAY, TODAY + 2 * DAY)
        assert days.each() == (TODAY, TODAY + DAY)
        assert (days.count, days.last) == (2, TODAY + DAY)

    @pytest.mark.parametrize("back", [0, 1])
    def test_are_at_least_one(self, back):
        with pytest.raises(InvalidDays):
            Days(TODAY, TODAY - back * DAY)

    @given(some_days, some_days)
    def test_have_in_common_what_both_have(self, one, other):
        both = set(one.each()) & set(other.each())
        found = one.overlap(other)
        assert set(found.each() if found else ()) == both


class TestRecordedDays:
    def test_are_one_day_without_a_last_one(self):
        assert recorded_days(TODAY, None, today=TODAY) == Days(TODAY, TODAY + DAY)

    def test_include_the_last_day(self):
        assert recorded_days(TODAY - 6 * DAY, TODAY, today=TODAY).count == 7

    def test_may_be_a_leap_year_and_a_month(self):
        assert recorded_days(TODAY - 399 * DAY, TODAY, today=TODAY).count == 400

    @pytest.mark.parametrize(
        ("first", "last", "words"),
        [
            (TODAY + DAY, None, "still to come"),
            (TODAY, TODAY + DAY, "still to come"),
            (TODAY, TODAY - DAY, "first day or a later one"),
            (TODAY - 400 * DAY, TODAY, "more than a year"),
            (dt.date(1969, 12, 31), None, "too long ago"),
        ],
    )
    def test_are_refused_when_they_cannot_be(self, first, last, words):
        with pytest.raises(InvalidDays, match=words):
            recorded_days(first, last, today=TODAY)


class TestSpread:
    def test_gives_each_day_its_share(self):
        assert spread(Decimal(6), Days(TODAY, TODAY + 3 * DAY)) == {
            TODAY: Decimal(2),
            TODAY + DAY: Decimal(2),
            TODAY + 2 * DAY: Decimal(2),
        }

    def test_gives_what_does_not_divide_to_the_first_days(self):
        shares = list(spread(Decimal("0.000002"), Days(TODAY, TODAY + 3 * DAY)).values())
        assert shares == [Decimal("0.000001"), Decimal("0.000001"), Decimal(0)]

    @given(st.decimals(min_value=0, max_value=9_999_999, places=6), some_days)
    def test_adds_up_to_the_whole_again(self, amount, days):
        shares = spread(amount, days)
        assert sum(shares.values()) == amount
        assert tuple(shares) == days.each()
        assert max(shares.values()) - min(shares.values()) <= Decimal("0.000001")
