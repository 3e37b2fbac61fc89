"""What must lie ready before Daybook is served: tables, static files, a folder for figures."""

import fcntl
import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

import daybook

ADVISORY_LOCK: Final = 0x0DA7B00C
STAMP: Final = ".collected"


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Only one process at a time: on this machine by a file, on several by the database."""
    with (settings.DATA_DIR / "preparing.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if connection.vendor != "postgresql":
            yield
            return
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [ADVISORY_LOCK])
            try:
                yield
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [ADVISORY_LOCK])


def is_migrated() -> bool:
    """Whether every migration is applied."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def migrate() -> bool:
    """Apply missing migrations, once even when several start together; tells whether any were."""
    if is_migrated():
        return False
    with one_at_a_time():
        call_command("migrate", interactive=False, verbosity=0)
    return True


def collect_static() -> bool:
    """Collect the static files when one of them has changed; tells whether it did."""
    if settings.DEBUG:
        return False  # whitenoise finds them where they are
    stamp = Path(settings.STATIC_ROOT) / STAMP
    wanted = fingerprint()
    if _collected(stamp) == wanted:
        return False
    with one_at_a_time():
        if _collected(stamp) != wanted:
            call_command("collectstatic", interactive=False, verbosity=0)
            stamp.write_text(wanted, encoding="ascii")
    return True


def fingerprint() -> str:
    """Changes when a static file does; looks at names, sizes and times, not at contents."""
    digest = hashlib.sha256(f"{daybook.__version__} {settings.STORAGES['staticfiles']}".encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            found = Path(storage.path(name)).stat()
            digest.update(f"{name} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _collected(stamp: Path) -> str:
    return stamp.read_text(encoding="ascii") if stamp.exists() else ""


def empty_figures_folder(port: int) -> Path:
    """The folder where the web processes add up their figures, without those of an earlier run."""
    folder: Path = settings.DATA_DIR / "metrics" / str(port)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)  # another one may be starting at the same port
    return folder
