"""A file thrown away, imported and undone at the same moment: it is there whole, or not at all."""

import pytest

from daybook.apps.consumption import actions
from daybook.apps.consumption.models import Batch, DayUse, Draft, Record
from tests.importing import NOW, agreed_of, commit, draft_of, imported
from tests.racing import together

pytestmark = pytest.mark.django_db(transaction=True)


def test_thrown_away_and_imported_at_once_is_one_of_the_two(anna):
    draft = draft_of(anna)
    agreed = agreed_of(draft)
    refused = together(
        lambda: commit(anna, draft, agreed),
        lambda: actions.discard_draft(person=anna, draft_id=draft.pk),
    )
    assert len(refused) == 1
    is_imported = Batch.objects.exists()
    assert Record.objects.count() == (2 if is_imported else 0)
    assert Draft.objects.exists() is is_imported


def test_imported_and_another_undone_at_once_leave_the_days_in_step(anna):
    before = imported(anna, b"Date,Amount\n2026-03-01,1\n")
    draft = draft_of(anna)
    agreed = agreed_of(draft)
    refused = together(
        lambda: commit(anna, draft, agreed),
        lambda: actions.undo_batch(person=anna, batch_id=before.pk, now=NOW),
    )
    assert refused == []
    kept = sum(record.amount for record in Record.objects.all())
    assert sum(use.amount for use in DayUse.objects.all()) == kept
