"""What is to be planned, and what is different this once."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from daybook.apps.prices import domain
from daybook.apps.prices.domain import Changes, Kind, TimerKind
from daybook.apps.prices.forms.blocks import number, with_comma
from daybook.apps.prices.forms.machines import RUNS, EnergyFields, TimeFields, time_field
from daybook.apps.prices.models import KINDS, TIMERS
from daybook.ui.fields import RuleField

AS_USUAL: Final = ("", _("As usual"))
FULL: Final = 100


class PlanForm(EnergyFields, TimeFields):
    """A plan; what is left empty is taken from the appliance."""

    what = forms.ChoiceField(label=_("What to run"))
    at = time_field(_("You start it or set its timer at"), _("Leave it empty for now."))
    from_percent = forms.IntegerField(
        label=_("Charged to"), required=False, min_value=0, max_value=FULL
    )
    to_percent = forms.IntegerField(
        label=_("Charge up to"), required=False, min_value=0, max_value=FULL
    )
    blocks = forms.ChoiceField(
        label=_("Blocks"),
        required=False,
        choices=[AS_USUAL, ("one", _("In one go")), ("several", _("In several blocks"))],
    )
    minimum_run = forms.TypedChoiceField(
        label=_("Each block at least"),
        required=False,
        choices=[AS_USUAL, *RUNS],
        coerce=int,
        empty_value=None,
    )
    timer = forms.ChoiceField(
        label=_("Delay timer"), required=False, choices=[AS_USUAL, *TIMERS[1:]]
    )
    tolerance = RuleField[Decimal](
        rule=with_comma(domain.tolerance),
        label=_("Rather earlier, if dearer by at most"),
        required=False,
        max_length=12,
        widget=number(step="0.5", least="0", most="100"),
    )

    def __init__(self, *args: Any, own: Iterable[tuple[str, str]] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["what"]
        usual = [(kind, name) for kind, name in KINDS if kind != Kind.OWN.value]
        other = (Kind.OWN.value, _("Something else: describe it below"))
        mine = list(own)
        if isinstance(field, forms.ChoiceField):
            groups = [(_("Your appliances"), mine)] if mine else []
            field.choices = [*groups, (_("Usual ones"), usual), other]

    def changes(self) -> Changes:
        """What is different this once, when it is valid."""
        given = self.cleaned_data
        return Changes(
            profile=given["profile"],
            minutes=given["minutes"],
            kwh=given["kwh"],
            kw=given["kw"],
            battery_kwh=given["battery_kwh"],
            from_percent=given["from_percent"],
            to_percent=given["to_percent"],
            ready_by=given["ready_by"],
            allowed_from=given["allowed_from"],
            allowed_until=given["allowed_until"],
            is_split=given["blocks"] == "several" if given["blocks"] else None,
            minimum_run=given["minimum_run"],
            timer=TimerKind(given["timer"]) if given["timer"] else None,
            timer_steps=given["timer_steps"],
        )
