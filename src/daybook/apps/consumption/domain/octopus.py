"""An Octopus account: what it is called, what it tells of, and which days it is asked about."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from daybook.apps.consumption.domain.days import ONE_DAY, Days
from daybook.apps.consumption.domain.refusals import InvalidAccountNumber, InvalidApiKey
from daybook.apps.consumption.domain.tariffs.terms import HalfHourly
from daybook.apps.consumption.domain.utilities import Utility
from daybook.lib.periods import LONDON, Period, local_date, local_midnight

FILL_YEARS: Final = 3
#: Corrections and what came late: these days are asked for every night.
RECENT_DAYS: Final = 7 * ONE_DAY
#: So far back gaps are asked for again.
GAP_DAYS: Final = 60 * ONE_DAY
#: Consumption comes a day late, so yesterday is not missing yet.
LATE_DAYS: Final = 1 * ONE_DAY
#: Two gaps with fewer days between them are one question.
_TOGETHER: Final = 7 * ONE_DAY
_NIGHT_STARTS: Final = dt.time(5)
_NIGHT_MINUTES: Final = 240
_STRIDE: Final = 37  # has no divisor in common with the minutes: neighbours lie far apart

_ACCOUNT: Final = re.compile(r"A-[0-9A-F]{8}")
#: What is fed in is paid for half-hourly too, but costs nothing; two registers have no such rates.
_AGILE: Final = re.compile(
    r"E-1R-(?!.*OUTGOING)(AGILE(?:-[A-Z]{1,12}){0,2}(?:-[0-9]{2}){3})-([A-HJ-NP])"
)
_KEY: Final = re.compile(r"[!-9;-~]{16,100}")  # a colon would end the name of HTTP Basic


class Trouble(StrEnum):
    """Why the account has not answered; all but the last wait for the person."""

    NONE = ""
    KEY = "key"
    ACCOUNT = "account"
    SEAL = "seal"
    AWAY = "away"


PAUSING: Final = (Trouble.KEY, Trouble.ACCOUNT, Trouble.SEAL)


@dataclass(frozen=True, slots=True)
class Agreed:
    """A tariff and from when until when it was agreed; open at the end while it holds."""

    tariff_code: str
    valid_from: dt.datetime
    valid_to: dt.datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A meter point (MPAN or MPRN) with the serial numbers of its meters, and its agreements."""

    utility: Utility
    number: str
    is_export: bool = False
    serials: tuple[str, ...] = ()
    agreements: tuple[Agreed, ...] = ()

    @property
    def starts_at(self) -> dt.datetime | None:
        """When the first agreement begins; unknown without one."""
        return min((one.valid_from for one in self.agreements), default=None)

    def supplied(self, period: Period) -> Period | None:
        """The part of ``period`` between the first agreement and the last; all without any."""
        starts_at = max(self.starts_at or period.starts_at, period.starts_at)
        ends = [one.valid_to or period.ends_at for one in self.agreements]
        ends_at = min(max(ends, default=period.ends_at), period.ends_at)
        return Period(starts_at, ends_at) if starts_at < ends_at else None


def account_number(text: str) -> str:
    """The account number as Octopus writes it, ``A-1B2C3D4E``; raises ``InvalidAccountNumber``."""
    number = re.sub(r"\s", "", text).upper()
    if not _ACCOUNT.fullmatch(number):
        raise InvalidAccountNumber(
            "An account number looks like A-1B2C3D4E. It stands on every bill."
        )
    return number


def api_key(text: str) -> str:
    """The key without what was copied around it; raises ``InvalidApiKey``."""
    key = text.strip()
    if not _KEY.fullmatch(key):
        raise InvalidApiKey("That is no API key. It begins with sk_live_ and has no spaces.")
    return key


def agile_of(tariff_code: str) -> HalfHourly | None:
    """The published rates of an import tariff such as ``E-1R-AGILE-24-10-01-C``, if it has any."""
    found = _AGILE.fullmatch(tariff_code)
    return HalfHourly(product=found[1], region=found[2]) if found else None


def fill_start(points: Iterable[Point], today: dt.date) -> dt.date:
    """The day on which the first agreement of what is used begins, three years ago at most."""
    earliest = today - FILL_YEARS * 365 * ONE_DAY
    known = [point.starts_at for point in points if point.starts_at and not point.is_export]
    first = min((local_date(at, LONDON) for at in known), default=earliest)
    return min(max(first, earliest), today)


def next_month(fill_from: dt.date, filled_since: dt.date) -> Days | None:
    """What is asked for next, going back: a month up to ``filled_since``; ``None`` at the end."""
    if filled_since <= fill_from:
        return None
    last = filled_since - ONE_DAY
    return Days(max(fill_from, last.replace(day=1)), filled_since)


def due_again(
    *, today: dt.date, asked_until: dt.date, filled_since: dt.date, gaps: Iterable[dt.date]
) -> list[Days]:
    """The days to ask for again, latest first, of those that were filled: the last ones and gaps.

    ``asked_until`` is the day after the last one that was asked for: after a long silence more
    days are the last ones.
    """
    past = today + ONE_DAY
    recent = max(filled_since, min(asked_until, today - RECENT_DAYS))
    wanted = [Days(recent, past)] if recent < past else []
    for day in sorted((day for day in gaps if filled_since <= day < recent), reverse=True):
        if wanted and wanted[-1].first - day <= _TOGETHER and wanted[-1].past <= recent:
            wanted[-1] = Days(day, wanted[-1].past)
        else:
            wanted.append(Days(day, day + ONE_DAY))
    return wanted


def period_of(days: Days) -> Period:
    """From the first local midnight to the last one of ``days``."""
    return Period(local_midnight(days.first, LONDON), local_midnight(days.past, LONDON))


def next_ask(now: dt.datetime, account_id: int) -> dt.datetime:
    """When to ask next: tomorrow from 05:00 UTC on, each account at a minute of its own."""
    tomorrow = now.astimezone(dt.UTC).date() + ONE_DAY
    minutes = account_id * _STRIDE % _NIGHT_MINUTES
    starts_at = dt.datetime.combine(tomorrow, _NIGHT_STARTS, tzinfo=dt.UTC)
    return starts_at + dt.timedelta(minutes=minutes)
