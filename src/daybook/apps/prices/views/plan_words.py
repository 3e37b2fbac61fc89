"""A plan as people read it: when, what it costs, against what, and why."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from daybook.apps.prices.domain import Block, Machine
from daybook.apps.prices.queries import Planned
from daybook.apps.prices.views.machines import draws
from daybook.apps.prices.views.plan_reasons import mass, notes, reasons, saving, timer
from daybook.apps.prices.views.plan_rulers import rulers
from daybook.core.rest import utc_text
from daybook.lib.money import pounds_from_pence
from daybook.lib.periods import LONDON, local_date
from daybook.ui import formats


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
    """What the page says of a plan for ``machine``.

    Money is rounded to pence where it is read; the exact amount is there to be looked up.
    """
    plan = planned.plan
    cost = pounds_from_pence(plan.pence)
    return Answer(
        draws=draws(machine),
        rows=[_row(block, now) for block in plan.blocks],
        cost=formats.pounds(cost),
        exact_cost=formats.exact_pounds(cost),
        is_paid=cost < 0,
        saving=saving(plan),
        timer=timer(plan, now),
        why=list(reasons(plan, now)),
        notes=list(notes(planned, machine, now)),
        rulers=list(rulers(planned, now)),
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
