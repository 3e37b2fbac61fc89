"""How Twilio's SDK speaks HTTP: with our pool, our time-outs and our address, and no redirects."""

import json
import time
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

import httpx
import structlog
from twilio.http.response import Response

from daybook.apps.notifications.errors import MaybeSent, NotReached
from daybook.core.http.pool import shared_client
from daybook.core.http.waiting import Deadline, asked_wait

log = structlog.get_logger(__name__)

TOO_MANY: Final = 429
SERVER_ERROR: Final = 500
LARGEST: Final = 1_000_000
CONNECT_SECONDS: Final = 5.0
ANSWER_SECONDS: Final = 15.0
# What fails before the request is out has certainly not been taken.
NOT_SENT: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


class Wire:
    """What the SDK calls its HTTP client.

    Raises ``NotReached`` where the request was certainly not carried out, and ``MaybeSent`` where
    it may have been: no answer, half of one, or an error of the server itself.
    """

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url.rstrip("/")

    def request(
        self,
        method: str,
        uri: str,
        *,
        params: Mapping[str, Any] | None = None,
        data: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,
        allow_redirects: bool = False,
    ) -> Response:
        """Make one request and answer with the reply to it."""
        del timeout, allow_redirects  # both are decided here
        started = time.monotonic()
        request = shared_client().build_request(
            method,
            self.base_url + urlsplit(uri).path,
            params=params,
            data=data,
            headers=headers,
            timeout=httpx.Timeout(ANSWER_SECONDS, connect=CONNECT_SECONDS),
        )
        outcome: int | str = "failed"
        try:
            reply = _exchange(request, auth)
            outcome = reply.status_code
        except NOT_SENT as error:
            outcome = type(error).__name__
            raise NotReached(f"Twilio cannot be reached: {outcome}.") from error
        except httpx.HTTPError as error:
            outcome = type(error).__name__
            raise MaybeSent(f"Twilio did not answer: {outcome}.") from error
        finally:
            spent = round((time.monotonic() - started) * 1000, 1)
            log.info("outside_call", service="Twilio", status=outcome, duration_ms=spent)
        return reply


def _exchange(request: httpx.Request, auth: tuple[str, str] | None) -> Response:
    deadline = Deadline(seconds=ANSWER_SECONDS)
    reply = shared_client().send(request, auth=auth, stream=True, follow_redirects=False)
    try:
        body = bytearray()
        for chunk in reply.iter_bytes():
            body += chunk
            if len(body) > LARGEST or deadline.remaining() <= 0:
                raise httpx.ReadTimeout("the answer is too long")
    finally:
        reply.close()
    return _judged(reply.status_code, body.decode(errors="replace"), reply.headers)


def _judged(status: int, body: str, headers: Mapping[str, str]) -> Response:
    wait = asked_wait(headers)
    asked = {} if wait is None else {"retry_after_seconds": wait}
    if status == TOO_MANY:
        raise NotReached("Twilio asks us to slow down (429).", **asked)
    if status >= SERVER_ERROR:
        raise MaybeSent(f"Twilio has trouble of its own ({status}).", **asked)
    try:
        is_object = isinstance(json.loads(body), dict)
    except ValueError:
        is_object = False
    if not is_object and status < httpx.codes.BAD_REQUEST:
        raise MaybeSent("Twilio sent an answer that cannot be read.")
    return Response(status, body, headers)
