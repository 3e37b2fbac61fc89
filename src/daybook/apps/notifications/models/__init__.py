"""Messages, their deliveries, and what each person wants to be told by which way."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from daybook.apps.notifications.domain import (
    KEY_LENGTH,
    MORNING,
    Channel,
    Pace,
    QuietHours,
    State,
)
from daybook.apps.notifications.models.devices import ActionTaken, Device, Reach
from daybook.apps.notifications.models.phones import Phone, Sms, SmsDay
from daybook.apps.notifications.models.reports import MailReport, Suppression

__all__ = [
    "ActionTaken",
    "Delivery",
    "Device",
    "MailReport",
    "Message",
    "MessageQuerySet",
    "Phone",
    "Preference",
    "Reach",
    "Rest",
    "Sms",
    "SmsDay",
    "Suppression",
]

PERSON = "accounts.User"


def _one_of(field: str, values: type[Channel] | type[State] | type[Pace]) -> Q:
    return Q(**{f"{field}__in": [str(value) for value in values]})


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


class Delivery(models.Model):
    """One message on its way by one channel outside Daybook; what happened to it so far.

    ``digest`` is the message that carries this one along with others, once they are gathered.
    """

    STATES = [
        (State.QUEUED.value, _("queued")),
        (State.HELD.value, _("held for a digest")),
        (State.SENDING.value, _("sending")),
        (State.SENT.value, _("sent")),
        (State.FAILED.value, _("failed")),
        (State.DROPPED.value, _("dropped")),
    ]

    message = models.ForeignKey(Message, models.CASCADE, related_name="deliveries")
    channel = models.CharField(_("channel"), max_length=16)
    stands_in_for = models.CharField(_("stands in for"), max_length=16, blank=True)
    state = models.CharField(_("state"), max_length=16, choices=STATES, default=State.QUEUED.value)
    due_at = models.DateTimeField(_("due at"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    queued_at = models.DateTimeField(_("queued at"))
    claimed_at = models.DateTimeField(_("claimed at"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    digest = models.ForeignKey(
        Message,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="gathered",
        verbose_name=_("digest"),
    )
    delivered_at = models.DateTimeField(_("delivered at"), null=True, blank=True)
    opened_at = models.DateTimeField(_("link opened at"), null=True, blank=True)
    provider_id = models.CharField(_("message ID"), max_length=255, blank=True)
    error = models.CharField(_("what went wrong"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [
            models.UniqueConstraint(
                fields=["message", "channel"], name="notifications_delivery_once"
            ),
            models.CheckConstraint(
                condition=_one_of("channel", Channel), name="notifications_known_channel"
            ),
            models.CheckConstraint(
                condition=_one_of("state", State), name="notifications_known_state"
            ),
            models.CheckConstraint(
                condition=~Q(state=State.SENDING.value) | Q(claimed_at__isnull=False),
                name="notifications_sending_is_claimed",
            ),
        ]
        indexes = [models.Index(fields=["state", "due_at"], name="notifications_due")]

    def __str__(self) -> str:
        return f"{self.channel} #{self.pk}: {self.state}"


class Preference(models.Model):
    """What a person has said about one kind and channel; without a row the kind's default holds."""

    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=100)
    channel = models.CharField(max_length=16)
    is_on = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "channel"], name="notifications_preference_once"
            ),
            models.CheckConstraint(
                condition=_one_of("channel", Channel), name="notifications_wish_of_known_channel"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} by {self.channel}: {'on' if self.is_on else 'off'}"


class Rest(models.Model):
    """When a person wants to be left alone: quiet hours, local, and a pause up to a local day.

    ``pace`` says how what is not urgent comes by e-mail, ``morning_at`` when the morning digest
    goes out, local, and ``notes_openings`` whether it is noted that a link in a mail was opened.
    """

    person = models.OneToOneField(PERSON, models.CASCADE, related_name="+", primary_key=True)
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_until = models.TimeField(null=True, blank=True)
    paused_until = models.DateField(null=True, blank=True)
    pace = models.CharField(max_length=16, default=Pace.NOW.value)
    morning_at = models.TimeField(default=MORNING)
    notes_openings = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=_one_of("pace", Pace), name="notifications_known_pace"
            ),
            models.CheckConstraint(
                condition=Q(quiet_from=None, quiet_until=None)
                | (
                    Q(quiet_from__isnull=False, quiet_until__isnull=False)
                    & ~Q(quiet_from=F("quiet_until"))
                ),
                name="notifications_quiet_hours_are_two",
            ),
        ]

    def __str__(self) -> str:
        return f"Rest of person #{self.pk}"

    @property
    def quiet(self) -> QuietHours | None:
        """The quiet hours, ``None`` where there are none."""
        if self.quiet_from is None or self.quiet_until is None:
            return None
        return QuietHours(self.quiet_from, self.quiet_until)
