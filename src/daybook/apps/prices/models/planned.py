"""What people have put on their calendar, and the addresses their calendars read."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlannedWindow(models.Model):
    """A block of time that a person means to use, ``[starts_at, ends_at)``.

    ``key`` names it in calendars for good. The same block is planned once.
    """

    person = models.ForeignKey(
        "accounts.User", models.CASCADE, related_name="+", verbose_name=_("person")
    )
    key = models.UUIDField(_("key"), unique=True, default=uuid.uuid4, editable=False)
    title = models.CharField(_("title"), max_length=100)
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"))
    product = models.CharField(_("product"), max_length=60)
    region = models.CharField(_("region"), max_length=1)
    planned_at = models.DateTimeField(_("planned at"))

    class Meta:
        verbose_name = _("planned window")
        verbose_name_plural = _("planned windows")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "starts_at", "ends_at", "product", "region"],
                name="prices_window_planned_once",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="prices_window_ends_after_start",
            ),
        ]
        indexes = [models.Index(fields=["ends_at"], name="prices_window_ends")]

    def __str__(self) -> str:
        return f"window #{self.pk} of person #{self.person_id}"


class Feed(models.Model):
    """The one address by which a person's calendar reads their windows.

    The address is made of ``key`` and the secret key of the installation, and stands nowhere: a
    copy of the database opens no feed. ``alarm_minutes`` before a window the calendar rings.
    """

    person = models.OneToOneField(
        "accounts.User", models.CASCADE, related_name="+", verbose_name=_("person")
    )
    key = models.UUIDField(_("key"), unique=True, default=uuid.uuid4, editable=False)
    alarm_minutes = models.PositiveSmallIntegerField(_("minutes before"), null=True, blank=True)
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        verbose_name = _("calendar feed")
        verbose_name_plural = _("calendar feeds")

    def __str__(self) -> str:
        return f"calendar feed of person #{self.person_id}"
