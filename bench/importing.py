"""Runs inside Daybook's shell for ``bench.imports``: imports a long file, undoes it, exports."""

import json
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.auth import get_user_model
from django.utils import timezone

from daybook.apps.consumption import actions, queries
from daybook.apps.consumption.models import Draft
from daybook.apps.consumption.queries import Wanted
from daybook.apps.consumption.views.exports import as_csv
from daybook.lib.workbooks import workbook
from tests.importing import DAY, octopus

MIB = 1024 * 1024


def measure(days: int) -> None:
    """Print how long each step takes for the half-hours of so many days."""
    person = get_user_model().objects.create(name="Bench", email="bench@example.com")
    content, steps = octopus(days, first=DAY), {}

    @contextmanager
    def timed(name: str) -> Iterator[None]:
        began = time.perf_counter()
        yield
        steps[name] = time.perf_counter() - began

    now = timezone.now()
    with timed("looked at, with its preview"):
        draft = actions.start_draft(person=person, name="use.csv", content=content, now=now)
        reading = actions.reading_of_draft(draft, now=now)
        agreed = queries.preview_of(person.pk, reading.entries).digest
    with timed("imported by the job"):
        Draft.objects.filter(pk=draft.pk).update(state=Draft.State.IMPORTING, agreed=agreed)
        actions.import_draft(draft_id=draft.pk, clock=timezone.now, tell=lambda *_far: None)
    draft.refresh_from_db()
    with timed("exported as CSV"):
        for _line in as_csv(queries.export_of(person.pk, "half-hours", Wanted())):
            pass
    with timed("exported as XLSX"):
        table = queries.export_of(person.pk, "half-hours", Wanted())
        workbook("use", table.columns, table.rows)
    with timed("undone"):
        actions.undo_batch(person=person, batch_id=draft.batch_id or 0, now=now)
    figures = {
        "rows": draft.rows,
        "mib": len(content) / MIB,
        "steps": steps,
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    print(json.dumps(figures))
