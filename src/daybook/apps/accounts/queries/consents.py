"""What people have agreed to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from daybook.apps.accounts.errors import UnknownPurpose
from daybook.apps.accounts.models.consents import Consent
from daybook.core.contributions import ConsentPurpose, Words, consent_purposes


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Where a person stands with one purpose: the newest thing they said, and what it is about.

    One that no longer counts because its text was replaced is given, but not ``in_force``.
    """

    purpose: str
    label: Words
    newest: Consent
    is_in_force: bool


def purpose_called(name: str) -> ConsentPurpose:
    """The purpose registered under ``name``; raises ``UnknownPurpose``."""
    try:
        return dict(consent_purposes)[name]
    except KeyError:
        raise UnknownPurpose(_("Nobody asks for consent to this.")) from None


def consent_of(person: AbstractBaseUser, purpose: str) -> Consent | None:
    """The consent of ``person`` that is in force for the text as it is now; ``None`` without one.

    Raises ``UnknownPurpose`` when no app asks for it.
    """
    known = purpose_called(purpose)
    newest = consents_of(person).filter(purpose=purpose).first()
    return newest if newest and newest.is_given and newest.version == known.version else None


def consents_of(person: AbstractBaseUser) -> QuerySet[Consent]:
    """Everything ``person`` has agreed to and taken back, newest first."""
    return Consent.objects.filter(person_id=person.pk).order_by("-pk")


def agreements_of(person: AbstractBaseUser) -> list[Agreement]:
    """Where ``person`` stands with each purpose they ever agreed to, the newest word first."""
    known = dict(consent_purposes)
    newest: dict[str, Consent] = {}
    for consent in consents_of(person):
        newest.setdefault(consent.purpose, consent)
    return [_agreement(consent, known.get(name)) for name, consent in newest.items()]


def _agreement(newest: Consent, purpose: ConsentPurpose | None) -> Agreement:
    is_current = purpose is not None and purpose.version == newest.version
    return Agreement(
        purpose=newest.purpose,
        label=purpose.label if purpose else newest.purpose,
        newest=newest,
        is_in_force=newest.is_given and is_current,
    )


def consents_export(person: AbstractBaseUser) -> Iterable[tuple[str, Mapping[str, Any]]]:
    """Every consent of ``person``, given or taken back, in the order it was said."""
    for consent in consents_of(person).reverse().iterator():
        yield (
            "consent",
            {
                "purpose": consent.purpose,
                "is_given": consent.is_given,
                "at": consent.at.isoformat(),
                "place": consent.place,
                "text": consent.text,
                "version": consent.version,
            },
        )
