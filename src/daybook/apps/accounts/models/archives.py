"""Copies of everything about a person, as files to take away."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Archive(models.Model):
    """One copy of a person's data: asked for, made by a job, ready for a week.

    ``run`` marks the worker that makes it: what an earlier one has left behind does not count.
    """

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", _("waiting")
        MAKING = "making", _("being made")
        READY = "ready", _("ready")
        FAILED = "failed", _("could not be made")

    OPEN: ClassVar = (State.WAITING, State.MAKING)

    id = models.UUIDField(primary_key=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="archives"
    )
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    asked_at = models.DateTimeField(_("asked at"))
    run = models.CharField(max_length=32, blank=True)
    tries = models.PositiveIntegerField(default=0)
    moved_at = models.DateTimeField()  # the last sign of life of whoever makes it
    steps = models.PositiveIntegerField(default=0)
    steps_done = models.PositiveIntegerField(default=0)
    rows = models.PositiveIntegerField(default=0)
    ready_at = models.DateTimeField(_("ready at"), null=True)
    expires_at = models.DateTimeField(_("expires at"), null=True)
    name = models.CharField(_("name"), max_length=60, blank=True)
    size = models.PositiveBigIntegerField(_("size"), default=0)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("copy of personal data")
        verbose_name_plural = _("copies of personal data")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state__in=["waiting", "making"]),
                name="accounts_archive_one_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.state} (#{self.pk})"


class ArchivePart(models.Model):
    """A piece of an archive's file; in the database, where every machine finds it."""

    archive = models.ForeignKey(Archive, on_delete=models.CASCADE, related_name="parts")
    run = models.CharField(max_length=32)
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        verbose_name = _("part of a copy")
        verbose_name_plural = _("parts of copies")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["archive", "run", "number"], name="accounts_archive_part_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.archive_id} {self.number}"
