"""Numbers that get SMS, what became of each SMS, and how many were sent."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from daybook.apps.notifications.domain import Fate

PERSON = "accounts.User"


class Phone(models.Model):
    """The number a person wants SMS at; good once they have typed the code that was sent to it.

    Of the code only a keyed digest is kept, until it is used up.
    """

    person = models.OneToOneField(PERSON, models.CASCADE, related_name="+", primary_key=True)
    number = models.CharField(_("number"), max_length=16)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    code_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("phone")
        verbose_name_plural = _("phones")
        indexes = [models.Index(fields=["number"], name="notifications_phone_number")]

    def __str__(self) -> str:
        return f"Phone of person #{self.pk}"


class Sms(models.Model):
    """What is known of a delivery by SMS beside its state.

    ``asked_at`` is when the provider was first asked to send it: from then on it may have been
    sent, whatever we heard. ``fate`` is what the provider has reported since.
    """

    FATES = [
        (Fate.QUEUED.value, _("queued")),
        (Fate.SENDING.value, _("being sent")),
        (Fate.SENT.value, _("sent")),
        (Fate.DELIVERED.value, _("delivered")),
        (Fate.UNDELIVERED.value, _("not delivered")),
        (Fate.FAILED.value, _("failed")),
    ]

    delivery = models.OneToOneField(
        "notifications.Delivery", models.CASCADE, related_name="sms", primary_key=True
    )
    asked_at = models.DateTimeField(_("asked at"), null=True, blank=True)
    segments = models.PositiveSmallIntegerField(_("segments"), default=0)
    sid = models.CharField(_("message ID"), max_length=64, blank=True)
    fate = models.CharField(_("fate"), max_length=16, choices=FATES, blank=True)
    told_at = models.DateTimeField(_("told at"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("SMS")
        verbose_name_plural = _("SMS")
        constraints = [
            models.UniqueConstraint(
                fields=["sid"], condition=~Q(sid=""), name="notifications_sms_once"
            ),
            models.CheckConstraint(
                condition=Q(fate="") | Q(fate__in=[str(fate) for fate in Fate]),
                name="notifications_known_fate",
            ),
        ]

    def __str__(self) -> str:
        return f"SMS #{self.pk}: {self.fate or 'no word yet'}"


class SmsDay(models.Model):
    """How many segments were sent on a day (UTC) to one person, or, without one, to all."""

    day = models.DateField()
    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+", null=True)
    segments = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "person"], name="notifications_sms_day_once"),
            models.UniqueConstraint(
                fields=["day"], condition=Q(person=None), name="notifications_sms_day_of_all_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.segments} segments"
