import datetime as dt
import uuid
from decimal import Decimal

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from daybook.apps.accounts.models import Archive, Avatar, Consent, PersonalToken, SignIn
from daybook.apps.consumption.actions import (
    MeterDetails,
    Offer,
    Read,
    Use,
    add_meter,
    add_reading,
    add_tariff,
    record_use,
)
from daybook.apps.consumption.domain import Dial, Unit, Utility
from daybook.apps.consumption.domain.tariffs import Flat, Terms
from daybook.apps.consumption.models import OctopusAccount
from daybook.apps.notifications import actions
from daybook.apps.notifications.models import Device
from daybook.apps.prices.actions import add_appliance
from daybook.apps.prices.domain import Kind, Machine
from daybook.apps.prices.models import PlannedWindow
from daybook.core.health.views import readiness
from daybook.lib.ids import sortable_id
from tests import importing
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
def avatar(anna, now):
    """A picture of Anna's."""
    anna.avatar_version = "4f9a1c0be2d75a38"
    anna.save(update_fields=["avatar_version"])
    return Avatar.objects.create(
        person=anna, version=anna.avatar_version, large=b"large", small=b"small", changed_at=now
    )


@pytest.fixture
def archive(anna):
    """A copy of Anna's data."""
    now = timezone.now()
    return Archive.objects.create(
        id=sortable_id(now),
        person=anna,
        state=Archive.State.READY,
        asked_at=now,
        moved_at=now,
        expires_at=now + dt.timedelta(days=1),
    )


@pytest.fixture
def consent(anna):
    """What Anna has agreed to."""
    return Consent.objects.create(
        person=anna,
        purpose="tests.news",
        is_given=True,
        at=timezone.now(),
        place="/",
        text="Yes.",
        version=1,
    )


@pytest.fixture
def files(anna, now):
    """What stands in the places of the routes about Anna's imports and exports."""
    return {
        "draft_id": importing.draft_of(anna, now=now).pk,
        "batch_id": importing.imported(anna).pk,
        "ending": "csv",
    }


@pytest.fixture
def data(archive, consent, avatar, passkey, consumption):
    """What stands in the places of the routes about Anna's data."""
    return {
        "archive_id": archive.pk,
        "purpose": consent.purpose,
        "version": avatar.version,
        "size": 256,
        "passkey_id": passkey.pk,
        "deletion": uuid.UUID(int=0),
        **consumption,
    }


@pytest.fixture
def passkey(anna):
    """A passkey of Anna's, as far as its owner sees it."""
    return Authenticator.objects.create(user=anna, type="webauthn", data={"name": "Phone"})


@pytest.fixture
def device(anna, sign_in, now):
    """A browser that shows Anna's messages."""
    return Device.objects.create(
        person=anna,
        session_key=sign_in.session_id,
        mark="m" * 64,
        endpoint="https://fcm.googleapis.com/fcm/send/annas",
        key_mark="k",
        name="Firefox on Windows",
        added_at=now,
    )


@pytest.fixture
def record(anna):
    """A use that Anna has recorded."""
    now = timezone.now()
    use = Use(utility=Utility.GAS, value=Decimal(1), unit=Unit.KWH, first=dt.date(2026, 3, 3))
    return record_use(person=anna, use=use, key=uuid.uuid4(), today=use.first, now=now)


@pytest.fixture
def reading(anna):
    """What Anna has read on her meter."""
    now, day = timezone.now(), dt.date(2026, 3, 3)
    details = MeterDetails(dial=Dial(utility=Utility.GAS, unit=Unit.KWH), name="Cellar")
    meter = add_meter(person=anna, details=details, key=uuid.uuid4(), now=now)
    read = Read(day=day, number=Decimal(1))
    return add_reading(person=anna, meter_id=meter.pk, read=read, today=day, now=now)


@pytest.fixture
def consumption(record, reading, account, tariff):
    """What stands in the places of the routes about what Anna uses."""
    del account  # is Anna's, and stands in no route
    return {
        "record_id": record.pk,
        "meter_id": reading.meter_id,
        "reading_id": reading.pk,
        "tariff_id": tariff.pk,
    }


@pytest.fixture
def tariff(anna):
    """What Anna's supplier asks for gas."""
    terms = Terms(rates=Flat(pence=Decimal(6)))
    offer = Offer(utility=Utility.GAS, name="Fixed", terms=terms, first=dt.date(2026, 3, 3))
    return add_tariff(person=anna, offer=offer, key=uuid.uuid4(), now=timezone.now())


@pytest.fixture
def appliance(anna):
    """An appliance of Anna's."""
    machine = Machine(kind=Kind.OWN, name="Kettle", kwh=Decimal(1), minutes=30)
    return add_appliance(person=anna, machine=machine, key=uuid.uuid4(), now=timezone.now())


@pytest.fixture
def account(anna):
    """Anna's account with Octopus."""
    now, day = timezone.now(), timezone.localdate()
    return OctopusAccount.objects.create(
        person=anna,
        number="A-1B2C3D4E",
        sealed_key="sealed",
        key_hint="x7Qa",
        connected_at=now,
        answered_at=now,
        next_ask_at=now + dt.timedelta(days=1),
        **dict.fromkeys(("fill_from", "fill_until", "filled_since", "asked_until"), day),
    )


@pytest.fixture
def window(anna):
    """A block on Anna's calendar."""
    now = timezone.now()
    return PlannedWindow.objects.create(
        person=anna,
        title="Washing",
        starts_at=now + dt.timedelta(hours=1),
        ends_at=now + dt.timedelta(hours=3),
        product="AGILE-24-10-01",
        region="C",
        planned_at=now,
    )


@pytest.fixture
def plans(appliance, window):
    """What stands in the places of the routes about what Anna runs, and when."""
    return {"appliance_id": appliance.pk, "window_id": window.pk}


@pytest.fixture
def places(sign_in, message, token, device, plans):
    """What stands in the places of the routes about who reaches Anna how, and what she runs."""
    return {
        "message_id": message.pk,
        "delivery_id": message.pk,
        "token_id": token.pk,
        "session_id": sign_in.pk,
        "device_id": device.pk,
        **plans,
    }


@pytest.fixture
def held(anna, places, data, files):
    """What stands in the places of the routes: things of Anna's."""
    return {
        **places,
        **data,
        "utility": "gas",
        "kind": "flat",
        **files,
        "secret": "nobody-has-this",
        "token": "nobody-has-this",
        "name": "nobody-has-this",
        "provider": "nobody-has-this",
        "postcode": "SW1A1AA",
        "place": "database",
        "job_id": "nobody-has-this",
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
