"""Two at the same moment: nothing is lost, nothing counts twice."""

import uuid
from contextlib import suppress
from decimal import Decimal
from functools import partial

import pytest
from django.db.models import Count, Sum

from daybook.apps.consumption import actions
from daybook.apps.consumption.errors import (
    ImportedBefore,
    NoSuchRecord,
    NothingToImport,
    NothingToUndo,
    ReadOnThatDay,
    ReplacedBefore,
    TariffOverlap,
)
from daybook.apps.consumption.models import (
    Batch,
    DayUse,
    Draft,
    Meter,
    Reading,
    Record,
    Tariff,
)
from tests import racing
from tests.importing import DAILY, agreed_of, commit, draft_of, imported, octopus

pytestmark = pytest.mark.django_db(transaction=True)


at_once = partial(racing.at_once, count=8)


def test_records_made_at_once_all_count(record, anna):
    assert at_once(lambda _n: record("2")) == []
    assert DayUse.objects.get(person=anna).amount == 16


def test_one_form_sent_at_once_is_one_record(record):
    key = uuid.uuid4()
    assert at_once(lambda _n: record("2", key=key)) == []
    assert (Record.objects.count(), DayUse.objects.get().amount) == (1, 2)


def test_changes_made_at_once_leave_the_days_in_step(record, change):
    kept = record("2")
    assert at_once(lambda n: change(kept, str(n + 1))) == []
    kept.refresh_from_db()
    assert DayUse.objects.get().amount == kept.amount


def test_a_record_is_deleted_once(record, anna, now):
    kept = record()
    failed = at_once(lambda _n: actions.delete_records(person=anna, record_ids=[kept.pk], now=now))
    assert [type(error) for error in failed] == [NoSuchRecord] * 7
    assert not DayUse.objects.exists()


def test_one_file_imported_at_once_adds_its_rows_once(anna):
    drafts = [draft_of(anna, DAILY, name=f"{n}.csv") for n in range(4)]
    agreed = agreed_of(drafts[0])
    failed = at_once(lambda n: commit(anna, drafts[n % 4], agreed))
    assert {type(error) for error in failed} <= {ImportedBefore}
    assert (Batch.objects.count(), Record.objects.count()) == (1, 2)
    assert sum(use.amount for use in DayUse.objects.all()) == Decimal("15.3")


def test_half_hours_in_two_files_at_once_are_added_once(anna):
    drafts = [draft_of(anna, octopus(days)) for days in (2, 3)]
    failed = at_once(lambda n: commit(anna, drafts[n], agreed_of(drafts[n])), count=2)
    for draft in drafts if failed else ():
        draft.refresh_from_db()
        if draft.state != Draft.State.DONE:
            with suppress(NothingToImport):
                commit(anna, draft)
    assert {(use.amount, use.source) for use in DayUse.objects.all()} == {(12, "half-hours")}
    assert sum(batch.added_rows for batch in Batch.objects.all()) == 144


def test_an_import_is_undone_once(anna, now):
    batch = imported(anna)
    failed = at_once(lambda _n: actions.undo_batch(person=anna, batch_id=batch.pk, now=now))
    assert [type(error) for error in failed] == [NothingToUndo] * 7
    assert not Record.objects.exists()


def test_a_deletion_is_undone_once(record, anna, now):
    deletion = actions.delete_records(person=anna, record_ids=[record("2").pk], now=now)
    failed = at_once(lambda _n: actions.undo_deletion(person=anna, deletion=deletion))
    assert [type(error) for error in failed] == [NothingToUndo] * 7
    assert DayUse.objects.get().amount == 2


def test_a_reading_sent_at_once_is_one_reading(meter, read):
    made = meter()
    read(made, 5, "100")
    assert at_once(lambda _n: read(made, 0, "110")) == []
    assert (Reading.objects.count(), DayUse.objects.count()) == (2, 5)


def test_readings_of_one_meter_made_at_once_leave_the_days_in_step(meter, read):
    made = meter()
    read(made, 16, "100")
    assert at_once(lambda n: read(made, 2 * n, str(164 - 8 * n))) == []
    assert DayUse.objects.aggregate(all=Sum("amount"), days=Count("pk")) == {"all": 64, "days": 16}


def test_different_numbers_of_a_day_at_once_are_one_reading(meter, read):
    made = meter()
    failed = at_once(lambda n: read(made, 0, str(100 + n)))
    assert [type(error) for error in failed] == [ReadOnThatDay] * 7
    assert Reading.objects.count() == 1


def test_a_meter_is_replaced_once(anna, meter, details, now):
    old, day = meter(), now.date()
    swap = actions.Replacement(day=day, last=Decimal(9), first=Decimal(0), details=details())

    def replace(_n):
        actions.replace_meter(
            person=anna, meter_id=old.pk, replacement=swap, key=uuid.uuid4(), today=day, now=now
        )

    assert [type(error) for error in at_once(replace)] == [ReplacedBefore] * 7
    assert (Meter.objects.count(), Reading.objects.count()) == (2, 2)


def test_one_form_of_a_tariff_sent_at_once_is_one_tariff(tariff):
    key = uuid.uuid4()
    assert at_once(lambda _n: tariff(key=key)) == []
    assert Tariff.objects.count() == 1


def test_tariffs_added_at_once_never_hold_on_the_same_day(tariff):
    failed = at_once(lambda n: tariff(str(n)))
    assert [type(error) for error in failed] == [TariffOverlap] * 7
    assert Tariff.objects.count() == 1
