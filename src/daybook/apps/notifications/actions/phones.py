"""Confirming the number SMS go to: a code is sent there, and typed in here."""

import datetime as dt
import secrets
from typing import Final

import structlog
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import F
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from daybook.apps.notifications import queries
from daybook.apps.notifications.actions.telling import notify
from daybook.apps.notifications.domain import (
    CODE_LIFE,
    CODE_TRIES,
    CODES,
    address_mark,
    new_code,
    typed_code,
)
from daybook.apps.notifications.errors import NoPhone, WrongCode
from daybook.apps.notifications.models import Phone
from daybook.core.limits import Limit, spend
from daybook.lib.ids import sortable_id

log = structlog.get_logger(__name__)

SALT: Final = "daybook.notifications.phone-code"
# Nobody makes us text strangers: each limit holds by itself, whoever asks from wherever.
OF_PERSON: Final = Limit("phone-code-person", 3, 600)
OF_PERSON_A_DAY: Final = Limit("phone-code-person-day", 6, 86_400)
OF_NUMBER: Final = Limit("phone-code-number", 3, 3_600)
OF_NUMBER_A_DAY: Final = Limit("phone-code-number-day", 5, 86_400)
OF_ADDRESS: Final = Limit("phone-code-address", 10, 3_600)
TYPED: Final = Limit("phone-code-typed", 20, 3_600)


def send_code(*, person: AbstractBaseUser, address: str, now: dt.datetime) -> None:
    """Send a new code to the number of the person's profile; an earlier one is void.

    ``address`` is where the request comes from. Raises ``NoPhone`` where there is no SMS, no
    number, or one that has answered STOP, and ``TooMany``.
    """
    state = queries.phone_state(person, now=now)
    if not state.is_on:
        raise NoPhone(_("There is no SMS here."))
    if not state.number:
        raise NoPhone(_("Your profile has no phone number yet."))
    if state.is_stopped:
        raise NoPhone(_("This number has answered STOP. Send START from it first."))
    if state.is_confirmed:
        raise NoPhone(_("This number is confirmed already."))
    for limit, who in (
        (OF_ADDRESS, address),
        (OF_PERSON, str(person.pk)),
        (OF_PERSON_A_DAY, str(person.pk)),
        (OF_NUMBER, address_mark(state.number)),
        (OF_NUMBER_A_DAY, address_mark(state.number)),
    ):
        spend(limit, who, now=now)
    _send(person, state.number, now=now)


def confirm_phone(*, person: AbstractBaseUser, code: str, now: dt.datetime) -> None:
    """Confirm the number of the profile with the code that was sent to it.

    Each code has five tries. Raises ``WrongCode`` and ``TooMany``.
    """
    spend(TYPED, str(person.pk), now=now)
    number = str(getattr(person, "phone", ""))
    waiting = Phone.objects.filter(person_id=person.pk, number=number, code_until__gt=now).exclude(
        digest=""
    )
    if not waiting.filter(tries__lt=CODE_TRIES).update(tries=F("tries") + 1):
        raise WrongCode(_("This code has expired or was tried too often. Ask for a new one."))
    digest = _digest(person, number, typed_code(code))
    sent = waiting.values_list("digest", flat=True).first() or ""
    if not constant_time_compare(sent, digest):
        raise WrongCode(_("This is not the code we sent. Please look again."))
    used = Phone.objects.filter(person_id=person.pk, number=number, digest=digest)
    if used.update(confirmed_at=now, digest="", code_until=None):
        log.info("notifications.phone-confirmed", person_id=person.pk)


def forget_phone(*, person_id: int, keep: str = "") -> None:
    """Send no SMS to the person until a number is confirmed by a new code; may be done again.

    ``keep`` is the number of their profile by now, if that is not to be forgotten.
    """
    Phone.objects.filter(person_id=person_id).exclude(number=keep).delete()


@transaction.atomic
def _send(person: AbstractBaseUser, number: str, *, now: dt.datetime) -> None:
    code = new_code(secrets.randbelow(CODES))
    Phone.objects.update_or_create(
        person_id=person.pk,
        defaults={
            "number": number,
            "confirmed_at": None,
            "digest": _digest(person, number, code),
            "code_until": now + CODE_LIFE,
            "tries": 0,
        },
    )
    notify(
        kind=queries.CODE_KIND,
        person=person,
        context={"code": code},
        key=str(sortable_id(now)),
        address=number,
        now=now,
    )


def _digest(person: AbstractBaseUser, number: str, code: str) -> str:
    return salted_hmac(SALT, f"{person.pk} {number} {code}", algorithm="sha256").hexdigest()
