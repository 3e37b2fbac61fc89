"""Imports in words: one or many, and how far one is."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from daybook.apps.consumption.domain import BadRow, Days, Entry, HalfHour, Unit, Utility
from daybook.apps.consumption.models import Batch
from daybook.apps.consumption.queries import Preview
from daybook.apps.consumption.views.import_words import (
    batch_line,
    imported_words,
    meter_words,
    preview_words,
    undone_words,
)
from daybook.core.jobs.models import Progress
from tests.importing import DAY, NOW

ONE_DAY = dt.timedelta(days=1)


def batch(source="csv", **counts):
    return Batch(pk=7, source=source, made_at=NOW, **counts)


def used(line=2, value="8", unit=Unit.KWH, utility=Utility.ELECTRICITY, **said):
    given = {"days": Days(DAY, DAY + ONE_DAY), "amount": Decimal(value), "notes": ""} | said
    return Entry(line=line, utility=utility, value=Decimal(value), unit=unit, **given)


def half_hour(at, line=2):
    return HalfHour(
        line=line, utility=Utility.GAS, starts_at=dt.datetime.fromisoformat(at), amount=Decimal(1)
    )


def figures(preview):
    return {one["label"]: one["number"] for one in preview_words(preview)["figures"]}


class TestImported:
    @pytest.mark.parametrize(
        ("counts", "words"),
        [
            ({"added_rows": 1}, "Imported: 1 row added."),
            ({"added_rows": 2}, "Imported: 2 rows added."),
            ({"added_rows": 1234, "known_rows": 1}, "Imported: 1,234 rows added, 1 there already."),
            ({"added_rows": 2, "bad_rows": 1000}, "Imported: 2 rows added, 1,000 left out."),
            (
                {"added_rows": 3, "known_rows": 2, "bad_rows": 1},
                "Imported: 3 rows added, 2 there already, 1 left out.",
            ),
        ],
    )
    def test_says_what_came_in(self, counts, words):
        assert imported_words(batch(**counts)) == words


class TestUndone:
    @pytest.mark.parametrize(
        ("source", "count", "words"),
        [
            ("csv", 0, "That import is undone."),
            ("csv", 1, "Undone: 1 row is taken back."),
            ("octopus-csv", 1500, "Undone: 1,500 rows are taken back."),
            ("octopus-api", 1, "Undone: 1 half-hour is taken back."),
            ("octopus-api", 35040, "Undone: 35,040 half-hours are taken back."),
            ("sample", 2, "Undone: 2 half-hours are taken back."),
        ],
    )
    def test_says_how_much_went(self, source, count, words):
        assert undone_words(batch(source, added_rows=count)) == words


class TestLines:
    def line(self, source="csv", **said):
        return batch_line(batch(source, **said), now=NOW + dt.timedelta(hours=1))

    def test_call_a_file_by_its_name(self):
        line = self.line(name="use.csv", added_rows=2)
        assert (line.name, line.source, line.words) == ("use.csv", "CSV file", "2 rows added")

    @pytest.mark.parametrize(
        ("source", "name"),
        [("csv", "CSV file"), ("octopus-csv", "Octopus file"), ("octopus-api", "Octopus account")],
    )
    def test_call_what_has_no_name_by_its_source(self, source, name):
        line = self.line(source)
        assert line.name == line.source == name

    def test_of_an_account_count_half_hours(self):
        assert self.line("octopus-api", added_rows=1).words == "1 half-hour added"
        assert self.line("octopus-api", added_rows=2256).words == "2,256 half-hours added"

    def test_say_nothing_of_nothing(self):
        assert self.line("octopus-api").words == ""

    def test_know_what_is_undone_and_what_a_sample(self):
        assert not self.line().is_undone
        assert self.line(undone_at=NOW).is_undone
        assert [self.line(source).is_sample for source in ("csv", "sample")] == [False, True]

    def test_call_a_sample_by_what_it_is(self):
        line = self.line("sample")
        assert (line.name, line.source) == ("Half-hours of a smart meter", "")

    def test_tell_the_time_where_the_person_is(self):
        with timezone.override("Asia/Tokyo"):
            line = self.line()
        assert "18:10" in line.made
        assert "3 March 2026" in line.made_full


class TestPreview:
    def test_counts_in_three_figures(self):
        found = figures(Preview(uses=(used(),), known=1200, bad=(BadRow(3, "no"),)))
        assert found == {"Will be added": "1", "There already": "1,200", "Cannot be read": "1"}

    def test_has_a_fourth_where_amounts_differ(self):
        found = figures(Preview(differing=2))
        assert [*found][2] == "There with another amount"
        assert found["There with another amount"] == "2"

    def test_says_that_bad_rows_are_left_out_only_where_there_are_any(self):
        for bad, note in (((), ""), ((BadRow(3, "no"),), "left out")):
            assert preview_words(Preview(bad=bad))["figures"][-1]["note"] == note

    @pytest.mark.parametrize(
        ("count", "verb", "more"), [(1, "Import 1 row", 0), (9, "Import 9 rows", 1)]
    )
    def test_shows_eight_rows_and_counts_the_rest(self, count, verb, more):
        found = preview_words(Preview(uses=tuple(used(n) for n in range(count))))
        assert (found["verb"], found["more"]) == (verb, more)
        assert len(found["rows"]) == min(8, count)

    def test_shows_fifty_reasons_and_counts_the_rest(self):
        found = preview_words(Preview(bad=tuple(BadRow(n, "no") for n in range(1000, 1060))))
        assert (len(found["bad"]), found["bad_count"], found["bad_more"]) == (50, 60, 10)
        assert found["bad"][0] == ("1,000", "no")

    def test_counts_what_differs_as_there_already(self):
        assert preview_words(Preview(known=3, differing=2))["known"] == 5


class TestRows:
    def row(self, one):
        preview = Preview(uses=(one,)) if isinstance(one, Entry) else Preview(half_hours=(one,))
        return preview_words(preview)["rows"][0]

    def test_say_days_what_and_amount(self):
        row = self.row(used(notes="guests"))
        assert (row["when"], row["what"]) == ("Monday 2 March 2026", "Electricity")
        assert (row["amount"], row["typed"], row["notes"]) == (
            "8\N{NO-BREAK SPACE}kWh",
            "",
            "guests",
        )

    def test_say_what_was_typed_in_another_unit(self):
        row = self.row(
            used(value="10", unit=Unit.CUBIC_METRE, utility=Utility.GAS, amount=Decimal(112))
        )
        assert (row["amount"], row["typed"]) == (
            "112\N{NO-BREAK SPACE}kWh",
            "10\N{NO-BREAK SPACE}m³",
        )

    def test_of_several_days_name_both_ends(self):
        row = self.row(used(days=Days(dt.date(2026, 2, 27), dt.date(2026, 3, 3))))
        assert "27 February" in row["when"]
        assert "2 March 2026" in row["when"]

    @pytest.mark.parametrize(
        ("at", "when"),
        [
            ("2026-03-02T00:00+00:00", "Monday 2 March 2026, 00:00\N{EN DASH}00:30"),
            ("2025-06-30T23:30+00:00", "Tuesday 1 July 2025, 00:30\N{EN DASH}01:00"),
            ("2026-03-02T23:30+00:00", "Monday 2 March 2026, 23:30\N{EN DASH}00:00"),
        ],
    )
    def test_of_half_hours_are_told_in_london(self, at, when):
        with timezone.override("Asia/Tokyo"):
            assert self.row(half_hour(at))["when"] == when

    def test_of_the_repeated_hour_say_which(self):
        rows = [self.row(half_hour(f"2025-10-26T0{hour}:00+00:00"))["when"] for hour in (0, 1)]
        assert "BST" in rows[0]
        assert "GMT" in rows[1]


class TestMeter:
    @pytest.mark.parametrize("found", [None, Progress(total=0, done=0)])
    def test_has_not_begun(self, found):
        assert meter_words(found) == {"percent": None, "words": "It begins in a moment."}

    def test_counts_rows(self):
        found = meter_words(Progress(total=4000, done=1000))
        assert found == {"percent": 25, "words": "1,000 of 4,000 rows read"}

    def test_has_no_percent_once_all_is_read(self):
        found = meter_words(Progress(total=4000, done=4000))
        assert found["percent"] is None
        assert "being added" in found["words"]
