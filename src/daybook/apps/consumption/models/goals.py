"""What a person means to use in a year, and when their years begin."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from daybook.apps.consumption.domain import PLACES, Utility
from daybook.apps.consumption.models.names import PERSON, UTILITIES, one_of


class Goal(models.Model):
    """The year of one utility: the day a contract starts on, and the most it should take.

    Without a day the year is the last twelve months. ``year_amount`` is in the standard unit.
    """

    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+", verbose_name=_("person"))
    utility = models.CharField(_("what"), max_length=16, choices=UTILITIES)
    contract_starts_on = models.DateField(_("the contract starts on"), null=True, blank=True)
    year_amount = models.DecimalField(
        _("goal for a year"),
        max_digits=18,
        decimal_places=PLACES,
        null=True,
        blank=True,
    )

    class Meta:
        verbose_name = _("goal")
        verbose_name_plural = _("goals")
        constraints = [
            models.UniqueConstraint(fields=["person", "utility"], name="consumption_goal_once"),
            models.CheckConstraint(
                condition=one_of("utility", Utility), name="consumption_goal_of_known_utility"
            ),
            models.CheckConstraint(
                condition=Q(year_amount=None) | Q(year_amount__gt=0),
                name="consumption_goal_above_zero",
            ),
        ]

    def __str__(self) -> str:
        return f"goal for {self.utility} of person #{self.person_id}"
