import pytest

from daybook.apps.prices.domain import outward_code, postcode
from daybook.apps.prices.errors import InvalidPostcode, PostcodeNotServed


class TestPostcode:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("sw1a1aa", "SW1A 1AA"),
            ("  Sw1A   1aa ", "SW1A 1AA"),
            ("m1 1ae", "M1 1AE"),
            ("B33 8TH", "B33 8TH"),
            ("w1a0ax", "W1A 0AX"),
            ("dn551pt", "DN55 1PT"),
        ],
    )
    def test_is_written_as_on_a_letter(self, text, expected):
        assert postcode(text) == expected

    @pytest.mark.parametrize("text", ["SW1A", "m1", "DN55", "BS16", "w11"])
    def test_may_be_its_first_half_alone(self, text):
        assert postcode(text) == text.upper()

    @pytest.mark.parametrize(
        ("text", "why"),
        [
            ("BT1 1AA", "Northern Ireland"),
            ("bt7", "Northern Ireland"),
            ("JE2 3AB", "Jersey"),
            ("GY1 1AA", "Guernsey"),
            ("IM1 1AA", "Isle of Man"),
            ("GX11 1AA", "Gibraltar"),
            ("BF1 3AA", "not a place"),
        ],
    )
    def test_outside_great_britain_is_refused_with_the_reason(self, text, why):
        with pytest.raises(PostcodeNotServed, match=why):
            postcode(text)

    @pytest.mark.parametrize("text", ["B1", "BS1 1AA", "I1 1AA"])
    def test_a_letter_in_common_is_not_a_reason(self, text):
        assert postcode(text)

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "London",
            "10115",
            "1012 AB",
            "K1A 0B1",
            "D02 AF30",
            "SW1A 1",
            "SW1A 1CA",
            "W1 1",
            "M\uff11",
        ],
    )
    def test_of_another_form_is_refused_with_an_example(self, text):
        with pytest.raises(InvalidPostcode, match="Write it like SW1A 1AA"):
            postcode(text)


def test_the_outward_code_is_the_first_half():
    assert outward_code("bs16 1qy") == outward_code("BS16") == "BS16"
