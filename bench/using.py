"""Runs inside Daybook's shell for ``bench.dashboard``: a person with much to look at."""

import datetime as dt
import uuid
from decimal import Decimal

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from daybook.apps.consumption import actions
from daybook.apps.consumption.domain import Utility
from daybook.apps.consumption.models import MeteredDay, Record

RECORDS = 100_000
DAYS = 365


def fill() -> None:
    """Make the person, and print the cookie of the session, a day a year ago, and how much it is.

    The records are water that was typed many times a day; they lie before the days that are
    looked at, so that it is the list that has to bear them.
    """
    now, today = timezone.now(), timezone.localdate()
    person = get_user_model().objects.create(name="Bench", email="bench@example.com")
    actions.record_sample(person=person, today=today, now=now)
    aim = actions.Aim(contract_starts_on=today - dt.timedelta(days=200), year_amount=Decimal(3000))
    actions.set_goals(person=person, aims={Utility.ELECTRICITY: aim})
    Record.objects.bulk_create(
        [_record(person.pk, n, now) for n in range(RECORDS)], batch_size=1000
    )
    places = (row.places for row in MeteredDay.objects.filter(person=person))
    count = sum(one is not None for row in places for one in row)
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    cookie = f"{settings.SESSION_COOKIE_NAME}={session.session_key}"
    year_ago = today - dt.timedelta(days=DAYS)
    print(f"{cookie}|{year_ago}|{count:,} half-hours and {RECORDS:,} records")


def _record(person_id: int, n: int, now: dt.datetime) -> Record:
    day = dt.date(1990, 1, 1) + dt.timedelta(days=n // 10)
    return Record(
        person_id=person_id,
        utility=Utility.WATER.value,
        starts_on=day,
        ends_on=day + dt.timedelta(days=1),
        value=Decimal("0.035"),
        unit="m3",
        amount=Decimal("0.035"),
        key=uuid.UUID(int=n),
        made_at=now,
        changed_at=now,
    )
