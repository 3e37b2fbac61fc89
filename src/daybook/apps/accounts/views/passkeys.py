"""The passkeys of an account: adding, renaming and removing them."""

import json
from typing import Any, Final, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from daybook.apps.accounts import actions, queries
from daybook.apps.accounts.errors import NotValid, PasskeyRefused, TooManyPasskeys
from daybook.apps.accounts.forms import (
    NewPasskeyForm,
    PasskeyNameForm,
    PasswordAgainForm,
    ShownPasskeyForm,
)
from daybook.apps.accounts.models import User
from daybook.apps.accounts.views.answers import codes_page, origin_of, page, party_at, tell
from daybook.apps.accounts.views.moments import Moment

QUESTION: Final = "new_passkey"  # where the session keeps it until the device has answered


def passkey_rows(user: User) -> list[dict[str, Any]]:
    """What the page of the second step shows of each passkey."""
    now = timezone.now()
    return [
        {
            "pk": row.pk,
            "name": row.data["name"],
            "made": Moment.of(row.created_at, now),
            "used": Moment.of(row.last_used_at, now) if row.last_used_at else None,
        }
        for row in queries.passkeys_of(user)
    ]


@never_cache
@login_required
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def add_passkey(request: HttpRequest) -> HttpResponse:
    """Ask for a name and the password, and then the device for a new passkey."""
    form = NewPasskeyForm(request.POST if request.method == "POST" else None)
    question = _asked(request, form) if form.is_valid() else None
    if question is None:
        return page(request, "accounts/passkey_add.html", form, {"has_party": _has_party(request)})
    request.session[QUESTION] = question.state
    context = {"options": json.dumps(question.options), "name": question.state["name"]}
    return render(request, "accounts/passkey_make.html", context)


def _has_party(request: HttpRequest) -> bool:
    return party_at(request) is not None


def _asked(request: HttpRequest, form: NewPasskeyForm) -> actions.Question | None:
    party = party_at(request)
    if party is None:
        form.add_error(None, _("Passkeys do not work at this address."))
        return None
    try:
        return actions.ask_for_new_passkey(
            user=_person(request),
            name=form.cleaned_data["name"],
            password=form.cleaned_data["password"],
            party=party,
            now=timezone.now(),
        )
    except NotValid as error:
        tell(form, error)
    except TooManyPasskeys as error:
        form.add_error(None, error.message)
    return None


@never_cache
@login_required
@require_POST
def keep_passkey(request: HttpRequest) -> HttpResponse:
    """Keep the passkey the device has made; the first second step comes with recovery codes."""
    form, party = ShownPasskeyForm(request.POST), party_at(request)
    state = request.session.pop(QUESTION, None)
    if not form.is_valid() or party is None:
        return redirect("accounts:passkey-add")
    try:
        codes = actions.add_passkey(
            user=_person(request),
            state=state,
            answer=form.cleaned_data["credential"],
            party=party,
            origin=origin_of(request),
            now=timezone.now(),
        )
    except (PasskeyRefused, TooManyPasskeys) as error:
        again = NewPasskeyForm(initial={"name": state["name"] if state else ""})
        context = {"has_party": True, "refusal": error.message}
        return page(request, "accounts/passkey_add.html", again, context, 422)
    messages.success(request, _("Your passkey is added."))
    return codes_page(request, codes) if codes else redirect("accounts:second-step")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rename_passkey(request: HttpRequest, passkey_id: int) -> HttpResponse:
    """Call a passkey something else."""
    user = _person(request)
    name = queries.passkey_of(user, passkey_id).data["name"]
    data = request.POST if request.method == "POST" else None
    form = PasskeyNameForm(data, initial={"name": name})
    if form.is_valid():
        try:
            actions.rename_passkey(user=user, passkey_id=passkey_id, name=form.cleaned_data["name"])
        except NotValid as error:
            tell(form, error)
        else:
            messages.success(request, _("The new name is saved."))
            return redirect("accounts:second-step")
    return page(request, "accounts/passkey_rename.html", form, {"name": name})


@never_cache
@login_required
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def remove_passkey(request: HttpRequest, passkey_id: int) -> HttpResponse:
    """Let a passkey open nothing any more, for whoever knows the password."""
    user = _person(request)
    name = queries.passkey_of(user, passkey_id).data["name"]
    form = PasswordAgainForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.remove_passkey(
                user=user,
                passkey_id=passkey_id,
                password=form.cleaned_data["password"],
                origin=origin_of(request),
                now=timezone.now(),
            )
        except NotValid as error:
            tell(form, error)
        else:
            messages.success(request, _("That passkey opens nothing any more."))
            return redirect("accounts:second-step")
    step = queries.second_step_of(user)
    is_last = step.passkeys == 1 and not step.has_app
    return page(request, "accounts/passkey_remove.html", form, {"name": name, "is_last": is_last})


def _person(request: HttpRequest) -> User:
    return cast("User", request.user)
