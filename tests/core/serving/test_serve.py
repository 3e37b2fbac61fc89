"""``daybook serve`` for real: a process tree on a port, stopped in every way there is."""

import os
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from tests import running

pytestmark = pytest.mark.skipif(
    not Path("/proc").is_dir(), reason="looks for processes under /proc"
)


PARTS = 3  # the server, its worker process, and what does the background work


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("serve")


@pytest.fixture
def served(folder):
    """A running Daybook: its process, its port, and the file it writes to."""
    port, output = running.free_port(), folder / "output"
    env = running.environment(folder, DAYBOOK_PORT=str(port), DAYBOOK_APPS="none")
    process = running.start("serve", env=env, output=output)
    running.wait_until(lambda: "runs at" in output.read_text() or process.poll() is not None)
    assert f"Daybook runs at http://127.0.0.1:{port}\n" in output.read_text()
    running.wait_until(lambda: len(running.children_of(process.pid)) >= PARTS)
    tree = running.children_of(process.pid)
    yield process, port, tree
    for pid in {process.pid, *running.children_of(process.pid)}:
        if running.is_alive(pid):
            os.kill(pid, signal.SIGKILL)
    process.wait()


class TestServe:
    def test_answers_and_has_a_web_part_and_a_worker(self, served):
        _, port, tree = served
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=30) as answer:
            assert answer.read() == b"ok"
        assert len(tree) >= PARTS

    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
    def test_stops_all_of_it(self, served, number):
        process, _, tree = served
        process.send_signal(number)
        assert process.wait(timeout=running.PATIENCE_SECONDS) == 0
        running.wait_until(lambda: not any(map(running.is_alive, tree)))

    def test_leaves_no_orphan_even_when_killed(self, served):
        process, _, tree = served
        process.kill()
        running.wait_until(lambda: not any(map(running.is_alive, tree)))

    def test_says_what_to_do_when_the_port_is_taken(self, served, folder):
        _, port, _ = served
        env = running.environment(folder, DAYBOOK_APPS="none")
        second = running.start("serve", "--port", str(port), env=env, output=folder / "second")
        assert second.wait(timeout=running.PATIENCE_SECONDS) == 1
        assert f"Port {port} on 127.0.0.1 is taken" in (folder / "second").read_text()

    def test_starts_a_crashed_worker_again(self, served):
        process, _, tree = served
        worker = next(pid for pid in tree if b"worker" in _command(pid))
        os.kill(worker, signal.SIGKILL)
        running.wait_until(
            lambda: any(
                b"worker" in _command(pid) for pid in running.children_of(process.pid) - tree
            )
        )


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def test_wrong_port_is_told_by_its_name(folder):
    said = subprocess.run(
        [sys.executable, "-m", "daybook", "serve", "--port", "many"],
        env=running.environment(folder),
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 1
    assert "DAYBOOK_PORT is wrong" in said.stderr
