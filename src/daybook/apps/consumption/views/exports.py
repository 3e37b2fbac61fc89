"""Records, days and half-hours as files to take away."""

import datetime as dt
import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Final, cast

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AbstractBaseUser
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from daybook.apps.consumption import queries
from daybook.apps.consumption.forms import ExportForm
from daybook.apps.consumption.queries import Export
from daybook.core.downloads import attachment, streamed
from daybook.lib import sheets, workbooks

BYTE_ORDER_MARK: Final = "\ufeff"  # without it, Excel takes UTF-8 for something else
TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": workbooks.XLSX,
}


@never_cache
@login_required
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Choose what to take away; the address may say it already."""
    form = _asked(request)
    status = 200 if form.is_valid() else 422
    return render(request, "consumption/export.html", {"form": form}, status=status)


@never_cache
@login_required
@require_safe
def download(request: HttpRequest, ending: str) -> HttpResponseBase:
    """What was chosen, as a file; the page again where it was chosen wrongly."""
    if ending not in TYPES:
        raise Http404
    form = _asked(request)
    if not form.is_valid():
        return render(request, "consumption/export.html", {"form": form}, status=422)
    person = cast("AbstractBaseUser", request.user)
    what = form.cleaned_data["what"]
    found = queries.export_of(person.pk, what, form.wanted())
    name = f"daybook-{what}-{timezone.localdate():%Y-%m-%d}.{ending}"
    if ending == "xlsx":
        file = workbooks.workbook(what, found.columns, found.rows)
        return attachment([file], name=name, size=len(file), content_type=TYPES[ending])
    written = as_csv(found) if ending == "csv" else as_json(found)
    return streamed(written, name=name, content_type=TYPES[ending])


def _asked(request: HttpRequest) -> ExportForm:
    """What the address says; records where it does not say what."""
    asked = request.GET.copy()
    asked.setdefault("what", queries.RECORDS)
    return ExportForm(asked)


def as_csv(export: Export) -> Iterator[bytes]:
    """The table as CSV that no spreadsheet takes for formulas."""
    yield (BYTE_ORDER_MARK + sheets.line(export.columns)).encode()
    for row in export.rows:
        yield sheets.line(row).encode()


def as_json(export: Export) -> Iterator[bytes]:
    """The table as an array of objects; amounts are strings, so that none loses a digit."""
    before = b"[\n"
    for row in export.rows:
        told = dict(zip(export.columns, row, strict=True))
        yield before + json.dumps(told, ensure_ascii=False, default=_as_text).encode()
        before = b",\n"
    yield b"\n]\n" if before != b"[\n" else b"[]\n"


def _as_text(value: Decimal | dt.date) -> str:
    return f"{value:f}" if isinstance(value, Decimal) else value.isoformat()
