"""Deleting accounts whose time of grace is over, whatever fails or stops on the way."""

import datetime as dt
import json
from functools import partial
from typing import Final
from uuid import UUID

import structlog
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet

from daybook.apps.accounts.actions.sealing import sealed, unsealed
from daybook.apps.accounts.models import Erasure, User
from daybook.core.contributions import PersonalData, personal_data
from daybook.core.letters import LastLetter, post_last
from daybook.lib.ids import sortable_id

log = structlog.get_logger(__name__)
#: After so long without a mail server the last letter is given up, and its address forgotten.
LETTER_WAITS: Final = dt.timedelta(days=3)


def begin_erasures(*, now: dt.datetime) -> list[UUID]:
    """Close the accounts whose time is over; answers with every erasure there is work for.

    From here on nobody can keep the account any more.
    """
    for user_id in [*_leaving(now).values_list("pk", flat=True)]:
        _begin(user_id, now=now)
    Erasure.objects.filter(finished_at__lt=now - LETTER_WAITS).update(last_letter="")
    open_ones = Erasure.objects.filter(Q(finished_at=None) | ~Q(last_letter=""))
    return [*open_ones.order_by("begun_at").values_list("pk", flat=True)]


def _leaving(now: dt.datetime) -> QuerySet[User]:
    begun = Erasure.objects.exclude(person_number=None).values("person_number")
    return User.objects.filter(closes_at__lte=now).exclude(pk__in=begun)


@transaction.atomic
def _begin(user_id: int, *, now: dt.datetime) -> None:
    # Who keeps the account at this moment was faster, or comes too late: one row decides.
    closed = User.objects.filter(pk=user_id, closes_at__lte=now)
    if not closed.update(is_active=False, sign_out_count=F("sign_out_count") + 1):
        return
    person = User.objects.get(pk=user_id)
    facts = {name: getattr(person, name) for name in ("email", "name", "language", "time_zone")}
    Erasure.objects.get_or_create(
        person_number=user_id,
        defaults={
            "id": sortable_id(now),
            "last_letter": sealed(json.dumps(facts)),
            "begun_at": now,
        },
    )


def erase_account(*, erasure_id: UUID, now: dt.datetime) -> bool:
    """Delete everything about one person; says whether everything is gone.

    Each part of the product does its share by itself: one that fails keeps only the person's own
    row from going, and everything is asked again next time. May be run again after any stop.
    Raises ``Unavailable`` when only the last letter is left to be sent, and cannot be now.
    """
    erasure = Erasure.objects.filter(pk=erasure_id).first()
    if erasure is None:
        return False
    if erasure.finished_at is None and not _erase(erasure, now=now):
        return False
    _say_goodbye(Erasure.objects.get(pk=erasure_id))
    return True


def _erase(erasure: Erasure, *, now: dt.datetime) -> bool:
    names = [name for name, _source in personal_data]
    person = User.objects.filter(pk=erasure.person_number or 0).first()
    done = _erased(person, now) if person else {*names}
    failed = [name for name in names if name not in done]
    Erasure.objects.filter(pk=erasure.pk, finished_at=None).update(
        done=[name for name in names if name in done],
        failed=failed,
        tried_at=now,
        tries=F("tries") + 1,
        finished_at=None if failed else now,
        person_number=erasure.person_number if failed else None,
    )
    log.info("accounts.erasure", erasure_id=str(erasure.pk), failed=failed)
    return not failed


def _erased(person: User, now: dt.datetime) -> set[str]:
    """The names of those who have erased; the person's own row goes when nobody needs it."""
    done = _asked(person, now, has_row=False)
    others = {name for name, source in personal_data if not _has_row(source)}
    return done | _asked(person, now, has_row=True) if others <= done else done


def _asked(person: User, now: dt.datetime, *, has_row: bool) -> set[str]:
    erase = partial(_one_erased, person=person, now=now, has_row=has_row)
    return {name for name, is_erased in personal_data.gather(erase) if is_erased}


def _one_erased(source: PersonalData, *, person: User, now: dt.datetime, has_row: bool) -> bool:
    if _has_row(source) is not has_row:
        return False
    with transaction.atomic():
        source.erase(person, now)
    return True


def _has_row(source: PersonalData) -> bool:
    return settings.AUTH_USER_MODEL in source.tables


def _say_goodbye(erasure: Erasure) -> None:
    """Tell the person that everything is gone, and forget where that letter went."""
    if not erasure.last_letter:
        return
    try:
        facts = json.loads(unsealed(erasure.last_letter))
    except InvalidToken:  # the key is another one now: nobody can read where it should have gone
        log.warning("accounts.last-letter-unreadable", erasure_id=str(erasure.pk))
    else:
        post_last(
            LastLetter(
                template="accounts/letters/gone.html",
                key=str(erasure.pk),
                address=facts["email"],
                language=facts["language"],
                time_zone=facts["time_zone"],
                context={"name": facts["name"]},
            )
        )
    Erasure.objects.filter(pk=erasure.pk).update(last_letter="")
