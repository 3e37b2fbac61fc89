import pytest

from daybook.apps.prices.domain import REGIONS, Region, region
from daybook.apps.prices.errors import UnknownRegion


class TestRegion:
    @pytest.mark.parametrize("text", ["C", "c", "_C", "_c", " C "])
    def test_is_found_however_its_letter_is_written(self, text):
        assert region(text) == Region("C", "London")

    def test_there_are_fourteen_without_i_and_o(self):
        assert "".join(r.letter for r in REGIONS) == "ABCDEFGHJKLMNP"
        assert all(region(r.group_id) is r for r in REGIONS)

    @pytest.mark.parametrize("text", ["I", "O", "Z", "", "_", "CC", "London", "__C"])
    def test_says_which_letters_there_are(self, text):
        with pytest.raises(UnknownRegion, match="from A to P, but not I or O"):
            region(text)
