"""What providers have told about mails, and the addresses that get no optional ones."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from daybook.apps.notifications.domain.reports import NOTE_LENGTH, Cause, Outcome


def _one_of(field: str, values: type[Outcome] | type[Cause]) -> Q:
    return Q(**{f"{field}__in": [str(value) for value in values]})


class MailReport(models.Model):
    """What a mail provider has told about a delivery, once for each event of the provider."""

    OUTCOMES = [
        (Outcome.DELIVERED.value, _("delivered")),
        (Outcome.DELAYED.value, _("delayed")),
        (Outcome.BOUNCED.value, _("came back")),
        (Outcome.COMPLAINED.value, _("called spam")),
    ]

    delivery = models.ForeignKey("notifications.Delivery", models.CASCADE, related_name="reports")
    provider = models.CharField(_("provider"), max_length=16)
    event_id = models.CharField(_("event"), max_length=100)
    outcome = models.CharField(_("outcome"), max_length=16, choices=OUTCOMES)
    at = models.DateTimeField(_("at"))
    told_at = models.DateTimeField(_("told at"))
    note = models.CharField(_("note"), max_length=NOTE_LENGTH, blank=True)

    class Meta:
        verbose_name = _("report of a provider")
        verbose_name_plural = _("reports of providers")
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "event_id"], name="notifications_report_once"
            ),
            models.CheckConstraint(
                condition=_one_of("outcome", Outcome), name="notifications_known_outcome"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider}: {self.outcome}"


class Suppression(models.Model):
    """An address that gets no optional mail, or a number that gets no SMS at all.

    Its server refused it, its owner complained, or answered STOP.
    """

    CAUSES = [
        (Cause.REFUSED.value, _("refused by its server")),
        (Cause.BOUNCED.value, _("came back")),
        (Cause.COMPLAINED.value, _("called spam")),
        (Cause.STOPPED.value, _("answered STOP")),
    ]

    mark = models.CharField(_("mark of the address"), max_length=64, unique=True)
    cause = models.CharField(_("cause"), max_length=16, choices=CAUSES, default=Cause.REFUSED.value)
    reason = models.CharField(_("reason"), max_length=200)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("suppressed address")
        verbose_name_plural = _("suppressed addresses")
        constraints = [
            models.CheckConstraint(
                condition=_one_of("cause", Cause), name="notifications_known_cause"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mark[:12]}: {self.reason}"
