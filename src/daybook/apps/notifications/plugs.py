"""What notifications contributes to the rest of the product."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from daybook.apps.accounts.events import PhoneChanged, SessionRenewed
from daybook.apps.notifications import actions, jobs, queries
from daybook.apps.notifications.domain.marketing import PURPOSE
from daybook.apps.notifications.events import DeliveryQueued
from daybook.core.contributions import (
    ConsentPurpose,
    Health,
    MessageAction,
    NavItem,
    NotificationKind,
    PersonalData,
    Urgency,
    Verdict,
    consent_purposes,
    health_checks,
    message_actions,
    nav,
    notification_kinds,
    personal_data,
)
from daybook.core.events import subscribe
from daybook.core.jobs import schedule
from daybook.core.letters import LastLetter, Letter, carriers, last_carriers


@carriers.register("notifications.carrier")
def carry(letter: Letter) -> None:
    """Take the letters of the apps below."""
    actions.carry(letter, now=timezone.now())


@last_carriers.register("notifications.last-carrier")
def carry_last(letter: LastLetter) -> None:
    """Send a letter to somebody who has no account any more."""
    actions.send_last(letter, now=timezone.now())


def start(fact: DeliveryQueued) -> None:
    """Carry a delivery out at once."""
    jobs.deliver.enqueue(fact.delivery_id)


def forget_number(fact: PhoneChanged) -> None:
    """Ask for a new confirmation of another number."""
    actions.forget_phone(person_id=fact.person_id, keep=fact.phone)


def keep_devices(fact: SessionRenewed) -> None:
    """Let a session's devices stay on under its new key."""
    actions.move_devices(old_session_key=fact.old_session_key, session_key=fact.session_key)


subscribe(DeliveryQueued, start)
subscribe(PhoneChanged, forget_number)
subscribe(SessionRenewed, keep_devices)
schedule.register("notifications.deliver-due", cron="* * * * *")(jobs.deliver_due)
schedule.register("notifications.gather-digests", cron="* * * * *")(jobs.gather_digests)
schedule.register("notifications.forget-old", cron="53 3 * * *")(jobs.forget_old)

consent_purposes.register(PURPOSE, order=100)(
    ConsentPurpose(
        label=_("News and offers"),
        text=_(
            "Yes, send me news and offers. I can take this back at any time, in my settings or "
            "with one click in each mail."
        ),
    )
)

notification_kinds.register(actions.DIGEST, order=950)(
    NotificationKind(
        label=_("Digests"),
        template="notifications/kinds/digest.html",
        channels=("email",),
        may_be_off=False,
        is_listed=False,
        reaches_the_leaving=True,  # what it carries is asked about one by one
    )
)
notification_kinds.register("notifications.trial", order=900)(
    NotificationKind(
        label=_("Test messages"),
        help=_("Those you send to yourself from the page of your settings."),
        template="notifications/kinds/trial.html",
        channels=("inbox", "email", "push"),
        urgency=Urgency.SOON,
        actions=("notifications.done", "notifications.snooze"),
    )
)

message_actions.register("notifications.done")(
    MessageAction(label=_("Done"), act=actions.mark_done)
)
message_actions.register("notifications.snooze")(
    MessageAction(label=_("Snooze"), act=actions.snooze)
)


@health_checks.register("notifications.push", order=60)
def push_key(_now: dt.datetime) -> Health:
    """Whether the browsers that show messages know this installation's key."""
    lost = queries.lost_key_count()
    if lost:
        return Health(
            Verdict.WARNING,
            f"{lost} browsers were switched on with another VAPID key and get nothing: set"
            " DAYBOOK_VAPID_KEY to the key they know, or let people switch them on again.",
        )
    return Health(Verdict.OK, "Every browser that shows messages knows this installation's key.")


notification_kinds.register(queries.CODE_KIND, order=910)(
    NotificationKind(
        label=_("Codes for your phone"),
        help=_("Those that confirm the number SMS go to."),
        template="notifications/kinds/phone_code.html",
        channels=("sms",),
        urgency=Urgency.NOW,
        may_be_off=False,
    )
)
notification_kinds.register("notifications.address-check", order=800)(
    NotificationKind(
        label=_("Confirming your address"),
        help=_("When e-mail to you came back, and you want it sent there again."),
        template="notifications/kinds/address_check.html",
        channels=("email",),
        urgency=Urgency.NOW,
        may_be_off=False,
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
        label=_("Messages, and what you want to be told"),
        export=export,
        erase=erase,
        tables=(
            "notifications.Message",
            "notifications.Preference",
            "notifications.Rest",
            "notifications.Device",
            "notifications.Phone",
            "notifications.SmsDay",
        ),
        retention=_(
            "Messages are deleted after a year, counts of SMS after a month. A number that has "
            "answered STOP stays as a mark, so that it gets no SMS."
        ),
    )
)
