"""Files on their way in: looked at, not yet imported."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from daybook.apps.consumption.models.half_hours import Batch
from daybook.apps.consumption.models.names import PERSON


class Draft(models.Model):
    """A file somebody has sent, and what they think stands in its columns; gone after a day.

    ``agreed`` is the digest of the preview that is to be imported: anything else is shown again.
    ``trouble`` says why it was not. ``batch`` is what became of it; the ``content`` has gone then.
    """

    class State(models.TextChoices):
        """How far it is."""

        OPEN = "open", _("looked at")
        IMPORTING = "importing", _("being imported")
        DONE = "done", _("imported")
        FAILED = "failed", _("could not be imported")

    WAITING: ClassVar = (State.OPEN, State.FAILED)

    id = models.UUIDField(primary_key=True)
    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+", verbose_name=_("person"))
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    name = models.CharField(_("name"), max_length=200, blank=True)
    content = models.BinaryField()
    rows = models.PositiveIntegerField(_("rows"), default=0)
    layout = models.JSONField(default=dict, blank=True)
    agreed = models.CharField(max_length=64, blank=True)
    tries = models.PositiveIntegerField(default=0)
    trouble = models.TextField(blank=True)
    batch = models.ForeignKey(Batch, models.CASCADE, related_name="+", null=True, blank=True)
    made_at = models.DateTimeField(_("made at"))
    moved_at = models.DateTimeField()  # the last sign of life of whoever imports it

    class Meta:
        verbose_name = _("file being looked at")
        verbose_name_plural = _("files being looked at")
        indexes = [
            models.Index(fields=["person", "-made_at"], name="consumption_draft_list"),
            models.Index(fields=["made_at"], name="consumption_draft_age"),
        ]

    def __str__(self) -> str:
        return f"{self.state} (#{self.pk})"
