"""Who calls the API: a bearer token, or the session of a page with its CSRF token."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security import HttpBearer, SessionAuth

from daybook.core.personal import activate_for
from daybook.core.registry import Registry
from daybook.lib.errors import Forbidden

READING: Final = frozenset({"GET", "HEAD", "OPTIONS"})


class ScopeMissing(Forbidden):
    """The token is good, but was not made for this."""

    code = "scope-missing"


@dataclass(frozen=True, slots=True)
class Grant:
    """Whom a token speaks for; ``scopes`` is what it may do, ``None`` is everything."""

    person: AbstractBaseUser
    scopes: frozenset[str] | None = None

    def covers(self, scope: str) -> bool:
        """Whether the token may do what needs ``scope``."""
        return self.scopes is None or scope in self.scopes


token_readers: Registry[Callable[[str], Grant | None]] = Registry("token reader")
"""Each tells whom an access token speaks for, and ``None`` when it does not know the token."""


class BearerAuth(HttpBearer):
    """``Authorization: Bearer …``; the person becomes ``request.user`` and ``request.auth``.

    A token with scopes needs ``scope``, or where none is named ``read`` for reading and ``write``
    for everything else.
    """

    def __init__(self, scope: str = "") -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> AbstractBaseUser | None:
        """The person behind ``token``; raises ``ScopeMissing`` when it may not do this."""
        for _name, grant_of in token_readers:
            if grant := grant_of(token):
                self._check(grant, request.method or "")
                request.user = grant.person  # type: ignore[assignment]
                activate_for(grant.person)
                return grant.person
        return None

    def _check(self, grant: Grant, method: str) -> None:
        if not grant.covers(self.scope or ("read" if method in READING else "write")):
            raise ScopeMissing(_("This token was not made for this. Please use another."))


class PageAuth(SessionAuth):
    """The session cookie of a signed-in person; writing needs the CSRF token."""

    def __call__(self, request: HttpRequest) -> AbstractBaseUser | None:
        """The person of the session; strangers get 401 before any talk of CSRF."""
        return super().__call__(request) if request.user.is_authenticated else None


signed_in = [BearerAuth(), PageAuth()]
signed_in_for_account = [BearerAuth("account"), PageAuth()]
signed_in_with_password = [BearerAuth("nothing a token for scripts may have"), PageAuth()]
