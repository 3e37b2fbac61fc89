"""The ways of messages out of Daybook, and what happened on them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from daybook.apps.notifications.domain import Channel, State
from daybook.apps.notifications.models.messages import Message


def _one_of(field: str, values: type[Channel] | type[State]) -> Q:
    return Q(**{f"{field}__in": [str(value) for value in values]})


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
