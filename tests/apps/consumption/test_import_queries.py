"""What an import would do, told before it does, and what was imported."""

import datetime as dt
import uuid
from dataclasses import replace
from decimal import Decimal

import pytest

from daybook.apps.consumption import actions, domain, queries
from daybook.apps.consumption.domain import Unit, Utility
from daybook.apps.consumption.errors import NoSuchImport
from daybook.apps.consumption.models import Batch, Draft
from tests.importing import DAILY, DAY, NOW, draft_of, imported, octopus, previewed

MINUTE = dt.timedelta(minutes=1)


class TestDigest:
    def test_is_the_same_for_the_same(self, anna):
        assert previewed(draft_of(anna)).digest == previewed(draft_of(anna)).digest

    @pytest.mark.parametrize(
        "change",
        [
            (b"8.3", b"8.4"),
            (b"2026-03-01", b"2026-02-28"),
            (b"guests", b"oven"),
            (b"7,\n", b"7,\n2026-02-01,many,\n"),
            (b"7,\n", b"7,\n2026-02-01,6,\n"),
        ],
    )
    def test_changes_with_what_would_be_added(self, anna, change):
        one, other = draft_of(anna), draft_of(anna, DAILY.replace(*change))
        assert previewed(one).digest != previewed(other).digest

    def test_changes_with_what_is_there(self, anna, record):
        draft = draft_of(anna)
        before = previewed(draft).digest
        record("8.3", first=dt.date(2026, 3, 1))
        assert previewed(draft).digest != before

    def test_of_gas_changes_with_its_calorific_value(self, anna):
        draft = draft_of(anna, DAILY.replace(b"Amount", b"m3"), name="gas.csv")
        before = previewed(draft)
        actions.set_calorific_value(person=anna, value=Decimal(39))
        after = previewed(draft)
        assert before.digest != after.digest
        assert before.uses[0].amount > after.uses[0].amount

    def test_of_half_hours_changes_with_their_amounts(self, anna):
        digests = {previewed(draft_of(anna, octopus(amount=one))).digest for one in ("1", "2")}
        assert len(digests) == 2


class TestPreview:
    def test_shows_the_first_rows_in_the_order_of_the_file(self, anna):
        newest_first = b"Date,Amount\n2026-03-02,7\n2026-03-01,8\n2026-02-28,9\n"
        rows = previewed(draft_of(anna, newest_first)).first_rows(2)
        assert [(row.line, row.amount) for row in rows] == [(2, 7), (3, 8)]

    def test_tells_records_of_another_unit_apart(self, anna, record):
        record("8.3", first=dt.date(2026, 3, 1), utility=Utility.GAS, unit=Unit.CUBIC_METRE)
        assert previewed(draft_of(anna, name="gas.csv")).known == 0

    def test_tells_records_of_other_days_apart(self, anna, record):
        record("8.3", first=dt.date(2026, 2, 28), last=dt.date(2026, 3, 1))
        assert previewed(draft_of(anna)).known == 0

    def test_does_not_know_what_was_deleted(self, anna, record):
        kept = record("8.3", first=dt.date(2026, 3, 1))
        assert previewed(draft_of(anna)).known == 1
        actions.delete_records(person=anna, record_ids=[kept.pk], now=NOW)
        assert previewed(draft_of(anna)).known == 0

    def test_counts_what_the_file_repeats_as_known(self, anna):
        content = octopus()
        rows = content.decode().splitlines(keepends=True)
        found = previewed(draft_of(anna, "".join([*rows, *rows[1:3]]).encode()))
        assert (found.added, found.known, found.bad) == (48, 2, ())

    def test_fills_gaps_only(self, anna):
        rows = octopus().decode().splitlines(keepends=True)
        imported(anna, "".join(rows[:21]).encode())
        found = previewed(draft_of(anna, octopus()))
        assert (found.added, found.known) == (28, 20)

    def test_knows_the_half_hours_of_nobody_else(self, anna, eve):
        imported(eve, octopus())
        assert previewed(draft_of(anna, octopus())).known == 0

    def test_of_one_utility_does_not_know_the_other(self, anna):
        imported(anna, octopus())
        assert previewed(draft_of(anna, octopus(), name="gas.csv")).added == 48

    def test_asks_little_of_the_database(self, anna, django_assert_max_num_queries):
        draft = draft_of(anna, octopus(days=20))
        with django_assert_max_num_queries(2):  # gas, half-hours
            previewed(draft)


class TestDraftOf:
    def test_is_for_the_person_it_belongs_to(self, anna, eve):
        draft = draft_of(anna)
        assert queries.draft_of(anna.pk, draft.pk) == draft
        with pytest.raises(NoSuchImport):
            queries.draft_of(eve.pk, draft.pk)

    def test_is_not_any_that_has_gone(self, anna):
        with pytest.raises(NoSuchImport):
            queries.draft_of(anna.pk, uuid.uuid4())

    def test_leaves_done_ones_out_of_the_list(self, anna):
        imported(anna)
        waiting = draft_of(anna, octopus())
        assert [draft.pk for draft in queries.open_drafts_of(anna.pk)] == [waiting.pk]


class TestBatches:
    def test_are_the_newest_first_twenty_a_page(self, anna, eve):
        for n in range(21):
            Batch.objects.create(person=anna, source="csv", name=str(n), made_at=NOW + n * MINUTE)
        Batch.objects.create(person=eve, source="csv", made_at=NOW)
        page = queries.batches_of(anna.pk)
        assert (page.paginator.count, page.object_list[0].name, len(page)) == (21, "20", 20)
        assert [batch.name for batch in queries.batches_of(anna.pk, page=99)] == ["0"]

    def test_are_for_the_person_they_belong_to(self, anna, eve):
        batch = imported(anna)
        assert queries.batch_of(anna.pk, batch.pk) == batch
        with pytest.raises(NoSuchImport):
            queries.batch_of(eve.pk, batch.pk)

    def test_remember_their_columns_though_undone(self, anna):
        batch = imported(anna)
        actions.undo_batch(person=anna, batch_id=batch.pk, now=NOW)
        assert queries.layout_used_before(anna.pk, batch.fingerprint) == batch.layout
        assert queries.layout_used_before(anna.pk, "other") == {}


class TestSilent:
    def test_are_those_nobody_works_at(self, anna):
        draft = draft_of(anna)
        Draft.objects.update(state=Draft.State.IMPORTING)
        assert queries.silent_drafts(now=NOW + 4 * MINUTE) == []
        assert queries.silent_drafts(now=NOW + 6 * MINUTE) == [draft.pk]

    def test_are_not_those_that_wait_for_their_person(self, anna):
        draft_of(anna)
        assert queries.silent_drafts(now=NOW + 6 * MINUTE) == []


class TestWide:
    def test_files_come_in_column_by_column(self, anna):
        content = b"Date,Electricity kWh,Gas kWh\n2026-03-01,8,30\n2026-03-02,7,28\n"
        reading = actions.reading_of_draft(draft_of(anna, content), now=NOW)
        assert reading.layout.utility is Utility.ELECTRICITY
        for layout in (reading.layout, replace(reading.layout, value=2, utility=Utility.GAS)):
            draft = draft_of(anna, content)
            actions.lay_out_draft(person=anna, draft_id=draft.pk, layout=layout)
            draft.refresh_from_db()
            agreed = previewed(draft).digest
            actions.commit_draft(person=anna, draft_id=draft.pk, agreed=agreed, clock=lambda: NOW)
        found = queries.known_use(anna.pk, domain.Days(DAY, DAY + dt.timedelta(days=1)))
        use = {utility: known.daily for utility, known in found.items()}
        assert use == {Utility.ELECTRICITY: {DAY: 7}, Utility.GAS: {DAY: 28}}
