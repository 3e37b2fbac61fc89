"""Files on their way in: choosing one, looking at it, importing it, and taking it back."""

from dataclasses import dataclass
from typing import Final, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from daybook.apps.consumption import actions, domain, queries
from daybook.apps.consumption.errors import InvalidLayout, InvalidUnit, NothingToUndo
from daybook.apps.consumption.forms import TOO_LARGE, CommitForm, LayoutForm, UploadForm
from daybook.apps.consumption.models import Draft
from daybook.apps.consumption.views.import_words import (
    batch_line,
    imported_words,
    meter_words,
    preview_words,
    undone_words,
)
from daybook.core.jobs import progress
from daybook.core.uploads import is_too_large
from daybook.lib.errors import Conflict, Invalid
from daybook.ui.parts import wants_part

State = Draft.State
LARGEST_ID: Final = 2**63 - 1
FIELDS: Final[dict[type[Invalid], str]] = {InvalidUnit: "unit", InvalidLayout: "value"}


@dataclass(frozen=True, slots=True)
class Shown:
    """The part of a draft's page that depends on its file."""

    header: tuple[str, ...]
    preview: dict[str, object] | None
    trouble: str
    is_of_octopus: bool = False


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """Choose a file, and see what was imported before."""
    if request.method != "POST":
        return _history(request, UploadForm())
    form = UploadForm(request.POST, request.FILES)
    if is_too_large(request):
        form.errors["file"] = form.error_class([str(TOO_LARGE)])
    elif form.is_valid():
        file = form.cleaned_data["file"]
        try:
            draft = actions.start_draft(
                person=_person(request), name=file.name, content=file.read(), now=timezone.now()
            )
        except Invalid as error:
            form.add_error("file", forms.ValidationError(error.message, code=error.code))
        else:
            return redirect("consumption:draft", draft.pk)
    return _history(request, form, status=422)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Look at a file: what stands in its columns, and what would be imported.

    While it is being imported HTMX asks for the meter, and is told when to load the page anew.
    """
    found = queries.draft_of(_person(request).pk, draft_id)
    if wants_part(request) or found.state == State.IMPORTING:
        return _importing(request, found)
    if found.state == State.DONE:
        return _done(request, found)
    if request.method != "POST":
        return _look(request, found)
    form = LayoutForm(request.POST, header=_header(found))
    if form.is_valid():
        try:
            actions.lay_out_draft(person=_person(request), draft_id=found.pk, layout=form.layout())
        except Invalid as error:
            refusal = forms.ValidationError(error.message, code=error.code)
            form.add_error(FIELDS.get(type(error)), refusal)
        else:
            return redirect("consumption:draft", found.pk)
    return _look(request, found, form, status=422)


@never_cache
@login_required
@require_POST
def commit(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Import what was shown; anything else is shown again."""
    person, form = _person(request), CommitForm(request.POST)
    found = queries.draft_of(person.pk, draft_id)
    agreed = form.cleaned_data["agreed"] if form.is_valid() else ""
    try:
        done = actions.commit_draft(
            person=person, draft_id=found.pk, agreed=agreed, clock=timezone.now
        )
    except (Conflict, Invalid) as error:
        messages.warning(request, error.message)
        return redirect("consumption:draft", found.pk)
    if done.state == State.DONE and done.batch is not None:
        messages.success(request, imported_words(done.batch))
        return redirect("consumption:imports")
    return redirect("consumption:draft", found.pk)


@login_required
@require_POST
def discard(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Throw a file away; nothing of it was imported."""
    try:
        actions.discard_draft(person=_person(request), draft_id=draft_id)
    except Conflict as error:
        messages.warning(request, error.message)
    else:
        messages.success(request, _("That file is thrown away. Nothing of it was imported."))
    return redirect("consumption:imports")


@login_required
@require_POST
def undo(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Take an import back."""
    try:
        batch = actions.undo_batch(
            person=_person(request), batch_id=min(batch_id, LARGEST_ID), now=timezone.now()
        )
    except NothingToUndo as error:
        messages.warning(request, error.message)
    else:
        messages.success(request, undone_words(batch))
    return redirect("consumption:imports")


def _history(request: HttpRequest, form: UploadForm, status: int = 200) -> HttpResponse:
    person, now = _person(request), timezone.now()
    page = queries.batches_of(person.pk, page=request.GET.get("page", "1"))
    fed = queries.fed_batch_of(person.pk)
    context = {
        "form": form,
        "drafts": queries.open_drafts_of(person.pk),
        "page": page,
        "batches": [batch_line(batch, now=now) for batch in page.object_list],
        "is_fed": any(batch.pk == fed for batch in page.object_list if batch.undone_at is None),
    }
    return render(request, "consumption/imports.html", context, status=status)


def _look(
    request: HttpRequest, found: Draft, form: LayoutForm | None = None, status: int = 200
) -> HttpResponse:
    shown = _shown(found)
    typed = LayoutForm.typed(found.layout)
    context = {
        "draft": found,
        "form": form or LayoutForm(header=shown.header, initial=typed),
        "preview": shown.preview,
        "is_of_octopus": shown.is_of_octopus,
        "trouble": found.trouble or shown.trouble,
        "has_failed": found.state == State.FAILED,
    }
    return render(request, "consumption/draft.html", context, status=status)


def _shown(found: Draft) -> Shown:
    try:
        reading = actions.reading_of_draft(found, now=timezone.now())
    except Invalid as error:
        return Shown(_header(found), None, error.message)
    preview = queries.preview_of(found.person_id, reading.entries)
    is_of_octopus = domain.is_of_octopus(reading.table)
    return Shown(reading.table.header, preview_words(preview), "", is_of_octopus)


def _header(found: Draft) -> tuple[str, ...]:
    return domain.table_of(bytes(found.content)).header


def _importing(request: HttpRequest, found: Draft) -> HttpResponse:
    if found.state != State.IMPORTING:
        return HttpResponse(headers={"HX-Refresh": "true", "Vary": "HX-Request"})
    meter = meter_words(progress.of(queries.progress_key_of(found.pk)))
    context = {"draft": found, "meter": meter}
    part = "#meter" if wants_part(request) else ""
    response = render(request, f"consumption/importing.html{part}", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _done(request: HttpRequest, found: Draft) -> HttpResponse:
    if found.batch is not None and found.batch.undone_at is None:
        messages.success(request, imported_words(found.batch))
    return redirect("consumption:imports")


def _person(request: HttpRequest) -> AbstractBaseUser:
    return cast("AbstractBaseUser", request.user)
