"""What an app may contribute to the shared pages: the contracts and their registries."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal

from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest
from django.utils.functional import Promise

from daybook.core.registry import Registry

# Text for people; it may be translated only when it is shown.
Words = str | Promise


@dataclass(frozen=True, slots=True)
class TodayCard:
    """One card on the first or the Today page, rendered from ``template`` with ``context``."""

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """Something that stands on the day ruler at an instant and leads to ``url``."""

    at: dt.datetime
    title: str
    url: str
    icon: str = "dot"


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One thing with a time on the shared calendar; the end is not part of it."""

    title: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchHit:
    """One thing found: what it is called, of what kind it is, and where it lives."""

    title: str
    url: str
    kind: Words
    excerpt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalFile:
    """A file of a person, such as a picture, as it goes into the archive of their data."""

    name: str
    content: bytes


def no_files(_user: AbstractBaseUser) -> Iterable[PersonalFile]:
    """Most apps keep no files of a person."""
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalData:
    """What an app keeps about a person, and how it gives it out and forgets it.

    ``label`` is what people call it. ``export`` yields ``(kind, plain values)`` one by one, however
    many there are, and ``files`` what is not rows. ``erase`` takes the moment of erasure, may be
    called twice, and works when only half of it is left. ``tables`` are the labels of the models
    it answers for ("accounts.User"); ``retention`` says in words how long it is kept, and what
    stays behind and why.
    """

    export: Callable[[AbstractBaseUser], Iterable[tuple[str, Mapping[str, Any]]]]
    erase: Callable[[AbstractBaseUser, dt.datetime], None]
    tables: tuple[str, ...]
    retention: Words = ""
    label: Words = ""
    files: Callable[[AbstractBaseUser], Iterable[PersonalFile]] = no_files


@dataclass(frozen=True, slots=True, kw_only=True)
class NavItem:
    """One place of the navigation; its address is looked up only when a page is made.

    ``g`` and then ``key`` lead there from the keyboard. ``count`` says how many things wait there;
    nothing is shown for none. ``count_url_name`` is where an open page asks for it again. Pages
    whose address begins with ``within`` belong to the place, as those below its own do.
    """

    label: Words
    icon: str
    url_name: str
    key: str = ""
    audience: Literal["everyone", "signed-in", "signed-out", "operators"] = "everyone"
    count: Callable[[HttpRequest], int] | None = None
    count_url_name: str = ""
    within: str = ""


class Urgency(StrEnum):
    """How soon a message is worth a person's attention."""

    NOW = "now"  # security and what cannot wait: no quiet hours, no digest
    SOON = "soon"
    LATER = "later"  # may wait for a digest


@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationKind:
    """A kind of message an app may send, registered under its dotted name.

    ``template`` is rendered for every channel with the message's context; it has the partials
    ``subject``, ``text`` (one or two plain sentences, for inbox, push and SMS), ``body`` (HTML for
    mail) and, where the SMS is to say something else, ``sms``. ``channels`` are those that are on
    until the person says otherwise. One that ``may_be_off`` is optional and carries a one-click
    unsubscribe; one ``is_marketing`` needs a recorded consent as well. One that is not
    ``is_listed`` does not show among what people switch. ``actions`` name what can be done with
    such a message at once, the first two from a notification too; ``kept_for_actions`` names what
    they need of its context, which is otherwise forgotten once the message is delivered.
    """

    label: Words
    template: str
    help: Words = ""
    channels: tuple[str, ...] = ("inbox", "email")
    urgency: Urgency = Urgency.SOON
    may_be_off: bool = True
    is_marketing: bool = False
    is_listed: bool = True
    reaches_the_leaving: bool = False
    actions: tuple[str, ...] = ()
    kept_for_actions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.is_marketing and not self.may_be_off:
            raise ValueError("Marketing may always be switched off.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentPurpose:
    """Something a person may agree to, registered under its dotted name, and may take back.

    ``text`` is the exact sentence they agree to; it is kept with their consent. A new ``version``
    means that it promises something else: whoever agreed to an older one has not agreed to it.
    """

    label: Words
    text: Words
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageAction:
    """Something a person can do with a message at once, registered under its dotted name.

    ``act`` takes the person, the context and the moment, and answers with a short sentence for
    the person. The context has ``message_id`` and what the kind keeps for its actions. It runs once
    for each message, in one transaction with the note of that; what it refuses may be tried again.
    """

    label: Words
    act: Callable[[AbstractBaseUser, Mapping[str, Any], dt.datetime], Words]


class Verdict(StrEnum):
    """How a health check ended; the word itself is shown, never only a colour."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Health:
    """What one health check found, in a sentence that says what to do."""

    verdict: Verdict
    message: str


TodayCardSource = Callable[[AbstractBaseUser, dt.date], TodayCard | None]
# What the first page shows of a product, to strangers too; `now` is an aware instant in UTC.
LandingSource = Callable[[HttpRequest, dt.datetime], TodayCard | None]
PinSource = Callable[[AbstractBaseUser, dt.date], Iterable[Pin]]
CalendarSource = Callable[[AbstractBaseUser, dt.date, dt.date], Iterable[CalendarEntry]]
SearchSource = Callable[[AbstractBaseUser, str, int], Iterable[SearchHit]]
# `now` is an aware instant in UTC; a check never raises for what it looks for.
HealthCheck = Callable[[dt.datetime], Health]
# Loads sample data, again and again with the same result; answers with what it loaded.
DemoSource = Callable[[dt.datetime], str]

today_cards: Registry[TodayCardSource] = Registry("today card")
landing_cards: Registry[LandingSource] = Registry("card of the first page")
# A sentence at the foot of every page, such as where the data of a product comes from.
footer_notes: Registry[Words] = Registry("note of the foot")
ruler_pins: Registry[PinSource] = Registry("source of ruler pins")
calendar: Registry[CalendarSource] = Registry("calendar source")
search: Registry[SearchSource] = Registry("search source")
personal_data: Registry[PersonalData] = Registry("personal data")
nav: Registry[NavItem] = Registry("navigation item")
notification_kinds: Registry[NotificationKind] = Registry("kind of notification")
consent_purposes: Registry[ConsentPurpose] = Registry("purpose of a consent")
message_actions: Registry[MessageAction] = Registry("action of a message")
health_checks: Registry[HealthCheck] = Registry("health check")
demo_data: Registry[DemoSource] = Registry("demo data source")
