"""Reads about who wants news and offers."""

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser

from daybook.apps.accounts import queries as accounts
from daybook.apps.notifications.domain.marketing import PURPOSE
from daybook.core.contributions import NotificationKind


def wants_marketing(person: AbstractBaseUser) -> bool:
    """Whether the person has agreed, on record, to the text that is asked for now."""
    return accounts.consent_of(person, PURPOSE) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a person is asked to agree to, and whether they do."""

    text: str
    version: int
    agreed_at: dt.datetime | None


def marketing_asked(person: AbstractBaseUser) -> Asked:
    """The sentence about news and offers, and when the person agreed to it as it is now."""
    purpose = accounts.purpose_called(PURPOSE)
    consent = accounts.consent_of(person, PURPOSE)
    return Asked(
        text=str(purpose.text),
        version=purpose.version,
        agreed_at=consent.at if consent else None,
    )


def may_get(person: AbstractBaseUser, kind: NotificationKind) -> bool:
    """Whether nothing is missing on record for messages of ``kind`` to go to the person."""
    return not kind.is_marketing or wants_marketing(person)
