"""What smart meters tell: the use of each half-hour, and what it came in with."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from daybook.apps.consumption.models.names import PERSON, UTILITIES
from daybook.lib.half_hours import Places, unpacked

SAMPLE = "sample"
OCTOPUS = "octopus-api"
SOURCES = [
    ("csv", _("CSV file")),
    ("octopus-csv", _("Octopus file")),
    (OCTOPUS, _("Octopus account")),
    (SAMPLE, _("sample")),
]


class Batch(models.Model):
    """What came in together, a file or what a supplier answers; it is undone as a whole.

    ``digest`` tells the same file from another one. Once undone it stays as a line of the history,
    without anything in it. ``layout`` says what stood in which column; it is proposed again for the
    next file whose columns have the same ``fingerprint``.
    """

    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+", verbose_name=_("person"))
    source = models.CharField(_("source"), max_length=16, choices=SOURCES)
    name = models.CharField(_("name"), max_length=200, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    layout = models.JSONField(default=dict, blank=True)
    added_rows = models.PositiveIntegerField(_("rows added"), default=0)
    known_rows = models.PositiveIntegerField(_("rows there already"), default=0)
    bad_rows = models.PositiveIntegerField(_("rows left out"), default=0)
    made_at = models.DateTimeField(_("made at"))
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "digest"],
                condition=Q(undone_at=None) & ~Q(digest=""),
                name="consumption_batch_once",
            ),
        ]
        indexes = [models.Index(fields=["person", "-made_at"], name="consumption_batch_list")]

    def __str__(self) -> str:
        return f"{self.source} #{self.pk}"


class MeteredDay(models.Model):
    """The half-hours of one local day that came with one batch, in the standard unit.

    ``amounts`` are packed by ``lib.half_hours``: 46, 48 or 50 places, empty where not known. No
    half-hour is in two batches.
    """

    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+")
    batch = models.ForeignKey(Batch, models.CASCADE, related_name="metered_days")
    utility = models.CharField(max_length=16, choices=UTILITIES)
    day = models.DateField()
    amounts = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "utility", "day"], name="consumption_metered_day_once"
            ),
        ]
        indexes = [
            models.Index(fields=["person", "utility", "day"], name="consumption_metered_days")
        ]

    def __str__(self) -> str:
        return f"{self.utility} on {self.day}"

    @property
    def places(self) -> Places:
        """The amount of each half-hour, ``None`` where it did not come with this batch."""
        return unpacked(self.amounts)
