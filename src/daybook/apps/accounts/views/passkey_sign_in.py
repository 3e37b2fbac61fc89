"""Signing in with a passkey: alone, or as the second step after the password."""

from typing import Final, cast

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.account.stages import LoginStage, LoginStageController
from allauth.mfa.internal.constants import LoginStageKey
from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from daybook.apps.accounts import actions, queries
from daybook.apps.accounts.errors import PasskeyRefused
from daybook.apps.accounts.forms import CodeForm, ShownPasskeyForm, SignInForm
from daybook.apps.accounts.models import User
from daybook.apps.accounts.views.answers import next_place, page, party_at
from daybook.core.limits import address_of

QUESTION: Final = "passkey"  # where the session keeps it until the device has answered


def second_step_stage(request: HttpRequest) -> LoginStage | None:
    """Where the sign-in of this browser stands, when the password was right and more is asked."""
    return LoginStageController.enter(request, LoginStageKey.MFA_AUTHENTICATE.value)


@never_cache
@require_POST
def ask_for_passkey(request: HttpRequest) -> HttpResponse:
    """What the browser asks the device for: a passkey of anybody."""
    return _question(request, None)


@never_cache
@require_POST
def ask_for_second_passkey(request: HttpRequest) -> HttpResponse:
    """What the browser asks the device for: a passkey of whoever has shown the password."""
    stage = second_step_stage(request)
    if stage is None:
        return JsonResponse({"detail": _("Please sign in again from the start.")}, status=409)
    return _question(request, cast("User", stage.login.user))


def _question(request: HttpRequest, user: User | None) -> HttpResponse:
    party = party_at(request)
    if party is None:
        return JsonResponse({"detail": _("Passkeys do not work at this address.")}, status=409)
    question = actions.ask_for_passkey(
        user=user, address=address_of(request), party=party, now=timezone.now()
    )
    request.session[QUESTION] = question.state
    return JsonResponse(question.options)


@never_cache
@require_POST
def sign_in_by_passkey(request: HttpRequest) -> HttpResponse:
    """Open the account whose passkey was shown; the device has asked for PIN or touch."""
    if request.user.is_authenticated:
        return redirect(next_place(request))
    try:
        passkey = _taken(request, None)
    except PasskeyRefused as error:
        context = _refusal(request, error)
        return page(request, "accounts/sign_in.html", SignInForm(), context, 422)
    user = cast("User", passkey.user)
    login = Login(user=user, email=user.email, redirect_url=next_place(request))
    _record(request, passkey, is_alone=True)
    response: HttpResponse = perform_login(request, login)
    request.session.set_expiry(0)
    return response


@never_cache
@require_POST
def take_second_passkey(request: HttpRequest) -> HttpResponse:
    """Go on with signing in, by a passkey instead of a code."""
    if request.user.is_authenticated:
        return redirect(next_place(request))
    stage = second_step_stage(request)
    if stage is None:
        return redirect("account_login")
    user = cast("User", stage.login.user)
    try:
        passkey = _taken(request, user)
    except PasskeyRefused as error:
        context = _refusal(request, error) | {"step": queries.second_step_of(user)}
        return page(request, "accounts/take_second_step.html", CodeForm(), context, 422)
    _record(request, passkey, is_alone=False)
    return cast("HttpResponse", stage.exit())


def _taken(request: HttpRequest, user: User | None) -> Authenticator:
    form, party = ShownPasskeyForm(request.POST), party_at(request)
    state = request.session.pop(QUESTION, None)
    if not form.is_valid() or party is None:
        raise PasskeyRefused(_("No passkey was shown. Please try again."))
    return actions.take_passkey(
        user=user,
        state=state,
        answer=form.cleaned_data["credential"],
        address=address_of(request),
        party=party,
        now=timezone.now(),
    )


def _refusal(request: HttpRequest, error: PasskeyRefused) -> dict[str, object]:
    return {"refusal": error.message, "has_party": party_at(request) is not None}


def _record(request: HttpRequest, passkey: Authenticator, *, is_alone: bool) -> None:
    more = {"passwordless": True} if is_alone else {}
    record_authentication(
        request, passkey.user, "mfa", id=passkey.pk, type=str(passkey.type), **more
    )
