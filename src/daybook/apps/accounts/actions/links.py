"""Links in letters: made, sent and used."""

import datetime as dt
import secrets
from collections.abc import Mapping
from typing import Final
from urllib.parse import urljoin

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Min, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from daybook.apps.accounts.domain import normalised_email
from daybook.apps.accounts.errors import LinkRefused
from daybook.apps.accounts.events import LinkAsked
from daybook.apps.accounts.models.links import Link, Purpose, digest_of, password_stamp
from daybook.apps.accounts.models.people import User
from daybook.apps.accounts.queries.links import active_person_with, link_behind
from daybook.core.events import publish
from daybook.core.letters import Letter, post
from daybook.core.limits import Limit, spend

log = structlog.get_logger(__name__)

SECRET_BYTES: Final = 32
UNDO_FOR: Final = dt.timedelta(days=3)
LIFETIMES: Final[Mapping[Purpose, dt.timedelta]] = {
    Purpose.RESET: dt.timedelta(hours=1),
    Purpose.SIGN_IN: dt.timedelta(minutes=15),
    Purpose.VERIFY: dt.timedelta(days=3),
    Purpose.CHANGE: dt.timedelta(days=1),
    # The change may take effect at the end of its day; from there on it can be undone.
    Purpose.UNDO: dt.timedelta(days=1) + UNDO_FOR,
}
LETTERS: Final[Mapping[Purpose, str]] = {
    Purpose.RESET: "accounts.password-reset",
    Purpose.SIGN_IN: "accounts.sign-in-link",
    Purpose.VERIFY: "accounts.verify-email",
    Purpose.CHANGE: "accounts.new-email",
    Purpose.UNDO: "accounts.email-change",
}

ASKS_FROM_ADDRESS: Final = Limit("link-address", 20, 3600)
# Each new link ends the one before. Whoever asks in another's name cannot go on for ever: the last
# link allowed in an hour stays good.
ASKS_FOR_EMAIL: Final = Limit("link-email", 5, 3600)


def ask_for_link(*, email: str, purpose: Purpose, address: str, now: dt.datetime) -> None:
    """Have a link sent to ``email`` if an account has it.

    The same is done and answered, in the same time, when no account has it. Raises ``TooMany``
    when the network ``address``, or all addresses for this e-mail, have asked too often.
    """
    email = normalised_email(email).replace("\0", "\ufffd")  # which PostgreSQL cannot look up
    spend(ASKS_FROM_ADDRESS, address, now=now)
    spend(ASKS_FOR_EMAIL, f"{purpose} {email}", now=now)
    person = active_person_with(email=email)
    publish(LinkAsked(purpose=purpose, user_id=person.pk if person else None, asked_at=now))


@transaction.atomic
def send_link(*, user_id: int | None, purpose: Purpose, now: dt.datetime) -> None:
    """Send the person a link for ``purpose``, once for each ``now``; nobody is no error."""
    person = User.objects.select_for_update().filter(pk=user_id or 0, is_active=True).first()
    if (
        person is None
        or Link.objects.filter(person=person, purpose=purpose, made_at__gte=now).exists()
    ):
        return
    post_link(person=person, purpose=purpose, email=person.email, now=now)


def post_link(
    *,
    person: User,
    purpose: Purpose,
    email: str,
    now: dt.datetime,
    context: Mapping[str, str] | None = None,
) -> None:
    """Post the letter with a new link to ``email``; part of the caller's transaction.

    The template gets ``name``, ``link`` and the ``context``.
    """
    secret = make_link(person=person, purpose=purpose, email=email, now=now)
    post(
        Letter(
            kind=LETTERS[purpose],
            person_id=person.pk,
            key=digest_of(secret),
            address=email,
            context={"name": person.name, "link": _address(purpose, secret), **(context or {})},
        )
    )
    log.info("accounts.link-sent", user_id=person.pk, purpose=str(purpose))


def _address(purpose: Purpose, secret: str) -> str:
    path = reverse(f"accounts:link-{purpose}", kwargs={"secret": secret})
    return urljoin(settings.SITE_URL, path)


def way_back(*, person: User, now: dt.datetime) -> str:
    """The address of a link that takes off what is added to the account from ``now`` on.

    Empty when the person has such a link already: that one lasts longer then. Part of the caller's
    transaction, which has locked the person's row.
    """
    purpose = Purpose.UNDO
    mine = Link.objects.filter(person=person, purpose=purpose, email=person.email)
    if mine.filter(expires_at__gt=now).update(expires_at=now + LIFETIMES[purpose]):
        return ""
    secret = make_link(person=person, purpose=purpose, email=person.email, now=now)
    return _address(purpose, secret)


def make_link(*, person: User, purpose: Purpose, email: str, now: dt.datetime) -> str:
    """A secret that works once; the one before it, for the same purpose, works no more.

    Whoever calls has locked the person's row, or two links might be made at once.
    """
    older = Link.objects.filter(person=person, purpose=purpose)
    made_at = now
    if purpose is Purpose.UNDO:
        older = older.filter(email=email)
        made_at = _beginning(older, now)
    older.delete()
    secret = secrets.token_urlsafe(SECRET_BYTES)
    Link.objects.create(
        person=person,
        purpose=purpose,
        email=email,
        digest=digest_of(secret),
        stamp=password_stamp(person),
        made_at=made_at,
        expires_at=now + LIFETIMES[purpose],
    )
    return secret


def _beginning(ways_back: QuerySet[Link], now: dt.datetime) -> dt.datetime:
    """When the change began that a way back undoes: asking again does not move that on."""
    begun = ways_back.filter(expires_at__gt=now).aggregate(at=Min("made_at"))["at"]
    return min(begun, now) if begun else now


def use_link(*, secret: str, purpose: Purpose, now: dt.datetime) -> Link:
    """Use a link up and answer with it, its person locked; part of the caller's transaction.

    Raises ``LinkRefused`` as ``link_behind`` does, also when somebody else was faster. When the
    caller's transaction is rolled back, the link works again.
    """
    link = link_behind(secret=secret, purpose=purpose, now=now)
    link.person = User.objects.select_for_update().get(pk=link.person_id)
    if not link.stands(now=now) or not Link.objects.filter(pk=link.pk).delete()[0]:
        raise LinkRefused(_("This link has just been used."))
    log.info("accounts.link-used", user_id=link.person_id, purpose=str(purpose))
    return link


def forget_expired_links(*, now: dt.datetime) -> int:
    """Delete every link that ran out before ``now``; says how many."""
    return Link.objects.filter(expires_at__lt=now).delete()[0]
