"""Importing what a file says, once, and taking it back."""

import datetime as dt
from decimal import Decimal

import pytest

from daybook.apps.consumption import actions, queries
from daybook.apps.consumption.domain import Days, Layout, RowKind, Utility
from daybook.apps.consumption.errors import (
    ImportedBefore,
    InvalidLayout,
    NoSuchImport,
    NothingToImport,
    NothingToUndo,
    PreviewChanged,
    UnreadableFile,
)
from daybook.apps.consumption.models import Batch, DayUse, Draft, MeteredDay, Record
from tests.importing import (
    BAD,
    DAILY,
    DAY,
    NOW,
    agreed_of,
    commit,
    draft_of,
    imported,
    octopus,
    previewed,
)

ONE_DAY = dt.timedelta(days=1)


def nothing_is_written():
    return not (Record.objects.exists() or MeteredDay.objects.exists() or Batch.objects.exists())


class TestLooking:
    def test_writes_nothing_but_the_draft(self, anna):
        draft = draft_of(anna)
        assert (draft.rows, draft.layout["start"], draft.layout["value"]) == (2, 0, 1)
        assert nothing_is_written()

    def test_shows_what_would_be_added_known_and_left_out(self, anna, record):
        record("8.3", first=dt.date(2026, 3, 1))
        draft = draft_of(anna, BAD + b"2026-02-27,5\n")
        found = previewed(draft)
        assert (found.added, found.known) == (1, 1)
        assert [row.line for row in found.bad] == [3, 4]

    def test_counts_alike_rows_against_alike_records(self, anna, record):
        record("8.3", first=dt.date(2026, 3, 1))
        twice = b"Date,Amount\n2026-03-01,8.3\n2026-03-01,8.3\n"
        assert previewed(draft_of(anna, twice)).added == 1

    def test_knows_the_records_of_nobody_else(self, anna, eve, record):
        record("8.3", first=dt.date(2026, 3, 1), person=eve)
        assert previewed(draft_of(anna)).known == 0

    def test_tells_half_hours_that_are_known_otherwise(self, anna):
        imported(anna, octopus())
        found = previewed(draft_of(anna, octopus(amount="0.5")))
        assert (found.added, found.known, found.differing) == (0, 0, 48)

    def test_refuses_a_file_nobody_can_read(self, anna):
        with pytest.raises(UnreadableFile):
            draft_of(anna, b"\x89PNG....")
        assert not Draft.objects.exists()

    def test_keeps_the_newest_five(self, anna):
        drafts = [draft_of(anna, now=NOW + n * ONE_DAY) for n in range(7)]
        assert {*Draft.objects.values_list("pk", flat=True)} == {one.pk for one in drafts[2:]}

    def test_waits_for_its_columns_where_they_are_unclear(self, anna):
        draft = draft_of(anna, b"Wann,Was\nearly,8.3\n")
        assert draft.layout == {}
        with pytest.raises(InvalidLayout):
            previewed(draft)

    def test_remembers_the_columns_of_such_files(self, anna, eve):
        draft = draft_of(anna)
        layout = Layout(kind=RowKind.DAYS, start=0, value=1, utility=Utility.WATER, unit="m3")
        actions.lay_out_draft(person=anna, draft_id=draft.pk, layout=layout)
        draft.refresh_from_db()
        commit(anna, draft)
        next_one = DAILY.replace(b"8.3", b"9")
        assert draft_of(anna, next_one).layout["utility"] == "water"
        assert draft_of(eve, next_one).layout["utility"] == "electricity"


class TestImporting:
    def test_adds_records_that_count(self, anna):
        batch = imported(anna)
        assert (batch.source, batch.name, batch.added_rows) == ("csv", "use.csv", 2)
        assert sum(use.amount for use in DayUse.objects.all()) == Decimal("15.3")
        assert {record.notes for record in batch.records.all()} == {"guests", ""}

    def test_adds_half_hours_that_count(self, anna):
        batch = imported(anna, octopus(days=2))
        assert (batch.source, batch.added_rows) == ("octopus-csv", 96)
        assert [use.amount for use in DayUse.objects.all()] == [12, 12]

    def test_takes_gas_in_cubic_metres(self, anna):
        imported(anna, octopus().replace(b"(kwh)", b"(m3)"), name="gas.csv")
        use = DayUse.objects.get()
        assert (use.utility, use.amount) == ("gas", Decimal("2.840667") * 48)

    def test_leaves_out_what_cannot_be_read(self, anna):
        batch = imported(anna, BAD)
        assert (batch.added_rows, batch.bad_rows, Record.objects.count()) == (1, 2, 1)

    def test_of_the_same_file_twice_adds_nothing(self, anna):
        draft, again = draft_of(anna), draft_of(anna)
        commit(anna, draft)
        with pytest.raises(ImportedBefore):
            commit(anna, again)
        assert (Record.objects.count(), Batch.objects.count()) == (2, 1)

    def test_of_known_rows_under_another_name_adds_nothing(self, anna):
        imported(anna)
        with pytest.raises(NothingToImport):
            imported(anna, DAILY + b"\n")
        assert Batch.objects.count() == 1

    def test_of_a_longer_file_adds_the_rest(self, anna):
        imported(anna, octopus(days=2))
        batch = imported(anna, octopus(days=4))
        assert (batch.added_rows, batch.known_rows) == (96, 96)

    def test_adds_only_what_was_shown(self, anna, record):
        draft = draft_of(anna)
        agreed = agreed_of(draft)
        record("7", first=DAY)
        with pytest.raises(PreviewChanged):
            commit(anna, draft, agreed)
        assert (Record.objects.count(), Batch.objects.count()) == (1, 0)

    def test_sent_twice_happens_once(self, anna):
        draft = draft_of(anna)
        agreed = agreed_of(draft)
        batches = {commit(anna, draft, agreed).batch for _ in range(2)}
        assert (len(batches), Record.objects.count()) == (1, 2)

    def test_throws_the_file_away_afterwards(self, anna):
        done = commit(anna, draft_of(anna))
        assert (done.state, bytes(done.content)) == (Draft.State.DONE, b"")

    def test_is_not_for_strangers(self, anna, eve):
        draft = draft_of(anna)
        with pytest.raises(NoSuchImport):
            commit(eve, draft, "x")
        assert nothing_is_written()


class TestDiscarding:
    def test_deletes_the_draft_of_its_person(self, anna, eve):
        draft = draft_of(anna)
        with pytest.raises(NoSuchImport):
            actions.discard_draft(person=eve, draft_id=draft.pk)
        actions.discard_draft(person=anna, draft_id=draft.pk)
        assert not Draft.objects.exists()


class TestUndoing:
    def undo(self, person, batch):
        return actions.undo_batch(person=person, batch_id=batch.pk, now=NOW)

    def test_takes_back_all_of_it_and_nothing_else(self, anna, record):
        record("1", first=DAY)
        self.undo(anna, imported(anna))
        assert [use.amount for use in DayUse.objects.all()] == [1]
        assert Record.objects.count() == 1

    def test_takes_back_half_hours_and_shows_what_they_hid(self, anna, record):
        record("1", first=DAY)
        self.undo(anna, imported(anna, octopus(days=2)))
        assert [use.amount for use in DayUse.objects.all()] == [1]
        assert queries.half_hours(anna.pk, Utility.ELECTRICITY, Days(DAY, DAY + ONE_DAY)) == {}

    def test_takes_back_what_was_moved_or_deleted_since(self, anna, change):
        batch = imported(anna)
        one, other = batch.records.order_by("pk")
        change(one, "3", first=dt.date(2026, 1, 1))
        actions.delete_records(person=anna, record_ids=[other.pk], now=NOW)
        self.undo(anna, batch)
        assert (Record.objects.count(), DayUse.objects.count()) == (0, 0)

    def test_lets_the_file_be_imported_again(self, anna):
        self.undo(anna, imported(anna))
        assert imported(anna).added_rows == 2

    def test_happens_once(self, anna):
        batch = imported(anna)
        self.undo(anna, batch)
        with pytest.raises(NothingToUndo):
            self.undo(anna, batch)

    def test_works_for_what_a_supplier_has_answered(self, anna):
        batch = Batch.objects.create(person=anna, source="octopus-api", made_at=NOW)
        amounts = {dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC): Decimal(1)}
        actions.keep_half_hours(batch=batch, utility=Utility.GAS, amounts=amounts)
        self.undo(anna, batch)
        assert (MeteredDay.objects.count(), DayUse.objects.count()) == (0, 0)

    def test_is_not_for_strangers(self, anna, eve):
        batch = imported(anna)
        with pytest.raises(NoSuchImport):
            self.undo(eve, batch)
        assert Record.objects.count() == 2
