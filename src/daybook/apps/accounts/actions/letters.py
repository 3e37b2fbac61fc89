"""Letters about what has happened to an account, so that a stranger in it is noticed."""

import datetime as dt
from typing import Final
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import formats, timezone

from daybook.apps.accounts.events import (
    PasskeyAdded,
    PasskeyRemoved,
    PasswordChanged,
    SecondFactorRemoved,
    SignedInFromNewDevice,
    TokenMade,
)
from daybook.apps.accounts.models.people import User
from daybook.core.letters import Letter, post

SecurityFact = (
    SignedInFromNewDevice
    | PasswordChanged
    | SecondFactorRemoved
    | PasskeyAdded
    | PasskeyRemoved
    | TokenMade
)

LETTERS: Final[dict[type[SecurityFact], str]] = {
    SignedInFromNewDevice: "accounts.new-device",
    PasswordChanged: "accounts.password-changed",
    SecondFactorRemoved: "accounts.second-step-off",
    PasskeyAdded: "accounts.passkey-added",
    PasskeyRemoved: "accounts.passkey-removed",
    TokenMade: "accounts.token-made",
}


@transaction.atomic
def write_of(fact: SecurityFact) -> None:
    """Post the letter about ``fact``, once however often it is told; nobody left is no error.

    It goes to the e-mail of the account, confirmed or not: there is no other way to reach them.
    """
    person = User.objects.filter(pk=fact.user_id, is_active=True).first()
    if person is None:
        return
    post(
        Letter(
            kind=LETTERS[type(fact)],
            person_id=person.pk,
            key=str(fact.event_id),
            context={
                "name": person.name,
                "at": moment_of(fact.at, person),
                "device": fact.device,
                "address": fact.address,
                "token": fact.name if isinstance(fact, TokenMade) else "",
                "passkey": fact.name if isinstance(fact, PasskeyAdded | PasskeyRemoved) else "",
                "is_last": "yes" if _opens_by_password(fact) else "",
                "link": urljoin(settings.SITE_URL, reverse("accounts:security")),
                "forgotten": urljoin(settings.SITE_URL, reverse("accounts:forgotten-password")),
            },
        )
    )


def _opens_by_password(fact: SecurityFact) -> bool:
    return isinstance(fact, SecondFactorRemoved | PasskeyRemoved) and fact.is_last


def moment_of(at: dt.datetime, person: User) -> str:
    """``at`` as letters tell it: in the person's zone, with its name."""
    local = timezone.localtime(at, ZoneInfo(person.time_zone))
    return f"{formats.date_format(local, 'j F Y, H:i')} ({person.time_zone})"
