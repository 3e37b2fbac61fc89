"""What a person's suppliers ask, from a day on."""

import datetime as dt
from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from daybook.apps.consumption.domain import ONE_DAY, Days, Utility
from daybook.apps.consumption.domain.tariffs import (
    USUAL_NIGHT_PERCENT,
    USUAL_RETURNED_PERCENT,
    Flat,
    HalfHourly,
    Kind,
    Own,
    Terms,
    TwoRate,
    UnitRates,
    bands_text,
    kind_of,
    read_bands,
)
from daybook.apps.consumption.models.names import PERSON, UTILITIES, one_of

NAME_LENGTH = 80
KIND_NAMES = [
    (Kind.FLAT.value, _("One rate")),
    (Kind.TWO_RATE.value, _("Day and night rate")),
    (Kind.HALF_HOURLY.value, _("Half-hourly, from Octopus")),
    (Kind.OWN.value, _("My own times and rates")),
]


class TariffQuerySet(models.QuerySet["Tariff"]):
    """Tariffs."""

    def touching(self, days: Days) -> Self:
        """Those that hold on at least one of ``days``."""
        still = Q(ends_on=None) | Q(ends_on__gt=days.first)
        return self.filter(still, starts_on__lt=days.past)


class Tariff(models.Model):
    """What one utility costs from ``starts_on`` up to, and not including, ``ends_on``.

    Which of the columns of rates mean something is decided by ``kind``; ``terms`` puts them
    together and ``columns_of`` takes them apart. ``pence`` is the rate by day where there are two.
    No two tariffs of one utility hold on the same day: whoever writes one holds the supplies.
    """

    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+", verbose_name=_("person"))
    utility = models.CharField(_("what"), max_length=16, choices=UTILITIES)
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("day after the last"), null=True, blank=True)
    kind = models.CharField(_("kind"), max_length=16, choices=KIND_NAMES)
    standing_pence = models.DecimalField(_("standing charge"), max_digits=12, decimal_places=6)
    vat_percent = models.DecimalField(_("VAT in percent"), max_digits=5, decimal_places=2)
    includes_vat = models.BooleanField(_("with VAT"), default=True)
    pence = models.DecimalField(_("rate"), max_digits=12, decimal_places=6, default=Decimal(0))
    wastewater_pence = models.DecimalField(max_digits=12, decimal_places=6, default=Decimal(0))
    returned_percent = models.DecimalField(
        max_digits=5, decimal_places=2, default=USUAL_RETURNED_PERCENT
    )
    night_pence = models.DecimalField(max_digits=12, decimal_places=6, default=Decimal(0))
    night_from = models.TimeField(default=dt.time(0, 30))
    night_until = models.TimeField(default=dt.time(7, 30))
    night_percent = models.DecimalField(max_digits=5, decimal_places=2, default=USUAL_NIGHT_PERCENT)
    product = models.CharField(max_length=60, blank=True)
    region = models.CharField(max_length=1, blank=True)
    weekdays = models.TextField(blank=True)
    weekends = models.TextField(blank=True)
    is_sample = models.BooleanField(_("sample"), default=False, editable=False)
    key = models.UUIDField()
    made_at = models.DateTimeField(_("made at"))
    changed_at = models.DateTimeField(_("changed at"))

    objects = TariffQuerySet.as_manager()

    class Meta:
        verbose_name = _("tariff")
        verbose_name_plural = _("tariffs")
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], name="consumption_tariff_once"),
            models.UniqueConstraint(
                fields=["person", "utility", "starts_on"], name="consumption_tariff_of_a_day"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")),
                name="consumption_tariff_has_days",
            ),
            models.CheckConstraint(
                condition=one_of("utility", Utility), name="consumption_tariff_of_known_utility"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in Kind]),
                name="consumption_tariff_of_known_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.utility} tariff #{self.pk}"

    @property
    def terms(self) -> Terms:
        """All that decides what a day costs."""
        return Terms(
            rates=self._rates(),
            standing_pence=self.standing_pence,
            vat_percent=self.vat_percent,
            includes_vat=self.includes_vat,
        )

    @property
    def last_day(self) -> dt.date | None:
        """The last day on which it holds, ``None`` where that is not known."""
        return self.ends_on - ONE_DAY if self.ends_on else None

    def within(self, days: Days) -> Days | None:
        """Those of ``days`` on which it holds."""
        return days.overlap(
            Days(self.starts_on, self.ends_on or max(days.past, self.starts_on + ONE_DAY))
        )

    def _rates(self) -> UnitRates:
        match Kind(self.kind):
            case Kind.FLAT:
                return Flat(
                    pence=self.pence,
                    wastewater_pence=self.wastewater_pence,
                    returned_percent=self.returned_percent,
                )
            case Kind.TWO_RATE:
                return TwoRate(
                    day_pence=self.pence,
                    night_pence=self.night_pence,
                    night_from=self.night_from,
                    night_until=self.night_until,
                    night_percent=self.night_percent,
                )
            case Kind.HALF_HOURLY:
                return HalfHourly(product=self.product, region=self.region)
            case Kind.OWN:
                return Own(weekdays=read_bands(self.weekdays), weekends=read_bands(self.weekends))


def columns_of(terms: Terms) -> dict[str, object]:
    """The columns of a tariff that say ``terms``."""
    return {
        "kind": kind_of(terms.rates).value,
        "standing_pence": terms.standing_pence,
        "vat_percent": terms.vat_percent,
        "includes_vat": terms.includes_vat,
        **_rate_columns(terms.rates),
    }


def _rate_columns(rates: UnitRates) -> dict[str, object]:
    match rates:
        case Flat():
            return {
                "pence": rates.pence,
                "wastewater_pence": rates.wastewater_pence,
                "returned_percent": rates.returned_percent,
            }
        case TwoRate():
            return {
                "pence": rates.day_pence,
                "night_pence": rates.night_pence,
                "night_from": rates.night_from,
                "night_until": rates.night_until,
                "night_percent": rates.night_percent,
            }
        case HalfHourly():
            return {"product": rates.product, "region": rates.region}
        case Own():
            return {
                "weekdays": bands_text(rates.weekdays),
                "weekends": bands_text(rates.weekends),
            }
