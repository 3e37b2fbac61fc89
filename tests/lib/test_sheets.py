import csv
import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybook.lib.sheets import FORMULA, cell, line, plain

WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


class TestCell:
    @pytest.mark.parametrize(
        "formula",
        [
            "=1+1",
            "+44 20 7946 0000",
            "-2+3",
            "@SUM(A1)",
            "=HYPERLINK('x')",
            "\t=1",
            "\r=1",
            "\n=1",
            "\uff1d1",
            "-",
            "-1\n",
        ],
    )
    def test_is_never_a_formula(self, formula):
        assert cell(formula) == f"'{formula}"

    @pytest.mark.parametrize(
        ("value", "written"),
        [
            (None, ""),
            (True, "true"),
            (False, "false"),
            (-3, "-3"),
            (Decimal("-12.50"), "-12.50"),
            ("-12.50", "-12.50"),
            ("Anna", "Anna"),
            ("a=b", "a=b"),
            (["read", "é"], '["read", "é"]'),
            ({"a": 1}, '{"a": 1}'),
            ([], "[]"),
        ],
    )
    def test_is_what_it_was_otherwise(self, value, written):
        assert cell(value) == written

    @given(WORDS)
    def test_of_any_text_starts_no_formula_and_loses_nothing(self, text):
        written = cell(text)
        assert written.removeprefix("'") == text or written == text
        assert not written.startswith(FORMULA) or float(written) <= 0


class TestLine:
    def test_is_as_the_rfc_has_it(self):
        assert (
            line(["a", 'say "hi"', "b,c", "two\nlines"]) == 'a,"say ""hi""","b,c","two\nlines"\r\n'
        )

    @given(st.lists(WORDS, min_size=2))
    def test_comes_back_cell_by_cell(self, texts):
        (read,) = csv.reader(io.StringIO(line(texts), newline=""))
        assert read == [cell(text) for text in texts]


class TestPlain:
    @given(WORDS)
    def test_reads_what_a_cell_has_written(self, text):
        assert plain(cell(text)) == text

    def test_leaves_other_apostrophes(self):
        assert plain("'tis") == "'tis"
