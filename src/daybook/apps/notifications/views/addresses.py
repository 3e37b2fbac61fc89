"""What became of mail to the person, and confirming the address where it came back."""

from dataclasses import dataclass
from typing import Final, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from daybook.apps.notifications import actions
from daybook.apps.notifications.domain.reports import Cause
from daybook.apps.notifications.queries.reports import suppression_of
from daybook.ui.formats import full_moment

TITLES: Final = {
    Cause.REFUSED: gettext_lazy("E-mail to you is refused"),
    Cause.BOUNCED: gettext_lazy("E-mail to you came back"),
    Cause.COMPLAINED: gettext_lazy("E-mail to you was called spam"),
    Cause.STOPPED: gettext_lazy("Messages to you were ended by STOP"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Why optional mail does not reach the person, in words."""

    title: str
    email: str
    when: str
    reason: str


def trouble_of(person: AbstractBaseUser) -> Trouble | None:
    """What keeps optional mail from the person; ``None`` where nothing does."""
    email = str(getattr(person, "email", ""))
    suppression = suppression_of(email)
    if suppression is None:
        return None
    return Trouble(
        title=str(TITLES[Cause(suppression.cause)]),
        email=email,
        when=full_moment(suppression.at, timezone.get_current_timezone()),
        reason=suppression.reason,
    )


@login_required
@require_POST
def check_address(request: HttpRequest) -> HttpResponse:
    """Send a link to the address that mail came back from."""
    person = cast("AbstractBaseUser", request.user)
    if actions.ask_to_confirm_address(person=person, now=timezone.now()):
        messages.success(request, _("A letter is on its way. Please follow the link in it."))
    else:
        messages.info(request, _("E-mail reaches your address. There is nothing to confirm."))
    return redirect("notifications:settings")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_address(request: HttpRequest, token: str) -> HttpResponse:
    """Ask on GET, which scanners of mail follow too; act on POST. 404 when the link is over."""
    now = timezone.now()
    is_done = request.method == "POST"
    if is_done:
        actions.confirm_address(token=token, now=now)
    else:
        actions.check_link(token, now=now)
    return render(request, "notifications/confirm_address.html", {"is_done": is_done})
