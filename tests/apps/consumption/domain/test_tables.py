import pytest

from daybook.apps.consumption.domain import tables
from daybook.apps.consumption.domain.tables import table_of
from daybook.apps.consumption.errors import UnreadableFile

PLAIN = "Date,Amount\n2026-03-01,8.3\n2026-03-02,7\n"


def cells(content):
    return [row.cells for row in table_of(content).rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_reads_what_programs_write(encoding, separator):
    text = PLAIN.replace(",", separator).replace("\n", "\r\n")
    assert cells(text.encode(encoding)) == [("2026-03-01", "8.3"), ("2026-03-02", "7")]


def test_reads_windows_text():
    table = table_of("Date,Units m³\n2026-03-01,8\n".encode("cp1252"))
    assert table.header == ("Date", "Units m³")


def test_reads_quoted_cells_and_knows_their_lines():
    table = table_of(b'Date,Notes\n\n2026-03-01,"two\nlines, and ""more"""\n2026-03-02,b\n')
    assert [(row.line, row.cells[1]) for row in table.rows] == [
        (3, 'two\nlines, and "more"'),
        (5, "b"),
    ]


def test_reads_decimal_commas_between_semicolons():
    assert cells(b"Datum;Wert\n01.03.2026;8,3\n") == [("01.03.2026", "8,3")]


def test_obeys_the_line_excel_begins_with():
    table = table_of(b"sep=;\nDate;Amount\n2026-03-01;8,3\n")
    assert (table.header, table.rows[0].line) == (("Date", "Amount"), 3)


def test_trims_the_spaces_of_octopus():
    table = table_of(b" Consumption (kwh), Start, End\n0.5, 2026-03-01, 2026-03-01\n")
    assert table.header == ("Consumption (kwh)", "Start", "End")


def test_takes_the_apostrophe_from_a_harmless_formula():
    assert cells(b"Date,Notes\n2026-03-01,'=1+1\n") == [("2026-03-01", "=1+1")]


def test_a_short_row_has_empty_cells():
    row = table_of(b"Date,Amount,Notes\n2026-03-01,1\n").rows[0]
    assert (row.cell(2), row.cell(None)) == ("", "")


def test_a_fingerprint_is_of_the_columns_alone():
    one, other = table_of(PLAIN.encode()), table_of(b"date;AMOUNT\n1;2\n")
    assert one.fingerprint == other.fingerprint
    assert one.fingerprint != table_of(b"Day,Amount\n1,2\n").fingerprint


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is empty"),
        (b" \n\r\n", "is empty"),
        (b"\xef\xbb\xbf\n", "is empty"),
        (b"\x89PNG\r\n\x1a\n....", "is a picture"),
        (b"PK\x03\x04....", "Save it as CSV"),
        (b"%PDF-1.7", "is a PDF"),
        (b"\x01\x02\x03,\x04\n", "cannot be read as text"),
        (b"Date,Am\x81unt\n1,2\n", "cannot be read as text"),
        (b"Date\n2026-03-01\n", "only one column"),
        (b"2026-03-01,8.3\n2026-03-02,7\n", "has to name the columns"),
        (b"Date,Amount\n", "nothing below"),
        (b"Date" + b",x" * 100 + b"\n1\n", "more than 100 columns"),
        (b"Date,Amount\n" + b"x" * 200_000 + b",1\n", "never ends"),
    ],
)
def test_says_what_is_wrong_with_the_rest(content, told):
    with pytest.raises(UnreadableFile, match=told):
        table_of(content)


def test_refuses_too_many_rows(monkeypatch):
    monkeypatch.setattr(tables, "MOST_ROWS", 1)
    with pytest.raises(UnreadableFile, match="more than 1 rows"):
        table_of(PLAIN.encode())


def test_refuses_a_large_file(monkeypatch):
    monkeypatch.setattr(tables, "LARGEST_BYTES", 10)
    with pytest.raises(UnreadableFile, match="too large"):
        table_of(PLAIN.encode())
