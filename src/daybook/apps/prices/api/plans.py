"""Plans over HTTP: when an appliance runs best. Open to strangers.

Nothing is kept, and Octopus is not asked before all of the question has been checked. Energy and
power are decimal strings in kWh and kW, money is in pounds, and CO2 in whole grams.
"""

import datetime as dt
from decimal import Decimal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from daybook.apps.prices import domain, queries
from daybook.apps.prices.api.asked import DECIMAL, LONG_ENOUGH, MOMENT, moment, read
from daybook.apps.prices.api.machines import FULL, NUMBER, Described, energy, wall
from daybook.apps.prices.api.told import shown
from daybook.apps.prices.domain import Block, Changes, Kind, Machine, TimerAnswer
from daybook.core.limits import asker_of
from daybook.core.rest import Instant, Pounds
from daybook.lib.money import pounds_from_pence

router = Router(tags=["prices"])


class PlanAsked(Described):
    """A tariff, an appliance of a usual kind or one described here, and when."""

    model_config = shown(region="C", product="AGILE-24-10-01", kind="dishwasher")

    region: str = Field(
        max_length=LONG_ENOUGH, examples=["C"], json_schema_extra={"pattern": "^[A-HJ-NP]$"}
    )
    product: str = Field(max_length=LONG_ENOUGH, examples=["AGILE-24-10-01"])
    sample: bool = Field(False, description="Generated sample prices in place of real ones.")
    kind: Kind = Field(
        Kind.OWN, description="What is not said is as usual for the kind; `own` has nothing usual."
    )
    is_split: bool | None = Field(None, description="In several blocks; needs a power.")
    from_percent: int | None = Field(None, ge=0, le=FULL, description="Of the battery.")
    to_percent: int | None = Field(None, ge=0, le=FULL)
    at: str = Field(
        "", max_length=LONG_ENOUGH, description=f"When it can start, from now on. {MOMENT}"
    )
    tolerance: str = Field(
        "0",
        max_length=NUMBER,
        description="Earlier if it is at most so many pence per kWh dearer.",
        json_schema_extra=DECIMAL,
    )

    def machine(self) -> Machine:
        """What to plan; raises what its rules refuse."""
        changes = self._changes()
        usual = domain.PRESETS.get(self.kind)
        return changes.alone() if usual is None else changes.applied(usual)

    def _changes(self) -> Changes:
        return Changes(
            profile=self.profile,
            minutes=self.minutes,
            kwh=energy(self.kwh),
            kw=domain.power(self.kw) if self.kw else None,
            battery_kwh=energy(self.battery_kwh),
            from_percent=self.from_percent,
            to_percent=self.to_percent,
            ready_by=wall(self.ready_by),
            allowed_from=wall(self.allowed_from),
            allowed_until=wall(self.allowed_until),
            is_split=self.is_split,
            minimum_run=self.minimum_run,
            most_runs=self.most_runs,
            timer=self.timer,
            timer_steps=self.timer_steps,
        )


class BlockOut(Schema):
    """One run; `carbon_grams` of CO2 are null where no forecast covers it."""

    starts_at: Instant
    ends_at: Instant
    kwh: str = Field(examples=["11.1"])
    cost_pounds: Pounds = Field(examples=["1.36"])
    carbon_grams: int | None


class TimerOut(Schema):
    """Set so many hours at that moment; 0 hours: start at once without the timer."""

    at: Instant
    hours: int
    block: BlockOut


class PlanOut(Schema):
    """The best plan, and what it is better than."""

    model_config = shown(
        blocks=[
            {
                "starts_at": "2026-03-04T02:30:00Z",
                "ends_at": "2026-03-04T05:13:00Z",
                "kwh": "20",
                "cost_pounds": "1.90",
                "carbon_grams": 2400,
            }
        ],
        kwh="20",
        cost_pounds="1.90",
        carbon_grams=2400,
        at_once=None,
        dearest=None,
        saving_pounds=None,
        timer=None,
        finish_by="2026-03-04T07:00:00Z",
        prices_open=False,
        carbon_known=True,
        stale=False,
        sample=False,
    )

    blocks: list[BlockOut]
    kwh: str
    cost_pounds: Pounds
    carbon_grams: int | None
    at_once: BlockOut | None = Field(description="Started right away, in one go.")
    dearest: BlockOut | None = Field(description="The worst allowed start, in one go.")
    saving_pounds: Pounds | None = Field(description="Against starting right away.")
    timer: TimerOut | None
    finish_by: Instant | None
    prices_open: bool = Field(description="Prices up to `finish_by` are not all known yet.")
    carbon_known: bool
    stale: bool
    sample: bool


@router.get("", response=PlanOut, summary="When an appliance runs best")
def plan(request: HttpRequest, asked: Query[PlanAsked]) -> object:
    """The cheapest plan, of equals the greenest, then the earliest; 409 where nothing fits."""
    return _planned(request, asked)


@router.post("", response=PlanOut, summary="When an appliance runs best, asked in JSON")
def plan_json(request: HttpRequest, body: PlanAsked) -> object:
    """The same as GET, for what is too long for an address. Nothing is kept."""
    return _planned(request, body)


def _planned(request: HttpRequest, asked: PlanAsked) -> dict[str, object]:
    now = timezone.now()
    machine = asked.machine()
    tolerance = read("tolerance", domain.tolerance, asked.tolerance)
    at = max(now, moment("at", asked.at, now))
    rates = queries.rates_to_plan(
        product=read("product", domain.product_code, asked.product),
        region=read("region", domain.region, asked.region),
        now=now,
        is_sample=asked.sample,
        asker=asker_of(request),
    )
    found = queries.planned(
        machine=machine,
        rates=rates,
        now=now,
        at=at,
        tolerance_pence=tolerance,
        asker=asker_of(request),
    )
    best = found.plan
    saving = best.at_once and pounds_from_pence(best.at_once.pence - best.pence)
    return {
        "blocks": [_block(block) for block in best.blocks],
        "kwh": _plain(best.kwh),
        "cost_pounds": pounds_from_pence(best.pence),
        "carbon_grams": _grams(best.grams),
        "at_once": best.at_once and _block(best.at_once),
        "dearest": best.dearest and _block(best.dearest),
        "saving_pounds": saving,
        "timer": best.timer and _timer(best.timer),
        "finish_by": best.finish_by,
        "prices_open": best.is_open,
        "carbon_known": best.grams is not None,
        "stale": rates.is_stale,
        "sample": rates.is_sample,
    }


def _block(block: Block) -> dict[str, str | dt.datetime | Decimal | int | None]:
    return {
        "starts_at": block.starts_at,
        "ends_at": block.ends_at,
        "kwh": _plain(block.kwh),
        "cost_pounds": pounds_from_pence(block.pence),
        "carbon_grams": _grams(block.grams),
    }


def _timer(answer: TimerAnswer) -> dict[str, object]:
    return {"at": answer.at, "hours": answer.hours, "block": _block(answer.block)}


def _grams(grams: Decimal | None) -> int | None:
    return None if grams is None else round(grams)


def _plain(kwh: Decimal) -> str:
    return f"{kwh.normalize():f}"
