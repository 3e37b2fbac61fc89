import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybook.apps.consumption import domain
from daybook.apps.consumption.domain import (
    Answer,
    Days,
    Dial,
    DialReading,
    Fate,
    Unit,
    Utility,
    derived,
    shares,
    steps,
)
from daybook.apps.consumption.errors import InvalidReading, QuestionableStep

FIRST = dt.date(2026, 1, 1)
DIAL = Dial(utility=Utility.ELECTRICITY, unit=Unit.KWH)


def day(n):
    return FIRST + dt.timedelta(days=n)


def read(n, number, **said):
    return DialReading(day=day(n), number=Decimal(number), **said)


def guess(n, number, **said):
    return read(n, number, is_estimated=True, **said)


def fates(*readings, dial=DIAL):
    return [one.fate.value for one in derived(dial, readings)]


def amounts(*readings, dial=DIAL):
    return [one.step and one.step.amount for one in derived(dial, readings)]


class TestDerived:
    def test_counts_from_reading_to_reading(self):
        assert amounts(read(10, 180), read(0, 100), read(40, 480)) == [None, 80, 300]

    def test_a_reading_belongs_to_the_start_of_its_day(self):
        (step,) = steps(derived(DIAL, [read(0, 100), read(10, 180)]))
        assert (step.days.first, step.days.last) == (day(0), day(9))

    def test_goes_through_the_top_of_the_dial(self):
        told = derived(DIAL, [read(0, 99_950), read(10, 30)])
        assert (told[1].fate, told[1].step.amount) == (Fate.ROLLED_OVER, 80)

    def test_does_not_take_a_typing_error_for_a_round_of_the_dial(self):
        assert fates(read(0, 50_000), read(700, 49_990)) == ["first", "lower"]

    def test_does_not_take_ten_thousand_a_day_for_a_round_of_the_dial(self):
        assert fates(read(0, 90_000), read(1, 10)) == ["first", "lower"]

    def test_goes_round_where_somebody_says_so(self):
        rolled = read(1, 10, answer=Answer.ROLLED_OVER)
        assert amounts(read(0, 90_000), rolled) == [None, 10_010]

    def test_knows_nothing_of_the_days_before_a_lower_number(self):
        assert amounts(read(0, 500), read(10, 100), read(20, 180)) == [None, None, 80]

    def test_uses_the_calorific_value_of_the_time(self):
        dial = Dial(utility=Utility.GAS, unit=Unit.CUBIC_METRE)
        later = read(10, 110, calorific_value=Decimal(38))
        assert amounts(read(0, 100), later, dial=dial)[1] == Decimal("107.945333")


class TestEstimates:
    def test_count_like_readings(self):
        assert amounts(read(0, 100), guess(10, 180), read(20, 200)) == [None, 80, 20]

    def test_that_were_too_high_are_left_out(self):
        readings = [read(0, 100), guess(10, 180), guess(15, 190), read(20, 150)]
        assert fates(*readings) == ["first", "overtaken", "overtaken", "counted"]
        assert amounts(*readings)[-1] == 50

    def test_are_not_overtaken_where_the_dial_rolled_over(self):
        assert fates(guess(0, 99_990), read(10, 20)) == ["first", "rolled-over"]

    def test_below_what_was_read_are_left_out(self):
        readings = [read(0, 100), guess(10, 90), read(20, 150)]
        assert fates(*readings) == ["first", "too-low", "counted"]
        assert amounts(*readings)[-1] == 50


class TestShares:
    def test_add_up_over_meters(self):
        low, high = (steps(derived(DIAL, [read(0, 0), read(2, n)])) for n in (2, 4))
        assert shares([*low, *high], Days(day(0), day(9))) == {day(0): 3, day(1): 3}

    def test_are_those_of_the_days_asked_for(self):
        found = steps(derived(DIAL, [read(0, 0), read(10, 20)]))
        assert shares(found, Days(day(9), day(12))) == {day(9): 2}


def asked(*readings, of, dial=DIAL):
    domain.question(dial, derived(dial, readings), day(of))


class TestQuestion:
    def test_lets_likely_steps_pass(self):
        asked(read(0, 100), read(10, 180), read(20, 260), of=10)
        asked(read(0, 99_950), read(10, 30), of=10)
        asked(read(0, 100), guess(10, 180), read(20, 150), of=20)

    @pytest.mark.parametrize("of", [0, 10])
    def test_asks_about_a_lower_number(self, of):
        with pytest.raises(QuestionableStep, match="is less than"):
            asked(read(0, 500), read(10, 100), of=of)

    def test_asks_about_an_estimate_below_what_was_read(self):
        with pytest.raises(QuestionableStep):
            asked(read(0, 500), guess(10, 100), of=10)

    def test_asks_about_far_too_much(self):
        with pytest.raises(QuestionableStep, match="household"):
            asked(read(0, 100), read(10, 9_100), of=10)

    @pytest.mark.parametrize("answer", [Answer.SURE, Answer.ROLLED_OVER])
    def test_believes_an_answer(self, answer):
        asked(read(0, 500), read(10, 100, answer=answer), of=10)

    def test_believes_who_is_sure_of_the_number_before(self):
        asked(read(0, 500, answer=Answer.SURE), read(10, 100), of=0)

    def test_does_not_ask_about_other_readings(self):
        asked(read(0, 500), read(10, 100), read(20, 120), read(30, 130), of=30)

    def test_refuses_what_nobody_can_use(self):
        dial = Dial(utility=Utility.ELECTRICITY, unit=Unit.KWH, digits=8, multiplier=Decimal(1000))
        with pytest.raises(InvalidReading):
            asked(read(0, 0), read(10, 50_000, answer=Answer.SURE), of=10, dial=dial)


DIALS = st.sampled_from(
    [
        DIAL,
        Dial(utility=Utility.GAS, unit=Unit.CUBIC_FOOT, multiplier=Decimal(100), digits=4),
        Dial(utility=Utility.WATER, unit=Unit.LITRE, multiplier=Decimal("0.0333"), digits=6),
    ]
)
STEPS = st.lists(
    st.tuples(st.integers(1, 120), st.decimals(0, 60, places=3)), min_size=1, max_size=12
)


@given(dial=DIALS, start=st.integers(0, 9_999), found=STEPS)
def test_the_use_between_readings_is_conserved(dial, start, found):
    """Whatever the dial does at its top, the days get what was counted, to six decimals."""
    number, at = Decimal(start), 0
    readings = [read(0, number % dial.top)]
    for length, step in found:
        number, at = number + step, at + length
        readings.append(read(at, number % dial.top, answer=Answer.ROLLED_OVER))
    told = steps(derived(dial, readings))
    used = sum(shares(told, Days(day(0), day(at))).values())
    counted = sum(dial.used(step, Decimal(40)) for _length, step in found)
    assert used == counted
    whole = dial.used(number - start, Decimal(40))
    assert abs(used - whole) <= len(found) * Decimal("0.000001")


@given(start=st.integers(0, 9_999), found=STEPS, data=st.data())
def test_a_swap_loses_nothing(start, found, data):
    """The old meter tells of the days before, the new one of the days after."""
    swap = data.draw(st.integers(0, len(found)))
    split = sum(length for length, _ in found[:swap])
    total, old, new = Decimal(0), [read(0, start)], [read(split, 0)]
    for n, (length, step) in enumerate(found):
        side = old if n < swap else new
        last = side[-1]
        at = (last.day - FIRST).days + length
        side.append(read(at, last.number + step))
        total += step
    told = [*steps(derived(DIAL, old)), *steps(derived(DIAL, new))]
    assert sum(shares(told, Days(day(0), day(2000))).values()) == total
