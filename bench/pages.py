"""Throughput and latency of the pages on one server, each beside a bare view of the same server."""

import contextlib
import datetime as dt
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator

from bench import load
from tests.replay import Replay, World

HOST = "127.0.0.1"
QUERY = "region=C&product=AGILE-24-10-01&duration=3.5&capacity=10"
BARE = "/healthz"
ADDRESSES = {
    "bare view": BARE,
    "prices page": f"/prices/?{QUERY}",
    "rates API": "/api/v1/prices/rates?region=C&product=AGILE-24-10-01",
    "windows API": f"/api/v1/prices/windows?{QUERY}",
    "sign-in page": "/accounts/login/",
}
CONCURRENCIES = (8, 32)
PATIENCE_SECONDS = 180  # a busy machine compresses the static files for a while


def free_port() -> int:
    """A port nobody listens on, below the ephemeral range."""
    for port in range(20100, 20999):
        with contextlib.suppress(OSError), socket.socket() as probe:
            probe.bind((HOST, port))
            return port
    raise RuntimeError("no free port between 20100 and 20999")


@contextlib.contextmanager
def server(fill: str = "") -> Iterator[tuple[int, str]]:
    """`daybook serve` on a data folder of its own, asking a replayed Octopus.

    ``fill`` is run in Daybook's shell before. Yields the port, and what that has printed last.
    """
    port = free_port()
    world = World(now=dt.datetime.now(dt.UTC))
    with Replay(world) as octopus, tempfile.TemporaryDirectory(prefix="daybook-bench-") as folder:
        environment = {
            **os.environ,
            "DAYBOOK_DATA_DIR": folder,
            "DAYBOOK_HOST": HOST,
            "DAYBOOK_PORT": str(port),
            "DAYBOOK_OCTOPUS_URL": octopus.url,
            "DAYBOOK_LOG_LEVEL": "WARNING",
        }
        printed = _filled(environment, fill) if fill else ""
        process = subprocess.Popen([sys.executable, "-m", "daybook", "serve"], env=environment)
        try:
            _wait(port)
            yield port, printed
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=30)


def _filled(environment: dict[str, str], fill: str) -> str:
    daybook = [sys.executable, "-m", "daybook"]
    subprocess.run([*daybook, "migrate", "--verbosity", "0"], env=environment, check=True)
    told = subprocess.run(
        [*daybook, "shell", "-c", fill], env=environment, check=True, capture_output=True, text=True
    )
    return told.stdout.splitlines()[-1]


def _wait(port: int) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"http://{HOST}:{port}{BARE}", timeout=5).close()
            return
        time.sleep(0.1)
    raise RuntimeError("the server did not start")


def _warm(port: int) -> None:
    for path in ADDRESSES.values():
        for _ in range(20):
            urllib.request.urlopen(f"http://{HOST}:{port}{path}", timeout=30).close()


def report(seconds: float) -> None:
    """Print one table; the ratio is to the bare view at the same concurrency."""
    with server() as (port, _):
        _warm(port)
        print(f"\nPages, {seconds:g} s each, load by {load.tool()}, one run on one server\n")
        print("| address | c | requests/s | p50 ms | p95 ms | p99 ms | errors | of bare view |")
        print("|---|---:|---:|---:|---:|---:|---:|---:|")
        for connections in CONCURRENCIES:
            bare = 0.0
            for name, path in ADDRESSES.items():
                found = load.measure(HOST, port, path, connections=connections, seconds=seconds)
                bare = bare or found.rate
                print(
                    f"| {name} | {connections} | {found.rate:,.0f} | {found.p50:.1f} | "
                    f"{found.p95:.1f} | {found.p99:.1f} | {found.errors} | "
                    f"{found.rate / bare:.0%} |",
                    flush=True,
                )
