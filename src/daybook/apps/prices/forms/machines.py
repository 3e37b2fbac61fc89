"""What people say of an appliance, for good or for one plan."""

import uuid
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from daybook.apps.prices import domain
from daybook.apps.prices.domain import Kind, Machine, TimerKind
from daybook.apps.prices.forms.blocks import number, with_comma
from daybook.apps.prices.forms.preferences import plain
from daybook.apps.prices.models import KINDS, TIMERS
from daybook.ui.fields import RuleField
from daybook.ui.formats import SPACE

DAY_MINUTES: Final = 24 * 60
HALVES: Final = 2


def time_field(label: Any, help_text: Any = "") -> forms.TimeField:
    """A time of the day, on London's clock."""
    return forms.TimeField(
        label=label,
        help_text=help_text,
        required=False,
        error_messages={"invalid": _("Give a time such as 07:00.")},
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )


def run_name(half_hours: int) -> str:
    """A least run as people say it: half-hours become hours."""
    hours, half = divmod(half_hours, HALVES)
    return f"{hours}{'.5' if half else ''}{SPACE}h"


RUNS: Final = [(n, run_name(n)) for n in range(1, domain.LONGEST_RUN + 1)]


class EnergyFields(forms.Form):
    """What is drawn."""

    kwh = RuleField[Decimal](
        rule=with_comma(domain.capacity),
        label=_("Energy of one run"),
        required=False,
        max_length=12,
        widget=number(step="0.1", least="0.1", most="500"),
    )
    kw = RuleField[Decimal](
        rule=with_comma(domain.power),
        label=_("Power"),
        required=False,
        max_length=12,
        help_text=_("What charges or heats steadily: 7.4 for most wall boxes, 2.3 for a socket."),
        widget=number(step="0.1", least="0.1", most="50"),
    )
    minutes = forms.IntegerField(
        label=_("Length"), required=False, min_value=1, max_value=DAY_MINUTES
    )
    profile = forms.CharField(
        label=_("kWh of each half-hour"),
        required=False,
        max_length=domain.LONGEST_PROFILE,
        help_text=_("From the start, such as “0.9 0.6 0.2”. It goes before power and length."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    battery_kwh = RuleField[Decimal](
        rule=with_comma(domain.capacity),
        label=_("Size of the battery"),
        required=False,
        max_length=12,
        widget=number(step="1", least="1", most="500"),
    )


class TimeFields(forms.Form):
    """When it may run, and how it is set."""

    ready_by = time_field(_("Ready by"))
    allowed_from = time_field(_("Allowed from"))
    allowed_until = time_field(
        _("Allowed until"), _("May lie after midnight, as from 22:00 to 06:00.")
    )
    timer_steps = forms.CharField(
        label=_("Hours the timer offers"),
        required=False,
        max_length=domain.LONGEST_STEPS,
        help_text=_("Such as “3 6 9” or “1-12”."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class ApplianceForm(EnergyFields, TimeFields):
    """One appliance of a person."""

    name = forms.CharField(
        label=_("Name"),
        max_length=domain.LONGEST_NAME,
        error_messages={"required": _("Give it a name, such as “Washing machine”.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    kind = forms.ChoiceField(label=_("What it is"), choices=KINDS)
    is_split = forms.BooleanField(
        label=_("It may run in several blocks"),
        required=False,
        help_text=_("For what has a power, such as a car: it stops and goes on by itself."),
    )
    minimum_run = forms.TypedChoiceField(label=_("Each block at least"), choices=RUNS, coerce=int)
    most_runs = forms.TypedChoiceField(
        label=_("Blocks at most"),
        choices=[(n, str(n)) for n in range(1, domain.MOST_RUNS + 1)],
        coerce=int,
    )
    timer = forms.ChoiceField(label=_("Delay timer"), choices=TIMERS, required=False)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def machine(self) -> Machine:
        """What was typed, when it is valid; raises what ``Machine`` refuses."""
        given = self.cleaned_data
        return Machine(
            kind=Kind(given["kind"]),
            name=given["name"],
            profile=given["profile"],
            minutes=given["minutes"],
            kwh=given["kwh"],
            kw=given["kw"],
            battery_kwh=given["battery_kwh"],
            ready_by=given["ready_by"],
            allowed_from=given["allowed_from"],
            allowed_until=given["allowed_until"],
            is_split=given["is_split"],
            minimum_run=given["minimum_run"],
            most_runs=given["most_runs"],
            timer=TimerKind(given["timer"]),
            timer_steps=given["timer_steps"],
        )


def appliance_initial(machine: Machine) -> dict[str, Any]:
    """What the form begins with."""
    return {
        "kind": machine.kind.value,
        "name": machine.name or str(dict(KINDS)[machine.kind.value]),
        "profile": machine.profile,
        "minutes": machine.minutes,
        "kwh": "" if machine.kwh is None else plain(machine.kwh),
        "kw": "" if machine.kw is None else plain(machine.kw),
        "battery_kwh": "" if machine.battery_kwh is None else plain(machine.battery_kwh),
        "ready_by": machine.ready_by,
        "allowed_from": machine.allowed_from,
        "allowed_until": machine.allowed_until,
        "is_split": machine.is_split,
        "minimum_run": machine.minimum_run,
        "most_runs": machine.most_runs,
        "timer": machine.timer.value,
        "timer_steps": machine.timer_steps,
    }
