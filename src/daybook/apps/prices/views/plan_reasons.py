"""Why a plan is as it is, a sentence each, and what to know before relying on it."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from daybook.apps.prices.domain import Charge, Machine, Plan, TimerKind
from daybook.apps.prices.queries import Planned
from daybook.lib.money import pounds_from_pence
from daybook.lib.periods import LONDON
from daybook.ui import formats

KILO: Final = 1000


def mass(grams: Decimal) -> str:
    """A mass of CO2: 420 g, 1.3 kg."""
    if abs(grams) < KILO:
        return f"{formats.number(grams, 0)}{formats.SPACE}g"
    return f"{formats.number(grams / KILO, 1)}{formats.SPACE}kg"


def saving(plan: Plan) -> str:
    """What waiting saves against starting at once; empty where that is nothing or not known."""
    if plan.at_once is None or plan.at_once.pence <= plan.pence:
        return ""
    return formats.pounds(pounds_from_pence(plan.at_once.pence - plan.pence))


def reasons(plan: Plan, now: dt.datetime) -> Iterator[str]:
    """The plan against starting at once, against the dearest time, and its carbon.

    Each is left out where it is not known, and the dearest time where all times cost the same.
    """
    if plan.at_once is not None:
        costs = {
            "when": formats.moment(plan.at_once.starts_at, now, LONDON),
            "cost": _pounds(plan.at_once.pence),
            "saving": saving(plan),
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


def timer(plan: Plan, now: dt.datetime) -> str:
    """What to set the delay timer to; empty for what has none, or where none of its hours fits."""
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


def notes(planned: Planned, machine: Machine, now: dt.datetime) -> Iterator[str]:
    """What else somebody should know before they rely on the plan.

    Until when it is done, which prices are still to come, why it runs in one go or in several, and
    what could not be had: the carbon forecast, or fresh prices.
    """
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


def _pounds(pence: Decimal) -> str:
    return formats.pounds(pounds_from_pence(pence))
