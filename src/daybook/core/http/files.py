"""Files of the answer cache: read whole or not at all, written at once, locked one by one."""

import fcntl
import math
import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from daybook.core.http.values import Json, JsonObject, read_json, write_json


@dataclass(frozen=True, slots=True)
class Mark:
    """What tells one version of a file from the next."""

    changed_ns: int
    inode: int
    size: int


def mark_of(path: Path) -> Mark | None:
    """The mark of the file as it is now, ``None`` when there is none."""
    try:
        stat = path.stat()
    except OSError:
        return None
    return Mark(stat.st_mtime_ns, stat.st_ino, stat.st_size)


def read(path: Path) -> Json:
    """The JSON in the file, ``None`` for a file that is absent, damaged or not ours."""
    try:
        return read_json(path.read_bytes())
    except (OSError, ValueError):
        return None


def write(path: Path, content: JsonObject) -> None:
    """Replace the file in one step: a reader, or a crash, meets the old one or the new one.

    Raises ``OSError`` when the disk refuses; the old file is then still there.
    """
    text = write_json(content)
    handle, temporary = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
    with ExitStack() as unless_it_works:
        unless_it_works.callback(Path(temporary).unlink, missing_ok=True)
        with os.fdopen(handle, "wb") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
        unless_it_works.pop_all()


@contextmanager
def try_lock(path: Path) -> Iterator[bool]:
    """Try to take the lock that ``path`` stands for; tells whether it was free.

    Holds between threads and between processes, and falls with the process that held it.
    """
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError:
        # Where no lock can be made nobody can be kept waiting for it.
        yield True
        return
    try:
        yield _take(handle, path)
    finally:
        os.close(handle)


def _take(handle: int, path: Path) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    # The cleaner may have removed the file between opening and locking: then this lock is nobody's.
    return _is_same(handle, path)


def _is_same(handle: int, path: Path) -> bool:
    try:
        there = path.stat()
    except FileNotFoundError:
        return False
    here = os.fstat(handle)
    return (here.st_ino, here.st_dev) == (there.st_ino, there.st_dev)


def remove_older(folder: Path, *, before: float) -> int:
    """Remove answers, leftovers and free locks last changed before a POSIX time; says how many."""
    return sum(_removed(path, before) for path in _files(folder))


def keep_youngest(folder: Path, *, most: int, most_bytes: int) -> int:
    """Remove the oldest files until ``most``, and ``most_bytes``, are left; says how many."""
    marks = sorted(
        ((mark.changed_ns, mark.size, path) for path in _files(folder) if (mark := mark_of(path))),
        reverse=True,
    )
    sizes = accumulate(size for _, size, _ in marks)
    surplus = [
        path
        for place, (held, (_, _, path)) in enumerate(zip(sizes, marks, strict=True))
        if place >= most or held > most_bytes
    ]
    return sum(_removed(path) for path in surplus)


def _files(folder: Path) -> list[Path]:
    try:
        return [path for path in folder.iterdir() if path.is_file()]
    except FileNotFoundError:
        return []


def _removed(path: Path, before: float = math.inf) -> bool:
    with suppress(FileNotFoundError):
        if path.stat().st_mtime >= before:
            return False
        if path.suffix != ".lock":
            path.unlink()
            return True
        with try_lock(path) as free:
            if free:
                path.unlink()
            return free
    return False
