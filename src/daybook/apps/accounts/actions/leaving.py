"""Asking for an account to be deleted, and keeping it after all while there is time."""

import datetime as dt
from urllib.parse import urljoin

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from daybook.apps.accounts.actions.audit import record
from daybook.apps.accounts.actions.letters import moment_of
from daybook.apps.accounts.actions.proofs import check_person
from daybook.apps.accounts.actions.sessions import end_sessions
from daybook.apps.accounts.domain import GRACE, Origin
from daybook.apps.accounts.errors import LastOperator, NotLeaving
from daybook.apps.accounts.models import SecurityEvent, User
from daybook.core.letters import Letter, post

log = structlog.get_logger(__name__)


def ask_to_leave(
    *,
    user: User,
    password: str,
    code: str = "",
    accepts_no_operator: bool = False,
    origin: Origin,
    now: dt.datetime,
) -> dt.datetime:
    """Have the account of ``user`` deleted after two weeks; answers when that will be.

    It is signed out everywhere at once, and its tokens open nothing. Asking again changes nothing.
    Raises as ``check_person`` does, and ``LastOperator`` when nobody else runs the place, unless
    the person ``accepts_no_operator``.
    """
    check_person(user=user, password=password, code=code, origin=origin, now=now)
    with transaction.atomic():
        if user.is_staff and not accepts_no_operator:
            _check_others_run_the_place(user)
        staying = User.objects.filter(pk=user.pk, is_active=True, closes_at=None)
        if staying.update(closes_at=now + GRACE, sign_out_count=F("sign_out_count") + 1):
            end_sessions(user=user)
            record(user=user, kind=SecurityEvent.Kind.CLOSING_ASKED, origin=origin, now=now)
            _tell(user, closes_at=now + GRACE)
            log.info("accounts.closing-asked", user_id=user.pk)
    user.refresh_from_db(fields=["closes_at", "sign_out_count"])
    return user.closes_at or now + GRACE


def _check_others_run_the_place(user: User) -> None:
    operators = User.objects.filter(is_staff=True, is_active=True, closes_at=None)
    locked = operators.select_for_update().order_by("pk")  # of two who leave at once, one is last
    if {person.pk for person in locked} <= {user.pk}:
        raise LastOperator(
            _(
                "Nobody else runs this Daybook. When your account is gone, nobody can look after"
                " it. Please make somebody else an operator first, or say that you know."
            )
        )


def _tell(user: User, *, closes_at: dt.datetime) -> None:
    post(
        Letter(
            kind="accounts.closing-asked",
            person_id=user.pk,
            key=closes_at.isoformat(),
            context={
                "name": user.name,
                "closes_at": moment_of(closes_at, user),
                "link": urljoin(settings.SITE_URL, reverse("account_login")),
                "forgotten": urljoin(settings.SITE_URL, reverse("accounts:forgotten-password")),
            },
        )
    )


@transaction.atomic
def call_off_leaving(*, user: User, origin: Origin, now: dt.datetime) -> None:
    """Keep the account of ``user``, and with it everything as it was.

    Raises ``NotLeaving`` when nobody asked for its deletion, or the deletion has begun.
    """
    leaving = User.objects.filter(pk=user.pk, is_active=True, closes_at__isnull=False)
    if not leaving.update(closes_at=None):
        raise NotLeaving(_("Nobody has asked for your account to be deleted."))
    record(user=user, kind=SecurityEvent.Kind.CLOSING_CALLED_OFF, origin=origin, now=now)
    user.closes_at = None
    log.info("accounts.closing-called-off", user_id=user.pk)
