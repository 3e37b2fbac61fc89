"""My data: a copy to take away, what was agreed to, and what is kept how long."""

import datetime as dt
from typing import cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from daybook.apps.accounts import actions, queries
from daybook.apps.accounts.models import Archive, User
from daybook.apps.accounts.queries import Agreement
from daybook.apps.accounts.views.answers import origin_of
from daybook.apps.accounts.views.moments import Moment
from daybook.apps.accounts.views.proofs import way_to_confirm
from daybook.core.downloads import attachment
from daybook.ui.parts import wants_part


@never_cache
@login_required
@require_safe
def my_data(request: HttpRequest) -> HttpResponse:
    """Everything about the person's data; HTMX asks for the part about the copies alone."""
    user, now = _person(request), timezone.now()
    archives = [_copy(row, now) for row in queries.current_archives_of(user, now=now)]
    context: dict[str, object] = {
        "archives": archives,
        "is_busy": any(copy["is_open"] for copy in archives),
    }
    part = wants_part(request)
    if not part:
        context["agreements"] = [_agreement(row, now) for row in queries.agreements_of(user)]
        context["kept"] = queries.kept_about_people()
    response = render(request, f"accounts/my_data.html{'#copies' if part else ''}", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _copy(archive: Archive, now: dt.datetime) -> dict[str, object]:
    """One copy as the page shows it."""
    ends = archive.expires_at
    return {
        "pk": archive.pk,
        "name": archive.name,
        "state": archive.state,
        "is_open": archive.state in Archive.OPEN,
        "steps": archive.steps,
        "steps_done": archive.steps_done,
        "percent": 100 * archive.steps_done // max(archive.steps, 1),
        "rows": archive.rows,
        "asked": Moment.of(archive.asked_at, now),
        "ends": Moment.of(ends, now) if ends else None,
        "size": filesizeformat(archive.size),
        "bytes": archive.size,
        "sha256": archive.sha256,
    }


def _agreement(agreement: Agreement, now: dt.datetime) -> dict[str, object]:
    """One consent as the page shows it."""
    newest = agreement.newest
    return {
        "purpose": agreement.purpose,
        "label": agreement.label,
        "text": newest.text,
        "version": newest.version,
        "place": newest.place,
        "at": Moment.of(newest.at, now),
        "is_given": newest.is_given,
        "is_in_force": agreement.is_in_force,
    }


@never_cache
@login_required
@require_POST
def ask_for_archive(request: HttpRequest) -> HttpResponse:
    """Have a copy made; pressed twice, it is the same one."""
    actions.ask_for_archive(user=_person(request), origin=origin_of(request), now=timezone.now())
    messages.success(request, _("Your copy is being made. A letter tells you when it is ready."))
    return redirect("accounts:my-data")


@never_cache
@login_required
@require_safe
def download(request: HttpRequest, archive_id: UUID) -> HttpResponseBase:
    """The file of a copy, for its owner, once the password has been typed again."""
    archive = queries.ready_archive(_person(request), archive_id, now=timezone.now())
    if detour := way_to_confirm(request):
        return detour
    if request.method == "GET":
        actions.note_download(archive=archive, origin=origin_of(request), now=timezone.now())
    return attachment(
        queries.content_of(archive),
        name=archive.name,
        size=archive.size,
        content_type="application/zip",
    )


@never_cache
@login_required
@require_POST
def withdraw(request: HttpRequest, purpose: str) -> HttpResponse:
    """Take back what was agreed to."""
    here = reverse("accounts:my-data")
    actions.withdraw_consent(
        person=_person(request), purpose=purpose, place=here, now=timezone.now()
    )
    messages.success(request, _("That is taken back. It stays on record that you had agreed."))
    return redirect("accounts:my-data")


def _person(request: HttpRequest) -> User:
    return cast("User", request.user)
