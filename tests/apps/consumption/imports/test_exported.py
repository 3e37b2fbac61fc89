"""What leaves: each row of each file, for whom, and on the days on which clocks change."""

import csv
import datetime as dt
import io
import itertools
import json
from decimal import Decimal

import pytest
from django.test import Client
from openpyxl import load_workbook

from daybook.apps.consumption import actions, queries
from daybook.apps.consumption.domain import Unit, Utility
from daybook.apps.consumption.queries.records import Wanted
from tests.importing import NOW, imported, octopus

PAGE = "/consumption/export/"
SPRING, AUTUMN = dt.date(2025, 3, 30), dt.date(2025, 10, 26)
ENDINGS = ("csv", "json", "xlsx")
KINDS = ("records", "days", "half-hours")
ANY = Wanted()


def sent(browser, ending="csv", **asked):
    return browser.get(f"{PAGE}{ending}/", asked)


def taken(browser, ending="csv", **asked):
    answer = sent(browser, ending, **asked)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def told(browser, **asked):
    return json.loads(taken(browser, "json", **asked))


def rows_of(browser, **asked):
    content = taken(browser, **asked).decode("utf-8-sig")
    return [*csv.DictReader(io.StringIO(content, newline=""))]


def sheet_of(browser, **asked):
    return load_workbook(io.BytesIO(taken(browser, "xlsx", **asked))).active


class TestHowItIsSent:
    @pytest.mark.parametrize("ending", ENDINGS)
    @pytest.mark.parametrize("what", KINDS)
    def test_is_a_file_of_the_day_that_nobody_keeps(self, own, ending, what):
        answer = sent(own, ending, what=what)
        assert f'filename="daybook-{what}-' in answer["Content-Disposition"]
        assert answer["Content-Disposition"].endswith(f'.{ending}"')
        assert "no-store" in answer["Cache-Control"]

    @pytest.mark.parametrize("what", KINDS)
    def test_of_nothing_has_the_names_of_its_columns(self, own, what):
        assert rows_of(own, what=what) == []
        assert len(taken(own, what=what).splitlines()) == 1
        assert told(own, what=what) == []
        assert sheet_of(own, what=what).max_row == 1

    def test_says_how_long_a_spreadsheet_is(self, own, record):
        record()
        answer = sent(own, "xlsx")
        assert int(answer["Content-Length"]) == len(b"".join(answer.streaming_content))

    def test_is_read_as_utf_8_by_spreadsheets(self, own, record):
        record(notes="Küche")
        assert taken(own).startswith(b"\xef\xbb\xbf")
        assert "Küche".encode() in taken(own, "json")

    @pytest.mark.parametrize("ending", ["pdf", "CSV", "csv.exe", "xls"])
    def test_has_no_other_ending(self, own, ending):
        assert sent(own, ending).status_code == 404

    @pytest.mark.parametrize("verb", ["post", "put", "delete"])
    def test_is_only_ever_read(self, own, verb):
        assert getattr(own, verb)(f"{PAGE}csv/").status_code == 405

    def test_asks_who_wants_it(self, db):
        for address in (PAGE, f"{PAGE}csv/"):
            assert Client().get(address).status_code == 302


class TestBadQuestions:
    @pytest.mark.parametrize(
        ("asked", "field"),
        [
            ({"since": "soon"}, "since"),
            ({"until": "2026-02-30"}, "until"),
            ({"utility": "oil"}, "utility"),
            ({"sort": "sideways"}, "sort"),
            ({"what": "everything"}, "what"),
        ],
    )
    def test_are_shown_again_beside_their_field(self, own, asked, field):
        for address in (PAGE, f"{PAGE}json/"):
            page = own.get(address, asked)
            assert page.status_code == 422
            assert [*page.context["form"].errors] == [field]
            assert page.context["form"][field].value() == asked[field]

    def test_of_days_in_the_wrong_order_keep_both(self, own):
        asked = {"since": "2026-03-02", "until": "2026-03-01"}
        page = own.get(PAGE, asked).content.decode()
        assert all(f'value="{day}"' in page for day in asked.values())


class TestRecords:
    @pytest.mark.parametrize("ending", ENDINGS)
    def test_of_others_never_leave(self, own, eve, record, ending):
        record(notes="secret", person=eve)
        assert b"secret" not in taken(own, ending)

    def test_that_were_deleted_stay(self, own, anna, record):
        kept = record()
        actions.delete_records(person=anna, record_ids=[kept.pk], now=NOW)
        assert told(own) == []

    def test_say_both_what_was_typed_and_what_it_means(self, own, record):
        record("350", utility=Utility.WATER, unit=Unit.LITRE)
        (row,) = told(own)
        assert (row["value"], row["unit"]) == ("350", "l")
        assert (row["amount"], row["amount_unit"]) == ("0.35", "m3")

    @pytest.mark.parametrize(
        ("value", "written"),
        [("0", "0"), ("10", "10"), ("100.50", "100.5"), ("0.000001", "0.000001"), ("1E2", "100")],
    )
    def test_are_numbers_without_needless_noughts(self, own, record, value, written):
        record(value)
        assert rows_of(own)[0]["value"] == told(own)[0]["value"] == written

    def test_of_several_days_have_their_last_one(self, own, record):
        record(first=dt.date(2026, 2, 1), last=dt.date(2026, 2, 28))
        (row,) = rows_of(own)
        assert (row["first_day"], row["last_day"]) == ("2026-02-01", "2026-02-28")

    def test_are_cells_a_spreadsheet_can_add_up(self, own, record):
        record("8.3")
        sheet = sheet_of(own)
        assert (sheet["A2"].is_date, sheet["D2"].value, sheet["F2"].value) == (True, 8.3, 8.3)

    @pytest.mark.parametrize("notes", ["=1+1", "+44", "-x", "@a", "\uff1d1"])
    def test_start_no_formula_in_any_file(self, own, record, notes):
        record(notes=notes)
        assert rows_of(own)[0]["notes"] == f"'{notes}"
        assert sheet_of(own)["H2"].data_type == "s"
        assert told(own)[0]["notes"] == notes


class TestDays:
    def test_are_in_order_by_what_was_used(self, own, record):
        record("2", first=dt.date(2026, 3, 2))
        record("1", first=dt.date(2026, 3, 1))
        record("3", first=dt.date(2026, 3, 1), utility=Utility.GAS)
        found = [(row["utility"], row["day"], row["amount"]) for row in told(own, what="days")]
        assert found == [
            ("electricity", "2026-03-01", "1"),
            ("electricity", "2026-03-02", "2"),
            ("gas", "2026-03-01", "3"),
        ]

    def test_add_up_to_what_was_recorded(self, own, record):
        record("100", first=dt.date(2026, 2, 1), last=dt.date(2026, 2, 28))
        rows = told(own, what="days")
        assert len(rows) == 28
        assert sum(Decimal(row["amount"]) for row in rows) == 100

    def test_begin_and_end_where_it_is_said(self, own, record):
        record("28", first=dt.date(2026, 2, 1), last=dt.date(2026, 2, 28))
        rows = told(own, what="days", since="2026-02-10", until="2026-02-12")
        assert [row["day"] for row in rows] == ["2026-02-10", "2026-02-11", "2026-02-12"]

    def test_say_how_many_half_hours_are_missing(self, own, smart_meter):
        smart_meter(dt.date(2026, 3, 1), lost=[3, 4])
        (row,) = told(own, what="days")
        assert (row["missing_half_hours"], row["amount"], row["source"]) == (
            2,
            "11.5",
            "half-hours",
        )


class TestHalfHours:
    @pytest.mark.parametrize(("day", "count"), [(SPRING, 46), (AUTUMN, 50)])
    def test_of_days_on_which_clocks_change_are_all_there(self, own, anna, day, count):
        imported(anna, octopus(first=day))
        rows = told(own, what="half-hours")
        instants = [dt.datetime.fromisoformat(row["start"]) for row in rows]
        assert len({*instants}) == len(rows) == count
        assert all(
            (after - at) == dt.timedelta(minutes=30) for at, after in itertools.pairwise(instants)
        )

    def test_end_where_the_next_one_begins(self, own, anna):
        imported(anna, octopus(first=AUTUMN))
        rows = told(own, what="half-hours")
        assert [row["end"] for row in rows[:-1]] == [row["start"] for row in rows[1:]]

    def test_leave_out_those_that_are_missing(self, own, smart_meter):
        smart_meter(dt.date(2026, 3, 1), lost=[0, 47])
        rows = told(own, what="half-hours")
        assert (len(rows), rows[0]["start"][11:16], rows[-1]["end"][11:16]) == (
            46,
            "00:30",
            "23:30",
        )

    def test_of_two_imports_of_a_day_are_one_day(self, own, anna):
        lines = octopus().decode().splitlines(keepends=True)
        for part in (lines[:11], lines[:1] + lines[11:]):
            imported(anna, "".join(part).encode())
        starts = [row["start"] for row in told(own, what="half-hours")]
        assert len(starts) == 48
        assert starts == sorted(starts)

    def test_are_those_of_local_days(self, own, anna):
        imported(anna, octopus(days=2, first=dt.date(2025, 7, 2)))
        rows = told(own, what="half-hours", since="2025-07-02", until="2025-07-02")
        assert rows[0]["start"] == "2025-07-02T00:00:00+01:00"
        assert rows[-1]["end"] == "2025-07-03T00:00:00+01:00"

    def test_of_others_never_leave(self, strangers, anna):
        imported(anna, octopus())
        assert told(strangers, what="half-hours") == []


class TestThreeEndings:
    @pytest.mark.parametrize("what", KINDS)
    def test_say_the_same(self, own, anna, record, what):
        record("12.5", notes="two guests")
        imported(anna, octopus())
        as_csv, as_json = rows_of(own, what=what), told(own, what=what)
        assert [{name: str(cell) for name, cell in row.items()} for row in as_json] == as_csv
        assert sheet_of(own, what=what).max_row == len(as_csv) + 1

    def test_cost_no_more_for_more_rows(self, own, record, django_assert_num_queries):
        for count in (1, 12):
            for _ in range(count):
                record("1")
            for ending in ENDINGS:
                with django_assert_num_queries(3):  # session, person, records
                    taken(own, ending)


def test_rows_come_one_by_one(anna, record, django_assert_num_queries):
    record()
    with django_assert_num_queries(0):
        found = queries.export_of(anna.pk, "records", ANY)
    with django_assert_num_queries(1):
        assert len([*found.rows]) == 1
