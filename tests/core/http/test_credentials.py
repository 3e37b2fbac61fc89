"""Services that want to know who asks."""

import base64

import pytest
from structlog.testing import capture_logs

from daybook.core.http import Denied, JsonClient, Limits, Refused
from tests.loopback import FORBIDDEN, Replay, Reply, reply

ONCE = Limits(attempts=1)


@pytest.fixture
def service():
    with Replay() as replay:
        replay.always("*", reply({"results": [], "next": None}))
        yield replay


@pytest.fixture
def client(service):
    return JsonClient(
        service="The service", base_url=service.url, credentials=("anna", "s3:cret"), limits=ONCE
    )


def test_are_a_name_and_a_password(client, service):
    client.get("things")
    kind, _space, sent = service.credentials[0].partition(" ")
    assert (kind, base64.b64decode(sent)) == ("Basic", b"anna:s3:cret")


def test_are_sent_with_every_page(client, service):
    service.next("*", reply({"results": [{"n": 1}], "next": f"{service.url}things/?page=2"}))
    list(client.rows("things"))
    assert len(set(service.credentials)) == 1
    assert len(service.credentials) == 2


def test_are_nobodys_where_none_are_given(service):
    JsonClient(service="The service", base_url=service.url, limits=ONCE).get("things")
    assert service.credentials == [""]


@pytest.mark.parametrize("answer", [FORBIDDEN, Reply(b"<html>", status=401)])
def test_that_are_wrong_are_told_from_other_refusals(client, service, answer):
    service.always("*", answer)
    with pytest.raises(Denied):
        client.get("things")
    assert service.count() == 1


def test_of_another_refusal_nothing_is_said(client, service):
    service.always("*", Reply(b"{}", status=400))
    with pytest.raises(Refused) as told:
        client.get("things")
    assert not isinstance(told.value, Denied)


def test_are_not_logged(client):
    with capture_logs() as logs:
        client.get("things")
    assert "s3:cret" not in repr(logs)
