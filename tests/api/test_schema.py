"""Generated requests, right and wrong ones, against every operation of the document."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from daybook.api.v1 import api

CHECKS = [
    schemathesis.checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
CASES = [
    pytest.param(path, method, mode, id=f"{method} {path} {mode.value}")
    for path, operations in api.get_openapi_schema()["paths"].items()
    for method, operation in operations.items()
    for mode in GenerationMode
    # Nothing can be wrong in a request in which nothing is given.
    if mode is GenerationMode.POSITIVE or operation["parameters"] or "requestBody" in operation
]


def from_somewhere(environ, start_response):
    """The application behind a server, which tells where a request comes from."""
    return get_wsgi_application()({**environ, "REMOTE_ADDR": "127.0.0.1"}, start_response)


@pytest.fixture
def headers(anna, client):
    """The token of Anna, an operator here: without it nothing behind it would be tried."""
    anna.is_staff = True
    anna.save(update_fields=["is_staff"])
    body = {"email": anna.email, "password": "nine green bottles"}
    tokens = client.post("/api/v1/auth/login", body, content_type="application/json").json()
    bearer = f"Bearer {tokens['access_token']}"
    return {"Authorization": bearer, "Accept-Encoding": "identity"}


@pytest.fixture
def schema(headers):
    """The document, as served by the application that it is about.

    The application may not close the connection that holds the test's transaction.
    """
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", from_somewhere)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.schema
@pytest.mark.parametrize(("path", "method", "mode"), CASES)
def test_every_answer_is_documented(schema, headers, path, method, mode):
    operation = schema[path][method]

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=12,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    def holds(case):
        case.call_and_validate(checks=CHECKS, headers=headers)

    holds()
