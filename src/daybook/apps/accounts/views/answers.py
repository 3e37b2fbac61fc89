"""What the pages of accounts answer with."""

import base64
from typing import Any, Final

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

from daybook.apps.accounts import actions
from daybook.apps.accounts.domain import Origin, RelyingParty, origin_from, relying_party
from daybook.apps.accounts.errors import NotValid
from daybook.apps.accounts.models import User
from daybook.core.limits import address_of

KNOWN_BROWSER: Final = "known_browser"
KNOWN_BROWSER_SECONDS: Final = 60 * 60 * 24 * 365


def page(
    request: HttpRequest,
    template: str,
    form: forms.Form,
    context: dict[str, Any] | None = None,
    status: int | None = None,
) -> HttpResponse:
    """The page ``template`` with its form; 422 when what was typed was refused."""
    context = {"form": form, "next": request.GET.get("next", ""), **(context or {})}
    return render(request, template, context, status=status or (422 if form.is_bound else 200))


def codes_page(request: HttpRequest, codes: list[str]) -> HttpResponse:
    """The recovery codes, this once."""
    text = base64.b64encode("\n".join([*codes, ""]).encode()).decode()
    context = {"codes": codes, "file": f"data:text/plain;base64,{text}"}
    return render(request, "accounts/recovery_codes_made.html", context)


def party_at(request: HttpRequest) -> RelyingParty | None:
    """Whose passkeys can be used at the address this page was asked for at, if any."""
    here = f"{request.scheme}://{request.get_host()}/"
    return relying_party(site=settings.SITE_URL, here=here)


def tell(form: forms.Form, error: NotValid) -> None:
    """Say beside each field of ``form`` what is wrong with it."""
    for field, told in error.fields.items():
        for message in told:
            form.add_error(field, message)


def next_place(request: HttpRequest) -> str:
    """Where the person was heading, when that is a page of ours."""
    heading = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        heading, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return heading if is_ours else resolve_url(settings.LOGIN_REDIRECT_URL)


def remembering(response: HttpResponse, user: User) -> HttpResponse:
    """Mark the browser as one in which the account of ``user`` was opened."""
    response.set_cookie(
        KNOWN_BROWSER,
        actions.browser_mark(user.email),
        max_age=KNOWN_BROWSER_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def origin_of(request: HttpRequest) -> Origin:
    """Where the request comes from, as far as it is kept."""
    user_agent = request.headers.get("User-Agent", "")
    return origin_from(address=address_of(request), user_agent=user_agent)
