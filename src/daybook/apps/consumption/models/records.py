"""What somebody has recorded by hand."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from daybook.apps.consumption.domain import LONGEST_DAYS, ONE_DAY, PLACES, Days, Unit, Utility
from daybook.apps.consumption.models.names import PERSON, UNIT_NAMES, UTILITIES, one_of

NOTES_LENGTH = 500


class RecordQuerySet(models.QuerySet["Record"]):
    """Records, those that were deleted left out unless they are asked for."""

    def standing(self) -> Self:
        """Those that count."""
        return self.filter(deletion=None)

    def touching(self, days: Days) -> Self:
        """Those of which at least one day lies in ``days``."""
        earliest = days.first - LONGEST_DAYS * ONE_DAY  # so that an index can find them
        return self.filter(starts_on__lt=days.past, starts_on__gt=earliest, ends_on__gt=days.first)


class Record(models.Model):
    """An amount used over some days: from ``starts_on`` up to, and not including, ``ends_on``.

    ``value`` and ``unit`` are what was typed, ``amount`` is the same in the standard unit. ``key``
    is made with the form, so that one form sent twice is one record. A deleted record waits for
    its undoing under the ``deletion`` it went with. ``batch`` is the import that brought it.
    """

    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+", verbose_name=_("person"))
    utility = models.CharField(_("what"), max_length=16, choices=UTILITIES)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("day after the last"))
    value = models.DecimalField(_("amount"), max_digits=14, decimal_places=PLACES)
    unit = models.CharField(_("unit"), max_length=8, choices=UNIT_NAMES)
    amount = models.DecimalField(
        _("amount in the standard unit"), max_digits=18, decimal_places=PLACES
    )
    notes = models.CharField(_("notes"), max_length=NOTES_LENGTH, blank=True)
    is_sample = models.BooleanField(_("sample"), default=False, editable=False)
    batch = models.ForeignKey(
        "consumption.Batch",
        models.CASCADE,
        related_name="records",
        verbose_name=_("import"),
        null=True,
        blank=True,
        editable=False,
    )
    key = models.UUIDField()
    made_at = models.DateTimeField(_("made at"))
    changed_at = models.DateTimeField(_("changed at"))
    deletion = models.UUIDField(null=True, blank=True)
    deleted_at = models.DateTimeField(_("deleted at"), null=True, blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("record")
        verbose_name_plural = _("records")
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], name="consumption_record_once"),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="consumption_record_has_days"
            ),
            models.CheckConstraint(
                condition=Q(value__gte=0, amount__gte=0), name="consumption_record_not_below_zero"
            ),
            models.CheckConstraint(
                condition=one_of("utility", Utility), name="consumption_record_of_known_utility"
            ),
            models.CheckConstraint(
                condition=one_of("unit", Unit), name="consumption_record_in_known_unit"
            ),
            models.CheckConstraint(
                condition=Q(deletion=None, deleted_at=None)
                | Q(deletion__isnull=False, deleted_at__isnull=False),
                name="consumption_record_deleted_at_some_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["person", "-starts_on", "-id"],
                condition=Q(deletion=None),
                name="consumption_record_list",
            ),
            # Has all that the totals of the list add up, so that the records are not read for them.
            models.Index(
                fields=["person", "utility", "starts_on", "ends_on", "amount"],
                condition=Q(deletion=None),
                name="consumption_record_totals",
            ),
            models.Index(
                fields=["deletion"],
                condition=Q(deletion__isnull=False),
                name="consumption_record_undo",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.utility} #{self.pk}"

    @property
    def days(self) -> Days:
        """The days it is about."""
        return Days(self.starts_on, self.ends_on)
