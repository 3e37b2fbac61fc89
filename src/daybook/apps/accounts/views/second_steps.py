"""The second step of signing in: turning it on and off, and taking it."""

import base64
from io import BytesIO
from typing import Final, cast
from urllib.parse import quote

import qrcode
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe
from qrcode.image.svg import SvgPathFillImage

from daybook.apps.accounts import actions, queries
from daybook.apps.accounts.errors import NotValid
from daybook.apps.accounts.forms import CodeForm, PasswordAgainForm
from daybook.apps.accounts.models import User
from daybook.apps.accounts.views.answers import (
    codes_page,
    next_place,
    origin_of,
    page,
    party_at,
    tell,
)
from daybook.apps.accounts.views.passkey_sign_in import second_step_stage
from daybook.apps.accounts.views.passkeys import passkey_rows

SECRET: Final = "second_step_secret"  # noqa: S105 (where the session keeps it until it is confirmed)


@never_cache
@login_required
@require_safe
def second_step(request: HttpRequest) -> HttpResponse:
    """Whether signing in asks for a code, and what can be done about it."""
    user = _person(request)
    context = {"step": queries.second_step_of(user), "passkeys": passkey_rows(user)}
    return render(request, "accounts/second_step.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def second_step_on(request: HttpRequest) -> HttpResponse:
    """Show a secret to an app, and turn the second step on once the app answers rightly."""
    user = _person(request)
    if queries.second_step_of(user).has_app:
        return redirect("accounts:second-step")
    secret = request.session.setdefault(SECRET, generate_totp_secret())
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            codes = actions.turn_on(
                user=user,
                secret=secret,
                code=form.cleaned_data["code"],
                origin=origin_of(request),
                now=timezone.now(),
            )
        except NotValid as error:
            tell(form, error)
        else:
            del request.session[SECRET]
            return _turned_on(request, codes)
    context = {"secret": _in_fours(secret), "picture": _picture(user, secret)}
    return page(request, "accounts/second_step_on.html", form, context)


def _turned_on(request: HttpRequest, codes: list[str]) -> HttpResponse:
    if codes:
        return codes_page(request, codes)
    messages.success(request, _("Your second step is on. Your recovery codes stay as they are."))
    return redirect("accounts:second-step")


def _in_fours(text: str) -> str:
    return " ".join(text[i : i + 4] for i in range(0, len(text), 4))


def _picture(user: User, secret: str) -> str:
    """A QR code of the key URI that apps read, as a picture the policy of the page allows."""
    # https://github.com/google/google-authenticator/wiki/Key-Uri-Format
    uri = f"otpauth://totp/Daybook:{quote(user.email)}?secret={secret}&issuer=Daybook"
    drawing = BytesIO()
    qrcode.make(uri, image_factory=SvgPathFillImage).save(drawing)
    return f"data:image/svg+xml;base64,{base64.b64encode(drawing.getvalue()).decode()}"


@never_cache
@login_required
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def second_step_off(request: HttpRequest) -> HttpResponse:
    """Turn the second step off, for whoever knows the password."""
    form = PasswordAgainForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.turn_off(
                user=_person(request),
                password=form.cleaned_data["password"],
                origin=origin_of(request),
                now=timezone.now(),
            )
        except NotValid as error:
            tell(form, error)
        else:
            messages.success(request, _("Signing in asks for no code of an app any more."))
            return redirect("accounts:second-step")
    return page(request, "accounts/second_step_off.html", form)


@never_cache
@login_required
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Make new recovery codes, for whoever knows the password; the old ones end."""
    form = PasswordAgainForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            codes = actions.renew_codes(
                user=_person(request),
                password=form.cleaned_data["password"],
                origin=origin_of(request),
                now=timezone.now(),
            )
        except NotValid as error:
            tell(form, error)
        else:
            return codes_page(request, codes)
    return page(request, "accounts/recovery_codes.html", form)


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def take_second_step(request: HttpRequest) -> HttpResponse:
    """Ask whoever has just shown the password for a code, and open the account."""
    if request.user.is_authenticated:
        return redirect(next_place(request))
    stage = second_step_stage(request)
    if stage is None:
        return redirect("account_login")
    form = CodeForm(request.POST if request.method == "POST" else None)
    user = cast("User", stage.login.user)
    if form.is_valid() and _is_taken(request, user, form):
        return cast("HttpResponse", stage.exit())
    context = {"step": queries.second_step_of(user), "has_party": party_at(request) is not None}
    return page(request, "accounts/take_second_step.html", form, context)


def _is_taken(request: HttpRequest, user: User, form: CodeForm) -> bool:
    code = form.cleaned_data["code"]
    try:
        actions.check_code(user=user, code=code, origin=origin_of(request), now=timezone.now())
    except NotValid as error:
        tell(form, error)
        return False
    return True


def _person(request: HttpRequest) -> User:
    return cast("User", request.user)
