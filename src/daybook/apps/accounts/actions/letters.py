"""Letters about what has happened to an account, so that a stranger in it is noticed."""

import datetime as dt
from typing import Final
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import formats, timezone

from daybook.apps.accounts.actions.links import way_back
from daybook.apps.accounts.events import (
    PasskeyRemoved,
    PasswordChanged,
    SecondFactorRemoved,
    SignedInFromNewDevice,
    TokenMade,
)
from daybook.apps.accounts.models.people import User
from daybook.apps.accounts.models.security import SecurityEvent
from daybook.core.letters import Letter, post

SecurityFact = (
    SignedInFromNewDevice | PasswordChanged | SecondFactorRemoved | PasskeyRemoved | TokenMade
)

LETTERS: Final[dict[type[SecurityFact], str]] = {
    SignedInFromNewDevice: "accounts.new-device",
    PasswordChanged: "accounts.password-changed",
    SecondFactorRemoved: "accounts.second-step-off",
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
            context=_told(person, at=fact.at, device=fact.device, address=fact.address)
            | {
                "token": fact.name if isinstance(fact, TokenMade) else "",
                "passkey": fact.name if isinstance(fact, PasskeyRemoved) else "",
                "is_last": "yes" if _opens_by_password(fact) else "",
            },
        )
    )


def warn_of_step(*, kind: str, event: SecurityEvent, now: dt.datetime) -> None:
    """Post the letter about a second step that was added, with the way back from it.

    A stranger's second step shuts the person out, whatever their password: the letter takes it off.
    Part of the caller's transaction, which has locked the person's row.
    """
    person = event.user
    post(
        Letter(
            kind=kind,
            person_id=person.pk,
            key=str(event.pk),
            context=_told(person, at=now, device=event.device, address=event.address)
            | {"passkey": event.subject, "undo": way_back(person=person, now=now)},
        )
    )


def _told(person: User, *, at: dt.datetime, device: str, address: str) -> dict[str, str]:
    """What every letter about the safety of an account says."""
    return {
        "name": person.name,
        "at": moment_of(at, person),
        "device": device,
        "address": address,
        "link": urljoin(settings.SITE_URL, reverse("accounts:security")),
        "forgotten": urljoin(settings.SITE_URL, reverse("accounts:forgotten-password")),
    }


def _opens_by_password(fact: SecurityFact) -> bool:
    return isinstance(fact, SecondFactorRemoved | PasskeyRemoved) and fact.is_last


def moment_of(at: dt.datetime, person: User) -> str:
    """``at`` as letters tell it: in the person's zone, with its name."""
    local = timezone.localtime(at, ZoneInfo(person.time_zone))
    return f"{formats.date_format(local, 'j F Y, H:i')} ({person.time_zone})"
