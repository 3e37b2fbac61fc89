"""Background work of accounts."""

import datetime as dt
from typing import Final
from uuid import UUID

from django.utils import timezone

from daybook.apps.accounts import actions, queries
from daybook.apps.accounts.models.links import Purpose
from daybook.core.jobs import Retry, job

FEW: Final = Retry(attempts=3, first_wait_seconds=5)  # what is left over, the schedule begins anew


@job()
def forget_expired_sessions() -> int:
    """Remove the sessions, and with them the tokens, that have run out; says how many."""
    return actions.forget_expired_sessions(now=timezone.now())


@job(priority=10)  # somebody is looking into the mail box
def send_link(purpose: str, user_id: int | None, asked_at: str) -> None:
    """Send the link somebody asked for, once, however often this runs."""
    asked = dt.datetime.fromisoformat(asked_at)
    actions.send_link(user_id=user_id, purpose=Purpose(purpose), now=asked)


@job()
def forget_expired_links() -> int:
    """Remove the links that have run out; says how many."""
    return actions.forget_expired_links(now=timezone.now())


@job()
def forget_old_events() -> int:
    """Remove the lines of the audit log that are older than a year; says how many."""
    return actions.forget_old_events(now=timezone.now())


@job(FEW)
def make_archive(archive_id: str) -> bool:
    """Make a copy of somebody's data; says whether it is ready."""
    return actions.make_archive(archive_id=UUID(archive_id), clock=timezone.now)


@job()
def tend_archives() -> int:
    """Forget old copies, and begin those anew that lost their worker; says how many of these."""
    now = timezone.now()
    actions.forget_old_archives(now=now)
    silent = queries.silent_archives(now=now)
    for archive_id in silent:
        make_archive.enqueue(str(archive_id))
    return len(silent)


@job(FEW)
def erase_account(erasure_id: str) -> bool:
    """Delete one account with everything; says whether it is gone."""
    return actions.erase_account(erasure_id=UUID(erasure_id), now=timezone.now())


@job()
def erase_leaving() -> int:
    """Delete the accounts whose time of grace is over; says how many there is work for."""
    erasures = actions.begin_erasures(now=timezone.now())
    for erasure_id in erasures:
        erase_account.enqueue(str(erasure_id))
    return len(erasures)
