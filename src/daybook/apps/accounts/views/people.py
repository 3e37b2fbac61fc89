"""Pages of the account: sign up, sign in, sign out, profile."""

import structlog
from allauth.account.internal.flows.login import perform_password_login
from allauth.account.internal.flows.logout import logout
from allauth.account.internal.flows.signup import complete_signup
from allauth.account.models import Login
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from daybook.apps.accounts import actions
from daybook.apps.accounts.errors import EmailTaken, NotValid, WrongCredentials
from daybook.apps.accounts.forms import SignInForm, SignUpForm
from daybook.apps.accounts.models import User
from daybook.apps.accounts.views.answers import (
    KNOWN_BROWSER,
    next_place,
    origin_of,
    page,
    party_at,
    tell,
)
from daybook.core.limits import address_of

log = structlog.get_logger(__name__)


@never_cache
@sensitive_post_parameters("password", "confirmation")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: HttpRequest) -> HttpResponse:
    """Make an account and open it."""
    if request.user.is_authenticated:
        return redirect(next_place(request))
    form = SignUpForm(request.POST if request.method == "POST" else None)
    user = _registered(request, form) if form.is_valid() else None
    if user is None:
        return page(request, "accounts/sign_up.html", form)
    response: HttpResponse = complete_signup(request, user=user, redirect_url=next_place(request))
    return response


def _registered(request: HttpRequest, form: SignUpForm) -> User | None:
    data = form.cleaned_data
    try:
        return actions.register(
            name=data["name"],
            email=data["email"],
            password=data["password"],
            address=address_of(request),
            origin=origin_of(request),
            now=timezone.now(),
        )
    except NotValid as error:
        tell(form, error)
    except EmailTaken as error:
        form.add_error("email", error.message)
    return None


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Open an account and go where the person was heading."""
    if request.user.is_authenticated:
        return redirect(next_place(request))
    form = SignInForm(request.POST if request.method == "POST" else None)
    user = _recognised(request, form) if form.is_valid() else None
    if user is None:
        context = {"has_party": party_at(request) is not None}
        return page(request, "accounts/sign_in.html", form, context)
    login = Login(user=user, email=user.email, redirect_url=next_place(request))
    response: HttpResponse = perform_password_login(request, {"email": user.email}, login)
    stays = settings.SESSION_COOKIE_AGE if form.cleaned_data["remember"] else 0
    request.session.set_expiry(stays)
    return response


def _recognised(request: HttpRequest, form: SignInForm) -> User | None:
    email = form.cleaned_data["email"]
    try:
        return actions.sign_in(
            email=email,
            password=form.cleaned_data["password"],
            address=address_of(request),
            is_known_browser=actions.is_marked(request.COOKIES.get(KNOWN_BROWSER, ""), email),
            now=timezone.now(),
        )
    except WrongCredentials as error:
        form.add_error(None, error.message)
        return None


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """Close the account in this browser; following a link only asks."""
    if request.method != "POST":
        return render(request, "accounts/sign_out.html")
    if request.user.is_authenticated:
        log.info("accounts.signed-out", user_id=request.user.pk)
        logout(request, show_message=False)
        messages.success(request, _("You are signed out."))
    return redirect(settings.LOGOUT_REDIRECT_URL)
