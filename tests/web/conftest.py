"""Octopus behind the shared pages, at a moment that stands still."""

from types import SimpleNamespace

import pytest

from tests.replay import World, serving


@pytest.fixture
def clock(monkeypatch, now):
    """The edge's clock, which stands still until ``clock.now`` is set to another instant."""
    stopped = SimpleNamespace(now=now)
    monkeypatch.setattr("django.utils.timezone.now", lambda: stopped.now)
    return stopped


@pytest.fixture
def octopus(monkeypatch, settings, tmp_path, clock):
    """Octopus on the loopback interface, and an empty cache of its answers."""
    monkeypatch.setattr("daybook.core.http.waiting.FIRST_WAIT", 0.0)
    with serving(World(now=clock.now), settings=settings, folder=tmp_path / "answers") as replay:
        yield replay
