"""Asking once more for the password before pages that show everything."""

from typing import cast
from urllib.parse import urlencode

from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from daybook.apps.accounts import actions, queries
from daybook.apps.accounts.errors import NotValid
from daybook.apps.accounts.forms import ProofForm
from daybook.apps.accounts.models import User
from daybook.apps.accounts.views.answers import next_place, origin_of, page, tell


def way_to_confirm(request: HttpRequest) -> HttpResponse | None:
    """The page that asks for the password, unless it was typed in the last five minutes."""
    if did_recently_reauthenticate(request):
        return None
    heading = urlencode({"next": request.get_full_path()})
    return redirect(f"{resolve_url('accounts:confirm')}?{heading}")


@never_cache
@login_required
@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """Ask for the password, and a code of the app if any, and go where the person was heading."""
    user = cast("User", request.user)
    typed = request.POST if request.method == "POST" else None
    form = ProofForm(typed, asks_code=queries.second_step_of(user).has_app)
    if form.is_valid() and _is_confirmed(request, user, form):
        return redirect(next_place(request))
    return page(request, "accounts/confirm.html", form)


def _is_confirmed(request: HttpRequest, user: User, form: ProofForm) -> bool:
    try:
        actions.check_person(
            user=user,
            password=form.cleaned_data["password"],
            code=form.cleaned_data.get("code", ""),
            origin=origin_of(request),
            now=timezone.now(),
        )
    except NotValid as error:
        tell(form, error)
        return False
    record_authentication(request, user, method="password", reauthenticated=True)
    return True
