"""Starts ``daybook`` commands as processes of their own, on data of their own."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from django.db import connection

ROOT = Path(__file__).resolve().parents[1]
PORTS = range(21000, 29000)  # below the ephemeral range, so nobody is given one by chance
#: A busy machine starts slowly; nothing waits for longer than it takes.
PATIENCE_SECONDS = 120


def free_port() -> int:
    """A port nobody listens on; another one for each process that runs tests."""
    start = PORTS.start + os.getpid() * 7 % 7000
    for port in range(start, PORTS.stop):
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)) != 0:
                return port
    raise AssertionError("no free port")


def environment(data_dir: Path, **variables: str) -> dict[str, str]:
    """The environment of such a process; debug mode, so no static files are collected."""
    kept = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    ours = {
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        "DAYBOOK_DATA_DIR": str(data_dir),
        "DAYBOOK_DEBUG": "true",
        "DAYBOOK_WORKERS": "1",
        "DATABASE_URL": "",
        "REDIS_URL": "",
    }
    return kept | ours | variables


def database_url() -> str:
    """The address of the database this test uses, for another process."""
    database = connection.settings_dict
    if connection.vendor != "postgresql":
        return f"sqlite:///{database['NAME']}"
    host, port = database["HOST"] or "/var/run/postgresql", database["PORT"] or 5432
    login = ":".join(filter(None, [database["USER"], database["PASSWORD"]]))
    return f"postgresql://{login}@{host}:{port}/{database['NAME']}"


def start(*arguments: str, env: dict[str, str], output: Path) -> subprocess.Popen[bytes]:
    """Start ``daybook`` with ``arguments``; what it says goes to the file ``output``."""
    with output.open("wb") as file:
        return subprocess.Popen(
            [sys.executable, "-m", "daybook", *arguments],
            env=env,
            stdout=file,
            stderr=subprocess.STDOUT,
            cwd=ROOT,
        )


def wait_until(is_true: Callable[[], object], *, seconds: float = PATIENCE_SECONDS) -> None:
    """Wait, but not for ever."""
    deadline = time.monotonic() + seconds
    while not is_true():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def children_of(pid: int) -> set[int]:
    """The processes ``pid`` has started, and those they have started."""
    parents = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(status.parent.name)] = int(status.read_text().rpartition(")")[2].split()[1])
        except (OSError, IndexError):
            continue
    found = {child for child, parent in parents.items() if parent == pid}
    return found.union(*(children_of(child) for child in found))


def is_alive(pid: int) -> bool:
    """Whether the process exists and is not just waiting to be buried."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
