"""Agreeing to something, and taking it back."""

import datetime as dt

import structlog
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from daybook.apps.accounts.errors import NoSuchConsent
from daybook.apps.accounts.models import Consent, User
from daybook.apps.accounts.models.consents import PLACE_LENGTH
from daybook.apps.accounts.queries import consent_of, consents_of, purpose_called

log = structlog.get_logger(__name__)


@transaction.atomic
def give_consent(
    *, person: AbstractBaseUser, purpose: str, place: str, now: dt.datetime
) -> Consent:
    """Keep that ``person`` agrees, on the page ``place``, to the text of ``purpose`` as it is now.

    Who has agreed to that text already gets their earlier consent. Raises ``UnknownPurpose``.
    """
    known = purpose_called(purpose)
    _wait_for(person)
    if earlier := consent_of(person, purpose):
        return earlier
    log.info("accounts.consent-given", user_id=person.pk, purpose=purpose)
    return Consent.objects.create(
        person_id=person.pk,
        purpose=purpose,
        is_given=True,
        at=now,
        place=place[:PLACE_LENGTH],
        text=str(known.text),
        version=known.version,
    )


@transaction.atomic
def withdraw_consent(
    *, person: AbstractBaseUser, purpose: str, place: str, now: dt.datetime
) -> Consent:
    """Keep that ``person`` takes back what they agreed to, whatever has become of its text.

    The consent stays on record beside the withdrawal. Raises ``NoSuchConsent`` when there is none.
    """
    _wait_for(person)
    newest = consents_of(person).filter(purpose=purpose).first()
    if newest is None or not newest.is_given:
        raise NoSuchConsent(_("You have not agreed to this, or have taken it back already."))
    log.info("accounts.consent-withdrawn", user_id=person.pk, purpose=purpose)
    return Consent.objects.create(
        person_id=person.pk,
        purpose=purpose,
        is_given=False,
        at=now,
        place=place[:PLACE_LENGTH],
        text=newest.text,
        version=newest.version,
    )


def _wait_for(person: AbstractBaseUser) -> None:
    """One word of a person at a time: the newest row must be the one that was said last."""
    User.objects.select_for_update().filter(pk=person.pk).first()


def erase_consents(user: AbstractBaseUser, _now: dt.datetime) -> None:
    """Delete what the person has agreed to; may be done again."""
    Consent.objects.filter(person_id=user.pk).delete()
