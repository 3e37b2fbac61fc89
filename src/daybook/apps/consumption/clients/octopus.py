"""The private part of the Octopus Energy API: an account with its meters, and what they counted.

https://docs.octopus.energy/rest/guides/endpoints/
"""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

from daybook.apps.consumption.domain import Agreed, Point, Utility
from daybook.apps.consumption.errors import AccountUnknown, KeyRefused
from daybook.core.http import (
    Confused,
    Denied,
    Json,
    JsonClient,
    JsonObject,
    Limits,
    NothingThere,
    Params,
)
from daybook.lib.errors import Invalid
from daybook.lib.periods import HALF_HOUR, LONDON, Period, half_hour_of, in_utc, instant

#: For somebody who waits for the page.
PATIENCE: Final = Limits(timeout_seconds=5, deadline_seconds=8, attempts=2)
LARGEST_PAGE: Final = 25_000
#: No fuse of a household lets more through in half an hour: it is a fault of the meter.
LARGEST_AMOUNT: Final = Decimal(1000)
#: As long as the columns are in which meter points and tariffs are kept.
LONGEST_NAME: Final = 32
LONGEST_CODE: Final = 100
_METER_POINTS: Final = {
    Utility.ELECTRICITY: ("electricity_meter_points", "mpan"),
    Utility.GAS: ("gas_meter_points", "mprn"),
}


class _PrivateClient(JsonClient):
    """Whose account and which meter is asked about is not logged."""

    is_secret = True


class OctopusAccounts:
    """Asks Octopus with a person's key; every failure is a ``DomainError`` with words for people.

    ``KeyRefused`` and ``AccountUnknown`` wait for the person, ``Unavailable`` for better times.
    """

    def __init__(self, key: str, *, limits: Limits | None = None) -> None:
        self._client = _PrivateClient(
            service="Octopus",
            base_url=settings.OCTOPUS_URL,
            credentials=(key, ""),
            limits=limits or Limits(deadline_seconds=30),
        )

    def account(self, number: str) -> tuple[Point, ...]:
        """The meter points of the account, each once, also those that are fed into."""
        try:
            answer = self._client.get("accounts", number)
        except Denied:
            raise _key_refused() from None
        except NothingThere:
            raise AccountUnknown(
                _("Octopus has no account %s for this key. Check both.") % number
            ) from None
        found: dict[tuple[Utility, str], Point] = {}
        for home in _objects(_object(answer), "properties"):
            for utility, (name, numbered) in _METER_POINTS.items():
                for row in _objects(home, name):
                    point = _point(row, utility, numbered)
                    key = (utility, point.number)
                    found[key] = _joined(found[key], point) if key in found else point
        return tuple(found.values())

    def use(self, point: Point, period: Period) -> dict[dt.datetime, Decimal]:
        """What ``point`` counted in the half-hours of ``period``, by their start in UTC.

        All its meters are asked; those that were taken down say nothing, or zero. The numbers are
        those of the meter: kWh, or for most gas meters m³.
        """
        found: dict[dt.datetime, Decimal] = {}
        for serial in point.serials:
            for starts_at, amount in self._counted(point, serial, period):
                found[starts_at] = max(amount, found.get(starts_at, amount))
        return found

    def _counted(
        self, point: Point, serial: str, period: Period
    ) -> Iterable[tuple[dt.datetime, Decimal]]:
        params: Params = {
            "period_from": _utc(period.starts_at),
            "period_to": _utc(period.ends_at),
            "page_size": LARGEST_PAGE,
            "order_by": "period",
        }
        path = (f"{point.utility.value}-meter-points", point.number, "meters", serial)
        try:
            rows = [*self._client.rows(*path, "consumption", params=params)]
        except Denied:
            raise _key_refused() from None
        except NothingThere:
            return []  # a meter that Octopus has forgotten
        counted = (_half_hour(row) for row in rows)
        # Octopus also sends the half-hour that begins where the period ends.
        return [one for one in counted if one is not None and period.contains(one[0])]


def _point(row: JsonObject, utility: Utility, numbered: str) -> Point:
    serials = [_text(meter, "serial_number") for meter in _objects(row, "meters")]
    return Point(
        utility=utility,
        number=_text(row, numbered),
        is_export=row.get("is_export") is True,
        serials=tuple(serial for serial in dict.fromkeys(serials) if serial),
        agreements=tuple(
            Agreed(_text(one, "tariff_code", LONGEST_CODE), begins, _instant(one.get("valid_to")))
            for one in _objects(row, "agreements")
            if (begins := _instant(one.get("valid_from"))) is not None
        ),
    )


def _joined(one: Point, other: Point) -> Point:
    """A meter point that stands in two places of the account."""
    return Point(
        utility=one.utility,
        number=one.number,
        is_export=one.is_export,
        serials=tuple(dict.fromkeys(one.serials + other.serials)),
        agreements=tuple(dict.fromkeys(one.agreements + other.agreements)),
    )


def _half_hour(row: JsonObject) -> tuple[dt.datetime, Decimal] | None:
    """The start and the amount of one row; nothing where the meter counted nothing."""
    starts_at, ends_at = _instant(row.get("interval_start")), _instant(row.get("interval_end"))
    amount = row.get("consumption")
    if (
        starts_at is None
        or ends_at != starts_at + HALF_HOUR
        or half_hour_of(starts_at) != starts_at
    ):
        raise _confused()
    if amount is None:
        return None
    if isinstance(amount, bool) or not isinstance(amount, int | Decimal):
        raise _confused()
    if not 0 <= amount <= LARGEST_AMOUNT:
        return None
    return starts_at, Decimal(amount)


def _object(value: Json) -> JsonObject:
    if not isinstance(value, dict):
        raise _confused()
    return value


def _objects(row: JsonObject, name: str) -> list[JsonObject]:
    rows = row.get(name, [])
    if not isinstance(rows, list):
        raise _confused()
    return [_object(one) for one in rows]


def _text(row: JsonObject, name: str, longest: int = LONGEST_NAME) -> str:
    value = row.get(name)
    if not isinstance(value, str) or len(value) > longest or not value.isprintable():
        raise _confused()
    return value


def _instant(value: Json) -> dt.datetime | None:
    if value is None:
        return None
    try:
        return in_utc(instant(str(value), LONDON))
    except Invalid:
        raise _confused() from None


def _utc(at: dt.datetime) -> str:
    # Octopus reads a time without an offset as London time, so the Z matters.
    return in_utc(at).isoformat(timespec="seconds").replace("+00:00", "Z")


def _key_refused() -> KeyRefused:
    return KeyRefused(
        _("Octopus does not accept this API key. Copy it again from your account with Octopus.")
    )


def _confused() -> Confused:
    return Confused(_("Octopus sent an answer of another shape."))
