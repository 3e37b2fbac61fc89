"""Files being looked at: kept for a day, for their person, with the columns that were said."""

import datetime as dt
from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from daybook.apps.consumption import actions, queries
from daybook.apps.consumption.domain import Layout, RowKind, Unit, Utility, layout_from
from daybook.apps.consumption.errors import (
    ImportedBefore,
    InvalidLayout,
    InvalidUnit,
    NoSuchImport,
    UnreadableFile,
)
from daybook.apps.consumption.models import Batch, Draft, Record
from tests.importing import DAILY, NOW, commit, draft_of, imported, octopus, reading_of

State = Draft.State
HOUR = dt.timedelta(hours=1)
WATER = Layout(kind=RowKind.DAYS, start=0, value=1, utility=Utility.WATER, unit=Unit.LITRE)


def lay_out(person, draft, layout=WATER):
    return actions.lay_out_draft(person=person, draft_id=draft.pk, layout=layout)


class TestStarting:
    def test_keeps_the_file_as_it_is(self, anna):
        draft = draft_of(anna, octopus())
        draft.refresh_from_db()
        assert bytes(draft.content) == octopus()
        assert (draft.rows, draft.state, draft.made_at) == (48, State.OPEN, NOW)

    def test_keeps_what_of_a_name_fits(self, anna):
        assert len(draft_of(anna, name="x" * 300).name) == 200

    def test_counts_no_blank_rows(self, anna):
        assert draft_of(anna, DAILY + b"\n,,\n \n").rows == 2

    @pytest.mark.parametrize("content", [b"", b"Date\n", b"1,2\n3,4\n", b"Date,Amount\n"])
    def test_of_no_table_keeps_nothing(self, anna, content):
        with pytest.raises(UnreadableFile):
            draft_of(anna, content)
        assert not Draft.objects.exists()

    def test_throws_no_file_of_anybody_else_away(self, anna, eve):
        other = draft_of(eve)
        for n in range(6):
            draft_of(anna, now=NOW + n * HOUR)
        assert Draft.objects.filter(person=eve).get() == other
        assert Draft.objects.filter(person=anna).count() == 5

    def test_throws_nothing_away_that_is_being_imported(self, anna):
        first = draft_of(anna)
        Draft.objects.update(state=State.IMPORTING)
        for n in range(6):
            draft_of(anna, now=NOW + n * HOUR)
        assert Draft.objects.filter(pk=first.pk).exists()

    def test_lists_the_newest_first(self, anna):
        drafts = [draft_of(anna, now=NOW + n * HOUR) for n in range(3)]
        found = [one.pk for one in queries.open_drafts_of(anna.pk)]
        assert found == [one.pk for one in drafts[::-1]]


class TestLayingOut:
    def test_is_kept_until_it_is_said_otherwise(self, anna):
        draft = draft_of(anna)
        lay_out(anna, draft)
        draft.refresh_from_db()
        assert layout_from(draft.layout) == WATER
        assert reading_of(draft).entries.uses[0].utility is Utility.WATER

    @pytest.mark.parametrize(
        ("change", "error"),
        [
            ({"start": 3}, InvalidLayout),
            ({"notes": -1}, InvalidLayout),
            ({"value": 0}, InvalidLayout),
            ({"utility": 9}, InvalidLayout),
            ({"unit": Unit.KWH}, InvalidUnit),
        ],
    )
    def test_refuses_what_a_file_cannot_have(self, anna, change, error):
        draft = draft_of(anna)
        with pytest.raises(error):
            lay_out(anna, draft, replace(WATER, **change))
        draft.refresh_from_db()
        assert draft.layout["utility"] == "electricity"

    def test_begins_anew_what_has_failed(self, anna):
        draft = draft_of(anna)
        Draft.objects.update(state=State.FAILED, trouble="Something broke.")
        lay_out(anna, draft)
        draft.refresh_from_db()
        assert (draft.state, draft.trouble) == (State.OPEN, "")

    def test_is_not_for_strangers(self, anna, eve):
        draft = draft_of(anna)
        with pytest.raises(NoSuchImport):
            lay_out(eve, draft)
        draft.refresh_from_db()
        assert draft.layout["utility"] == "electricity"

    def test_changes_what_a_file_brings_not_what_it_has_brought(self, anna):
        done = commit(anna, draft_of(anna))
        with pytest.raises(NoSuchImport):
            lay_out(anna, done)
        assert {record.utility for record in Record.objects.all()} == {"electricity"}


class TestDiscarding:
    @pytest.mark.parametrize("state", Draft.WAITING)
    def test_throws_away_what_waits(self, anna, state):
        draft = draft_of(anna)
        Draft.objects.update(state=state)
        actions.discard_draft(person=anna, draft_id=draft.pk)
        assert not Draft.objects.exists()

    @pytest.mark.parametrize("state", [State.IMPORTING, State.DONE])
    def test_refuses_what_is_on_its_way_or_there(self, anna, state):
        draft = draft_of(anna)
        Draft.objects.update(state=state)
        with pytest.raises(ImportedBefore, match="too late"):
            actions.discard_draft(person=anna, draft_id=draft.pk)
        assert Draft.objects.get().state == state

    def test_of_what_is_gone_says_so(self, anna):
        with pytest.raises(NoSuchImport):
            actions.discard_draft(person=anna, draft_id=uuid4())


class TestForgetting:
    @pytest.mark.parametrize(("age", "left"), [(23, 1), (24, 1), (25, 0)])
    def test_comes_after_a_day(self, anna, age, left):
        draft_of(anna)
        forgotten = actions.forget_drafts(now=NOW + age * HOUR)
        assert (forgotten, Draft.objects.count()) == (1 - left, left)

    def test_leaves_what_was_imported(self, anna):
        imported(anna)
        actions.forget_drafts(now=NOW + 48 * HOUR)
        assert (Draft.objects.count(), Batch.objects.count(), Record.objects.count()) == (0, 1, 2)

    @pytest.mark.parametrize(
        ("tries", "silent", "state"),
        [
            (3, 6, State.FAILED),
            (4, 6, State.FAILED),
            (2, 6, State.IMPORTING),
            (3, 4, State.IMPORTING),
        ],
    )
    def test_gives_up_only_what_was_tried_three_times(self, anna, tries, silent, state):
        draft_of(anna)
        Draft.objects.update(state=State.IMPORTING, tries=tries)
        actions.forget_drafts(now=NOW + dt.timedelta(minutes=silent))
        assert Draft.objects.get().state == state


class TestImportingLater:
    def run(self, draft, told=None):
        return actions.import_draft(
            draft_id=draft.pk, clock=lambda: NOW, tell=lambda *far: (told or []).append(far)
        )

    @pytest.mark.parametrize("state", [State.OPEN, State.DONE, State.FAILED])
    def test_takes_nothing_that_was_not_left_to_it(self, anna, state):
        draft = draft_of(anna)
        Draft.objects.update(state=state)
        assert self.run(draft) is False
        assert (Draft.objects.get().tries, Batch.objects.exists()) == (0, False)

    def test_takes_nothing_for_the_fourth_time(self, anna):
        draft = draft_of(anna)
        Draft.objects.update(state=State.IMPORTING, tries=3)
        assert self.run(draft) is False
        assert not Batch.objects.exists()

    def test_says_beside_the_file_that_its_columns_are_unclear(self, anna):
        draft = draft_of(anna)
        Draft.objects.update(state=State.IMPORTING, layout={})
        assert self.run(draft) is False
        draft.refresh_from_db()
        assert (draft.state, "not clear" in draft.trouble) == (State.OPEN, True)

    def test_leaves_one_sign_of_life_for_each_try(self, anna):
        draft = draft_of(anna)
        Draft.objects.update(state=State.IMPORTING, agreed="f" * 64, moved_at=NOW - HOUR)
        self.run(draft)
        draft.refresh_from_db()
        assert (draft.tries, draft.moved_at) == (1, NOW)

    def test_lets_go_of_the_file_of_an_erased_person(self, anna):
        draft = draft_of(anna)
        Draft.objects.update(state=State.IMPORTING)
        anna.delete()
        assert self.run(draft) is False


class TestWhatTheDatabaseRefuses:
    def test_the_same_file_twice_for_one_person(self, anna, eve):
        said = {"source": "csv", "digest": "d", "made_at": NOW}
        Batch.objects.create(person=anna, **said)
        Batch.objects.create(person=eve, **said)
        with pytest.raises(IntegrityError), transaction.atomic():
            Batch.objects.create(person=anna, **said)

    def test_nothing_where_the_other_is_undone_or_has_no_digest(self, anna):
        for _ in range(2):
            Batch.objects.create(person=anna, source="csv", digest="d", undone_at=NOW, made_at=NOW)
            Batch.objects.create(person=anna, source="octopus-api", made_at=NOW)
        assert Batch.objects.count() == 4


class TestWhatTheyAreCalled:
    def test_says_no_name_of_a_file(self, anna):
        batch = imported(anna, octopus(), name="secret.csv")
        draft = Draft.objects.get()
        day = batch.metered_days.get()
        assert str(batch) == f"octopus-csv #{batch.pk}"
        assert str(draft) == f"done (#{draft.pk})"
        assert str(day) == "electricity on 2026-03-02"
