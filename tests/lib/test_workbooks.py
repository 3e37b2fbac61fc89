import datetime as dt
import io
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from daybook.lib.workbooks import workbook


def read(*rows):
    file = workbook("use", ["day", "amount"], rows)
    sheet = load_workbook(io.BytesIO(file)).active
    return sheet, [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]


def test_has_its_names_numbers_and_days():
    sheet, rows = read([dt.date(2026, 3, 1), Decimal("8.3")])
    assert (sheet.title, [cell.value for cell in sheet[1]]) == ("use", ["day", "amount"])
    assert (rows[0][0].date(), rows[0][1]) == (dt.date(2026, 3, 1), 8.3)


@pytest.mark.parametrize("formula", ["=1+1", "=HYPERLINK(1)", "+1", "@x", "#N/A"])
def test_runs_no_formula(formula):
    sheet, rows = read([formula, None])
    assert (rows[0][0], sheet["A2"].data_type) == (formula, "s")


def test_leaves_out_what_no_spreadsheet_may_have():
    assert read(["a\x07b", 1])[1] == [["ab", 1]]
