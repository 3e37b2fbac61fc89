import json

import pytest
from django.test import Client
from django.urls import reverse

from daybook.apps.accounts import actions
from daybook.apps.accounts.domain import Origin, RelyingParty
from daybook.apps.accounts.models import Passkey, SecurityEvent
from tests.authenticator import ORIGIN, Key

NOWHERE = Origin()
PARTY = RelyingParty(name="localhost", origin=ORIGIN)
HOST = "localhost:8000"
HOME = "192.0.2.1"


@pytest.fixture
def add(now, password):
    """Adds a passkey to an account as its person does: ``add(anna, key, "Phone")``."""

    def add(person, key, name="Phone", *, at=now):
        question = actions.ask_for_new_passkey(
            user=person, name=name, password=password, party=PARTY, now=at
        )
        return actions.add_passkey(
            user=person,
            state=question.state,
            answer=key.make(question.options),
            party=PARTY,
            origin=NOWHERE,
            now=at,
        )

    return add


@pytest.fixture
def key():
    """A security key nobody has used yet."""
    return Key()


@pytest.fixture
def annas(anna, add, key):
    """Anna's security key, which opens her account."""
    add(anna, key)
    return key


@pytest.fixture
def written():
    """Everything that a refusal must leave as it is."""

    def everything():
        return (
            sorted(Passkey.objects.values_list("pk", "digest", "sign_count")),
            sorted(Passkey.objects.values_list("authenticator__data__name", flat=True)),
            SecurityEvent.objects.count(),
        )

    return everything


@pytest.fixture
def browser(db):
    """A browser at the address at which passkeys work."""
    return Client(headers={"host": HOST})


@pytest.fixture
def asked(browser):
    """What the page of signing in, or of the second step, asks the device for."""

    def asked(address="accounts:passkey-ask", *, by=browser):
        answer = by.post(reverse(address))
        assert answer.status_code == 200, answer.content
        return json.loads(answer.content)

    return asked
