"""Reads about what people want to be told, and when they want to be left alone."""

from dataclasses import dataclass

from django.core.exceptions import ObjectDoesNotExist

from daybook.apps.notifications.domain import Channel, chosen_channels
from daybook.apps.notifications.models import Preference, Rest
from daybook.apps.notifications.queries.devices import has_device
from daybook.apps.notifications.queries.kinds import known_channels
from daybook.core.contributions import NotificationKind, notification_kinds


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Whether messages of a kind take a channel for a person; some cannot be switched."""

    kind: str
    channel: Channel
    is_on: bool
    may_be_off: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class KindWishes:
    """A kind of message with the wishes of a person, one for each channel in order."""

    name: str
    label: str
    help: str
    may_be_off: bool
    wishes: tuple[Wish, ...]


def rest_of(person_id: int) -> Rest:
    """When the person wants to be left alone; an unsaved row where they have not said."""
    try:
        return Rest.objects.get(person_id=person_id)
    except ObjectDoesNotExist:
        return Rest(person_id=person_id)


def channels_of(person_id: int, name: str, kind: NotificationKind) -> frozenset[Channel]:
    """The ways a message of this kind takes to the person."""
    rows = Preference.objects.filter(person_id=person_id, kind=name)
    wishes = dict(rows.values_list("channel", "is_on"))
    return chosen_channels(kind.channels, wishes, may_be_off=kind.may_be_off)


def wishes_of(person_id: int) -> list[KindWishes]:
    """Every kind of message with what the person wants of it, in order."""
    channels = known_channels()
    said: dict[str, dict[str, bool]] = {}
    unusable = frozenset() if has_device(person_id) else frozenset({Channel.PUSH})
    for row in Preference.objects.filter(person_id=person_id):
        said.setdefault(row.kind, {})[row.channel] = row.is_on
    return [
        _kind_wishes(name, kind, said.get(name, {}), channels, unusable)
        for name, kind in notification_kinds
        if kind.is_listed
        and not kind.is_marketing
        and (kind.may_be_off or not channels.isdisjoint(kind.channels))
    ]


def _kind_wishes(
    name: str,
    kind: NotificationKind,
    said: dict[str, bool],
    channels: frozenset[Channel],
    unusable: frozenset[Channel],
) -> KindWishes:
    # A default that cannot be had yet is off; what the person has asked for stays asked for.
    defaults = [channel for channel in kind.channels if channel not in unusable]
    chosen = chosen_channels(defaults, said, may_be_off=kind.may_be_off)
    return KindWishes(
        name=name,
        label=str(kind.label),
        help=str(kind.help),
        may_be_off=kind.may_be_off,
        wishes=tuple(
            Wish(kind=name, channel=channel, is_on=channel in chosen, may_be_off=kind.may_be_off)
            for channel in Channel
            if channel in channels
        ),
    )
