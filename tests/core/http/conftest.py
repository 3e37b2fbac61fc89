from collections.abc import Iterator

import pytest

from tests.loopback import Replay


@pytest.fixture
def service() -> Iterator[Replay]:
    """A service that knows nothing until told."""
    with Replay() as replay:
        yield replay
