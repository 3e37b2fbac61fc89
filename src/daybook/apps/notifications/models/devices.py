"""Browsers that show messages by themselves, whom they have reached, and what was pressed there."""

import datetime as dt
from typing import ClassVar, Self

from django.contrib.sessions.models import Session
from django.db import models
from django.utils.translation import gettext_lazy as _

from daybook.apps.accounts.domain import DEVICE_LENGTH
from daybook.apps.notifications.domain.push import ENDPOINT_LENGTH, Subscription

PERSON = "accounts.User"


class DeviceQuerySet(models.QuerySet["Device"]):
    """Devices of people."""

    def live(self, *, now: dt.datetime, key_mark: str) -> Self:
        """Those whose person is still signed in there, and that know this installation's key."""
        sessions = Session.objects.filter(
            session_key=models.OuterRef("session_key"), expire_date__gt=now
        )
        return self.filter(models.Exists(sessions), key_mark=key_mark)


class Device(models.Model):
    """A browser with a push subscription, and the session of the person it belongs to.

    With the session its messages end: a computer that others use shows them nothing.
    """

    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+", verbose_name=_("person"))
    session_key = models.CharField(max_length=40)
    mark = models.CharField(max_length=64, unique=True)
    endpoint = models.CharField(max_length=ENDPOINT_LENGTH)
    p256dh = models.CharField(max_length=100)
    auth = models.CharField(max_length=32)
    key_mark = models.CharField(max_length=16)
    name = models.CharField(_("name"), max_length=DEVICE_LENGTH)
    added_at = models.DateTimeField(_("added at"))
    used_at = models.DateTimeField(_("last used at"), null=True, blank=True)
    failed_at = models.DateTimeField(_("failed at"), null=True, blank=True)

    objects = DeviceQuerySet.as_manager()

    class Meta:
        verbose_name = _("device")
        verbose_name_plural = _("devices")
        indexes: ClassVar = [
            models.Index(fields=["person", "added_at"], name="notifications_device_person"),
            models.Index(fields=["session_key"], name="notifications_device_session"),
        ]

    def __str__(self) -> str:
        return f"{self.name} (#{self.pk})"

    @property
    def subscription(self) -> Subscription:
        """Where its messages go."""
        return Subscription(self.endpoint, self.p256dh, self.auth)


class Reach(models.Model):
    """A device that needs no further try of a delivery: it has it, or will never take it."""

    delivery = models.ForeignKey("notifications.Delivery", models.CASCADE, related_name="reaches")
    device = models.ForeignKey(Device, models.CASCADE, related_name="reaches")
    has_arrived = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["delivery", "device"], name="notifications_reach_once"),
        ]

    def __str__(self) -> str:
        return f"Delivery #{self.delivery_id} at device #{self.device_id}"


class ActionTaken(models.Model):
    """An action of a message that its person has taken; each is taken once."""

    message = models.ForeignKey("notifications.Message", models.CASCADE, related_name="taken")
    action = models.CharField(max_length=100)
    at = models.DateTimeField()
    result = models.CharField(max_length=255, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["message", "action"], name="notifications_action_once"),
        ]

    def __str__(self) -> str:
        return f"{self.action} of message #{self.message_id}"
