"""A plan as people read it: when, what it costs, against what, and why."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from daybook.apps.prices import domain
from daybook.apps.prices.domain import Block, Charge, Machine, Plan, TimerKind
from daybook.apps.prices.queries import Planned
from daybook.apps.prices.views.machines import draws
from daybook.core.rest import utc_text
from daybook.lib.money import pounds_from_pence
from daybook.lib.periods import LONDON, Period, local_date, local_day
from daybook.ui import formats
from daybook.ui.ruler import Bracket, Cell, Mark, ruler

DAY: Final = dt.timedelta(days=1)
KILO: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One block, ready to be shown."""

    day: str
    span: str
    full: str
    starts_at: str
    energy: str
    cost: str
    exact_cost: str
    mean: str
    carbon: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Everything the page shows of a plan."""

    draws: str
    rows: Sequence[Row]
    cost: str
    exact_cost: str
    is_paid: bool
    saving: str
    timer: str
    why: Sequence[str]
    notes: Sequence[str]
    rulers: Sequence[SafeString]
    has_carbon: bool


def told(planned: Planned, machine: Machine, *, now: dt.datetime) -> Answer:
    """What the page says of a plan for ``machine``."""
    plan = planned.plan
    cost = pounds_from_pence(plan.pence)
    return Answer(
        draws=draws(machine),
        rows=[_row(block, now) for block in plan.blocks],
        cost=formats.pounds(cost),
        exact_cost=formats.exact_pounds(cost),
        is_paid=cost < 0,
        saving=_saving(plan),
        timer=_timer(plan, now),
        why=list(_why(plan, now)),
        notes=list(_notes(planned, machine, now)),
        rulers=list(_rulers(planned, now)),
        has_carbon=plan.grams is not None,
    )


def _row(block: Block, now: dt.datetime) -> Row:
    cost = pounds_from_pence(block.pence)
    return Row(
        day=formats.day_words(local_date(block.starts_at, LONDON), local_date(now, LONDON)),
        span=formats.span(block.starts_at, block.ends_at, LONDON),
        full=formats.full_moment(block.starts_at, LONDON),
        starts_at=utc_text(block.starts_at),
        energy=formats.kwh(block.kwh),
        cost=formats.pounds(cost),
        exact_cost=formats.exact_pounds(cost),
        mean=formats.pence(block.pence / block.kwh),
        carbon="" if block.grams is None else mass(block.grams),
    )


def mass(grams: Decimal) -> str:
    """A mass of CO2: 420 g, 1.3 kg."""
    if abs(grams) < KILO:
        return f"{formats.number(grams, 0)}{formats.SPACE}g"
    return f"{formats.number(grams / KILO, 1)}{formats.SPACE}kg"


def _saving(plan: Plan) -> str:
    if plan.at_once is None or plan.at_once.pence <= plan.pence:
        return ""
    return formats.pounds(pounds_from_pence(plan.at_once.pence - plan.pence))


def _why(plan: Plan, now: dt.datetime) -> Iterator[str]:
    """The plan against starting at once, against the dearest time, and its carbon."""
    if plan.at_once is not None:
        costs = {
            "when": formats.moment(plan.at_once.starts_at, now, LONDON),
            "cost": _pounds(plan.at_once.pence),
            "saving": _saving(plan),
        }
        if costs["saving"]:
            yield _("Started %(when)s it would cost %(cost)s: waiting saves %(saving)s.") % costs
        else:
            yield _("Started %(when)s it would cost %(cost)s: waiting saves nothing.") % costs
    if plan.dearest is not None and plan.dearest.pence > plan.pence:
        dear = {
            "when": formats.moment(plan.dearest.starts_at, now, LONDON),
            "cost": _pounds(plan.dearest.pence),
        }
        yield _("At the dearest time, from %(when)s, it would cost %(cost)s.") % dear
    if plan.grams is not None:
        yield _carbon(plan, plan.grams)


def _carbon(plan: Plan, grams: Decimal) -> str:
    at_once = plan.at_once.grams if plan.at_once is not None else None
    if at_once is None:
        return _("It causes about %s of CO₂.") % mass(grams)
    words = {"mass": mass(grams), "change": mass(abs(at_once - grams))}
    if grams <= at_once:
        return _("It causes about %(mass)s of CO₂, %(change)s less than at once.") % words
    return _("It causes about %(mass)s of CO₂, %(change)s more than at once.") % words


def _timer(plan: Plan, now: dt.datetime) -> str:
    answer = plan.timer
    if answer is None:
        return ""
    said = {
        "hours": answer.hours,
        "at": formats.moment(answer.at, now, LONDON),
        "span": formats.span(answer.block.starts_at, answer.block.ends_at, LONDON),
        "cost": _pounds(answer.block.pence),
    }
    if not answer.hours:
        words = _("Start it %(at)s without the timer: it runs %(span)s and costs %(cost)s.")
    elif answer.kind is TimerKind.END:
        words = _(
            "Set the timer to end in %(hours)s h, %(at)s: it runs %(span)s and costs %(cost)s."
        )
    else:
        words = _("Set the %(hours)s h timer %(at)s: it runs %(span)s and costs %(cost)s.")
    return words % said


def _notes(planned: Planned, machine: Machine, now: dt.datetime) -> Iterator[str]:
    plan, rates = planned.plan, planned.rates
    if plan.finish_by is not None:
        yield _("It is ready by %s.") % formats.moment(plan.finish_by, now, LONDON)
    if plan.is_open:
        yield _(
            "Prices are not known all the way up to then. Those of tomorrow come at about 16:00,"
            " and may be cheaper: look again after that."
        )
    load = machine.load
    if isinstance(load, Charge) and len(plan.blocks) > 1:
        words = ngettext("%d block", "%d blocks", len(plan.blocks)) % len(plan.blocks)
        yield _("It runs in %s; only the last half-hour may be used in part.") % words
    if machine.is_split and not isinstance(load, Charge):
        yield _("It runs in one go: only what has a power can run in several blocks.")
    if planned.carbon_failure:
        yield _("No carbon forecast to be had (%s), so the plan goes by cost alone.") % (
            planned.carbon_failure
        )
    if rates.is_stale and rates.fetched_at is not None:
        yield _("Octopus does not answer right now; it gave these prices %s.") % formats.ago(
            rates.fetched_at, now
        )


def _rulers(planned: Planned, now: dt.datetime) -> Iterator[SafeString]:
    """Today and tomorrow, as far as prices are known, with the blocks on them."""
    today = local_date(now, LONDON)
    blocks = planned.plan.blocks
    for name, date in (("today", today), ("tomorrow", today + DAY)):
        day = local_day(date, LONDON)
        slots = domain.touching(planned.rates.slots, day)
        if not slots:
            continue
        inside = [block for block in blocks if day.contains(block.starts_at)]
        first = inside[0] if inside else None
        drawn = ruler(
            name=name,
            label=_("The plan, %s") % formats.day_words(date, today),
            day=day,
            zone=LONDON,
            cells=[
                Cell(
                    slot.starts_at,
                    slot.pence_inc_vat,
                    band,
                    formats.exact_pence(slot.pence_inc_vat),
                )
                for slot, band in zip(slots, domain.bands(slots), strict=True)
            ],
            now=now.replace(second=0, microsecond=0),
            bracket=Bracket(Period(first.starts_at, first.ends_at), _("run")) if first else None,
            marks=[
                Mark(
                    block.starts_at,
                    _("Run %s") % formats.span(block.starts_at, block.ends_at, LONDON),
                    "#plan-blocks",
                )
                for block in inside
            ],
        )
        yield render_to_string("ui/ruler.html", {"ruler": drawn})


def _pounds(pence: Decimal) -> str:
    return formats.pounds(pounds_from_pence(pence))
