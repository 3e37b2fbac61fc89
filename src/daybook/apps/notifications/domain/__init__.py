"""Rules of telling people: by which ways, when, and how often it is tried. Times are passed in."""

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from daybook.lib.errors import Invalid
from daybook.lib.periods import LONDON, Period, in_utc, local_date, local_midnight

KEY_LENGTH: Final = 200
LONGEST_PAUSE: Final = dt.timedelta(days=366)
ONE_DAY: Final = dt.timedelta(days=1)
# Minutes to wait after the first, second … attempt: a server that is down over night is outlived.
WAITS_MINUTES: Final = (1, 5, 15, 60, 180, 360, 720)
ATTEMPTS: Final = len(WAITS_MINUTES) + 1
JITTER: Final = 0.1
# A worker that says nothing for so long has died: no delivery takes longer than its time-outs.
STALE_AFTER: Final = dt.timedelta(minutes=3)

CODE_LENGTH: Final = 6
CODES: Final = 10**CODE_LENGTH
CODE_TRIES: Final = 5
CODE_LIFE: Final = dt.timedelta(minutes=10)
# An SMS of more segments is shortened; a person gets so many segments in one day (UTC) at most.
MOST_SEGMENTS: Final = 3
DAILY_SEGMENTS: Final = 30


# When the morning digest goes out, on the person's wall, until they say otherwise.
MORNING: Final = dt.time(7)
ONE_HOUR: Final = dt.timedelta(hours=1)


class Channel(StrEnum):
    """A way by which a message reaches a person."""

    INBOX = "inbox"
    EMAIL = "email"
    SMS = "sms"
    PUSH = "push"


class State(StrEnum):
    """Where a delivery stands. ``failed`` is a dead letter, for the operator to look at.

    What is ``held`` waits for a digest, and then for that digest to be sent.
    """

    QUEUED = "queued"
    HELD = "held"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"


class Fate(StrEnum):
    """What became of an SMS after the provider had taken it, in the provider's words."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    FAILED = "failed"


# Reports overtake each other on their way; only a later stage replaces an earlier one.
STAGES: Final[tuple[frozenset[Fate], ...]] = (
    frozenset({Fate.QUEUED}),
    frozenset({Fate.SENDING}),
    frozenset({Fate.SENT}),
    frozenset({Fate.DELIVERED, Fate.UNDELIVERED, Fate.FAILED}),
)


class Reply(StrEnum):
    """What somebody who answers an SMS can ask for."""

    STOP = "stop"
    START = "start"
    HELP = "help"


KEYWORDS: Final[Mapping[str, Reply]] = {
    **dict.fromkeys(("STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT"), Reply.STOP),
    **dict.fromkeys(("START", "UNSTOP", "YES"), Reply.START),
    **dict.fromkeys(("HELP", "INFO"), Reply.HELP),
}


class Happening(StrEnum):
    """What can happen to a message on its way to a person."""

    SHOWN = "shown"
    READ = "read"
    QUEUED = "queued"
    HELD = "held"
    GATHERED = "gathered"
    DUE = "due"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    OPENED = "opened"
    FAILED = "failed"
    DROPPED = "dropped"


class Pace(StrEnum):
    """How what is not urgent comes by e-mail: at once, or gathered in a digest."""

    NOW = "now"
    HOURLY = "hourly"
    MORNING = "morning"


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Wall times between which nothing rings; the end is not part, and may lie on the next day."""

    starts: dt.time
    ends: dt.time


def checked_quiet_hours(starts: dt.time | None, ends: dt.time | None) -> QuietHours | None:
    """The quiet hours of two wall times, ``None`` for none; raises ``Invalid`` for one alone.

    They are whole minutes without an offset, and may not be the same: that would be all day long.
    """
    if starts is None and ends is None:
        return None
    if starts is None or ends is None:
        raise Invalid("Quiet hours need a beginning and an end. Leave both empty for none.")
    if any(time.second or time.microsecond or time.tzinfo for time in (starts, ends)):
        raise Invalid("Quiet hours begin and end on a whole minute, for example 22:00.")
    if starts == ends:
        raise Invalid("Quiet hours may not last the whole day. Pause everything instead.")
    return QuietHours(starts, ends)


def checked_pause(until: dt.date | None, *, now: dt.datetime, zone: dt.tzinfo) -> dt.date | None:
    """The local day on which messages go out again; raises ``Invalid`` unless it lies ahead.

    A pause lasts a year at most, so that nobody loses what they have forgotten.
    """
    if until is None:
        return None
    today = local_date(now, zone)
    if not today < until <= today + LONGEST_PAUSE:
        raise Invalid("A pause ends on a day after today, and within a year.")
    return until


def zone_of(name: str) -> dt.tzinfo:
    """The zone called ``name``; London for one that has left the IANA database."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return LONDON


def wall_instant(day: dt.date, time: dt.time, zone: dt.tzinfo) -> dt.datetime:
    """The instant, in UTC, at which the clock on the wall of ``zone`` shows ``time`` on ``day``.

    A time shown twice means the first; one that is skipped moves on by what is skipped.
    """
    return in_utc(dt.datetime.combine(day, time, tzinfo=zone))


def quiet_period_at(at: dt.datetime, quiet: QuietHours, zone: dt.tzinfo) -> Period | None:
    """The quiet period, in UTC, that the instant ``at`` falls into; ``None`` where it may ring."""
    today = local_date(at, zone)
    for day in (today - ONE_DAY, today):
        last = day if quiet.ends > quiet.starts else day + ONE_DAY
        starts_at = wall_instant(day, quiet.starts, zone)
        ends_at = wall_instant(last, quiet.ends, zone)
        # Clocks going forward may swallow short quiet hours whole.
        if starts_at <= at < ends_at:
            return Period(starts_at, ends_at)
    return None


def delivery_time(
    *,
    at: dt.datetime,
    is_urgent: bool,
    zone: dt.tzinfo,
    quiet: QuietHours | None = None,
    paused_until: dt.date | None = None,
) -> dt.datetime:
    """When a message due ``at`` may ring, in UTC: after a pause, outside quiet hours.

    What is urgent (a sign-in from a new device, a link somebody waits for) is never held back.
    """
    moment = in_utc(at)
    if is_urgent:
        return moment
    if paused_until is not None:
        moment = max(moment, local_midnight(paused_until, zone))
    period = quiet_period_at(moment, quiet, zone) if quiet else None
    return period.ends_at if period else moment


def digest_pace(pace: Pace, *, is_urgent: bool, may_wait: bool) -> Pace:
    """The pace of a message, given what its person has chosen.

    What is urgent comes at once, whatever was chosen; what may wait comes in the morning, or in a
    digest that goes out earlier.
    """
    if is_urgent:
        return Pace.NOW
    return Pace.MORNING if may_wait else pace


def checked_morning(time: dt.time) -> dt.time:
    """The wall time of the morning digest; raises ``Invalid`` unless it is a whole minute."""
    if time.second or time.microsecond or time.tzinfo:
        raise Invalid("The morning digest goes out on a whole minute, for example 07:00.")
    return time


def next_morning(at: dt.datetime, morning_at: dt.time, zone: dt.tzinfo) -> dt.datetime:
    """The first instant from ``at`` on, in UTC, at which the wall shows ``morning_at``.

    Once on each local day: in an hour that comes twice the first counts.
    """
    today = local_date(at, zone)
    first = wall_instant(today, morning_at, zone)
    return first if first >= at else wall_instant(today + ONE_DAY, morning_at, zone)


def next_hour(at: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
    """The first instant from ``at`` on, in UTC, at which the wall shows a full hour.

    Where clocks change by less than an hour in between it is never more than an hour away.
    """
    moment = in_utc(at)
    local = moment.astimezone(zone)
    over = dt.timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
    return moment + ONE_HOUR - over if over else moment


def digest_time(
    *,
    at: dt.datetime,
    pace: Pace,
    zone: dt.tzinfo,
    morning_at: dt.time = MORNING,
    quiet: QuietHours | None = None,
    paused_until: dt.date | None = None,
) -> dt.datetime:
    """When the digest goes out, in UTC, that a message due ``at`` waits for.

    It is the next one after a pause; one that falls into quiet hours goes out when they end.
    """
    moment = in_utc(at)
    if paused_until is not None:
        moment = max(moment, local_midnight(paused_until, zone))
    hourly = pace is Pace.HOURLY
    moment = next_hour(moment, zone) if hourly else next_morning(moment, morning_at, zone)
    period = quiet_period_at(moment, quiet, zone) if quiet else None
    return period.ends_at if period else moment


def chosen_channels(
    defaults: Sequence[str], wishes: Mapping[str, bool], *, may_be_off: bool
) -> frozenset[Channel]:
    """The ways a message of a kind takes, given what the kind and its person say.

    ``wishes`` has the channels the person has switched; of a kind that may not be off they are
    ignored. Ways this installation does not have are left out.
    """
    known = {channel: channel in defaults for channel in Channel}
    if may_be_off:
        known |= {channel: wishes[channel] for channel in Channel if channel in wishes}
    return frozenset(channel for channel, is_on in known.items() if is_on)


def wait_after(attempt: int, *, jitter: float) -> dt.timedelta | None:
    """How long to wait after ``attempt`` (from 1); ``None`` when it was the last.

    ``jitter`` lies between -1 and 1: what failed together does not come back together.
    """
    if attempt >= ATTEMPTS:
        return None
    return dt.timedelta(minutes=WAITS_MINUTES[attempt - 1] * (1 + JITTER * jitter))


def address_mark(address: str) -> str:
    """A mark by which an e-mail address is recognised without being kept (SHA-256, hex)."""
    return hashlib.sha256(address.strip().lower().encode()).hexdigest()


def fates_before(fate: Fate) -> frozenset[Fate]:
    """What ``fate`` may take the place of."""
    stage = next(n for n, fates in enumerate(STAGES) if fate in fates)
    return frozenset().union(*STAGES[:stage])


def reply_of(text: str) -> Reply | None:
    """What an answer asks for: one keyword alone, whatever its case; ``None`` for other words.

    The keywords are those Twilio itself obeys by default.
    """
    return KEYWORDS.get(text.strip().strip(".!\"'").upper())


def new_code(number: int) -> str:
    """``number`` (random, below ``CODES``) as the six digits people type."""
    return f"{number % CODES:0{CODE_LENGTH}}"


def typed_code(text: str) -> str:
    """The digits of a code as typed, without the spaces and dashes some people put in."""
    return "".join(char for char in text if char.isascii() and char.isdigit())
