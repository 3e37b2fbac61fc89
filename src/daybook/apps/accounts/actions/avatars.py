"""Giving an account a picture, and taking it away."""

import datetime as dt
from typing import Final

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

from daybook.apps.accounts.actions.checks import Checks
from daybook.apps.accounts.domain import picture_from
from daybook.apps.accounts.errors import NoSuchPerson
from daybook.apps.accounts.models import Avatar, User
from daybook.core.limits import Limit, spend

log = structlog.get_logger(__name__)

PICTURES: Final = Limit("avatar-hour", 30, 3600)  # looking into one takes a moment of the machine


def change_avatar(*, user: User, data: bytes, now: dt.datetime) -> User:
    """Make ``data`` the picture of ``user``, in place of the one there is.

    Raises ``NotValid`` with a message about ``picture`` when it is none, and ``TooMany``.
    """
    spend(PICTURES, str(user.pk), now=now)
    checks = Checks()
    with checks.field("picture"):
        picture = picture_from(data)
    checks.finish()
    with transaction.atomic():
        _name_version(user, picture.version)
        Avatar.objects.update_or_create(
            person_id=user.pk,
            defaults={
                "version": picture.version,
                "large": picture.large,
                "small": picture.small,
                "changed_at": now,
            },
        )
    user.avatar_version = picture.version
    log.info("accounts.avatar-changed", user_id=user.pk, bytes=len(picture.large))
    return user


def remove_avatar(*, user: User) -> User:
    """Leave ``user`` without a picture; it may be done again."""
    with transaction.atomic():
        _name_version(user, "")
        Avatar.objects.filter(person_id=user.pk).delete()
    user.avatar_version = ""
    log.info("accounts.avatar-removed", user_id=user.pk)
    return user


def _name_version(user: User, version: str) -> None:
    # The person's row comes first: it makes two pictures at once wait for each other.
    if not User.objects.filter(pk=user.pk).update(avatar_version=version):
        raise NoSuchPerson(_("This account is gone."))
