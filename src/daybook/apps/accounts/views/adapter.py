"""What allauth asks of us while somebody signs in on a page."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from daybook.apps.accounts import actions, queries
from daybook.apps.accounts.actions.sealing import sealed, unsealed
from daybook.apps.accounts.models import SignIn, User
from daybook.apps.accounts.views.answers import KNOWN_BROWSER, origin_of, remembering
from daybook.apps.accounts.views.presence import SEEN_AT


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Every way of signing in on a page ends here, the second step and letters included."""

    def login(self, request: HttpRequest, user: Any) -> None:
        """Open the session and write it down."""
        super().login(request, user)
        _note(request, user)

    def post_login(self, request: HttpRequest, user: Any, **told: Any) -> HttpResponse:
        """Mark the browser, now that the account is open in it and not a step before."""
        return remembering(super().post_login(request, user, **told), user)


def _note(request: HttpRequest, user: User) -> None:
    session, now, origin = request.session, timezone.now(), origin_of(request)
    session[SEEN_AT] = int(now.timestamp())
    session.save()
    mark = request.COOKIES.get(KNOWN_BROWSER, "")
    actions.note_sign_in(
        user=user,
        session_key=session.session_key or "",
        kind=SignIn.Kind.PAGE,
        origin=origin,
        is_known=actions.is_marked(mark, user.email) or queries.is_known_origin(user, origin),
        now=now,
    )


class SecondStepAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """What allauth asks of us when it keeps the secret of a second step."""

    def encrypt(self, text: str) -> str:
        """``text`` as the database keeps it."""
        return sealed(text)

    def decrypt(self, encrypted_text: str) -> str:
        """What ``encrypt`` has kept."""
        return unsealed(encrypted_text)
