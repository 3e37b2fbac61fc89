"""Imports in words: what would be added, what was, and how far it is."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from daybook.apps.consumption.domain import Entry, HalfHour, standard_unit
from daybook.apps.consumption.models import OCTOPUS, SAMPLE, Batch
from daybook.apps.consumption.queries import Preview
from daybook.apps.consumption.views.words import NAMES, days_full, measured
from daybook.core.jobs.models import Progress
from daybook.lib.periods import HALF_HOUR, LONDON, local_date
from daybook.ui import formats

FIRST_ROWS: Final = 8
BAD_ROWS: Final = 50
OF_HALF_HOURS: Final = (OCTOPUS, SAMPLE)  # where nobody has seen any rows


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchLine:
    """One import as the history shows it."""

    id: int
    name: str
    source: str
    made: str
    made_full: str
    words: str
    is_undone: bool
    is_sample: bool


def batch_line(batch: Batch, *, now: dt.datetime) -> BatchLine:
    """What the history shows of ``batch``."""
    zone = timezone.get_current_timezone()
    source, is_sample = batch.get_source_display(), batch.source == SAMPLE
    return BatchLine(
        id=batch.pk,
        name=batch.name or (_("Half-hours of a smart meter") if is_sample else source),
        source="" if is_sample else source,
        made=formats.moment(batch.made_at, now, zone),
        made_full=formats.full_moment(batch.made_at, zone),
        words=_counted(batch),
        is_undone=batch.undone_at is not None,
        is_sample=is_sample,
    )


def imported_words(batch: Batch) -> str:
    """That it is done, and what came in."""
    return _("Imported: %(what)s.") % {"what": _counted(batch)}


def undone_words(batch: Batch) -> str:
    """That it is taken back, and how much."""
    count = batch.added_rows
    if not count:
        return _("That import is undone.")
    if batch.source in OF_HALF_HOURS:
        told = ngettext(
            "Undone: %s half-hour is taken back.", "Undone: %s half-hours are taken back.", count
        )
    else:
        told = ngettext("Undone: %s row is taken back.", "Undone: %s rows are taken back.", count)
    return told % f"{count:,}"


def _counted(batch: Batch) -> str:
    parts = []
    if batch.added_rows:
        if batch.source in OF_HALF_HOURS:
            added = ngettext("%s half-hour added", "%s half-hours added", batch.added_rows)
        else:
            added = ngettext("%s row added", "%s rows added", batch.added_rows)
        parts.append(added % f"{batch.added_rows:,}")
    if batch.known_rows:
        parts.append(_("%s there already") % f"{batch.known_rows:,}")
    if batch.bad_rows:
        parts.append(_("%s left out") % f"{batch.bad_rows:,}")
    return ", ".join(parts)


def preview_words(preview: Preview) -> dict[str, object]:
    """What the page shows of what would be imported."""
    bad = preview.bad[:BAD_ROWS]
    return {
        "digest": preview.digest,
        "added": preview.added,
        "known": preview.known + preview.differing,
        "figures": _figures(preview),
        "rows": [_row(row) for row in preview.first_rows(FIRST_ROWS)],
        "more": max(0, preview.added - FIRST_ROWS),
        "bad": [(f"{row.line:,}", row.reason) for row in bad],
        "bad_count": len(preview.bad),
        "bad_more": len(preview.bad) - len(bad),
        "verb": _verb(preview.added),
    }


def _figures(preview: Preview) -> list[dict[str, str]]:
    found = [
        (_("Will be added"), preview.added, ""),
        (_("There already"), preview.known, ""),
        (_("Cannot be read"), len(preview.bad), _("left out") if preview.bad else ""),
    ]
    if preview.differing:
        note = _("what is there stays as it is")
        found.insert(2, (_("There with another amount"), preview.differing, note))
    return [{"label": label, "number": f"{count:,}", "note": note} for label, count, note in found]


def _row(row: Entry | HalfHour) -> dict[str, str]:
    unit = standard_unit(row.utility)
    return {
        "line": f"{row.line:,}",
        "when": days_full(row.days) if isinstance(row, Entry) else _when(row),
        "what": str(NAMES[row.utility]),
        "amount": measured(row.amount, unit, exact=True),
        "typed": _typed(row),
        "notes": row.notes if isinstance(row, Entry) else "",
    }


def _when(row: HalfHour) -> str:
    day = formats.long_day(local_date(row.starts_at, LONDON))
    return f"{day}, {formats.span(row.starts_at, row.starts_at + HALF_HOUR, LONDON)}"


def _typed(row: Entry | HalfHour) -> str:
    if not isinstance(row, Entry) or row.unit is standard_unit(row.utility):
        return ""
    return measured(row.value, row.unit, exact=True)


def _verb(count: int) -> str:
    return ngettext("Import %s row", "Import %s rows", count) % f"{count:,}"


def meter_words(found: Progress | None) -> dict[str, object]:
    """How far an import is, for the meter."""
    if found is None or not found.total:
        return {"percent": None, "words": _("It begins in a moment.")}
    if found.is_whole:
        return {"percent": None, "words": _("All rows are read; they are being added.")}
    told = {"done": f"{found.done:,}", "total": f"{found.total:,}"}
    return {
        "percent": found.percent,
        "words": _("%(done)s of %(total)s rows read") % told,
    }
