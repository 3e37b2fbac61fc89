"""What people want to be told, by which way, and when they want to be left alone."""

import datetime as dt
from collections.abc import Iterable
from typing import Final

import structlog
from django.contrib.auth.models import AbstractBaseUser
from django.core import signing
from django.db import transaction
from django.utils.translation import gettext as _

from daybook.apps.notifications import queries
from daybook.apps.notifications.actions.digests import retime
from daybook.apps.notifications.domain import Channel, checked_pause, checked_quiet_hours, zone_of
from daybook.apps.notifications.errors import AlwaysOn, NotYours, WrongWish
from daybook.apps.notifications.models import Preference, Rest
from daybook.core.contributions import NotificationKind
from daybook.lib.errors import Invalid

log = structlog.get_logger(__name__)

SALT: Final = "daybook.notifications.unsubscribe"


def change_wish(*, person: AbstractBaseUser, kind: str, channel: Channel, is_on: bool) -> None:
    """Switch messages of a kind on or off for a channel.

    Raises ``UnknownKind``, and ``AlwaysOn`` for a kind that cannot be switched.
    """
    known = queries.kind_called(kind)
    if not known.may_be_off or known.is_marketing:
        raise AlwaysOn(_("%(kind)s cannot be switched.") % {"kind": known.label})
    _write(person.pk, kind, channel, is_on=is_on)


@transaction.atomic
def change_rest(
    *,
    person: AbstractBaseUser,
    quiet_from: dt.time | None,
    quiet_until: dt.time | None,
    paused_until: dt.date | None,
    now: dt.datetime,
) -> Rest:
    """Keep when the person wants to be left alone, in their own zone; raises ``WrongWish``.

    A pause that has ended by itself may stay as it is.
    """
    rest = queries.rest_of(person.pk)
    try:
        quiet = checked_quiet_hours(quiet_from, quiet_until)
    except Invalid as error:
        raise WrongWish("quiet_until", error.message) from None
    try:
        if paused_until != rest.paused_until:
            zone = zone_of(person.time_zone)  # type: ignore[attr-defined]
            paused_until = checked_pause(paused_until, now=now, zone=zone)
    except Invalid as error:
        raise WrongWish("paused_until", error.message) from None
    values = {
        "quiet_from": quiet.starts if quiet else None,
        "quiet_until": quiet.ends if quiet else None,
        "paused_until": paused_until,
    }
    kept, _is_new = Rest.objects.update_or_create(person_id=person.pk, defaults=values)
    retime(person=person, now=now)
    return kept


@transaction.atomic
def change_wishes(
    *,
    person: AbstractBaseUser,
    switched: Iterable[tuple[str, Channel, bool]],
    quiet_from: dt.time | None,
    quiet_until: dt.time | None,
    paused_until: dt.date | None,
    now: dt.datetime,
) -> None:
    """Keep everything a person says at once, or nothing; raises as the two above."""
    change_rest(
        person=person,
        quiet_from=quiet_from,
        quiet_until=quiet_until,
        paused_until=paused_until,
        now=now,
    )
    for kind, channel, is_on in switched:
        change_wish(person=person, kind=kind, channel=channel, is_on=is_on)


def unsubscribe_token(*, person_id: int, kind: str) -> str:
    """The token that lets whoever holds the mail switch its kind off; it does not expire."""
    return signing.dumps([person_id, kind], salt=SALT)


def subscription(token: str) -> tuple[int, str, NotificationKind]:
    """Person, name and kind a token is about; raises ``NotYours`` for one that is not ours."""
    try:
        person_id, name = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        raise NotYours(_("This link does not lead anywhere. Was it cut off?")) from None
    return int(person_id), str(name), queries.kind_called(str(name))


def unsubscribe(*, token: str) -> NotificationKind:
    """Switch the mails of a kind off, without a sign-in; may be done again.

    Raises ``NotYours`` for a token that is not ours.
    """
    person_id, name, kind = subscription(token)
    if queries.person_exists(person_id) and kind.may_be_off:
        _write(person_id, name, Channel.EMAIL, is_on=False)
        log.info("notifications.unsubscribed", kind=name)
    return kind


def switch_off(*, person_id: int, kind: str) -> None:
    """Note that the person wants no more mails of a kind; who asks has checked that it may be."""
    _write(person_id, kind, Channel.EMAIL, is_on=False)


def _write(person_id: int, kind: str, channel: Channel, *, is_on: bool) -> None:
    Preference.objects.update_or_create(
        person_id=person_id, kind=kind, channel=channel.value, defaults={"is_on": is_on}
    )
