import datetime as dt
import uuid
from decimal import Decimal

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from daybook.apps.accounts.models import PersonalToken, SignIn
from daybook.apps.consumption.actions import Use, record_use
from daybook.apps.consumption.domain import Unit, Utility
from daybook.apps.notifications import actions
from daybook.core.health.views import readiness
from tests.permissions import ROLES, ask, browser_of, filled
from tests.replay import World, serving


@pytest.fixture(autouse=True)
def octopus(settings, tmp_path, monkeypatch):
    """Prices are there, and nobody's readiness is remembered."""
    monkeypatch.setattr("daybook.core.http.waiting.FIRST_WAIT", 0.0)
    readiness.forget()
    with serving(World(now=timezone.now()), settings=settings, folder=tmp_path) as replay:
        yield replay
    readiness.forget()


@pytest.fixture
def message(anna, now):
    """A message to Anna."""
    return actions.notify(
        kind="notifications.trial", person=anna, context={}, key="permissions", now=now
    )


@pytest.fixture
def token(anna):
    """A personal token of Anna's that is good for a day."""
    now = timezone.now()
    return PersonalToken.objects.create(
        user=anna,
        name="Kitchen",
        scopes=["read"],
        digest="d" * 64,
        hint="day_",
        made_at=now,
        expires_at=now + dt.timedelta(days=1),
    )


@pytest.fixture
def sign_in(anna):
    """Another browser in which Anna is signed in."""
    store = SessionStore()
    store.create()
    now = timezone.now()
    return SignIn.objects.create(
        user=anna,
        session=Session.objects.get(pk=store.session_key),
        kind=SignIn.Kind.PAGE,
        signed_in_at=now,
        last_seen_at=now,
    )


@pytest.fixture
def record(anna):
    """A use that Anna has recorded."""
    now = timezone.now()
    use = Use(utility=Utility.GAS, value=Decimal(1), unit=Unit.KWH, first=dt.date(2026, 3, 3))
    return record_use(person=anna, use=use, key=uuid.uuid4(), today=use.first, now=now)


@pytest.fixture
def held(anna, message, token, sign_in, record):
    """What stands in the places of the routes: things of Anna's."""
    return {
        "record_id": record.pk,
        "deletion": uuid.UUID(int=0),
        "message_id": message.pk,
        "token_id": token.pk,
        "session_id": sign_in.pk,
        "secret": "nobody-has-this",
        "token": "nobody-has-this",
        "name": "nobody-has-this",
        "postcode": "SW1A1AA",
        "content_type_id": 1,
        "object_id": anna.pk,
        "id": anna.pk,
    }


@pytest.fixture
def cast(anna, eve, person):
    """Who asks: nobody, Eve, an operator without further rights, and at last Anna herself."""
    return {
        "stranger": None,
        "other": eve,
        "operator": person("Olga", is_staff=True),
        "owner": anna,
    }


@pytest.fixture
def statuses(cast, held):
    """The statuses of all four, the owner last, when the others have had their try."""

    def statuses(method, route, body=None):
        address = filled(route, held)
        return tuple(
            ask(method, address, browser_of(cast[role]), body).status_code for role in ROLES
        )

    return statuses
