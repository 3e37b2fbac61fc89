"""What appliances draw: whole parts that add up, and amounts as people type them."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daybook.apps.prices.domain import Charge, Profile, power, profile
from daybook.apps.prices.domain.plans import even
from daybook.apps.prices.errors import (
    InvalidCapacity,
    InvalidLength,
    InvalidPower,
    InvalidProfile,
)

MICRO = 1_000_000
MINUTE = dt.timedelta(minutes=1)
energies = st.integers(1, 500_000).map(lambda wh: Decimal(wh) / 1000)
powers = st.integers(1, 50_000).map(lambda watts: Decimal(watts) / 1000)
shapes = st.lists(st.integers(0, 9_999), min_size=1, max_size=48).filter(sum)


def typed(parts, separator=" ", point="."):
    """The parts in watt-hours, as somebody writes them in kWh."""
    return separator.join(str(Decimal(part) / 1000).replace(".", point) for part in parts)


class TestProfileOf:
    @settings(max_examples=25)
    @given(shapes, st.sampled_from([(" ", "."), ("; ", "."), (", ", "."), (" ", ","), ("; ", ",")]))
    def test_reads_what_was_typed_whatever_stands_between(self, parts, style):
        found = profile(typed(parts, *style))
        assert found.parts == tuple(part * 1000 for part in parts)
        assert found.kwh == sum(parts) / Decimal(1000)

    @settings(max_examples=25)
    @given(shapes, st.integers(1, 30))
    def test_lasts_as_long_as_was_said(self, parts, last):
        minutes = (len(parts) - 1) * 30 + last
        found = profile(typed(parts), minutes)
        assert (found.length, found.last_minutes) == (minutes * MINUTE, last)

    @settings(max_examples=25)
    @given(shapes)
    def test_parts_last_as_long_as_the_whole(self, parts):
        found = profile(typed(parts), (len(parts) - 1) * 30 + 7)
        assert sum(found.minutes_of(n) for n in range(len(parts))) * MINUTE == found.length

    @pytest.mark.parametrize(
        "text", ["NaN", "1 NaN", "inf", "1..2", "1_000", "+1", "1000", "1.1234567", "1 -1", "½"]
    )
    def test_refuses_what_is_no_amount(self, text):
        with pytest.raises(InvalidProfile):
            profile(text)

    def test_refuses_an_amount_below_a_millionth(self):
        assert profile("0.000001").parts == (1,)
        with pytest.raises(InvalidProfile):
            profile("0.0000001")

    @pytest.mark.parametrize("minutes", [-1, 10**9])
    def test_refuses_a_length_that_no_profile_has(self, minutes):
        with pytest.raises(InvalidLength):
            profile("1 2 3", minutes)


class TestProfile:
    @pytest.mark.parametrize("parts", [(), (0,), (0, 0), (1, -1, 1), (1,) * 49])
    def test_refuses_what_draws_nothing_or_gives_or_never_ends(self, parts):
        with pytest.raises(InvalidProfile):
            Profile(parts, Decimal(1))

    def test_may_pause_in_the_middle(self):
        assert Profile((1, 0, 1), Decimal(2)).length == 90 * MINUTE


class TestEven:
    @settings(max_examples=25)
    @given(energies, st.integers(1, 24 * 60))
    def test_draws_the_same_in_every_minute(self, kwh, minutes):
        found = even(kwh, minutes)
        assert (found.kwh, found.length) == (kwh, minutes * MINUTE)
        assert all(part == found.minutes_of(n) for n, part in enumerate(found.parts))

    @pytest.mark.parametrize("minutes", [0, -30, 24 * 60 + 1])
    def test_refuses_a_length_that_is_none(self, minutes):
        with pytest.raises(InvalidLength):
            even(Decimal(1), minutes)

    @pytest.mark.parametrize("kwh", ["0", "-1", "500.001", "NaN", "Infinity", "0.0001"])
    def test_refuses_energy_that_is_none(self, kwh):
        with pytest.raises(InvalidCapacity):
            even(Decimal(kwh), 60)


class TestPower:
    @settings(max_examples=25)
    @given(powers)
    def test_is_read_to_the_watt(self, kw):
        assert power(kw) == power(f" {kw} ") == kw

    @pytest.mark.parametrize("text", ["", " ", "0.000", "50.001", "1_0", "Infinity", "7,4", "٣"])
    def test_refuses_anything_else(self, text):
        with pytest.raises(InvalidPower):
            power(text)


class TestCharge:
    @settings(max_examples=25)
    @given(energies, powers.filter(lambda kw: kw >= 1))
    def test_draws_all_of_its_energy_and_no_more(self, kwh, kw):
        found = Charge(kwh=kwh, kw=kw)
        whole = (found.slots - 1) * found.slot_part + found.last_part
        assert whole == kwh * MICRO
        assert 0 < found.last_part <= found.slot_part

    @settings(max_examples=25)
    @given(energies, powers.filter(lambda kw: kw >= 1))
    def test_ends_in_the_minute_in_which_it_is_full(self, kwh, kw):
        found = Charge(kwh=kwh, kw=kw)
        drawn = found.slot_part * found.last_minutes
        assert 1 <= found.last_minutes <= 30
        assert drawn >= found.last_part * 30 > drawn - found.slot_part

    @settings(max_examples=25)
    @given(energies, powers)
    def test_in_one_go_is_the_same_energy_or_too_long(self, kwh, kw):
        charge = Charge(kwh=kwh, kw=kw)
        if charge.slots > 48:
            with pytest.raises(InvalidLength):
                _ = charge.profile
        else:
            assert (charge.profile.kwh, len(charge.profile.parts)) == (kwh, charge.slots)

    def test_takes_as_long_as_the_energy_at_that_power(self):
        assert Charge(kwh=Decimal(20), kw=Decimal("7.4")).profile.length == 163 * MINUTE
        assert Charge(kwh=Decimal(7), kw=Decimal(7)).profile.length == 60 * MINUTE
