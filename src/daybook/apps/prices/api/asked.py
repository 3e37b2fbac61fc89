"""What callers ask of prices, read by the rules of the domain."""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any, TypeVar

from ninja import Schema
from pydantic import Field

from daybook.apps.prices import domain, queries
from daybook.apps.prices.errors import InvalidLimits
from daybook.lib.errors import Invalid
from daybook.lib.periods import LONDON, InvalidPeriod, Period, instant, local_date, local_day

T = TypeVar("T")

DAY = dt.timedelta(days=1)
MOMENT = "An instant or a date in ISO 8601; without an offset it is London time."
DATE = re.compile(r"\d{4}-\d\d-\d\d")
LONG_ENOUGH = 60  # no code, postcode or instant has more characters
DECIMAL: dict[str, Any] = {"pattern": r"^\d+(\.\d+)?$"}


@contextmanager
def about(parameter: str, kind: type[Invalid] = Invalid) -> Iterator[None]:
    """Let a refusal name the parameter it is about."""
    try:
        yield
    except kind as error:
        fields = [{"loc": ["query", parameter], "msg": error.message}]
        raise type(error)(error.message, errors=fields) from None


def read(parameter: str, rule: Callable[[str], T], text: str) -> T:
    """What ``rule`` makes of the text of ``parameter``."""
    with about(parameter):
        return rule(text)


def moment(parameter: str, text: str, otherwise: T) -> dt.datetime | T:
    """The instant given as ``parameter``, or ``otherwise`` where it was left out."""
    return read(parameter, lambda given: instant(given, LONDON), text) if text else otherwise


class OfTariff(Schema):
    """Which prices: a region and a product."""

    region: str = Field(
        description="The letter of the electricity region, as /regions lists them.",
        examples=["C"],
        max_length=LONG_ENOUGH,
        json_schema_extra={"pattern": "^[A-HJ-NP]$"},
    )
    product: str = Field(
        description="The code of the product, also one no longer sold.",
        examples=["AGILE-24-10-01"],
        max_length=LONG_ENOUGH,
        json_schema_extra={"pattern": "^[A-Z0-9]+(-[A-Z0-9]+)*$", "minLength": 3, "maxLength": 40},
    )


class Asked(OfTariff):
    """Which prices: a region, a product and a period."""

    from_: str = Field(
        "",
        alias="from",
        description=f"{MOMENT} Default: the start of today for rates, now for windows.",
        examples=["2026-03-03T09:30:00Z"],
        max_length=LONG_ENOUGH,
    )
    to: str = Field(
        "",
        description=f"{MOMENT} At most 31 days later. Default: the end of tomorrow.",
        examples=["2026-03-04"],
        max_length=LONG_ENOUGH,
    )
    sample: bool = Field(False, description="Generated sample prices in place of real ones.")

    def period(self, *, default: dt.datetime, now: dt.datetime) -> Period:
        """What was asked for, from ``default`` to the end of tomorrow unless it says otherwise."""
        tomorrow = local_day(local_date(now, LONDON) + DAY, LONDON)
        since = moment("from", self.from_, default)
        until = moment("to", self.to, tomorrow.ends_at)
        with about("to"):
            if self.to and self.to == self.from_ and DATE.fullmatch(self.to):
                raise InvalidPeriod(
                    "The end has to be after the start. `to` is not included: give the next day."
                )
            return Period(since, until)

    def rates(self, period: Period, now: dt.datetime, asker: str) -> queries.Rates:
        """The rates of ``period``; real ones unless sample ones were asked for.

        ``asker`` is the address that asks, for its share of questions to Octopus.
        """
        region = read("region", domain.region, self.region)
        product = read("product", domain.product_code, self.product)
        with about("to", InvalidPeriod):
            if self.sample:
                return queries.sample_rates(period=period, now=now)
            return queries.rates(
                product=product, region=region, period=period, now=now, asker=asker
            )


class AskedWindows(Asked):
    """Which blocks: how long, how many, how much energy, and within which hours."""

    duration: str = Field(
        "4",
        description="Hours, 0.5 to 6, up to four decimals.",
        examples=["3"],
        max_length=12,
        json_schema_extra=DECIMAL,
    )
    capacity: str = Field(
        "1",
        description="kWh drawn over the block, above 0 and up to 500, up to three decimals.",
        examples=["10"],
        max_length=12,
        json_schema_extra=DECIMAL,
    )
    count: int = Field(3, description="How many separate blocks, best first.", ge=1, le=48)
    not_after: str = Field(
        "",
        description=f"Latest start. {MOMENT}",
        examples=["2026-03-03T20:00"],
        max_length=LONG_ENOUGH,
    )
    finish_by: str = Field(
        "",
        description=f"Latest end. {MOMENT}",
        examples=["2026-03-03T22:00+00:00"],
        max_length=LONG_ENOUGH,
    )
    tolerance: str = Field(
        "0",
        description="Start the first block earlier if it is at most so many pence per kWh dearer.",
        examples=["0.5"],
        max_length=12,
        json_schema_extra=DECIMAL,
    )

    @property
    def hours(self) -> Decimal:
        """The length of a block."""
        return read("duration", domain.duration, self.duration)

    @property
    def kwh(self) -> Decimal:
        """The energy that goes into a block."""
        return read("capacity", domain.capacity, self.capacity)

    @property
    def tolerance_pence(self) -> Decimal:
        """How much dearer the first block may be than the cheapest."""
        return read("tolerance", domain.tolerance, self.tolerance)

    def limits(self, period: Period) -> domain.Limits:
        """When a block may be; it lies wholly within ``period``."""
        latest_start = moment("not_after", self.not_after, None)
        latest_end = moment("finish_by", self.finish_by, period.ends_at)
        if period.duration < dt.timedelta(hours=float(self.hours)):
            with about("duration"):
                raise InvalidLimits("The block is longer than the period. Ask for a longer one.")
        with about("not_after"):
            domain.Limits(not_before=period.starts_at, not_after=latest_start)
        with about("finish_by"):
            return domain.Limits(
                not_before=period.starts_at,
                not_after=latest_start,
                finish_by=min(period.ends_at, latest_end),
            )
