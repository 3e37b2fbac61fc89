import os
import sys
import time

import pytest

from daybook.core.serving.children import MOST_CRASHES, Child, KeepsCrashing
from tests.running import is_alive, wait_until


@pytest.fixture
def child():
    """Makes children that run a line of Python."""
    reader, writer = os.pipe()
    made = []

    def make(code: str) -> Child:
        made.append(Child("test", [sys.executable, "-c", code], environment={}, lifeline=reader))
        made[-1].start(0.0)
        return made[-1]

    yield make
    for one in made:
        one.end(0.0)
    os.close(reader)
    os.close(writer)


def crashed(child: Child) -> Child:
    wait_until(lambda: not child.is_running)
    return child


class TestWatch:
    def test_starts_a_crashed_child_again_after_a_wait(self, child):
        one = crashed(child("raise SystemExit(3)"))
        one.watch(1.0)
        one.watch(1.5)
        assert not one.is_running
        one.watch(2.0)
        assert one.is_running

    def test_gives_up_when_it_keeps_crashing(self, child):
        one, now = child("raise SystemExit(3)"), 0.0
        for _ in range(2 * MOST_CRASHES - 2):
            crashed(one).watch(now := now + 10)
        with pytest.raises(KeepsCrashing, match="exit code 3"):
            crashed(one).watch(now + 10)

    def test_forgives_a_crash_after_a_healthy_time(self, child):
        one, now = child("raise SystemExit(3)"), 0.0
        for _ in range(4 * MOST_CRASHES):
            crashed(one).watch(now := now + 60)

    def test_leaves_a_running_child_alone(self, child):
        one = child("import time; time.sleep(60)")
        one.watch(1.0)
        assert one.is_running


class TestEnd:
    def test_kills_what_does_not_stop(self, child):
        one = child("import signal, time; signal.signal(15, signal.SIG_IGN); time.sleep(60)")
        pid = one._process.pid
        one.end(time.monotonic() + 0.1)
        assert not is_alive(pid)
