"""Changing what an account says about its person."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any, Final, TypedDict, Unpack

import structlog
from django.db import transaction

from daybook.apps.accounts.actions.checks import Checks, checked_language
from daybook.apps.accounts.domain import (
    checked_country,
    checked_currency,
    checked_day_start,
    checked_first_weekday,
    checked_line,
    checked_name,
    checked_phone,
    checked_postcode,
    checked_time_zone,
)
from daybook.apps.accounts.events import PhoneChanged
from daybook.apps.accounts.models import User
from daybook.core.events import publish

log = structlog.get_logger(__name__)


class Profile(TypedDict, total=False):
    """What a person says about themselves; what is left out, or ``None``, stays as it is."""

    name: str | None
    phone: str | None
    address_line1: str | None
    address_line2: str | None
    city: str | None
    county: str | None
    postcode: str | None
    country: str | None
    time_zone: str | None
    language: str | None
    day_starts_at: dt.time | None
    first_weekday: int | None
    currency: str | None


RULES: Final[dict[str, Callable[[Any], str | int | dt.time]]] = {
    "name": checked_name,
    "phone": checked_phone,
    "address_line1": checked_line,
    "address_line2": checked_line,
    "city": checked_line,
    "county": checked_line,
    "country": checked_country,
    "time_zone": checked_time_zone,
    "language": checked_language,
    "day_starts_at": checked_day_start,
    "first_weekday": checked_first_weekday,
    "currency": checked_currency,
}


def change_profile(*, user: User, **given: Unpack[Profile]) -> User:
    """Change what is given and leave the rest; raises ``NotValid`` and then changes nothing.

    A postcode is judged by the country it will stand beside, also when only one of them is given.
    """
    values = {field: value for field, value in given.items() if value is not None}
    changes = _checked(user, values)
    with transaction.atomic():
        if "phone" in changes:
            _change_phone(user, str(changes.pop("phone")))
        for field, value in changes.items():
            setattr(user, field, value)
        user.save(update_fields=[*changes])
    log.info("accounts.profile-changed", user_id=user.pk, fields=sorted(values))
    return user


def _checked(user: User, values: dict[str, Any]) -> dict[str, str | int | dt.time]:
    changes: dict[str, str | int | dt.time] = {}
    checks = Checks()
    for field in values.keys() & RULES.keys():
        with checks.field(field):
            changes[field] = RULES[field](values[field])
    if values.keys() & {"postcode", "country"} and "country" not in checks.wrong:
        country = values.get("country", user.country)
        rule = partial(checked_postcode, country=country)
        with checks.field("postcode"):
            changes["postcode"] = rule(values.get("postcode", user.postcode))
    checks.finish()
    return changes


def _change_phone(user: User, phone: str) -> None:
    # Asked of the table, since another device may have changed what this one has read.
    if User.objects.filter(pk=user.pk).exclude(phone=phone).update(phone=phone):
        publish(PhoneChanged(person_id=user.pk, phone=phone))
    user.phone = phone
