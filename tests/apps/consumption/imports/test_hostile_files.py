"""Files that nobody would write by hand: refused in words, quickly, and row by row."""

import datetime as dt
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daybook.apps.consumption.domain import (
    DateOrder,
    Layout,
    RowKind,
    entries,
    entries_of,
    guessed_layout,
    table_of,
)
from daybook.apps.consumption.domain.stamps import stamp
from daybook.apps.consumption.errors import InvalidStamp, UnreadableFile
from daybook.lib.errors import Invalid

TODAY = dt.date(2026, 3, 3)
DAYS = Layout(kind=RowKind.DAYS, start=0, value=1, end=2)
HALF_HOURS = Layout(kind=RowKind.HALF_HOURS, start=0, value=1, end=2)
GOOD = "2026-03-01;8;"


def read(layout, *rows):
    return entries_of(table_of("\n".join(["a;b;c", *rows]).encode()), layout, today=TODAY)


class TestAmounts:
    @pytest.mark.parametrize("digits", [8, 29, 40, 5000])
    def test_of_many_digits_spoil_only_their_row(self, digits):
        found = read(DAYS, f"2026-03-01;{'9' * digits};", GOOD)
        assert len(found.uses) == 1
        assert "more than a household" in found.bad[0].reason

    def test_below_nothing_of_many_digits_are_told_as_such(self):
        (bad,) = read(DAYS, f"2026-03-01;-{'9' * 40};").bad
        assert "0 or more" in bad.reason

    def test_of_many_decimals_are_rounded(self):
        (use,) = read(DAYS, f"2026-03-01;0.{'3' * 40};").uses
        assert f"{use.value}" == "0.333333"

    def test_just_below_ten_million_never_round_up_to_it(self):
        (bad,) = read(DAYS, "2026-03-01;9999999.9999999;").bad
        assert "more than a household" in bad.reason

    @pytest.mark.parametrize("text", ["NaN", "inf", "1e5", "0x1F", "²", "1_000", "--1", "£8"])
    def test_that_are_none_are_told(self, text):
        (bad,) = read(DAYS, f"2026-03-01;{text};").bad
        assert "as a number" in bad.reason


class TestTimes:
    @pytest.mark.parametrize(
        "text",
        [
            "0001-01-01T00:00+01:00",
            "0001-01-01 00:00",
            "9999-12-31T23:30-01:00",
            "9999-12-31",
            "1/1/0000",
            "01/01/0000 00:00",
            "2026-02-30",
            "2026-13-01",
            "2026-03-01 25:00",
        ],
    )
    def test_that_no_calendar_holds_spoil_only_their_row(self, text):
        for layout in (DAYS, HALF_HOURS):
            (bad,) = read(layout, f"{text};8;").bad
            assert "no day or time" in bad.reason

    @pytest.mark.parametrize("end", ["0001-01-01T00:00", "9999-12-31T00:00+00:00"])
    def test_at_the_end_of_a_row_neither(self, end):
        for layout, start in ((DAYS, "2026-03-01T00:00"), (HALF_HOURS, "2026-03-01T00:00")):
            (bad,) = read(layout, f"{start};1;{end}").bad
            assert "no day or time" in bad.reason

    @pytest.mark.parametrize("text", ["1969-12-31", "1900-01-01", "0026-03-01"])
    def test_before_anybody_was_metered_are_too_long_ago(self, text):
        (bad,) = read(DAYS, f"{text};8;").bad
        assert "too long ago" in bad.reason

    @given(st.datetimes(), st.sampled_from(["", "+00:00", "+14:00", "-12:00", "+23:59", "Z"]))
    def test_of_any_calendar_are_read_or_told(self, at, offset):
        text = f"{at.isoformat(timespec='seconds')}{offset}"
        for layout in (DAYS, HALF_HOURS):
            found = read(layout, f"{text};1;", f"2026-03-01T00:00;1;{text}")
            assert len(found.uses) + len(found.half_hours) + len(found.bad) == 2

    @given(st.text(max_size=30), st.sampled_from(DateOrder))
    def test_of_any_text_are_read_or_told(self, text, order):
        try:
            found = stamp(text, order)
        except InvalidStamp:
            return
        assert 1 < found.year < 9999


class TestNames:
    @pytest.mark.parametrize("letter", ["1", "(", "[", "a", " -"])
    def test_that_are_very_long_are_refused_at_once(self, letter):
        with pytest.raises(UnreadableFile, match="more than 200 letters"):
            table_of(f"Date,{letter * 50_000}x\n2026-03-01,8\n".encode())

    def test_may_have_two_hundred_letters(self):
        assert table_of(f"Date,{'a' * 200}\n2026-03-01,8\n".encode()).header[1] == "a" * 200

    @pytest.mark.parametrize("name", ["8.3", "2026-03-01", "+5", "00:30", "-.5", "2026-03-01T00Z"])
    def test_that_are_data_are_refused(self, name):
        with pytest.raises(UnreadableFile, match="name the columns"):
            table_of(f"Date,{name}\n2026-03-01,8\n".encode())

    @pytest.mark.parametrize("name", ["", "-", "T", "kWh 2026", "½", "Amount 1"])
    def test_that_are_no_data_are_taken(self, name):
        assert table_of(f"Date,{name}\n2026-03-01,8\n".encode()).header == ("Date", name)

    def test_may_be_alike_or_missing(self):
        table = table_of(b"Date,,Amount,Amount\n2026-03-01,x,8,9\n")
        found = guessed_layout(table)
        assert (found.start, found.value) == (0, 2)


class TestSeparators:
    @pytest.mark.parametrize("separator", ["|", " ", "x", "\\", "=", "^"])
    def test_are_what_the_first_line_says(self, separator):
        text = f"sep={separator}\nDate{separator}kWh\n2026-03-01{separator}8\n"
        table = table_of(text.encode())
        assert (table.separator, table.rows[0].cells) == (separator, ("2026-03-01", "8"))

    def test_are_seen_though_notes_have_others(self):
        table = table_of(b'Date;Notes;kWh\n2026-03-01;"a, b";8\n2026-03-02;c, d, e;7\n')
        assert table.separator == ";"
        assert table.rows[1].cells == ("2026-03-02", "c, d, e", "7")

    def test_of_a_broken_beginning_still_give_an_answer(self):
        with pytest.raises(UnreadableFile):
            table_of(b'Date,kWh\n"' + b"x" * 200_000)


class TestLines:
    def test_are_those_of_the_file_under_the_line_of_excel(self):
        table = table_of(b"sep=;\r\nDate;kWh\r\n\r\n2026-03-01;8\r\n")
        assert table.rows[0].line == 4

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_end_as_any_program_ends_them(self, end):
        table = table_of(end.join(["Date,kWh", "2026-03-01,8", "2026-03-02,7"]).encode())
        assert [row.line for row in table.rows] == [2, 3]

    def test_of_bad_rows_are_told_in_order(self):
        found = read(DAYS, "2026-03-03;x;", "2026-03-02;y;", GOOD, "2026-03-01;z;")
        assert [bad.line for bad in found.bad] == [2, 3, 5]

    def test_longer_than_the_names_lose_nothing_that_is_needed(self):
        found = read(DAYS, "2026-03-01;8;;more;and more")
        assert (len(found.uses), found.bad) == (1, [])


@settings(max_examples=150)
@given(st.binary(max_size=200))
def test_any_bytes_are_a_table_or_are_refused(content):
    try:
        table = table_of(content)
    except UnreadableFile:
        return
    assert table.rows
    assert len(table.header) > 1


@settings(max_examples=100)
@given(st.lists(st.text("0123456789.,-+/: TZabDay;\"'=\t", max_size=25), min_size=4, max_size=40))
def test_any_cells_are_read_or_told_by_their_lines(cells):
    text = "Day,Amount\n" + "\n".join(",".join(pair) for pair in itertools.pairwise(cells))
    try:
        table = table_of(text.encode())
        layout = guessed_layout(table)
    except Invalid:
        return
    if layout is None:
        return
    found = entries_of(table, layout, today=TODAY)
    total = len(found.uses) + len(found.half_hours) + found.repeated + len(found.bad)
    assert total == len(table.rows)
    assert {bad.line for bad in found.bad} <= {row.line for row in table.rows}


class TestMostDays:
    def test_are_refused_as_a_whole(self, monkeypatch):
        monkeypatch.setattr(entries, "MOST_DAY_ROWS", 2)
        assert len(read(DAYS, GOOD, GOOD).uses) == 2
        with pytest.raises(UnreadableFile, match="more than 2 rows of days"):
            read(DAYS, GOOD, GOOD, GOOD)

    def test_mean_nothing_to_half_hours(self, monkeypatch):
        monkeypatch.setattr(entries, "MOST_DAY_ROWS", 1)
        rows = [f"2026-03-01T0{hour}:00Z;1;" for hour in range(3)]
        assert len(read(HALF_HOURS, *rows).half_hours) == 3
