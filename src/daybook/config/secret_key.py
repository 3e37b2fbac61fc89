"""The secret key of a local installation, made on its first run and kept beside its data."""

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path


def local_key(folder: Path) -> str:
    """The key in ``folder``, made when there is none; safe when two processes start at once."""
    path = folder / "secret-key"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        _make(path)
    return path.read_text(encoding="ascii").strip()


def _make(path: Path) -> None:
    handle, draft = tempfile.mkstemp(prefix="secret-key.", dir=path.parent)  # for its owner only
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(64))
            file.flush()
            os.fsync(file.fileno())  # a power cut must not leave an empty key behind
        with suppress(FileExistsError):  # another process was first
            os.link(draft, path)
    finally:
        Path(draft).unlink()
