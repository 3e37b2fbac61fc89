"""Messages queued and sent to a mail server on the loopback by two workers, one of them killed.

Nothing may be lost. A mail that its server has taken from a worker that is killed before it could
note so is sent again, under the same Message-ID: such doubles are counted, not hidden.
"""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.smtp_sink import Sink, sink

WORKERS = 2
POLL_SECONDS = 0.2
# A delivery whose worker died is taken over after three minutes, by a job that runs each minute.
PATIENCE_SECONDS = 20 * 60


@dataclass(frozen=True)
class Figures:
    """What one run came to; ``seconds`` ends with the last mail but the orphan."""

    count: int
    queue_seconds: float
    queue_mib: float
    seconds: float
    whole_seconds: float
    worker_mib: float
    calls: int
    lost: int
    doubled: int
    states: dict[str, int]


def run(count: int) -> Figures:
    """Queue ``count`` messages, send them, and kill a worker half-way."""
    with tempfile.TemporaryDirectory(prefix="daybook-bench-") as folder, sink() as server:
        environment = {
            **os.environ,
            "DAYBOOK_DATA_DIR": folder,
            "DAYBOOK_EMAIL_URL": f"smtp://127.0.0.1:{server.port}",
            "DAYBOOK_LOG_LEVEL": "WARNING",
        }
        _call(environment, "migrate", "--verbosity", "0")
        queued = _inside(environment, f"queue({count})")
        workers = [
            subprocess.Popen([sys.executable, "-m", "daybook", "worker"], env=environment)
            for _ in range(WORKERS)
        ]
        try:
            sent = _watch(workers, server, count)
        finally:
            for worker in workers:
                worker.terminate()
            for worker in workers:
                worker.wait(timeout=60)
        states = _inside(environment, "states()")
    ids = ids_of(server)
    return Figures(
        count=count,
        **queued,
        **sent,
        calls=server.calls,
        lost=count - len(ids),
        doubled=ids.total() - len(ids),
        states=states,
    )


def _inside(environment: dict[str, str], call: str) -> dict[str, Any]:
    """What a function of ``bench.telling`` says, run inside Daybook."""
    told = _call(environment, "shell", "-c", f"from bench import telling; telling.{call}")
    figures: dict[str, Any] = json.loads(told.splitlines()[-1])
    return figures


def _call(environment: dict[str, str], *arguments: str) -> str:
    command = [sys.executable, "-m", "daybook", *arguments]
    return subprocess.run(
        command, env=environment, check=True, capture_output=True, text=True
    ).stdout


def _watch(workers: list[subprocess.Popen[bytes]], server: Sink, count: int) -> dict[str, float]:
    """Kill the first worker half-way; wait for all mails, and say how long it took."""
    began = time.monotonic()
    most, nearly_at, is_killed = 0.0, 0.0, False
    while len(server.mails) < count or len(ids_of(server)) < count:
        most = max([most, *(_peak_mib(worker.pid) for worker in workers)])
        if not is_killed and len(server.mails) >= count // 2:
            workers[0].send_signal(signal.SIGKILL)
            is_killed = True
        if not nearly_at and len(server.mails) >= count - 1:
            nearly_at = time.monotonic() - began
        if time.monotonic() - began > PATIENCE_SECONDS:
            break
        time.sleep(POLL_SECONDS)
    whole = time.monotonic() - began
    return {"seconds": nearly_at or whole, "whole_seconds": whole, "worker_mib": most}


def ids_of(server: Sink) -> Counter[str]:
    """How often each mail came."""
    return Counter(str(mail["Message-ID"]) for mail in list(server.mails))


def _peak_mib(pid: int) -> float:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found[1]) / 1024 if found else 0.0


def report(count: int) -> None:
    """Print one table."""
    found = run(count)
    told = ", ".join(f"{number:,} {state}" for state, number in sorted(found.states.items()))
    print(f"\n{count:,} messages, {WORKERS} workers, one killed (-9) half-way\n")
    print("| figure | |")
    print("|---|---:|")
    print(f"| queued, each in a transaction of its own | {count / found.queue_seconds:,.0f}/s |")
    print(f"| sent, queue to mail server | {count / found.seconds:,.0f}/s |")
    print(f"| peak memory of who queues | {found.queue_mib:.0f} MiB |")
    print(f"| peak memory of a worker | {found.worker_mib:.0f} MiB |")
    print(f"| connections to the mail server | {found.calls:,} |")
    print(f"| lost | {found.lost} |")
    print(f"| doubled (same Message-ID) | {found.doubled} |")
    print(f"| until the orphan of the killed worker was sent too | {found.whole_seconds:.0f} s |")
    print(f"| deliveries at the end | {told} |")
