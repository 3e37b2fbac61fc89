"""Copy the libraries a browser needs into the tree, or check that the copies are what they were.

To upgrade one: change its version in ``package.json``, run ``npm install`` and then this script.
``--check`` needs neither Node nor a network.
"""

import argparse
import hashlib
import json
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
MANIFEST = "manifest.json"
SOURCE_MAP = re.compile(rb"^\s*(?://|/\*)[#@]\s*sourceMappingURL=.*$\n?", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Library:
    """A library, the folder it is copied to, and its files: (in the package, as a copy)."""

    name: str
    folder: str
    files: tuple[tuple[str, str], ...]


STATIC = "src/daybook/ui/static/ui/vendor"
LIBRARIES = (
    Library(
        "chart.js",
        STATIC,
        (
            ("dist/chart.umd.min.js", "chart.umd.min.js"),
            ("LICENSE.md", "LICENSE.md"),
            ("../@kurkle/color/LICENSE.md", "LICENSE.color.md"),
        ),
    ),
    Library("htmx.org", STATIC, (("dist/htmx.min.js", "htmx.min.js"), ("LICENSE", "LICENSE"))),
    Library(
        "axe-core",
        "tests/browser/vendor",
        (
            ("axe.min.js", "axe.min.js"),
            ("LICENSE", "LICENSE"),
            ("LICENSE-3RD-PARTY.txt", "LICENSE-3RD-PARTY.txt"),
        ),
    ),
)


def without_source_map(content: bytes) -> bytes:
    """The content without the comment that points at a map we do not carry."""
    return SOURCE_MAP.sub(b"", content)


def locked(root: Path) -> dict[str, Any]:
    """The packages of ``package-lock.json`` by name, with version, licence and integrity."""
    packages = json.loads((root / "package-lock.json").read_text())["packages"]
    return {name.removeprefix("node_modules/"): facts for name, facts in packages.items() if name}


def copy(root: Path) -> None:
    """Replace the copies by what ``node_modules`` has and write the manifests."""
    for folder, libraries in _by_folder().items():
        shutil.rmtree(root / folder, ignore_errors=True)
        manifest = {library.name: _copy_one(root, library) for library in libraries}
        text = json.dumps(manifest, indent=2, sort_keys=True) + "\n"
        (root / folder / MANIFEST).write_text(text)


def _copy_one(root: Path, library: Library) -> dict[str, Any]:
    package = root / "node_modules" / library.name
    facts = locked(root)[library.name]
    target = root / library.folder / f"{library.name}@{facts['version']}"
    target.mkdir(parents=True)
    for source, name in library.files:
        (target / name).write_bytes(without_source_map((package / source).read_bytes()))
    names = [name for _, name in library.files]
    return {
        "version": facts["version"],
        "licence": facts["license"],
        "integrity": facts["integrity"],
        "files": {name: _sha256(target / name) for name in sorted(names)},
    }


def problems(root: Path) -> Iterator[str]:
    """What is not as the manifests and the lock file say, one sentence each."""
    lock = locked(root)
    if any("resolved" in facts for facts in lock.values()):
        yield "package-lock.json names where packages came from; see .npmrc"
    for folder, libraries in _by_folder().items():
        path = root / folder / MANIFEST
        if not path.exists():
            yield f"{folder}/{MANIFEST} is missing"
            continue
        manifest = json.loads(path.read_text())
        if set(manifest) != {library.name for library in libraries}:
            yield f"{folder}/{MANIFEST} does not list the libraries of tools/vendor.py"
        for name, facts in manifest.items():
            yield from _differences(root / folder, name, facts, lock.get(name, {}))
        yield from _strangers(root / folder, manifest)


def _differences(
    folder: Path, name: str, facts: dict[str, Any], lock: dict[str, Any]
) -> Iterator[str]:
    if (facts["version"], facts["integrity"]) != (lock.get("version"), lock.get("integrity")):
        yield f"{name}: the copy is not the version package-lock.json names"
    for file, sha256 in facts["files"].items():
        path = folder / f"{name}@{facts['version']}" / file
        if not path.exists():
            yield f"{name}: {file} is missing"
        elif _sha256(path) != sha256:
            yield f"{name}: {file} has been changed"


def _strangers(folder: Path, manifest: dict[str, Any]) -> Iterator[str]:
    known = {
        f"{name}@{facts['version']}/{file}"
        for name, facts in manifest.items()
        for file in facts["files"]
    }
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name not in known | {MANIFEST}:
            yield f"{name} is in no manifest"


def _by_folder() -> dict[str, list[Library]]:
    folders: dict[str, list[Library]] = {}
    for library in LIBRARIES:
        folders.setdefault(library.folder, []).append(library)
    return folders


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main(arguments: list[str] | None = None, root: Path = ROOT) -> int:
    """Copy, or with ``--check`` compare; answers 1 when something is not as it should be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing, only compare")
    if not parser.parse_args(arguments).check:
        copy(root)
    found = list(problems(root))
    for problem in found:
        print(problem, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
