"""Real payloads, recorded by others and kept beside the project."""

from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data"


def recorded(name: str) -> bytes:
    """The recorded payload called ``name``; skips the test where the folder is absent."""
    path = FOLDER / name
    if not path.exists():
        pytest.skip(f"recorded payload {name} is not on this machine")
    return path.read_bytes()
