"""Personal access tokens on pages."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from daybook.apps.accounts import actions, queries
from daybook.apps.accounts.errors import NotValid, TooManyTokens
from daybook.apps.accounts.forms import TokenForm
from daybook.apps.accounts.forms.security import SCOPES
from daybook.apps.accounts.models import User
from daybook.apps.accounts.views.answers import origin_of, page, tell
from daybook.apps.accounts.views.moments import Moment


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """The tokens there are, and making another, which is shown this once."""
    form = TokenForm(request.POST if request.method == "POST" else None)
    new = _made(request, form) if form.is_valid() else None
    context = {"rows": _rows(request)}
    if new is not None:
        made = {"secret": new.secret, "name": new.token.name, **context}
        return render(request, "accounts/token_made.html", made, status=201)
    return page(request, "accounts/tokens.html", form, context)


def _made(request: HttpRequest, form: TokenForm) -> actions.NewToken | None:
    try:
        return actions.make_token(
            user=cast("User", request.user),
            name=form.cleaned_data["name"],
            scopes=form.cleaned_data["scopes"],
            days=form.cleaned_data["days"],
            origin=origin_of(request),
            now=timezone.now(),
        )
    except NotValid as error:
        tell(form, error)
    except TooManyTokens as error:
        form.add_error(None, error.message)
    return None


def _rows(request: HttpRequest) -> list[dict[str, object]]:
    now, words = timezone.now(), dict(SCOPES)
    return [
        {
            "pk": token.pk,
            "name": token.name,
            "hint": token.hint,
            "scopes": [words.get(scope, scope) for scope in token.scopes],
            "ends": Moment.of(token.expires_at, now),
            "is_expired": token.expires_at <= now,
            "used": Moment.of(token.last_used_at, now) if token.last_used_at else None,
        }
        for token in queries.tokens_of(cast("User", request.user))
    ]


@never_cache
@login_required
@require_POST
def revoke_token(request: HttpRequest, token_id: int) -> HttpResponse:
    """End a token at once."""
    actions.revoke_token(
        user=cast("User", request.user),
        token_id=token_id,
        origin=origin_of(request),
        now=timezone.now(),
    )
    messages.success(request, _("That token works no more."))
    return redirect("accounts:tokens")
