"""Messages, each told to one person once."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from daybook.apps.notifications.domain import KEY_LENGTH

PERSON = "accounts.User"


class MessageQuerySet(models.QuerySet["Message"]):
    """Messages of the inbox."""

    def shown_to(self, person_id: int, *, now: dt.datetime) -> Self:
        """What lies in the person's inbox by ``now``, newest first."""
        shown = self.filter(person_id=person_id, is_in_inbox=True, shown_at__lte=now)
        return shown.order_by("-shown_at", "-pk")

    def unread(self) -> Self:
        """Those never opened."""
        return self.filter(read_at=None)


class Message(models.Model):
    """Something told to a person, once for each kind and key.

    ``context`` may hold a secret such as a link; it is forgotten with the last open delivery.
    ``kept_context`` is the part of it that the actions of its kind still need then.
    """

    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+", verbose_name=_("person"))
    kind = models.CharField(_("kind"), max_length=100)
    key = models.CharField(_("key"), max_length=KEY_LENGTH)
    subject = models.CharField(_("subject"), max_length=255)
    text = models.TextField(_("text"), blank=True)
    context = models.JSONField(default=dict, blank=True)
    kept_context = models.JSONField(default=dict, blank=True)
    address = models.CharField(_("address"), max_length=254, blank=True)
    is_in_inbox = models.BooleanField(_("in the inbox"))
    created_at = models.DateTimeField(_("created at"))
    shown_at = models.DateTimeField(_("shown at"))
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "key"], name="notifications_message_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["person", "-shown_at"],
                condition=Q(is_in_inbox=True),
                name="notifications_inbox",
            ),
            models.Index(fields=["created_at"], name="notifications_age"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"
