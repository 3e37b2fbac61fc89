"""The plan for an appliance: when to run it, what that costs, and against what."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from daybook.apps.prices.domain.amounts import tolerance
from daybook.apps.prices.domain.plans.field import Block, Carbon, Field, run_at
from daybook.apps.prices.domain.plans.hours import next_time
from daybook.apps.prices.domain.plans.loads import MICRO, Charge, Profile
from daybook.apps.prices.domain.plans.machines import Machine
from daybook.apps.prices.domain.plans.one import best_start, dearest_start
from daybook.apps.prices.domain.plans.several import best_slots
from daybook.apps.prices.domain.plans.timers import TimerAnswer, timer_answer
from daybook.apps.prices.domain.refusals import NoPrices, NoWindow
from daybook.apps.prices.domain.slots import Slot
from daybook.apps.prices.domain.windows import Limits
from daybook.lib.periods import HALF_HOUR, in_utc

_MINUTE = dt.timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """When to run: one block, or several of a charge, earliest first.

    ``at_once`` is the same started right away and ``dearest`` the worst start that was allowed,
    each in one go; they are ``None`` where prices for them are not known. ``finish_by`` is when it
    has to be done. ``is_open`` says that prices up to then are not all known yet.
    """

    blocks: tuple[Block, ...]
    at_once: Block | None
    dearest: Block | None
    timer: TimerAnswer | None
    finish_by: dt.datetime | None
    is_open: bool

    @property
    def kwh(self) -> Decimal:
        """All that is drawn."""
        return sum((block.kwh for block in self.blocks), Decimal(0))

    @property
    def pence(self) -> Decimal:
        """What it costs, not rounded; below zero the household is paid."""
        return sum((block.pence for block in self.blocks), Decimal(0))

    @property
    def grams(self) -> Decimal | None:
        """The CO2 it causes, ``None`` unless it is known of every block."""
        known = [block.grams for block in self.blocks if block.grams is not None]
        return sum(known, Decimal(0)) if len(known) == len(self.blocks) else None


def plan(
    slots: Sequence[Slot],
    machine: Machine,
    *,
    now: dt.datetime,
    tolerance_pence: Decimal = Decimal(0),
    carbon: Carbon | None = None,
) -> Plan:
    """The best plan for ``machine`` from ``now`` on, with the prices that are known.

    The cheapest, of equals the greenest (``carbon``: grams per kWh by half-hour), then the
    earliest; exact, and never over a gap. It is done by the next time that the clock shows
    ``machine.ready_by`` and that leaves enough time. ``tolerance_pence`` per kWh is what an earlier
    plan may be dearer. Expects the slots as ``normalised`` returns them. Raises ``NoPrices`` where
    nothing is known, ``NoWindow`` where nothing fits, ``InvalidTolerance``, ``InvalidLength``.
    """
    at = _next_minute(now)
    load = machine.load
    profile = load.profile if isinstance(load, Charge) else load
    finish_by = _finish_by(machine, profile, at)
    field = Field(
        slots=[slot for slot in slots if slot.ends_at > at],
        limits=Limits(not_before=at, finish_by=finish_by),
        hours=machine.hours,
        carbon=carbon or {},
    )
    if not field.slots:
        raise NoPrices("No price is known for that time yet. Try again later.")
    worst, delay = dearest_start(field, profile), machine.delay
    return Plan(
        blocks=_blocks(field, load, tolerance(tolerance_pence)),
        at_once=run_at(field.slots, profile, at, field.carbon),
        dearest=run_at(field.slots, profile, worst.starts_at, field.carbon) if worst else None,
        timer=timer_answer(field, profile, delay, at) if delay else None,
        finish_by=finish_by,
        is_open=finish_by is not None and field.slots[-1].ends_at < finish_by,
    )


def _next_minute(now: dt.datetime) -> dt.datetime:
    """Nobody turns a knob at a second: the whole minute at or after ``now``."""
    moment = in_utc(now)
    floor = moment.replace(second=0, microsecond=0)
    return floor if floor == moment else floor + _MINUTE


def _finish_by(machine: Machine, profile: Profile, at: dt.datetime) -> dt.datetime | None:
    """At twenty to seven, "ready by seven" is tomorrow's seven for what takes an hour."""
    if machine.ready_by is None:
        return None
    return next_time(machine.ready_by, after=at + profile.length - _MINUTE)


def _blocks(field: Field, load: Profile | Charge, most_dearer: Decimal) -> tuple[Block, ...]:
    if isinstance(load, Charge) and load.most_runs > 1:
        found = _several(field, load, most_dearer)
    else:
        profile = load.profile if isinstance(load, Charge) else load
        start = best_start(field, profile, most_dearer)
        block = start and run_at(field.slots, profile, start.starts_at, field.carbon)
        found = (block,) if block else ()
    if not found:
        raise NoWindow(
            "It does not fit into the hours that are allowed and whose prices are known. "
            "Allow more time, or try again when more prices are known."
        )
    return found


def _several(field: Field, charge: Charge, most_dearer: Decimal) -> tuple[Block, ...]:
    """The chosen half-hours, put together where they adjoin."""
    chosen = best_slots(field, charge, most_dearer)
    groups: list[list[Slot]] = []
    for slot in chosen:
        if groups and groups[-1][-1].ends_at == slot.starts_at:
            groups[-1].append(slot)
        else:
            groups.append([slot])
    blocks = (_block(field, charge, group, slot_is_last=group is groups[-1]) for group in groups)
    return tuple(block for block in blocks if block)


def _block(
    field: Field, charge: Charge, group: Sequence[Slot], *, slot_is_last: bool
) -> Block | None:
    part = charge.last_part if slot_is_last else charge.slot_part
    parts = (charge.slot_part,) * (len(group) - 1) + (part,)
    minutes = charge.last_minutes if slot_is_last else HALF_HOUR // _MINUTE
    profile = Profile(parts, Decimal(sum(parts)) / MICRO, minutes)
    return run_at(field.slots, profile, group[0].starts_at, field.carbon)
