"""Where people stand with SMS."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.auth.models import AbstractBaseUser

from daybook.apps.notifications.clients import sms
from daybook.apps.notifications.domain import Channel, State, address_mark
from daybook.apps.notifications.models import Delivery, Phone, Sms, SmsDay, Suppression

CODE_KIND: Final = "notifications.phone-code"


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneState:
    """Where a person stands with SMS; the last code could not be sent if ``is_in_trouble``."""

    is_on: bool
    number: str
    is_confirmed: bool
    is_stopped: bool
    has_code: bool
    is_in_trouble: bool

    @property
    def gets_sms(self) -> bool:
        """Whether messages reach the person by SMS."""
        return self.is_on and self.is_confirmed and not self.is_stopped


def phone_state(person: AbstractBaseUser, *, now: dt.datetime) -> PhoneState:
    """Where the person stands with SMS, for the number of their profile."""
    number = str(getattr(person, "phone", ""))
    row = Phone.objects.filter(person_id=person.pk, number=number).first() if number else None
    code = Delivery.objects.filter(message__kind=CODE_KIND, message__person_id=person.pk)
    latest = code.order_by("-queued_at", "-pk").first() if row and not row.confirmed_at else None
    return PhoneState(
        is_on=sms.is_on(),
        number=number,
        is_confirmed=row is not None and row.confirmed_at is not None,
        is_stopped=bool(number) and is_suppressed(number),
        has_code=row is not None and row.code_until is not None and row.code_until > now,
        is_in_trouble=latest is not None and latest.state == State.FAILED,
    )


def confirmed_number(person: AbstractBaseUser) -> str:
    """The number of the profile where it is confirmed, else nothing."""
    number = str(getattr(person, "phone", ""))
    confirmed = Phone.objects.filter(person_id=person.pk, number=number)
    is_good = bool(number) and confirmed.exclude(confirmed_at=None).exists()
    return number if is_good else ""


def is_suppressed(address: str) -> bool:
    """Whether the e-mail address or the number gets nothing optional."""
    return Suppression.objects.filter(mark=address_mark(address)).exists()


def plain_phones(person_id: int) -> dict[str, list[dict[str, Any]]]:
    """What is kept about the person's number, as plain values."""
    return {
        "phones": [
            {
                "number": row.number,
                "confirmed_at": row.confirmed_at.isoformat() if row.confirmed_at else None,
            }
            for row in Phone.objects.filter(person_id=person_id)
        ],
        "sms_days": [
            {"day": row.day.isoformat(), "segments": row.segments}
            for row in SmsDay.objects.filter(person_id=person_id).order_by("day")
        ],
    }


def plain_sms(delivery: Delivery) -> dict[str, Any]:
    """What is known of a delivery by SMS, as plain values; nothing of any other."""
    if delivery.channel != Channel.SMS:
        return {}
    sent: Sms | None = getattr(delivery, "sms", None)
    return {"segments": sent.segments, "fate": sent.fate} if sent else {}
