"""Daybook as a person meets it: really served, with an Octopus on this machine."""

import datetime as dt
import json
import os
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

from tests.replay import BROKEN, LONDON, Replay

ROOT = Path(__file__).resolve().parents[2]
PORTS = range(20_000, 30_000)  # below the ports that systems hand out by themselves
START_SECONDS = 180  # a busy machine compresses the static files for a while
STOP_SECONDS = 30
OLD = "E"  # the region whose prices are there when Octopus is not


@dataclass(frozen=True, kw_only=True)
class Site:
    """A served Daybook, the Octopus it asks, and the folder it keeps things in."""

    url: str
    octopus: Replay
    folder: Path

    def prices(self, region: str = "C", **more: str) -> str:
        """The address of a page of prices."""
        query = {"region": region, "product": "AGILE-24-10-01", "duration": "4"} | more
        return "/prices/?" + urlencode(query)

    @property
    def tomorrow(self) -> str:
        """The address of tomorrow's prices: a whole day, whatever the clock says now."""
        day = dt.datetime.now(LONDON).date() + dt.timedelta(days=1)
        return self.prices(capacity="10", **{"from": day.isoformat()})

    def strand(self) -> None:
        """Keep an hour-old answer for the region ``OLD``, and let Octopus fail from now on."""
        with urllib.request.urlopen(self.url + self.prices(OLD), timeout=30):
            self._age()
        self.octopus.always("*", BROKEN)

    def promote(self, email: str) -> None:
        """Make whoever has this address an operator."""
        self._change("UPDATE accounts_user SET is_staff = 1 WHERE email = ?", email)

    def fail_a_job(self) -> None:
        """Leave a job that was set aside, as one whose code is gone is in the end."""
        self._change(
            "INSERT INTO django_tasks_database_dbtaskresult (id, status, enqueued_at, finished_at,"
            " args_kwargs, priority, task_path, worker_ids, queue_name, backend_name, run_after,"
            " exception_class_path, traceback, return_value) SELECT ?, 'FAILED', enqueued_at,"
            " enqueued_at, args_kwargs, 0, 'tests.a_rather_long_name.of_a_job.that_was_removed',"
            " '[\"worker-one\"]', queue_name, backend_name, run_after, 'ValueError',"
            " ?, 'null' FROM django_tasks_database_dbtaskresult LIMIT 1",
            uuid4().hex,
            "ValueError: " + "the kettle is empty and nobody has filled it; " * 6,
        )

    def _change(self, statement: str, *values: str) -> None:
        with closing(sqlite3.connect(self.folder / "daybook.sqlite3", timeout=30)) as database:
            database.execute(statement, values)
            database.commit()

    def _age(self) -> None:
        hour_ago = (dt.datetime.now(dt.UTC) - dt.timedelta(hours=1)).isoformat()
        for path in self.folder.rglob("rates/*.json"):
            kept = json.loads(path.read_text())
            path.write_text(json.dumps(kept | {"fetched_at": hour_ago, "expires_at": hour_ago}))


@contextmanager
def served(octopus: Replay, folder: Path, *, debug: bool = False, **more: str) -> Iterator[Site]:
    """``daybook serve`` in ``folder``, or Django's own server with the debug pages."""
    port = _free_port()
    environment = {
        "DAYBOOK_MODE": "local",
        "DAYBOOK_DEBUG": str(debug).lower(),
        "DAYBOOK_HOST": "127.0.0.1",
        "DAYBOOK_PORT": str(port),
        "DAYBOOK_WORKERS": "1",
        "DAYBOOK_PROXIES": "1",  # every profile comes from an address of its own
        "DAYBOOK_APPS": "all",
        "DAYBOOK_DATA_DIR": str(folder),
        "DAYBOOK_OCTOPUS_URL": octopus.url,
        "DAYBOOK_PASSWORDS_URL": "",
        "DATABASE_URL": "",
        "REDIS_URL": "",
        "PYTHONPATH": str(ROOT / "src"),
        **more,
    }
    development = ["manage.py", "runserver", "--noreload", "--insecure", f"127.0.0.1:{port}"]
    command = [sys.executable, *(development if debug else ["-m", "daybook", "serve"])]
    with (folder / f"said-{port}.txt").open("w+") as said:
        process = subprocess.Popen(
            command, cwd=ROOT, env=_surroundings() | environment, stdout=said, stderr=said
        )
        try:
            site = Site(url=f"http://127.0.0.1:{port}", octopus=octopus, folder=folder)
            _wait_for(site, process, Path(said.name))
            yield site
        finally:
            process.terminate()
            process.wait(STOP_SECONDS)


def _surroundings() -> dict[str, str]:
    """This process's environment, without what would measure or change the served product."""
    ours = ("DJANGO_SETTINGS_MODULE", "COV", "PYTEST")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


def _free_port() -> int:
    for port in PORTS[os.getpid() % 5000 :]:
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)):
                return port
    raise OSError("no free port")


def _wait_for(site: Site, process: subprocess.Popen[bytes], said: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{site.url}/healthz", timeout=2):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise RuntimeError(f"Daybook did not start:\n{said.read_text()}")
