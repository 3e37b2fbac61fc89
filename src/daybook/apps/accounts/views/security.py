"""The safety of the account: its log, its password, and where it is open."""

from collections.abc import Iterable
from typing import Final, cast

from allauth.account.internal.flows.logout import logout
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daybook.apps.accounts import actions, queries
from daybook.apps.accounts.errors import NotValid
from daybook.apps.accounts.forms import PasswordForm, SignOutEverywhereForm
from daybook.apps.accounts.models import SecurityEvent, SignIn, User
from daybook.apps.accounts.views.answers import origin_of, page, tell
from daybook.apps.accounts.views.moments import Moment

A_PAGE: Final = 20


@never_cache
@login_required
@require_safe
def security_log(request: HttpRequest) -> HttpResponse:
    """What has happened to the account, newest first."""
    events = queries.security_events_of(_person(request))
    shown = Paginator(events, A_PAGE).get_page(request.GET.get("page"))
    context = {"page": shown, "rows": [*_told(shown.object_list)]}
    return render(request, "accounts/security.html", context)


def _told(events: Iterable[SecurityEvent]) -> Iterable[dict[str, object]]:
    now = timezone.now()
    for event in events:
        kind = event.get_kind_display()
        if event.times > 1:
            kind = _("%(what)s, %(times)s times") % {"what": kind, "times": event.times}
        yield {
            "what": f"{kind}: {event.subject}" if event.subject else kind,
            "at": Moment.of(event.at, now),
            "where": _where(event),
        }


def _where(row: SecurityEvent | SignIn) -> str:
    return " · ".join(filter(None, (row.device, row.address)))


@never_cache
@login_required
@sensitive_post_parameters("current", "new", "confirmation")
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Change the password; this browser stays signed in, everything else is signed out."""
    form = PasswordForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _is_changed(request, form):
        messages.success(request, _("Your new password is saved. Other devices are signed out."))
        return redirect("accounts:security")
    return page(request, "accounts/password.html", form)


def _is_changed(request: HttpRequest, form: PasswordForm) -> bool:
    user = _person(request)
    try:
        actions.change_password(
            user=user,
            current=form.cleaned_data["current"],
            new=form.cleaned_data["new"],
            kept_session_key=request.session.session_key or "",
            origin=origin_of(request),
            now=timezone.now(),
        )
    except NotValid as error:
        tell(form, error)
        return False
    _stay(request, user)
    return True


@never_cache
@login_required
@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    """Where the account is open."""
    now, here = timezone.now(), request.session.session_key
    rows = [
        {
            "pk": row.pk,
            "what": row.device or _("Unknown device"),
            "kind": row.get_kind_display(),
            "address": row.address,
            "seen": Moment.of(row.last_seen_at, now),
            "since": Moment.of(row.signed_in_at, now),
            "is_here": row.session_id == here,
        }
        for row in queries.sign_ins_of(_person(request))
    ]
    context = {"rows": rows, "form": SignOutEverywhereForm()}
    return render(request, "accounts/sessions.html", context)


@never_cache
@login_required
@require_POST
def end_session(request: HttpRequest, session_id: int) -> HttpResponse:
    """End one session; the one of this browser like signing out."""
    user = _person(request)
    here = queries.sign_in_behind(request.session.session_key)
    actions.end_session(
        user=user, sign_in_id=session_id, origin=origin_of(request), now=timezone.now()
    )
    if here is not None and here.pk == session_id:
        logout(request, show_message=False)
        return redirect("account_login")
    messages.success(request, _("That session has ended."))
    return redirect("accounts:sessions")


@never_cache
@login_required
@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """End every session but this one, and personal tokens where asked."""
    user, form = _person(request), SignOutEverywhereForm(request.POST)
    actions.sign_out_everywhere(
        user=user,
        kept_session_key=request.session.session_key or "",
        has_tokens_revoked=form.is_valid() and form.cleaned_data["has_tokens_revoked"],
        origin=origin_of(request),
        now=timezone.now(),
    )
    _stay(request, user)
    messages.success(request, _("You are signed out everywhere but here."))
    return redirect("accounts:sessions")


def _stay(request: HttpRequest, user: User) -> None:
    """Let this browser stay signed in, under a new key that nobody can have copied."""
    sign_in = queries.sign_in_behind(request.session.session_key)
    update_session_auth_hash(request, user)
    if sign_in is not None:
        actions.carry_over(sign_in=sign_in, session_key=request.session.session_key or "")


def _person(request: HttpRequest) -> User:
    return cast("User", request.user)
