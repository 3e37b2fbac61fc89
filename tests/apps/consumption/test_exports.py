"""What is taken away, and comes back unchanged."""

import csv
import datetime as dt
import io
import json
from dataclasses import replace
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from daybook.apps.consumption import actions
from daybook.apps.consumption.domain import UNITS, Unit, Utility, entries_of, table_of
from daybook.apps.consumption.domain.guesses import guessed_layout
from daybook.apps.consumption.models import DayUse, MeteredDay, Record
from daybook.apps.consumption.queries import Export
from daybook.apps.consumption.views.exports import as_csv
from tests.importing import DAY, commit, draft_of, imported, octopus

PAGE = "/consumption/export/"
COLUMNS = ("first_day", "last_day", "utility", "value", "unit", "amount", "amount_unit", "notes")
BST = dt.date(2025, 10, 26)


def taken(browser, ending="csv", **wanted):
    page = browser.get(f"{PAGE}{ending}/", wanted)
    assert page.status_code == 200
    return b"".join(page.streaming_content)


def rows_of(content):
    return [*csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))]


class TestRecords:
    def test_are_a_table_with_what_was_typed(self, own, record):
        record("12.5", utility=Utility.GAS, unit=Unit.CUBIC_METRE, notes="oven, new")
        names, row = rows_of(taken(own))
        assert tuple(names) == COLUMNS
        assert row[:5] == ["2026-03-03", "2026-03-03", "gas", "12.5", "m3"]
        assert row[7] == "oven, new"

    def test_are_those_of_the_filter(self, own, record):
        record("1", notes="oven")
        record("2", first=dt.date(2026, 1, 1))
        assert len(rows_of(taken(own, words="oven"))) == 2
        assert len(rows_of(taken(own, until="2026-01-31", utility="electricity"))) == 2
        assert [row[3] for row in rows_of(taken(own, sort="most"))] == ["value", "2", "1"]

    def test_start_no_formula(self, own, record):
        record(notes="=HYPERLINK(1)")
        assert rows_of(taken(own))[1][7] == "'=HYPERLINK(1)"

    def test_are_json_without_losing_a_digit(self, own, record):
        record("8.123456", notes="=1")
        (row,) = json.loads(taken(own, "json"))
        assert (row["value"], row["notes"], row["first_day"]) == ("8.123456", "=1", "2026-03-03")

    def test_are_a_spreadsheet(self, own, record):
        record("8.3", notes="=1+1")
        sheet = load_workbook(io.BytesIO(taken(own, "xlsx"))).active
        assert (sheet["D2"].value, sheet["H2"].data_type) == (8.3, "s")

    def test_of_others_stay_theirs(self, strangers, record):
        record()
        assert len(rows_of(taken(strangers))) == 1
        assert json.loads(taken(strangers, "json")) == []


class TestDays:
    def test_say_their_source(self, own, anna):
        imported(anna, octopus())
        names, row = rows_of(taken(own, what="days"))
        assert row == ["2026-03-02", "electricity", "12", "kWh", "half-hours", "0"]
        assert len(names) == len(row)

    def test_are_those_of_the_filter(self, own, record):
        record("1")
        assert len(rows_of(taken(own, what="days", utility="gas"))) == 1


class TestHalfHours:
    def test_have_their_offsets(self, own, anna):
        imported(anna, octopus(first=BST))
        rows = rows_of(taken(own, what="half-hours"))
        assert len(rows) == 51
        assert rows[1] == [
            "2025-10-26T00:00:00+01:00",
            "2025-10-26T00:30:00+01:00",
            "electricity",
            "0.25",
            "kWh",
        ]

    def test_are_those_of_the_filter(self, own, anna):
        imported(anna, octopus(days=3))
        assert len(rows_of(taken(own, what="half-hours", since=DAY.isoformat()))) == 49
        assert len(rows_of(taken(own, what="half-hours", utility="gas"))) == 1


class TestThePage:
    def test_keeps_what_the_address_says(self, own, record):
        record(notes="oven")
        link = f"{PAGE}?words=oven&amp;what=records"
        assert link in own.get("/consumption/records/", {"words": "oven"}).content.decode()
        assert 'value="oven"' in own.get(PAGE, {"words": "oven"}).content.decode()

    def test_says_what_is_wrong(self, own):
        wrong = {"since": "2026-03-02", "until": "2026-03-01"}
        page = own.get(f"{PAGE}csv/", wrong)
        assert page.status_code == 422
        assert "The end lies before the beginning." in page.content.decode()

    def test_knows_three_kinds_of_file(self, own):
        assert own.get(f"{PAGE}pdf/").status_code == 404

    def test_costs_the_same_however_much_there_is(self, own, anna, django_assert_num_queries):
        for days in (1, 30):
            imported(anna, octopus(days))
            with django_assert_num_queries(3):  # session, person, half-hours
                taken(own, what="half-hours")


class TestRoundTrip:
    def test_of_records_gives_the_same_records(self, own, anna, otto, record):
        record("12.5", utility=Utility.GAS, unit=Unit.CUBIC_METRE, notes='\'=1, "x"')
        record("7", first=dt.date(2026, 1, 1), last=dt.date(2026, 1, 31))
        for _ in range(2):
            record("1")
        commit(otto, draft_of(otto, taken(own)))

        def told(person):
            columns = ("utility", "starts_on", "ends_on", "value", "unit", "amount", "notes")
            return sorted(Record.objects.filter(person=person).values_list(*columns))

        assert told(otto) == told(anna)

    def test_of_half_hours_gives_the_same_days(self, own, anna, otto):
        imported(anna, octopus(days=2, first=BST), name="gas.csv")
        commit(otto, draft_of(otto, taken(own, what="half-hours")))
        for table, columns in ((MeteredDay, ["amounts"]), (DayUse, ["amount", "source"])):
            both = [
                [*table.objects.filter(person=person).order_by("day").values_list(*columns)]
                for person in (anna, otto)
            ]
            assert both[0] == both[1]

    def test_into_the_same_account_adds_nothing(self, own, anna, record):
        record("1")
        draft = draft_of(anna, taken(own))
        found = actions.reading_of_draft(draft, now=draft.made_at)
        assert (len(found.entries.uses), found.entries.bad) == (1, [])


NOTES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40)
DAYS = st.dates(dt.date(2024, 1, 1), dt.date(2026, 1, 1))


@st.composite
def a_record(draw):
    utility = draw(st.sampled_from(Utility))
    first = draw(DAYS)
    return (
        first,
        first + dt.timedelta(draw(st.integers(0, 399))),
        utility.value,
        Decimal(draw(st.integers(0, 200_000_000))).scaleb(-6),
        draw(st.sampled_from(UNITS[utility])).value,
        Decimal(0),
        "kWh",
        " ".join(draw(NOTES).split()),
    )


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(a_record(), min_size=1, max_size=8))
def test_any_records_come_back_as_they_were(records):
    table = table_of(b"".join(as_csv(Export(COLUMNS, iter(records)))))
    layout = replace(guessed_layout(table), is_sure=True)
    found = entries_of(table, layout, today=dt.date(2027, 6, 1))
    told = {
        use.line: (*_ends(use.days), use.utility, use.value, use.unit, use.notes)
        for use in found.uses
    }
    assert found.bad == []
    assert [told[line] for line in sorted(told)] == [(*row[:5], row[7]) for row in records]


def _ends(days):
    return days.first, days.last
