"""The page of what a person says about themselves, and their picture."""

from typing import cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daybook.apps.accounts import actions, queries
from daybook.apps.accounts.domain import phone_words
from daybook.apps.accounts.errors import NotValid
from daybook.apps.accounts.forms import TOO_LARGE, PictureForm, ProfileForm
from daybook.apps.accounts.models import User
from daybook.apps.accounts.views.answers import tell
from daybook.core.uploads import is_too_large

SMALL, LARGE = SIZES = (64, 256)
A_YEAR = 60 * 60 * 24 * 365


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Show what Daybook knows about the person, and change it."""
    form = _profile_form(_person(request), request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if name != "email"}
        try:
            actions.change_profile(user=_person(request), **given)
        except NotValid as error:
            tell(form, error)
        else:
            messages.success(request, _("Your account is saved."))
            return redirect("accounts:profile")
    return _page(request, form, PictureForm())


def _profile_form(person: User, typed: QueryDict | None = None) -> ProfileForm:
    current = {name: getattr(person, name) for name in ProfileForm.base_fields}
    current["phone"] = phone_words(person.phone)
    return ProfileForm(typed, initial=current)


def _page(request: HttpRequest, form: forms.Form, picture: PictureForm) -> HttpResponse:
    context = {"form": form, "picture": picture}
    is_refused = form.is_bound or picture.is_bound
    return render(request, "accounts/profile.html", context, status=422 if is_refused else 200)


def _person(request: HttpRequest) -> User:
    return cast("User", request.user)


@never_cache
@login_required
@require_POST
def change_avatar(request: HttpRequest) -> HttpResponse:
    """Take the picture a person has chosen; what is wrong with it stands on the profile's page."""
    picture = PictureForm(request.POST, request.FILES)
    if is_too_large(request):
        picture.errors["picture"] = picture.error_class([str(TOO_LARGE)])
    elif picture.is_valid():
        data = picture.cleaned_data["picture"].read()
        try:
            actions.change_avatar(user=_person(request), data=data, now=timezone.now())
        except NotValid as error:
            tell(picture, error)
        else:
            messages.success(request, _("Your picture is saved."))
            return redirect("accounts:profile")
    return _page(request, _profile_form(_person(request)), picture)


@never_cache
@login_required
@require_POST
def remove_avatar(request: HttpRequest) -> HttpResponse:
    """Take the picture away; it may be chosen again."""
    actions.remove_avatar(user=_person(request))
    messages.success(request, _("Your picture is removed."))
    return redirect("accounts:profile")


@require_safe
def avatar(request: HttpRequest, version: str, size: int) -> HttpResponse:
    """The picture of whoever asks, which to others does not exist.

    The address changes with the picture, so the browser need not ask twice.
    """
    found = None
    if request.user.is_authenticated and size in SIZES:
        is_small = size == SMALL
        found = queries.avatar_of(_person(request), is_small=is_small, version=version)
    if found is None:
        raise Http404
    data = found.small if size == SMALL else found.large
    response = HttpResponse(bytes(data), content_type=queries.PICTURE_TYPE)
    response["Content-Disposition"] = "inline"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = f"private, max-age={A_YEAR}, immutable"
    etag = f'"{version}-{size}"'
    response["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response) or response
