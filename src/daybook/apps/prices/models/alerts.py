"""What people want to be told of prices."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from daybook.apps.prices.domain import AlertKind

ALERT_KINDS = [
    (AlertKind.PUBLISHED.value, _("prices are out")),
    (AlertKind.BELOW.value, _("prices below")),
    (AlertKind.ABOVE.value, _("prices above")),
    (AlertKind.NEGATIVE.value, _("negative prices")),
    (AlertKind.WINDOW.value, _("a cheap block begins")),
]
_WINDOW = AlertKind.WINDOW.value


class AlertQuerySet(models.QuerySet["Alert"]):
    """Alerts of people."""

    def owed(self, day: dt.date) -> Self:
        """Those switched on whose person was not told about ``day`` yet.

        A block that is still to be told of comes before those of the next day.
        """
        untold = Q(told_for=None) | Q(told_for__lt=day)
        return self.filter(untold, is_on=True).exclude(kind=_WINDOW, tell_at__isnull=False)

    def windows_due(self, now: dt.datetime) -> Self:
        """Those with a block to be told of by ``now``."""
        return self.filter(is_on=True, kind=_WINDOW, tell_at__lte=now)


class Alert(models.Model):
    """One thing a person wants to be told of the prices of their tariff.

    ``told_for`` is the latest Agile day it was looked at for, whether there was anything to tell or
    not. ``starts_at`` is the block that is to be told of at ``tell_at``.
    """

    person = models.ForeignKey(
        "accounts.User", models.CASCADE, related_name="+", verbose_name=_("person")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=ALERT_KINDS)
    is_on = models.BooleanField(_("on"), default=False)
    threshold_pence = models.DecimalField(
        _("price in pence per kWh"), max_digits=7, decimal_places=4, null=True, blank=True
    )
    minutes_before = models.PositiveSmallIntegerField(_("minutes before"), null=True, blank=True)
    told_for = models.DateField(_("looked at for"), null=True, blank=True)
    starts_at = models.DateTimeField(_("block starts at"), null=True, blank=True)
    tell_at = models.DateTimeField(_("to be told at"), null=True, blank=True)
    changed_at = models.DateTimeField(_("changed at"))

    objects = AlertQuerySet.as_manager()

    class Meta:
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="prices_alert_once")]
        indexes = [
            models.Index(
                fields=["tell_at"], condition=Q(tell_at__isnull=False), name="prices_alert_due"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} for person #{self.person_id}"
