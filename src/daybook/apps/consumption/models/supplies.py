"""What a person takes of each utility, and the use of each day."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from daybook.apps.consumption.domain import PLACES, USUAL_CALORIFIC_VALUE, Source, Utility
from daybook.apps.consumption.models.names import PERSON, UTILITIES, one_of


class Supply(models.Model):
    """What a person takes of one utility. Its rows are the lock of their use."""

    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+", verbose_name=_("person"))
    utility = models.CharField(_("what"), max_length=16, choices=UTILITIES)
    calorific_value = models.DecimalField(
        _("calorific value"), max_digits=5, decimal_places=3, default=USUAL_CALORIFIC_VALUE
    )

    class Meta:
        verbose_name = _("supply")
        verbose_name_plural = _("supplies")
        constraints = [
            models.UniqueConstraint(fields=["person", "utility"], name="consumption_supply_once"),
            models.CheckConstraint(
                condition=one_of("utility", Utility), name="consumption_supply_of_known_utility"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.utility} of person #{self.person_id}"


class DayUse(models.Model):
    """The use of one day in the standard unit, by the best ``source`` that tells of it.

    It can be made again at any time from records, readings and half-hours; pages add up days
    instead of those. ``missing_half_hours`` is above 0 only where half-hours are all that is
    known of the day. A day to which a sample has contributed is a sample.
    """

    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+")
    utility = models.CharField(max_length=16, choices=UTILITIES)
    day = models.DateField()
    amount = models.DecimalField(max_digits=18, decimal_places=PLACES)
    source = models.CharField(max_length=16, default=Source.RECORDS.value)
    missing_half_hours = models.PositiveSmallIntegerField(default=0)
    is_sample = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "utility", "day"], name="consumption_day_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.utility} on {self.day}"
