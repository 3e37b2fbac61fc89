"""Which prices are wanted, how far they are kept, and what a day costs before anything is used."""

import datetime as dt
from typing import Final, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

#: A tariff that nobody has asked for since is not asked about any more.
WANTED_FOR: Final = dt.timedelta(days=100)


class RateHistoryQuerySet(models.QuerySet["RateHistory"]):
    """Tariffs whose prices are kept."""

    def wanted(self, now: dt.datetime) -> Self:
        """Those that somebody has wanted of late."""
        return self.filter(wanted_at__gt=now - WANTED_FOR)

    def due(self, now: dt.datetime) -> Self:
        """Those that Octopus is to be asked about, whoever has waited longest first."""
        return self.wanted(now).filter(ask_at__lte=now).order_by("ask_at", "pk")


class RateHistory(models.Model):
    """The unit rates and standing charges of one product in one region, wanted since a day.

    From ``complete_since`` on, up to ``complete_until``, everything is kept that Octopus has.
    ``announced`` is the latest Agile day all of whose prices are known. ``failures`` counts those
    in a row, and ``trouble`` says what the last one was.
    """

    product = models.CharField(_("product"), max_length=60)
    region = models.CharField(_("region"), max_length=1)
    since = models.DateField(_("wanted since"))
    wanted_at = models.DateTimeField(_("last wanted at"))
    complete_since = models.DateField(_("complete since"), null=True, blank=True)
    complete_until = models.DateTimeField(_("complete until"), null=True, blank=True)
    announced = models.DateField(_("latest day known"), null=True, blank=True)
    ask_at = models.DateTimeField(_("to be asked at"), db_index=True)
    asked_at = models.DateTimeField(_("asked at"), null=True, blank=True)
    failures = models.PositiveSmallIntegerField(_("failures"), default=0)
    trouble = models.CharField(_("trouble"), max_length=255, blank=True)
    charges_since = models.DateField(_("standing charges since"), null=True, blank=True)
    charges_at = models.DateTimeField(_("standing charges asked at"), null=True, blank=True)

    objects = RateHistoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("history of rates")
        verbose_name_plural = _("histories of rates")
        constraints = [
            models.UniqueConstraint(fields=["product", "region"], name="prices_history_once")
        ]

    def __str__(self) -> str:
        return f"{self.product} {self.region} since {self.since}"


class StandingChargePeriod(models.Model):
    """The standing charge of a tariff from ``first`` up to, and not including, ``past``.

    In pence per day; the charge that holds until further notice has no ``past``.
    """

    product = models.CharField(_("product"), max_length=60)
    region = models.CharField(_("region"), max_length=1)
    first = models.DateField(_("from"))
    past = models.DateField(_("up to"), null=True, blank=True)
    pence_inc_vat = models.DecimalField(_("pence with VAT"), max_digits=12, decimal_places=6)
    pence_exc_vat = models.DecimalField(_("pence without VAT"), max_digits=12, decimal_places=6)

    class Meta:
        verbose_name = _("standing charge")
        verbose_name_plural = _("standing charges")
        constraints = [
            models.UniqueConstraint(
                fields=["product", "region", "first"], name="prices_standing_charge_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.product} {self.region} from {self.first}"
