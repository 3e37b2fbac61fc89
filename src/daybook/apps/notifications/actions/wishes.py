"""What people want to be told, by which way, and when they want to be left alone."""

import datetime as dt
from collections.abc import Iterable
from typing import Final

import structlog
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.core import signing
from django.db import transaction
from django.utils.translation import gettext as _

from daybook.apps.notifications import queries
from daybook.apps.notifications.actions.digests import retime
from daybook.apps.notifications.actions.marketing import ONE_CLICK, withdraw_from_marketing
from daybook.apps.notifications.domain import Channel, checked_pause, checked_quiet_hours, zone_of
from daybook.apps.notifications.errors import AlwaysOn, NotConfirmed, NotYours, WrongWish
from daybook.apps.notifications.models import Preference, Rest
from daybook.core.contributions import NotificationKind
from daybook.lib.errors import Invalid

log = structlog.get_logger(__name__)

SALT: Final = "daybook.notifications.unsubscribe"


def change_wish(*, person: AbstractBaseUser, kind: str, channel: Channel, is_on: bool) -> None:
    """Switch messages of a kind on or off for a channel.

    Raises ``UnknownKind``, ``AlwaysOn`` for a kind that cannot be switched, ``WrongWish`` for a
    channel that is not there, and ``NotConfirmed`` for SMS to a number that is not confirmed.
    """
    known = queries.kind_called(kind)
    if not known.may_be_off or known.is_marketing:
        raise AlwaysOn(_("%(kind)s cannot be switched.") % {"kind": known.label})
    if channel not in queries.known_channels():
        raise WrongWish("channel", _("There is no such channel here."))
    if channel is Channel.SMS and is_on and not queries.confirmed_number(person):
        raise NotConfirmed(_("Confirm your phone number first."))
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


def unsubscribe(*, token: str, now: dt.datetime) -> NotificationKind:
    """Switch the mails of a kind off, without a sign-in; may be done again.

    For news and offers it takes the consent to all of them back. Raises ``NotYours`` for a token
    that is not ours.
    """
    person_id, name, kind = subscription(token)
    person = get_user_model().objects.filter(pk=person_id).first()
    if person is None or not kind.may_be_off:
        return kind
    if kind.is_marketing:
        withdraw_from_marketing(person=person, place=ONE_CLICK, now=now)
    else:
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
