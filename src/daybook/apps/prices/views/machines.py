"""Appliances in words."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from daybook.apps.prices.domain import Charge, Machine
from daybook.apps.prices.models import KINDS, Appliance
from daybook.ui import formats


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One appliance of the list, ready to be shown."""

    id: int
    name: str
    kind: str
    draws: str
    when: str
    is_sample: bool


def line_of(appliance: Appliance) -> Line:
    """What the list shows of ``appliance``."""
    machine = appliance.machine
    return Line(
        id=appliance.pk,
        name=appliance.name,
        kind=str(dict(KINDS)[appliance.kind]),
        draws=draws(machine),
        when=_when(machine),
        is_sample=appliance.is_sample,
    )


def draws(machine: Machine) -> str:
    """What it draws, and for how long: 0.89 kWh in 1 h 45 min."""
    load = machine.load
    length = load.profile.length if isinstance(load, Charge) else load.length
    words = {"energy": formats.kwh(load.kwh), "length": formats.duration(length)}
    if isinstance(load, Charge):
        words["power"] = f"{formats.exact(load.kw)}{formats.SPACE}kW"
        return _("%(energy)s at %(power)s, %(length)s in all") % words
    return _("%(energy)s in %(length)s") % words


def _when(machine: Machine) -> str:
    parts = []
    if machine.ready_by is not None:
        parts.append(_("ready by %s") % _clock(machine.ready_by))
    if machine.allowed_from is not None and machine.allowed_until is not None:
        ends = {"since": _clock(machine.allowed_from), "until": _clock(machine.allowed_until)}
        parts.append(_("only from %(since)s to %(until)s") % ends)
    if machine.timer:
        parts.append(_("timer %s h") % machine.timer_steps)
    return ", ".join(parts) or _("at any time")


def _clock(time: dt.time) -> str:
    return f"{time:%H:%M}"
