"""Deleting the account, and the page that stands in its place until it is gone."""

from collections.abc import Callable
from typing import Any, Final, cast

from allauth.account.internal.flows.logout import logout
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from daybook.apps.accounts import actions, queries
from daybook.apps.accounts.domain import GRACE
from daybook.apps.accounts.errors import LastOperator, NotValid
from daybook.apps.accounts.forms import LeaveForm
from daybook.apps.accounts.models import User
from daybook.apps.accounts.views.answers import origin_of, page, tell
from daybook.apps.accounts.views.moments import Moment
from daybook.core.rest import problem

#: What somebody can still reach whose account is about to be deleted.
WAYS: Final = frozenset({"accounts:keep", "account_logout"})
API: Final = "/api/"


@never_cache
@login_required
@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """Say what deleting the account means, ask once more who it is, and begin the two weeks."""
    user = cast("User", request.user)
    form = LeaveForm(
        request.POST if request.method == "POST" else None,
        asks_code=queries.second_step_of(user).has_app,
        is_last_operator=queries.is_last_operator(user),
    )
    if form.is_valid() and _is_asked(request, user, form):
        logout(request, show_message=False)
        told = _("Your account will be deleted in %(days)s days. Sign in before then to keep it.")
        messages.success(request, told % {"days": GRACE.days})
        return redirect("account_login")
    context = {"kept": queries.kept_about_people(), "days": GRACE.days}
    return page(request, "accounts/leave.html", form, context)


def _is_asked(request: HttpRequest, user: User, form: LeaveForm) -> bool:
    try:
        actions.ask_to_leave(
            user=user,
            password=form.cleaned_data["password"],
            code=form.cleaned_data.get("code", ""),
            accepts_no_operator=form.cleaned_data.get("accepts_no_operator", False),
            origin=origin_of(request),
            now=timezone.now(),
        )
    except NotValid as error:
        tell(form, error)
    except LastOperator as error:
        asked = "accepts_no_operator" if "accepts_no_operator" in form.fields else None
        form.add_error(asked, error.message)
    else:
        return True
    return False


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: HttpRequest) -> HttpResponse:
    """Say when the account goes, and keep it for whoever asks; others have nothing to do here."""
    user, now = cast("User", request.user), timezone.now()
    if request.method == "POST":
        actions.call_off_leaving(user=user, origin=origin_of(request), now=now)
        messages.success(request, _("Your account stays, with everything in it."))
        return redirect("accounts:profile")
    if user.closes_at is None:
        return redirect("accounts:my-data")
    return render(request, "accounts/keep.html", {"ends": Moment.of(user.closes_at, now)})


class LeavingPeople:
    """Middleware that leads whoever signs in to an account on its way out to the page of keeping.

    Strangers without a session cost no query.
    """

    def __init__(self, respond: Callable[[HttpRequest], HttpResponse]) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as ever; ``process_view`` decides."""
        return self.respond(request)

    def process_view(
        self,
        request: HttpRequest,
        _view: Callable[..., HttpResponse],
        _args: tuple[Any, ...],
        _kwargs: dict[str, Any],
    ) -> HttpResponse | None:
        """The way to that page, or a refusal from the API; nothing for everybody else."""
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return None
        match = request.resolver_match
        if getattr(request.user, "closes_at", None) is None or (match and match.view_name in WAYS):
            return None
        if request.path.startswith(API):
            told = _("Your account is about to be deleted. Please sign in on the page to keep it.")
            return problem(403, "accounts.leaves", told)
        return redirect("accounts:keep")
