"""What a person wants to see of prices."""

import datetime as dt
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _


class Preference(models.Model):
    """The person's tariff and usual wishes; they prefill every form of prices.

    ``product`` is the import tariff's code, ``export_product`` that of what they feed in; each is
    empty where they have not said.
    """

    person = models.OneToOneField(
        "accounts.User", models.CASCADE, related_name="+", verbose_name=_("person")
    )
    region = models.CharField(_("region"), max_length=1, blank=True)
    product = models.CharField(_("product"), max_length=60, blank=True)
    export_product = models.CharField(_("export product"), max_length=60, blank=True)
    duration_hours = models.DecimalField(
        _("duration in hours"), max_digits=5, decimal_places=4, default=Decimal(4)
    )
    capacity_kwh = models.DecimalField(
        _("energy in kWh"), max_digits=8, decimal_places=3, null=True, blank=True
    )
    tolerance_pence = models.DecimalField(
        _("tolerance in pence per kWh"), max_digits=7, decimal_places=4, default=Decimal(0)
    )
    changed_at = models.DateTimeField(_("changed at"))

    class Meta:
        verbose_name = _("preference")
        verbose_name_plural = _("preferences")

    def __str__(self) -> str:
        return f"prices of person #{self.person_id}"

    @property
    def duration(self) -> dt.timedelta:
        """How long a block usually is."""
        return dt.timedelta(seconds=int(self.duration_hours * 3600))
