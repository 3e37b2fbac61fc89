"""Nothing that belongs to one machine or one network is committed."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
INDEX = re.compile(
    r"https?://[^\s\"']*(?:/simple/|\.tgz|\.whl|registry\.npmjs|pypi\.org|pythonhosted)"
)
HOME = re.compile(r"(?<![\w.])/(?:root|home/\w+|work)/")


def committed_files():
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listing.returncode:
        pytest.skip("this is not a git checkout")
    names = listing.stdout.decode().split("\0")
    return [p for name in names if name and (p := ROOT / name).is_file()]


@pytest.mark.parametrize("pattern", [INDEX, HOME], ids=["package index", "home folder"])
def test_no_file_names(pattern):
    own = Path(__file__).resolve()
    guilty = []
    for path in committed_files():
        text = path.read_bytes().decode(errors="ignore")
        if path != own and "vendor" not in path.parts and pattern.search(text):
            guilty.append(path.relative_to(ROOT).as_posix())
    assert guilty == []


def test_every_requirement_is_pinned_with_hashes():
    for name in ("run", "dev"):
        lines = (ROOT / f"requirements/{name}.txt").read_text().splitlines()
        pins = [i for i, line in enumerate(lines) if re.match(r"[a-z0-9]", line)]
        assert pins
        assert all("==" in lines[i] and "--hash=sha256:" in lines[i + 1] for i in pins)
