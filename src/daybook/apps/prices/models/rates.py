"""Unit rates that people's costs are worked out from, kept for good."""

import datetime as dt
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from daybook.lib.half_hours import Places, unpacked


class RateDayQuerySet(models.QuerySet["RateDay"]):
    """Days of rates."""

    def of(self, product: str, region: str, *, first: dt.date, past: dt.date) -> Self:
        """Those of one tariff from ``first`` up to, and not including, ``past``."""
        return self.filter(product=product, region=region, day__gte=first, day__lt=past)


class RateDay(models.Model):
    """The unit rates of one product in one region over one day of London, in pence per kWh.

    Both columns are packed by ``lib.half_hours``: 46, 48 or 50 places, empty where a rate is not
    known. Two years of fourteen regions are ten thousand rows.
    """

    product = models.CharField(_("product"), max_length=60)
    region = models.CharField(_("region"), max_length=1)
    day = models.DateField(_("day"))
    inc_vat = models.TextField(_("rates with VAT"))
    exc_vat = models.TextField(_("rates without VAT"))

    objects = RateDayQuerySet.as_manager()

    class Meta:
        verbose_name = _("day of rates")
        verbose_name_plural = _("days of rates")
        constraints = [
            models.UniqueConstraint(
                fields=["product", "region", "day"], name="prices_rate_day_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.product} {self.region} {self.day}"

    @property
    def places_inc_vat(self) -> Places:
        """The rate of each half-hour with VAT, ``None`` where it is not known."""
        return unpacked(self.inc_vat)

    @property
    def places_exc_vat(self) -> Places:
        """The rate of each half-hour without VAT, ``None`` where it is not known."""
        return unpacked(self.exc_vat)
