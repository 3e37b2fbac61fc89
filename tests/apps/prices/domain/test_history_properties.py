"""Keeping prices, whatever the clock says: nothing is left out, and nobody is asked too often."""

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daybook.apps.prices import domain
from daybook.apps.prices.domain import sample_slots
from daybook.lib.periods import HALF_HOUR, LONDON, Period, local_date, local_midnight

DAY = dt.timedelta(days=1)
FEW = settings(max_examples=40)
BEGINNING = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)
NOWS = st.integers(0, 3 * 365 * 86_400).map(lambda n: BEGINNING + dt.timedelta(seconds=n))
CHANCES = st.floats(0, 1)
BACK = st.integers(0, 900)


def pieces(since, now):
    """Every piece that is asked for, in order, where each is answered whole."""
    found, until, first = [], None, None
    while piece := domain.newer_piece(since, until, now):
        found.append(piece)
        first, until = first or local_date(piece.starts_at, LONDON), piece.ends_at
    while first and (piece := domain.older_piece(since, first)):
        found.append(piece)
        first = local_date(piece.starts_at, LONDON)
    return found


class TestPieces:
    @FEW
    @given(NOWS, BACK)
    def test_leave_nothing_out_and_ask_nothing_twice(self, now, back):
        since = local_date(now, LONDON) - back * DAY
        asked = sorted(pieces(since, now), key=lambda piece: piece.starts_at)
        assert asked[0].starts_at == local_midnight(since, LONDON)
        assert asked[-1].ends_at == domain.due_until(now)
        assert all(a.ends_at == b.starts_at for a, b in pairwise(asked))

    @FEW
    @given(NOWS, BACK)
    def test_fit_on_a_page_of_octopus(self, now, back):
        since = local_date(now, LONDON) - back * DAY
        assert all(piece.duration / HALF_HOUR <= 1500 for piece in pieces(since, now))

    @FEW
    @given(NOWS, BACK)
    def test_begin_with_what_is_used_first(self, now, back):
        since = local_date(now, LONDON) - back * DAY
        assert pieces(since, now)[0].ends_at == domain.due_until(now)

    @FEW
    @given(NOWS, st.integers(0, 2000))
    def test_that_are_due_lie_before_what_is_not(self, now, hours):
        since = local_date(now - 100 * DAY, LONDON)
        piece = domain.newer_piece(since, now - hours * 2 * HALF_HOUR, now)
        assert piece is None or piece.ends_at <= domain.due_until(now)


class TestCompleteUntil:
    @FEW
    @given(NOWS, st.sets(st.integers(0, 47), max_size=5))
    def test_is_the_first_gap_or_the_end(self, now, lost):
        begins = domain.agile_day(local_date(now, LONDON)).starts_at
        day = Period(begins, begins + 48 * HALF_HOUR)
        slots = [slot for n, slot in enumerate(sample_slots(day)) if n not in lost]
        expected = begins + min(lost) * HALF_HOUR if lost else day.ends_at
        assert domain.complete_until(day, slots, now) == expected

    @FEW
    @given(NOWS)
    def test_of_nothing_at_all_is_where_it_begins(self, now):
        day = domain.agile_day(local_date(now, LONDON))
        assert domain.complete_until(day, [], now) == day.starts_at

    @FEW
    @given(NOWS, st.integers(9, 100))
    def test_never_waits_for_what_is_long_over(self, now, days_back):
        day = domain.agile_day(local_date(now, LONDON) - days_back * DAY)
        assert domain.complete_until(day, [], now) == day.ends_at


class TestNextAsk:
    @FEW
    @given(NOWS, CHANCES, st.integers(0, 1))
    def test_is_later_and_no_later_than_tomorrow_is_due(self, now, chance, back):
        announced = domain.due_date(now) - back * DAY
        for until in (domain.due_until(now), domain.due_until(now) - DAY):
            at = domain.next_ask(announced=announced, complete_until=until, now=now, chance=chance)
            most = domain.due_at(domain.due_date(now) + DAY) + dt.timedelta(minutes=3)
            assert now < at <= most

    @FEW
    @given(NOWS, CHANCES)
    def test_never_hurries_a_tariff_that_has_ended(self, now, chance):
        at = domain.next_ask(announced=None, complete_until=now - 400 * DAY, now=now, chance=chance)
        assert at.astimezone(LONDON).hour in {4, 5}
        assert now < at <= now + DAY + 2 * HALF_HOUR + dt.timedelta(minutes=3)

    @FEW
    @given(NOWS, CHANCES)
    def test_leaves_octopus_alone_at_night(self, now, chance):
        at = domain.next_ask(
            announced=domain.due_date(now) - DAY,
            complete_until=domain.due_until(now) - DAY,
            now=now,
            chance=chance,
        )
        assert at.astimezone(LONDON).time() >= dt.time(7)

    @pytest.mark.parametrize(("month", "hour"), [(3, 15), (7, 15), (12, 16)])
    def test_of_what_is_complete_is_four_in_london(self, month, hour):
        now = dt.datetime(2026, month, 29 if month == 3 else 10, 9, tzinfo=dt.UTC)
        at = domain.next_ask(
            announced=local_date(now, LONDON),
            complete_until=domain.due_until(now),
            now=now,
            chance=0,
        )
        assert at.astimezone(dt.UTC).hour == hour


class TestLatePrices:
    def test_of_today_do_not_keep_tomorrow_waiting(self):
        now = dt.datetime(2026, 3, 3, 15, 30, tzinfo=dt.UTC)
        yesterday = dt.date(2026, 3, 2)
        at = domain.next_ask(announced=yesterday, complete_until=now - DAY, now=now, chance=0)
        assert at == dt.datetime(2026, 3, 3, 16, tzinfo=dt.UTC)


class TestRetry:
    @FEW
    @given(NOWS, st.integers(1, 30_000), CHANCES, st.booleans())
    def test_is_later_and_within_a_week_or_so(self, now, failures, chance, is_unknown):
        at = domain.retry_at(failures=failures, is_unknown=is_unknown, now=now, chance=chance)
        assert now + dt.timedelta(minutes=5) <= at <= now + 8.4 * DAY

    @FEW
    @given(st.integers(1, 100), st.booleans())
    def test_never_comes_sooner_after_more_failures(self, failures, is_unknown):
        now = dt.datetime(2026, 3, 3, tzinfo=dt.UTC)
        waits = [
            domain.retry_at(failures=n, is_unknown=is_unknown, now=now, chance=0)
            for n in (failures, failures + 1)
        ]
        assert waits == sorted(waits)


class TestRunning:
    @FEW
    @given(NOWS, st.integers(-1, 30))
    def test_is_what_had_prices_these_days(self, now, back):
        announced = domain.due_date(now) - back * DAY
        assert domain.is_running(announced, now) == (back <= domain.RUNNING_DAYS)

    def test_is_not_what_never_had_any(self):
        assert not domain.is_running(None, dt.datetime(2026, 3, 3, tzinfo=dt.UTC))
