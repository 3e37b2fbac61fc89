"""Reads about links and the addresses they prove."""

import datetime as dt

from django.utils.translation import gettext as _

from daybook.apps.accounts.errors import LinkRefused
from daybook.apps.accounts.models.links import Link, Purpose, digest_of
from daybook.apps.accounts.models.people import User


def link_behind(*, secret: str, purpose: Purpose, now: dt.datetime) -> Link:
    """The link with this secret; looking does not use it up.

    Raises ``LinkRefused`` when it is unknown, used, expired, replaced, or made for another purpose.
    """
    links = Link.objects.select_related("person")
    link = links.filter(digest=digest_of(secret), purpose=purpose).first()
    if link is None or not link.stands(now=now):
        raise LinkRefused(
            _(
                "This link does not work any more. Links work once and for a while, and a newer one"
                " takes the place of the one before."
            )
        )
    return link


def active_person_with(*, email: str) -> User | None:
    """The person who can sign in with this e-mail, as it is compared."""
    return User.objects.filter(email=email, is_active=True).first()


def is_email_taken(*, email: str, now: dt.datetime, but_by: User | None = None) -> bool:
    """Whether an account has this e-mail, or has left it so lately that it may still come back.

    The account of ``but_by`` does not count.
    """
    me = but_by.pk if but_by else 0
    if User.objects.filter(email=email).exclude(pk=me).exists():
        return True
    returning = Link.objects.filter(purpose=Purpose.UNDO, email=email, expires_at__gt=now)
    return returning.exclude(person_id=me).exists()
