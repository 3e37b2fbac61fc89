"""The secrets of an installation that are made on its first run and kept beside its data."""

import os
import secrets
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path


def local_key(folder: Path) -> str:
    """The secret key in ``folder``, made when there is none."""
    return kept(folder / "secret-key", lambda: secrets.token_urlsafe(64))


def kept(path: Path, make: Callable[[], str]) -> str:
    """What stands in the file ``path``, made when there is none; safe when two processes start."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        _write(path, make())
    return path.read_text(encoding="ascii").strip()


def _write(path: Path, secret: str) -> None:
    handle, draft = tempfile.mkstemp(prefix=f"{path.name}.", dir=path.parent)  # for its owner only
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secret)
            file.flush()
            os.fsync(file.fileno())  # a power cut must not leave an empty key behind
        with suppress(FileExistsError):  # another process was first
            os.link(draft, path)
    finally:
        Path(draft).unlink()
