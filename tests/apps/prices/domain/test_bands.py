import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybook.apps.prices.domain import Band, bands
from tests.priced import priced, recorded_slots

ORDER = list(Band)


def names(*pence):
    return [str(band) for band in bands(priced(*pence))]


class TestBands:
    def test_spread_a_day_over_five_colours(self):
        assert names(10, 15, 20, 25, 30) == ["very-cheap", "cheap", "fair", "dear", "very-dear"]

    def test_zero_is_not_negative(self):
        assert names("-0.0001", 0, 20) == ["negative", "very-cheap", "very-dear"]

    def test_negative_prices_do_not_shift_the_others(self):
        assert names(-50, -90, 10, 20, 30)[2:] == names(10, 20, 30)

    @pytest.mark.parametrize("pence", ["0", "24.5"])
    def test_a_flat_day_is_all_fair(self, pence):
        assert set(names(*[pence] * 48)) == {"fair"}

    def test_a_nearly_flat_day_is_not_stretched(self):
        assert set(names("20", "20.1", "20.2")) == {"fair"}

    def test_a_cap_stays_one_plateau(self):
        assert names(20, 22, 100, 100, 100)[2:] == ["very-dear"] * 3

    def test_one_spike_does_not_make_all_else_alike(self):
        assert len(set(names(*[10, 14, 18, 22] * 6, 100))) >= 3

    @pytest.mark.parametrize("pence", [[], [-1, -2]])
    def test_need_no_price_above_zero(self, pence):
        assert names(*pence) == ["negative"] * len(pence)

    @given(st.lists(st.decimals(-20, 100, places=2), max_size=50))
    def test_never_rank_a_cheaper_price_higher(self, pence):
        ranked = sorted(zip(pence, map(ORDER.index, bands(priced(*pence))), strict=True))
        places = [place for _, place in ranked]
        assert places == sorted(places)

    def test_colour_a_recorded_answer(self):
        assert len(set(bands(recorded_slots()))) >= 4
