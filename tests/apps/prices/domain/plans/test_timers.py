"""What to set a delay timer to, against trying each of its hours minute by minute."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daybook.apps.prices.domain import (
    Hours,
    Kind,
    Limits,
    Machine,
    Profile,
    TimerKind,
    plan,
    timer_hours,
)
from daybook.apps.prices.domain.plans import Timer
from daybook.apps.prices.domain.plans.field import Field
from daybook.apps.prices.domain.plans.timers import timer_answer
from daybook.apps.prices.errors import InvalidTimer
from tests.apps.prices.domain.plans.brute import minute_by_minute
from tests.priced import HALF_HOUR, MIDNIGHT, priced

MINUTE = dt.timedelta(minutes=1)
HOUR = 2 * HALF_HOUR
RUN = Profile((3, 1), Decimal(1), last_minutes=20)
LAMP = Machine(kind=Kind.OWN, kwh=Decimal(1), minutes=60, timer=TimerKind.START, timer_steps="1 2")
days = st.lists(st.integers(-5, 30), min_size=20, max_size=20)
offered = st.sets(st.integers(1, 12), min_size=1, max_size=4).map(lambda some: tuple(sorted(some)))


def answer(field, hours, kind=TimerKind.START, at=MIDNIGHT, run=RUN):
    return timer_answer(field, run, Timer(kind, hours), at)


class TestTimerHours:
    @settings(max_examples=25)
    @given(offered, st.sampled_from([" ", ", ", "/", ";", " / "]))
    def test_are_read_whatever_stands_between(self, hours, between):
        assert timer_hours(between.join(map(str, reversed(hours)))) == hours

    @settings(max_examples=25)
    @given(st.integers(1, 24), st.integers(1, 24), st.sampled_from(["-", " - ", "\u2013", " to "]))
    def test_are_a_range_from_less_to_more(self, first, last, between):
        text = f"{first}{between}{last}"
        if first <= last:
            assert timer_hours(text) == tuple(range(first, last + 1))
        else:
            with pytest.raises(InvalidTimer):
                timer_hours(text)

    @pytest.mark.parametrize("text", ["1-25", "0-3", "-3", "1-", "3,,x", "٣", "1 2 99", "\u00b2"])
    def test_refuse_what_no_timer_offers(self, text):
        with pytest.raises(InvalidTimer):
            timer_hours(text)


class TestTimerAnswer:
    @settings(max_examples=25)
    @given(days, offered, st.integers(0, 59), st.sampled_from([TimerKind.START, TimerKind.END]))
    def test_is_what_trying_every_hour_minute_by_minute_finds(self, pence, hours, minute, kind):
        slots, at = priced(*pence), MIDNIGHT + minute * MINUTE
        early = RUN.length if kind is TimerKind.END else dt.timedelta(0)
        tries = [(at, 0)] + [(at + n * HOUR - early, n) for n in hours if n * HOUR > early]
        costs = [
            (minute_by_minute(slots, RUN, start, MINUTE), start, n)
            for start, n in tries
            if start + RUN.length <= slots[-1].ends_at
        ]
        found = answer(Field(slots=slots, carbon={}), hours, kind, at)
        assert (found.block.starts_at, found.hours) == min(costs)[1:]

    def test_takes_the_greenest_of_equal_costs_and_then_the_earliest(self):
        slots = priced(*[5] * 12)
        carbon = {one.starts_at: 300 - 20 * (n // 4) for n, one in enumerate(slots)}
        assert answer(Field(slots=slots, carbon=carbon), (1, 2, 4)).hours == 4
        assert answer(Field(slots=slots, carbon={}), (1, 2, 4)).hours == 0

    def test_counts_no_carbon_where_the_forecast_has_a_gap(self):
        slots = priced(*[5] * 12)
        carbon = {one.starts_at: 300 - 20 * n for n, one in enumerate(slots[:-1])}
        assert answer(Field(slots=slots, carbon=carbon), (1, 2, 4)).hours == 0

    def test_does_not_end_before_it_has_begun(self):
        slots = priced(9, 9, 9, 1, 1, 1)
        long = Profile((1,) * 4, Decimal(1))
        found = answer(Field(slots=slots, carbon={}), (1, 2, 3), TimerKind.END, run=long)
        assert (found.hours, found.block.starts_at) == (3, MIDNIGHT + HOUR)

    def test_never_runs_past_the_deadline_or_the_known_prices(self):
        slots = priced(9, 9, 9, 9, 9, 9, 1, 1)
        late = Field(slots=slots, limits=Limits(finish_by=MIDNIGHT + 3 * HOUR), carbon={})
        assert answer(late, (3, 12)).hours == 0
        assert answer(Field(slots=slots, carbon={}), (3, 12)).hours == 3

    def test_keeps_every_minute_within_the_hours(self):
        slots = priced(*[5] * 10)
        narrow = Hours(dt.time(1, 10), dt.time(2))
        field = Field(slots=slots, hours=narrow, carbon={})
        assert answer(field, (1,), at=MIDNIGHT + 9 * MINUTE) is None
        assert answer(field, (1,), at=MIDNIGHT + 10 * MINUTE).hours == 1
        assert answer(field, (1,), at=MIDNIGHT + 11 * MINUTE) is None


class TestTimerOfAPlan:
    def test_is_none_without_a_timer(self):
        plain = replace(LAMP, timer=TimerKind.NONE)
        assert plan(priced(1, 1), plain, now=MIDNIGHT).timer is None

    def test_starts_from_the_next_whole_minute(self):
        found = plan(priced(9, 9, 9, 9, 1, 1), LAMP, now=MIDNIGHT + dt.timedelta(seconds=1)).timer
        assert (found.at, found.hours) == (MIDNIGHT + MINUTE, 1)

    def test_is_never_cheaper_than_the_plan_on_whole_half_hours(self):
        found = plan(priced(9, 2, 9, 9, 3, 9, 9), LAMP, now=MIDNIGHT)
        assert found.timer.block.pence >= found.pence
