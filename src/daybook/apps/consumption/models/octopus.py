"""An Octopus account that somebody has connected, its meter points, and their tariffs."""

from typing import Final

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from daybook.apps.consumption.domain import PAUSING, Trouble, Unit
from daybook.apps.consumption.models.half_hours import Batch
from daybook.apps.consumption.models.names import PERSON, UTILITIES

GAS_UNITS: Final = [
    (Unit.CUBIC_METRE.value, _("m³ (most smart meters)")),
    (Unit.KWH.value, _("kWh (first-generation smart meters, SMETS1)")),
]
TROUBLES: Final = [
    (Trouble.NONE.value, _("none")),
    (Trouble.KEY.value, _("key refused")),
    (Trouble.ACCOUNT.value, _("account unknown")),
    (Trouble.SEAL.value, _("key cannot be read")),
    (Trouble.AWAY.value, _("no answer")),
]


class OctopusAccount(models.Model):
    """A person's account with Octopus. Its half-hours come in as one batch, a month at a time.

    ``sealed_key`` is the API key under the secret of this installation. The days from ``fill_from``
    to ``filled_since`` have not been asked for yet, those since then have, up to ``asked_until``.
    """

    person = models.OneToOneField(
        PERSON, models.CASCADE, related_name="+", verbose_name=_("person")
    )
    batch = models.ForeignKey(Batch, models.SET_NULL, null=True, related_name="+")
    number = models.CharField(_("account number"), max_length=16)
    sealed_key = models.TextField(editable=False)
    key_hint = models.CharField(max_length=4)
    gas_unit = models.CharField(
        _("gas is counted in"), max_length=8, choices=GAS_UNITS, default=Unit.CUBIC_METRE.value
    )
    connected_at = models.DateTimeField(_("connected at"))
    fill_from = models.DateField()
    fill_until = models.DateField()
    filled_since = models.DateField()
    asked_until = models.DateField()
    answered_at = models.DateTimeField(_("answered at"))
    next_ask_at = models.DateTimeField()
    trouble = models.CharField(
        _("trouble"), max_length=8, choices=TROUBLES, default=Trouble.NONE.value, blank=True
    )

    class Meta:
        verbose_name = _("Octopus account")
        verbose_name_plural = _("Octopus accounts")
        constraints = [
            models.CheckConstraint(
                condition=Q(filled_since__gte=F("fill_from"), filled_since__lte=F("fill_until")),
                name="consumption_octopus_filled_in_between",
            ),
        ]
        indexes = [models.Index(fields=["next_ask_at"], name="consumption_octopus_due")]

    def __str__(self) -> str:
        return f"Octopus account of person #{self.person_id}"

    @property
    def is_paused(self) -> bool:
        """Whether Octopus is asked nothing until the person has done something."""
        return self.trouble in PAUSING

    @property
    def is_filling(self) -> bool:
        """Whether there are days that have not been asked for yet."""
        return self.filled_since > self.fill_from

    @property
    def percent_filled(self) -> int:
        """How much of the time to be filled has been asked for, in whole percent."""
        whole = (self.fill_until - self.fill_from).days
        return 100 * (self.fill_until - self.filled_since).days // max(whole, 1)


class MeterPoint(models.Model):
    """Where electricity or gas comes in (MPAN, MPRN), or electricity goes out."""

    account = models.ForeignKey(OctopusAccount, models.CASCADE, related_name="points")
    utility = models.CharField(max_length=16, choices=UTILITIES)
    number = models.CharField(max_length=32)
    is_export = models.BooleanField(default=False)
    serials = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "utility", "number"], name="consumption_meter_point_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.utility} meter point #{self.pk}"


class Agreement(models.Model):
    """A tariff of a meter point from ``valid_from`` up to ``valid_to``, open while it holds."""

    point = models.ForeignKey(MeterPoint, models.CASCADE, related_name="agreements")
    tariff_code = models.CharField(max_length=100)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["point", "tariff_code", "valid_from"], name="consumption_agreement_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tariff_code} from {self.valid_from:%Y-%m-%d}"
