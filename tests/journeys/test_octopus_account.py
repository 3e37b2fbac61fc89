"""From an API key to the bars of the overview, and back to nothing."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from daybook.apps.consumption.models import DayUse
from tests.letterbox import work_off
from tests.loopback import FORBIDDEN, Replay
from tests.octopus_home import ACCOUNT, KEY, NUMBER, Home

PAGE = "/consumption/octopus/"


@pytest.fixture
def octopus(settings, monkeypatch):
    monkeypatch.setattr("daybook.core.http.waiting.FIRST_WAIT", 0.0)
    midnight = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    with Replay(Home(since=midnight - dt.timedelta(days=40), until=midnight)) as replay:
        settings.OCTOPUS_URL = replay.url
        yield replay


def read(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_from_a_key_to_the_bars_and_back(client, anna, octopus, django_capture_on_commit_callbacks):
    client.force_login(anna)
    assert "Octopus account" in read(client.get("/consumption/"))
    form = {"number": NUMBER.lower(), "api_key": f" {KEY} ", "gas_unit": "m3"}
    octopus.next(ACCOUNT, FORBIDDEN)
    assert "does not accept this API key" in read(client.post(PAGE, form))

    with django_capture_on_commit_callbacks(execute=True):
        told = read(client.post(PAGE, form, follow=True))
    assert "Your account is connected" in told
    assert "It begins in a moment" in told
    work_off()
    assert "All half-hours that Octopus has sent are here" in read(client.get(PAGE))
    overview = read(client.get("/consumption/"))
    assert "960.0" in overview
    assert "Gas" in overview

    octopus.always("*", FORBIDDEN)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{PAGE}renew/")
    work_off()
    assert "Octopus has refused the API key" in read(client.get(PAGE))

    client.post(f"{PAGE}disconnect/", {"keeps": "no"})
    assert "Connect your account" in read(client.get(PAGE))
    assert not DayUse.objects.exists()
