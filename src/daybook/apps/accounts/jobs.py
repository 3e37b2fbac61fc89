"""Background work of accounts."""

import datetime as dt

from django.utils import timezone

from daybook.apps.accounts import actions
from daybook.apps.accounts.models.links import Purpose
from daybook.core.jobs import job


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
