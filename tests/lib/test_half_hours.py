import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybook.lib.half_hours import (
    by_place,
    known,
    merged,
    packed,
    place_count,
    starts,
    unpacked,
)
from daybook.lib.periods import LONDON

PLAIN, SPRING, AUTUMN = dt.date(2026, 3, 3), dt.date(2026, 3, 29), dt.date(2026, 10, 25)
amounts = st.decimals(-1000, 1000, places=6)


@pytest.mark.parametrize(("day", "count"), [(PLAIN, 48), (SPRING, 46), (AUTUMN, 50)])
def test_a_day_has_as_many_places_as_half_hours_pass(day, count):
    assert place_count(day, LONDON) == len(starts(day, LONDON)) == count


@given(st.dictionaries(st.integers(0, 49), amounts))
def test_what_is_packed_comes_out_as_it_went_in(places):
    found = unpacked(packed(places, 50))
    assert len(found) == 50
    assert known(found) == places


@pytest.mark.parametrize("day", [PLAIN, SPRING, AUTUMN])
def test_each_half_hour_finds_its_place(day):
    given = {at: Decimal(n) for n, at in enumerate(starts(day, LONDON))}
    assert by_place(given, LONDON) == {day: {n: Decimal(n) for n in range(len(given))}}


def test_a_place_that_two_know_keeps_the_first():
    one, two = (Decimal(1), None, None), (Decimal(9), Decimal(2), None)
    assert merged([one, two]) == (Decimal(1), Decimal(2), None)
