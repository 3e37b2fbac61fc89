"""Meters, and what people have read on them."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from daybook.apps.consumption.domain import (
    MOST_DECIMALS,
    MULTIPLIER_PLACES,
    USUAL_CALORIFIC_VALUE,
    Answer,
    Dial,
    DialReading,
    Unit,
    Utility,
)
from daybook.apps.consumption.models.names import PERSON, UNIT_NAMES, UTILITIES, one_of

METER_NAME_LENGTH = 60
SERIAL_LENGTH = 40
READING_NOTES_LENGTH = 200
ANSWERS = [
    (Answer.NONE.value, _("not asked")),
    (Answer.ROLLED_OVER.value, _("the dial rolled over")),
    (Answer.SURE.value, _("it is right")),
]


class MeterQuerySet(models.QuerySet["Meter"]):
    """Meters, those that were deleted left out unless they are asked for."""

    def standing(self) -> Self:
        """Those that count."""
        return self.filter(deletion=None)


class Meter(models.Model):
    """A meter of a person's supply. ``multiplier``, ``digits``, ``decimals``: see ``Dial``.

    ``key`` is made with the form, so that one form sent twice is one meter. A deleted meter waits
    for its undoing under its ``deletion``.
    """

    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+", verbose_name=_("person"))
    utility = models.CharField(_("what"), max_length=16, choices=UTILITIES)
    name = models.CharField(_("name"), max_length=METER_NAME_LENGTH)
    serial = models.CharField(_("serial number"), max_length=SERIAL_LENGTH, blank=True)
    unit = models.CharField(_("unit"), max_length=8, choices=UNIT_NAMES)
    multiplier = models.DecimalField(
        _("multiplier"), max_digits=8, decimal_places=MULTIPLIER_PLACES, default=1
    )
    digits = models.PositiveSmallIntegerField(_("digits before the point"), default=5)
    decimals = models.PositiveSmallIntegerField(_("digits after the point"), default=0)
    installed_on = models.DateField(_("installed on"), null=True, blank=True)
    removed_on = models.DateField(_("removed on"), null=True, blank=True)
    is_sample = models.BooleanField(_("sample"), default=False, editable=False)
    key = models.UUIDField()
    made_at = models.DateTimeField(_("made at"))
    changed_at = models.DateTimeField(_("changed at"))
    deletion = models.UUIDField(null=True, blank=True)
    deleted_at = models.DateTimeField(_("deleted at"), null=True, blank=True)

    objects = MeterQuerySet.as_manager()

    class Meta:
        verbose_name = _("meter")
        verbose_name_plural = _("meters")
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], name="consumption_meter_once"),
            models.CheckConstraint(
                condition=Q(installed_on=None)
                | Q(removed_on=None)
                | Q(removed_on__gte=F("installed_on")),
                name="consumption_meter_removed_after_installed",
            ),
            models.CheckConstraint(
                condition=Q(multiplier__gt=0), name="consumption_meter_counts_up"
            ),
            models.CheckConstraint(
                condition=one_of("utility", Utility), name="consumption_meter_of_known_utility"
            ),
            models.CheckConstraint(
                condition=one_of("unit", Unit), name="consumption_meter_in_known_unit"
            ),
        ]
        indexes = [models.Index(fields=["person", "utility"], name="consumption_meter_list")]

    def __str__(self) -> str:
        return f"{self.utility} meter #{self.pk}"

    @property
    def dial(self) -> Dial:
        """How it counts."""
        return Dial(
            utility=Utility(self.utility),
            unit=Unit(self.unit),
            multiplier=self.multiplier,
            digits=self.digits,
            decimals=self.decimals,
        )


class ReadingQuerySet(models.QuerySet["Reading"]):
    """Readings, those that were deleted, or whose meter was, left out unless asked for."""

    def standing(self) -> Self:
        """Those that count."""
        return self.filter(deletion=None, meter__deletion=None)


class Reading(models.Model):
    """The number on the dial of a meter at the start of a day.

    ``answer`` is what was said of a step that had to be explained; ``calorific_value`` that of the
    supply when the reading was written down. A meter has one reading a day.
    """

    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+", verbose_name=_("person"))
    meter = models.ForeignKey(Meter, models.CASCADE, related_name="readings")
    day = models.DateField(_("day"))
    time = models.TimeField(_("time"), null=True, blank=True)
    number = models.DecimalField(
        _("number on the dial"), max_digits=11, decimal_places=MOST_DECIMALS
    )
    is_estimated = models.BooleanField(_("estimated"), default=False)
    answer = models.CharField(_("answer"), max_length=16, choices=ANSWERS, blank=True)
    notes = models.CharField(_("notes"), max_length=READING_NOTES_LENGTH, blank=True)
    calorific_value = models.DecimalField(
        _("calorific value"), max_digits=5, decimal_places=3, default=USUAL_CALORIFIC_VALUE
    )
    made_at = models.DateTimeField(_("made at"))
    changed_at = models.DateTimeField(_("changed at"))
    deletion = models.UUIDField(null=True, blank=True)
    deleted_at = models.DateTimeField(_("deleted at"), null=True, blank=True)

    objects = ReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        constraints = [
            models.UniqueConstraint(
                fields=["meter", "day"],
                condition=Q(deletion=None),
                name="consumption_reading_once_a_day",
            ),
            models.CheckConstraint(
                condition=Q(number__gte=0), name="consumption_reading_not_below_zero"
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-day", "-id"], name="consumption_reading_list"),
        ]

    def __str__(self) -> str:
        return f"reading #{self.pk}"

    @property
    def on_dial(self) -> DialReading:
        """What the rules need to know of it."""
        return DialReading(
            day=self.day,
            number=self.number,
            is_estimated=self.is_estimated,
            answer=Answer(self.answer),
            calorific_value=self.calorific_value,
        )
