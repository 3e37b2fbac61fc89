"""The page of the person's e-mail: whether it is confirmed, and changing it."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from daybook.apps.accounts import actions
from daybook.apps.accounts.errors import NotValid
from daybook.apps.accounts.forms.links import ChangeEmailForm
from daybook.apps.accounts.models import User
from daybook.apps.accounts.views.answers import page, tell


@never_cache
@login_required
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def email(request: HttpRequest) -> HttpResponse:
    """Show the e-mail and ask for another, which takes effect when that one is confirmed."""
    form = ChangeEmailForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _is_asked(request, form):
        told = _("A letter is on its way to the new address. Open the link in it to change over.")
        messages.success(request, told)
        return redirect("accounts:email")
    return page(request, "accounts/email.html", form)


def _is_asked(request: HttpRequest, form: ChangeEmailForm) -> bool:
    try:
        actions.ask_to_change_email(
            user=cast("User", request.user),
            email=form.cleaned_data["email"],
            password=form.cleaned_data["password"],
            now=timezone.now(),
        )
    except NotValid as error:
        tell(form, error)
        return False
    return True


@login_required
@require_POST
def verify_again(request: HttpRequest) -> HttpResponse:
    """Send another letter to confirm the e-mail."""
    if actions.ask_for_verification(user=cast("User", request.user), now=timezone.now()):
        messages.success(request, _("A letter is on its way. Its link works for three days."))
    else:
        messages.info(request, _("Your e-mail is confirmed already."))
    return redirect("accounts:email")
