"""The appliances somebody plans."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from daybook.apps.prices.domain import (
    LONGEST_NAME,
    LONGEST_PROFILE,
    LONGEST_STEPS,
    Kind,
    Machine,
    TimerKind,
)

KINDS: Final = [
    (Kind.WASHING_MACHINE.value, _("Washing machine")),
    (Kind.DISHWASHER.value, _("Dishwasher")),
    (Kind.DRYER.value, _("Tumble dryer")),
    (Kind.EV.value, _("Electric car")),
    (Kind.HEAT_BATTERY.value, _("Heat battery")),
    (Kind.OWN.value, _("Something else")),
]
TIMERS: Final = [
    (TimerKind.NONE.value, _("No delay timer")),
    (TimerKind.START.value, _("Starts in so many hours")),
    (TimerKind.END.value, _("Ends in so many hours")),
]


class ApplianceQuerySet(models.QuerySet["Appliance"]):
    """Appliances."""

    def standing(self) -> "ApplianceQuerySet":
        """Those that were not deleted."""
        return self.filter(deleted_at=None)


class Appliance(models.Model):
    """An appliance of a person: ``machine`` is what it is to the rules.

    ``key`` is made with the form, so that one form sent twice is one appliance. What is deleted
    can be brought back for thirty days.
    """

    person = models.ForeignKey(
        "accounts.User", models.CASCADE, related_name="+", verbose_name=_("person")
    )
    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    kind = models.CharField(_("kind"), max_length=20, choices=KINDS)
    profile = models.CharField(_("kWh by half-hours"), max_length=LONGEST_PROFILE, blank=True)
    minutes = models.PositiveSmallIntegerField(_("length in minutes"), null=True, blank=True)
    kwh = models.DecimalField(
        _("energy in kWh"), max_digits=8, decimal_places=3, null=True, blank=True
    )
    kw = models.DecimalField(
        _("power in kW"), max_digits=6, decimal_places=3, null=True, blank=True
    )
    battery_kwh = models.DecimalField(
        _("battery in kWh"), max_digits=8, decimal_places=3, null=True, blank=True
    )
    ready_by = models.TimeField(_("ready by"), null=True, blank=True)
    allowed_from = models.TimeField(_("allowed from"), null=True, blank=True)
    allowed_until = models.TimeField(_("allowed until"), null=True, blank=True)
    is_split = models.BooleanField(_("may run in several blocks"), default=False)
    minimum_run = models.PositiveSmallIntegerField(_("least run in half-hours"), default=1)
    most_runs = models.PositiveSmallIntegerField(_("most blocks"), default=4)
    timer = models.CharField(_("delay timer"), max_length=8, choices=TIMERS, blank=True)
    timer_steps = models.CharField(_("hours of the timer"), max_length=LONGEST_STEPS, blank=True)
    is_sample = models.BooleanField(_("sample"), default=False, editable=False)
    key = models.UUIDField()
    made_at = models.DateTimeField(_("made at"))
    changed_at = models.DateTimeField(_("changed at"))
    deleted_at = models.DateTimeField(_("deleted at"), null=True, blank=True)

    objects = ApplianceQuerySet.as_manager()

    class Meta:
        verbose_name = _("appliance")
        verbose_name_plural = _("appliances")
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], name="prices_appliance_once"),
        ]
        indexes = [
            models.Index(
                fields=["deleted_at"],
                condition=models.Q(deleted_at__isnull=False),
                name="prices_appliance_deleted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"

    @property
    def machine(self) -> Machine:
        """What the rules plan with."""
        return Machine(
            kind=Kind(self.kind),
            name=self.name,
            profile=self.profile,
            minutes=self.minutes,
            kwh=self.kwh,
            kw=self.kw,
            battery_kwh=self.battery_kwh,
            ready_by=self.ready_by,
            allowed_from=self.allowed_from,
            allowed_until=self.allowed_until,
            is_split=self.is_split,
            minimum_run=self.minimum_run,
            most_runs=self.most_runs,
            timer=TimerKind(self.timer),
            timer_steps=self.timer_steps,
        )
