"""Pages that links in letters lead to, and those that ask for such a link.

Looking at one changes nothing, so that programs that look through mail cannot use a link up; only
sending the form does. None of them needs a session: the letter may be read on another device.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Final

from allauth.account.internal.flows.login import (
    perform_login,
    perform_password_login,
    record_authentication,
)
from allauth.account.models import Login
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from daybook.apps.accounts import actions, queries
from daybook.apps.accounts.errors import LinkRefused, NotValid
from daybook.apps.accounts.forms import AskForLinkForm, NewPasswordForm
from daybook.apps.accounts.models.links import Link, Purpose
from daybook.apps.accounts.models.people import User
from daybook.apps.accounts.views.answers import origin_of, page, tell
from daybook.core.limits import address_of

Opened = Callable[[HttpRequest, str, Link], HttpResponse]
View = Callable[[HttpRequest, str], HttpResponse]


def opened_by_link(purpose: Purpose) -> Callable[[Opened], View]:
    """A page for whoever holds a link that still works; others are told what to do."""

    def decorate(view: Opened) -> View:
        @never_cache
        @sensitive_variables("secret")
        @sensitive_post_parameters("password", "confirmation")
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(view)
        def open_link(request: HttpRequest, secret: str) -> HttpResponse:
            try:
                link = queries.link_behind(secret=secret, purpose=purpose, now=timezone.now())
                return view(request, secret, link)
            except LinkRefused as error:
                context = {"message": error.message, "purpose": str(purpose)}
                return render(request, "accounts/link_refused.html", context, status=404)

        return open_link

    return decorate


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def forgotten_password(request: HttpRequest) -> HttpResponse:
    """Ask for a link to set a new password."""
    return _asking(request, Purpose.RESET, "accounts/forgotten_password.html")


def _asking(request: HttpRequest, purpose: Purpose, template: str) -> HttpResponse:
    form = AskForLinkForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return page(request, template, form)
    actions.ask_for_link(
        email=form.cleaned_data["email"],
        purpose=purpose,
        address=address_of(request),
        now=timezone.now(),
    )
    messages.info(request, _("If there is an account with this e-mail, a link is on its way."))
    return redirect("account_login")


@opened_by_link(Purpose.RESET)
def reset_password(request: HttpRequest, secret: str, link: Link) -> HttpResponse:
    """Set a new password, which opens the account, after its second step if it has one."""
    form = NewPasswordForm(request.POST if request.method == "POST" else None)
    user = _with_new_password(request, form, secret) if form.is_valid() else None
    if user is None:
        return page(request, "accounts/reset_password.html", form, {"email": link.email})
    login = Login(user=user, email=user.email, redirect_url=resolve_url("accounts:profile"))
    messages.success(request, _("Your new password is saved."))
    response: HttpResponse = perform_password_login(request, {"email": user.email}, login)
    request.session.set_expiry(0)  # until the browser is closed: it may be anybody's
    return response


def _with_new_password(request: HttpRequest, form: NewPasswordForm, secret: str) -> User | None:
    try:
        return actions.reset_password(
            secret=secret,
            password=form.cleaned_data["password"],
            origin=origin_of(request),
            now=timezone.now(),
        )
    except NotValid as error:
        tell(form, error)
        return None


@opened_by_link(Purpose.VERIFY)
def verify_email(request: HttpRequest, secret: str, link: Link) -> HttpResponse:
    """Confirm that the e-mail of the account is read by its person."""
    if request.method != "POST":
        return _question(request, link)
    user = actions.verify_email(secret=secret, now=timezone.now())
    messages.success(request, _("Thank you, your e-mail is confirmed."))
    return redirect("accounts:profile" if request.user == user else "home")


@opened_by_link(Purpose.CHANGE)
def change_email(request: HttpRequest, secret: str, link: Link) -> HttpResponse:
    """Give the account the address this letter went to."""
    if request.method != "POST":
        return _question(request, link)
    user = actions.change_email(secret=secret, origin=origin_of(request), now=timezone.now())
    messages.success(request, _("Your account has this e-mail from now on."))
    return redirect("accounts:email" if request.user == user else "account_login")


@opened_by_link(Purpose.UNDO)
def undo_email_change(request: HttpRequest, secret: str, link: Link) -> HttpResponse:
    """Keep, or take back, the address this letter went to, and go on to a new password."""
    if request.method != "POST":
        return _question(request, link)
    undone = actions.undo_email_change(secret=secret, origin=origin_of(request), now=timezone.now())
    messages.success(request, _("Your account keeps this e-mail. Please set a new password."))
    if undone.has_lost_step:
        told = _("A second step was added that may not be yours. It has been taken off.")
        messages.warning(request, told)
    return redirect("accounts:link-reset", secret=undone.secret)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for a link that signs in without a password."""
    return _asking(request, Purpose.SIGN_IN, "accounts/sign_in_link.html")


@opened_by_link(Purpose.SIGN_IN)
def sign_in_by_link(request: HttpRequest, secret: str, link: Link) -> HttpResponse:
    """Open the account, after its second step if it has one."""
    if request.method != "POST":
        return _question(request, link)
    user = actions.sign_in_by_link(secret=secret, now=timezone.now())
    login = Login(user=user, email=user.email, redirect_url=resolve_url("home"))
    record_authentication(request, user, method="code", email=user.email)
    response: HttpResponse = perform_login(request, login)
    request.session.set_expiry(0)  # until the browser is closed: it may be anybody's
    return response


@dataclass(frozen=True, slots=True)
class Words:
    """What the page of a link asks."""

    title: Promise
    lede: Promise
    button: Promise
    tone: str = "primary"


QUESTIONS: Final[Mapping[str, Words]] = {
    Purpose.SIGN_IN: Words(
        gettext_lazy("Sign in"),
        gettext_lazy("You come in without your password, this once."),
        gettext_lazy("Sign in on this device"),
    ),
    Purpose.CHANGE: Words(
        gettext_lazy("Use this e-mail"),
        gettext_lazy("From now on you sign in with this address, and letters go to it."),
        gettext_lazy("Use this address"),
    ),
    Purpose.UNDO: Words(
        gettext_lazy("Keep this e-mail"),
        gettext_lazy(
            "If somebody else has been in your account: it keeps this address, and everything"
            " signed in to it is signed out. Tokens end, and so does every app, passkey and"
            " recovery code that was added since. You set a new password."
        ),
        gettext_lazy("Keep this address"),
    ),
    Purpose.VERIFY: Words(
        gettext_lazy("Confirm your e-mail"),
        gettext_lazy("Is this the address of your Daybook account?"),
        gettext_lazy("Confirm this address"),
    ),
}


def _question(request: HttpRequest, link: Link) -> HttpResponse:
    context = {"words": QUESTIONS[link.purpose], "email": link.email}
    return render(request, "accounts/link.html", context)
