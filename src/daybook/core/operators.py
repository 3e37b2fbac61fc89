"""The operators of this installation, and what is there for them alone.

To everybody else it does not exist: a signed-in person gets 404 there, on a page and in the API.
"""

from typing import Final

from django.contrib.auth.models import AbstractBaseUser
from django.http import Http404, HttpRequest

from daybook.core.bearer import BearerAuth, PageAuth


def is_operator(person: object) -> bool:
    """Whether the person (or nobody) runs this installation."""
    return bool(getattr(person, "is_active", False) and getattr(person, "is_staff", False))


class OperatorBearer(BearerAuth):
    """The bearer token of an operator; to anybody else's token nothing is here."""

    def authenticate(self, request: HttpRequest, token: str) -> AbstractBaseUser | None:
        """The operator behind ``token``; raises ``Http404`` for another person."""
        person = super().authenticate(request, token)
        if person is not None and not is_operator(person):
            raise Http404
        return person


class OperatorPageAuth(PageAuth):
    """The session cookie of an operator; to anybody else who is signed in nothing is here."""

    def __call__(self, request: HttpRequest) -> AbstractBaseUser | None:
        """The operator of the session; raises ``Http404`` for another person."""
        if request.user.is_authenticated and not is_operator(request.user):
            raise Http404
        return super().__call__(request)


operators: Final = [OperatorBearer(), OperatorPageAuth()]
