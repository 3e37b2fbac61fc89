from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from daybook.apps.prices.views.drawing import drawn_day, drawn_ruler
from tests.carbon import serving_carbon
from tests.replay import Replay, World, serving


@pytest.fixture
def world(now):
    """What Octopus knows this morning: today's prices and, unusually early, tomorrow's."""
    return World(now=now)


@pytest.fixture
def octopus(db, world, settings, tmp_path) -> Iterator[Replay]:
    """Octopus on the loopback interface, an empty cache of its answers, and nothing kept."""
    with serving(world, settings=settings, folder=tmp_path / "answers") as replay:
        yield replay


@pytest.fixture
def neso(settings) -> Iterator[Replay]:
    """NESO on the loopback interface."""
    with serving_carbon(settings) as replay:
        yield replay


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch):
    """Asking again after a fault takes no time, and no drawing of another test is shown."""
    monkeypatch.setattr("daybook.core.http.waiting.FIRST_WAIT", 0.0)
    drawn_day.cache_clear()
    drawn_ruler.cache_clear()


@pytest.fixture
def clock(monkeypatch, now):
    """The edge's clock, which stands still until ``clock.now`` is set to another instant."""
    stopped = SimpleNamespace(now=now)
    monkeypatch.setattr("django.utils.timezone.now", lambda: stopped.now)
    return stopped
