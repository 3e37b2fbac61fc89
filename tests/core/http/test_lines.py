"""A client for lines of text, whose paths nobody reads in a log."""

import pytest
from structlog.testing import capture_logs

from daybook.core.http import Limits, LineClient, OffLimits, Refused, Unreachable
from daybook.core.http.errors import Confused
from tests.loopback import BROKEN, Replay, Reply

ONCE = Limits(timeout_seconds=5, deadline_seconds=5, attempts=1, body_bytes=50)


@pytest.fixture
def service():
    with Replay() as running:
        yield running


@pytest.fixture
def client(service):
    return LineClient(service="Lines", base_url=service.url, limits=ONCE)


def test_gives_the_lines_of_one_answer(service, client):
    service.always("/range/AB", Reply(b"one:1\r\ntwo:2\n", content_type="text/plain"))

    assert client.lines("range", "AB") == ["one:1", "two:2"]


def test_asks_at_the_very_path_without_a_slash_behind(service, client):
    service.always("*", Reply(b"x"))
    client.lines("range", "A B/C")

    assert [path for path, _ in service.requests] == ["/range/A%20B%2FC"]


@pytest.mark.parametrize("segment", ["", ".", ".."])
def test_stays_where_it_was_told(service, client, segment):
    with pytest.raises(OffLimits):
        client.lines("range", segment)
    assert service.count() == 0


def test_logs_how_it_went_and_not_what_was_asked(service, client):
    service.always("*", Reply(b"x"))
    with capture_logs() as logs:
        client.lines("range", "SECRET")

    assert (logs[0]["event"], logs[0]["status"], logs[0]["path"]) == ("outside_call", 200, "…")
    assert "SECRET" not in str(logs)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (BROKEN, Unreachable),
        (Reply(b"no", 403), Refused),
        (Reply(b""), Confused),
        (Reply(b"\xff\xfe"), Confused),
        (Reply(b"x" * 51), Confused),
        (Reply(b"<html>"), Confused),
    ],
    ids=str,
)
def test_tells_failures_apart_as_its_parent_does(service, client, answer, error):
    service.always("*", answer)

    with pytest.raises(error):
        client.lines("range", "AB")


def test_sends_the_headers_it_was_given(service):
    service.always("*", Reply(b"x"))
    headers = {"User-Agent": "somebody else"}
    LineClient(service="Lines", base_url=service.url, headers=headers, limits=ONCE).lines("a")

    assert service.agents == ["somebody else"]
