"""Checks of what a person gives us about themselves."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from daybook.apps.accounts.domain import EMAIL_LENGTH, PASSWORD_LENGTH, normalised_email
from daybook.apps.accounts.errors import NotValid
from daybook.apps.accounts.models import User
from daybook.lib.errors import Invalid


class Checks:
    """Collects what is wrong with each field, so that a person is told everything at once."""

    def __init__(self) -> None:
        self.wrong: dict[str, list[str]] = {}

    @contextmanager
    def field(self, name: str) -> Iterator[None]:
        """Remember a refusal raised inside as being about the field ``name``."""
        try:
            yield
        except Invalid as error:
            self.wrong[name] = [error.message]
        except ValidationError as error:
            self.wrong[name] = error.messages

    def finish(self) -> None:
        """Raise ``NotValid`` when anything was wrong."""
        if self.wrong:
            raise NotValid(self.wrong)


def checked_email(email: str) -> str:
    """``email`` in its one spelling; raises ``ValidationError`` or ``Invalid``."""
    email = normalised_email(email)
    if len(email) > EMAIL_LENGTH:
        raise Invalid(_("An e-mail address may have at most 254 characters."))
    validate_email(email)
    return email


def check_password_quality(password: str, user: User) -> None:
    """Raise ``ValidationError`` or ``Invalid`` when ``password`` is too weak for ``user``."""
    if len(password) > PASSWORD_LENGTH:
        raise Invalid(_("A password may have at most 256 characters."))
    validate_password(password, user)


def checked_language(language: str) -> str:
    """``language``; raises ``Invalid`` when Daybook does not speak it."""
    if language not in dict(settings.LANGUAGES):
        raise Invalid(_("Please choose one of the languages offered."))
    return language
