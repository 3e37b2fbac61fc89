"""Pages of the records: the list, adding, changing, deleting and bringing back."""

from collections.abc import Sequence
from typing import Final, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daybook.apps.consumption import actions, domain, queries
from daybook.apps.consumption.domain import Unit, Utility
from daybook.apps.consumption.errors import (
    InvalidDays,
    InvalidUnit,
    InvalidValue,
    NoSuchRecord,
    NothingToUndo,
    RecordedBefore,
    UnusualValue,
)
from daybook.apps.consumption.forms import FilterForm, QuickForm, RecordForm, record_initial
from daybook.apps.consumption.models import Record
from daybook.apps.consumption.views.cost_words import costed_lines
from daybook.apps.consumption.views.words import line_of, total_words
from daybook.lib.errors import Invalid

LARGEST_ID: Final = 2**63 - 1
LONGEST_ID: Final = 19
#: Beside which field of the form a refusal is shown.
FIELDS: Final[dict[type[Invalid], str]] = {
    InvalidDays: "first",
    InvalidUnit: "unit",
    InvalidValue: "value",
    UnusualValue: "value",
}


@never_cache
@login_required
@require_safe
def records(request: HttpRequest) -> HttpResponse:
    """List the person's records."""
    return _list(request, QuickForm())


@never_cache
@login_required
@require_POST
def quick_add(request: HttpRequest) -> HttpResponse:
    """Record what one line says."""
    form = QuickForm(request.POST)
    if form.is_valid():
        try:
            record = _record_line(request, form)
        except Invalid as error:
            refuse(form, error, field="line")
        except RecordedBefore as error:
            messages.warning(request, error.message)
            return redirect("consumption:records")
        else:
            messages.success(request, _added(record))
            return redirect("consumption:records")
    return _list(request, form, status=422)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Record a use."""
    now, today, person = timezone.now(), timezone.localdate(), _person(request)
    if request.method != "POST":
        last = queries.last_record_of(person.pk)
        form = RecordForm(initial=record_initial(_use_of(last) if last else None, today=today))
        return render(request, "consumption/add.html", {"form": form})
    form = RecordForm(request.POST)
    if form.is_valid():
        try:
            record = actions.record_use(
                person=person, use=form.use(), key=form.cleaned_data["key"], today=today, now=now
            )
        except Invalid as error:
            refuse(form, error)
        except RecordedBefore as error:
            messages.warning(request, error.message)
            return redirect("consumption:records")
        else:
            messages.success(request, _added(record))
            return redirect("consumption:records")
    return render(request, "consumption/add.html", {"form": form}, status=422)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, record_id: int) -> HttpResponse:
    """Show one record to be changed; 404 when it is not the person's."""
    now, today, person = timezone.now(), timezone.localdate(), _person(request)
    found = queries.record_of(person.pk, _id(record_id))
    form = (
        RecordForm(request.POST) if request.method == "POST" else RecordForm(initial=_typed(found))
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_record(
                person=person, record_id=found.pk, use=form.use(), today=today, now=now
            )
        except Invalid as error:
            refuse(form, error)
        else:
            messages.success(request, _("The record is changed."))
            return redirect("consumption:records")
    context = {"form": form, "line": line_of(found, today=today)}
    status = 422 if request.method == "POST" else 200
    return render(request, "consumption/record.html", context, status=status)


@login_required
@require_POST
def delete(request: HttpRequest) -> HttpResponse:
    """Delete the records that were ticked; nothing, when one of them is not the person's."""
    ids = _ticked(request.POST.getlist("record"))
    if not ids:
        messages.warning(request, _("Tick the records to delete first."))
        return redirect("consumption:records")
    deletion = actions.delete_records(person=_person(request), record_ids=ids, now=timezone.now())
    return redirect(f"{reverse('consumption:records')}?deleted={deletion}")


@login_required
@require_POST
def undo(request: HttpRequest, deletion: UUID) -> HttpResponse:
    """Bring back what was deleted together."""
    try:
        count = actions.undo_deletion(person=_person(request), deletion=deletion)
    except NothingToUndo as error:
        messages.warning(request, error.message)
    else:
        told = ngettext("%d record is back.", "%d records are back.", count)
        messages.success(request, told % count)
    return redirect("consumption:records")


def refuse(form: forms.Form, error: Invalid, *, field: str | None = None) -> None:
    """Say beside ``field``, or the one that is meant, what is wrong with it."""
    refusal = forms.ValidationError(error.message, code=error.code)
    form.add_error(field or FIELDS.get(type(error)), refusal)


def _list(request: HttpRequest, quick: QuickForm, status: int = 200) -> HttpResponse:
    today, person = timezone.localdate(), _person(request)
    asked = FilterForm(request.GET)
    is_right = asked.is_valid()
    wanted = asked.wanted()
    found = queries.records_of(person.pk, wanted, page=request.GET.get("page", "1"))
    is_filtered = any((wanted.utility, wanted.since, wanted.until, wanted.words))
    lines = costed_lines(person.pk, list(found.page), today=today)
    context = {
        "quick": quick,
        "filter": asked,
        "is_filtered": is_filtered,
        "page": found.page,
        "query": _query(request),
        "lines": lines,
        "has_costs": any(line.cost for line in lines),
        "totals": [total_words(total) for total in found.totals],
        "is_empty": not found.totals and not queries.has_records(person.pk),
        "deletion": _deletion(request, person),
    }
    return render(request, "consumption/records.html", context, status=status if is_right else 422)


def _record_line(request: HttpRequest, form: QuickForm) -> Record:
    today, person = timezone.localdate(), _person(request)
    last = queries.last_record_of(person.pk)
    usual = Utility(last.utility) if last else Utility.ELECTRICITY
    line = domain.quick_line(form.cleaned_data["line"], today=today, utility=usual)
    use = actions.Use(
        utility=line.utility,
        value=line.value,
        unit=line.unit,
        first=line.day,
        notes=line.notes,
        is_sure=form.cleaned_data["is_sure"],
    )
    key = form.cleaned_data["key"]
    return actions.record_use(person=person, use=use, key=key, today=today, now=timezone.now())


def _added(record: Record) -> str:
    line = line_of(record, today=timezone.localdate())
    return _("Added: %(what)s, %(amount)s, %(days)s.") % {
        "what": line.name,
        "amount": line.amount,
        "days": line.days,
    }


def _typed(record: Record) -> dict[str, object]:
    """The record as its form shows it."""
    return {
        "utility": record.utility,
        "value": f"{record.value.normalize():f}",
        "unit": record.unit,
        "first": record.days.first,
        "last": record.days.last if record.days.count > 1 else None,
        "notes": record.notes,
    }


def _use_of(record: Record) -> actions.Use:
    return actions.Use(
        utility=Utility(record.utility),
        value=record.value,
        unit=Unit(record.unit),
        first=record.days.first,
    )


def _query(request: HttpRequest) -> str:
    """The rest of the address, for the links to other pages of the list."""
    kept = request.GET.copy()
    for name in ("page", "deleted"):
        kept.pop(name, None)
    return f"{kept.urlencode()}&" if kept else ""


def _deletion(request: HttpRequest, person: AbstractBaseUser) -> dict[str, object] | None:
    """What was deleted last, while it can be brought back."""
    try:
        deletion = UUID(request.GET.get("deleted", ""))
    except ValueError:
        return None
    count = queries.deleted_count(person.pk, deletion)
    told = ngettext("%d record is deleted.", "%d records are deleted.", count) % count
    return {"id": deletion, "told": told} if count else None


def _ticked(values: Sequence[str]) -> list[int]:
    """The ids that were ticked; what is no id is nobody's record."""
    if not all(v.isascii() and v.isdigit() and len(v) <= LONGEST_ID for v in values):
        raise NoSuchRecord(_("That record does not exist."))
    return [_id(int(value)) for value in values]


def _id(number: int) -> int:
    return min(number, LARGEST_ID)  # a larger one would not even fit into the question


def _person(request: HttpRequest) -> AbstractBaseUser:
    return cast("AbstractBaseUser", request.user)
