"""The API with an Octopus behind it, at a moment that stands still."""

import json

import pytest

from daybook.api.v1 import api
from tests.replay import World, serving


@pytest.fixture(autouse=True)
def _world(monkeypatch, settings, tmp_path, now):
    monkeypatch.setattr("daybook.core.http.waiting.FIRST_WAIT", 0.0)
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    with serving(World(now=now), settings=settings, folder=tmp_path / "answers"):
        yield


@pytest.fixture(scope="session")
def document():
    """The OpenAPI document as callers get it."""
    return json.loads(json.dumps(api.get_openapi_schema(), default=str))
