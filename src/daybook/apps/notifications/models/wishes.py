"""What each person wants to be told by which way, and when to be left alone."""

from django.db import models
from django.db.models import F, Q

from daybook.apps.notifications.domain import MORNING, Channel, Pace, QuietHours
from daybook.apps.notifications.models.messages import PERSON


def _one_of(field: str, values: type[Channel] | type[Pace]) -> Q:
    return Q(**{f"{field}__in": [str(value) for value in values]})


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
