import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybook.core.http.values import read_json, write_json

plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=15,
)


class TestReading:
    @pytest.mark.parametrize("text", ["12.3456", "0.1", "-0.0005", "1e-7", "123456789.123456789"])
    def test_keeps_every_digit(self, text):
        value = read_json(text)
        assert isinstance(value, Decimal)
        assert value == Decimal(text)

    def test_leaves_whole_numbers_whole(self):
        assert read_json("12") == 12
        assert isinstance(read_json("12"), int)

    @pytest.mark.parametrize("text", ["NaN", "Infinity", "-Infinity", '[1, {"a": NaN}]'])
    def test_refuses_what_is_no_number(self, text):
        with pytest.raises(ValueError, match="not a JSON number"):
            read_json(text)

    @pytest.mark.parametrize("text", ["", "{", "[1,]", "{'a': 1}", "<html>", "1 2", b"\xff\xfe"])
    def test_refuses_what_is_no_json(self, text):
        with pytest.raises(ValueError, match=r"\S"):
            read_json(text)

    def test_refuses_what_would_overflow_the_stack(self):
        with pytest.raises(ValueError, match=r"\S"):
            read_json("[" * 200_000)

    def test_reads_bytes_of_a_service_as_they_come(self):
        assert read_json('{"name": "Zoë"}'.encode()) == {"name": "Zoë"}


class TestWriting:
    def test_keeps_every_digit_as_text(self):
        assert json.loads(write_json({"pence": Decimal("12.30")})) == {"pence": "12.30"}

    def test_can_be_read_by_a_person(self):
        text = write_json({"name": "Zoë", "rates": [1, 2]}).decode()
        assert "Zoë" in text
        assert "\n" in text

    @pytest.mark.parametrize("value", [{"a": object()}, [b"bytes"], {1, 2}])
    def test_takes_nothing_but_json(self, value):
        with pytest.raises(TypeError, match="does not belong"):
            write_json(value)

    @given(plain)
    def test_and_reading_give_back_the_same(self, value):
        assert read_json(write_json(value)) == value

    @given(st.decimals(allow_nan=False, allow_infinity=False))
    def test_of_a_decimal_gives_back_the_same_number(self, number):
        assert Decimal(read_json(write_json(number))) == number
