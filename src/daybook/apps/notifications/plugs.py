"""What notifications contributes to the rest of the product."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from daybook.apps.notifications import actions, jobs, queries
from daybook.apps.notifications.events import DeliveryQueued
from daybook.core.contributions import (
    NavItem,
    NotificationKind,
    PersonalData,
    Urgency,
    nav,
    notification_kinds,
    personal_data,
)
from daybook.core.events import subscribe
from daybook.core.jobs import schedule
from daybook.core.letters import Letter, carriers


@carriers.register("notifications.carrier")
def carry(letter: Letter) -> None:
    """Take the letters of the apps below."""
    actions.carry(letter, now=timezone.now())


def start(fact: DeliveryQueued) -> None:
    """Carry a delivery out at once."""
    jobs.deliver.enqueue(fact.delivery_id)


subscribe(DeliveryQueued, start)
schedule.register("notifications.deliver-due", cron="* * * * *")(jobs.deliver_due)
schedule.register("notifications.gather-digests", cron="* * * * *")(jobs.gather_digests)
schedule.register("notifications.forget-old", cron="53 3 * * *")(jobs.forget_old)

notification_kinds.register(actions.DIGEST, order=950)(
    NotificationKind(
        label=_("Digests"),
        template="notifications/kinds/digest.html",
        channels=("email",),
        may_be_off=False,
        is_listed=False,
    )
)
notification_kinds.register("notifications.trial", order=900)(
    NotificationKind(
        label=_("Test messages"),
        help=_("Those you send to yourself from the page of your settings."),
        template="notifications/kinds/trial.html",
        urgency=Urgency.SOON,
    )
)


def unread(request: HttpRequest) -> int:
    """How many messages wait for the person who asks."""
    return queries.unread_count(request.user.pk, now=timezone.now()) if request.user.pk else 0


nav.register("notifications.inbox", order=800)(
    NavItem(
        label=_("Inbox"),
        icon="bell",
        url_name="notifications:inbox",
        key="i",
        audience="signed-in",
        count=unread,
        count_url_name="notifications:count",
    )
)


def export(user: AbstractBaseUser) -> Iterable[tuple[str, Mapping[str, Any]]]:
    """Everything told to the person, and what they want to be told."""
    for kind, rows in queries.everything_of(user.pk).items():
        for row in rows:
            yield kind, row


def erase(user: AbstractBaseUser, _now: dt.datetime) -> None:
    """Delete messages, deliveries and preferences; may be done again."""
    actions.forget_person(person=user)


personal_data.register("notifications.messages")(
    PersonalData(
        export=export,
        erase=erase,
        tables=(
            "notifications.Message",
            "notifications.Preference",
            "notifications.Rest",
        ),
        retention=_("Messages are deleted after a year."),
    )
)
