import datetime as dt

import pytest

from daybook.apps.consumption import actions
from daybook.apps.consumption.domain import Unit
from tests.loopback import Replay
from tests.octopus_home import KEY, NUMBER, Home


@pytest.fixture
def home():
    """Supplied since the middle of January, counted up to yesterday's midnight."""
    return Home(
        since=dt.datetime(2026, 1, 15, tzinfo=dt.UTC), until=dt.datetime(2026, 3, 3, tzinfo=dt.UTC)
    )


@pytest.fixture
def octopus(home, settings, monkeypatch):
    """Octopus on this machine, which knows ``home``."""
    monkeypatch.setattr("daybook.core.http.waiting.FIRST_WAIT", 0.0)
    with Replay(home) as replay:
        settings.OCTOPUS_URL = replay.url
        yield replay


@pytest.fixture
def connect(anna, octopus, now):
    """Connects Anna's account, or that of the ``person`` named."""

    def make(*, person=anna, number=NUMBER, key=KEY, gas_unit=Unit.CUBIC_METRE, at=now):
        return actions.connect_octopus(
            person=person, number=number, key=key, gas_unit=gas_unit, now=at
        )

    return make


@pytest.fixture
def fetch(now):
    """Fetches the use of an account as its job does."""

    def make(account, *, at=now):
        return actions.fetch_octopus(account_id=account.pk, clock=lambda: at)

    return make


@pytest.fixture
def connected(connect, fetch):
    """Anna's account, of which everything has been fetched."""
    account = connect()
    fetch(account)
    return account
