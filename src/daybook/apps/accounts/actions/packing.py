"""Everything the apps keep about a person as one ZIP, written row by row.

Rows wait in files without a name, which are gone with the process that made them: an archive of any
size needs little memory, and a worker that is killed leaves nothing behind.
"""

import datetime as dt
import json
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any, Final, Self

from django.contrib.auth.models import AbstractBaseUser
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.text import slugify

from daybook.core.contributions import PersonalData, Words
from daybook.lib import sheets

EVERY_ROWS: Final = 1000
BYTE_ORDER_MARK: Final = "\ufeff"  # without it, Excel takes UTF-8 for something else
PRIVATE: Final = 0o600

Sources = Iterable[tuple[str, PersonalData]]
Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class PackedKind:
    """The rows of one kind, and the files they stand in."""

    name: str
    rows: int
    json: str
    csv: str


@dataclass(slots=True)
class Section:
    """What one app has put into the archive, for the page that explains it."""

    label: Words
    retention: Words
    kinds: list[PackedKind] = field(default_factory=list)
    files: list[str] = field(default_factory=list)


class Spool:
    """Rows of one kind on their way into the archive, and all the names that occur in them."""

    def __init__(self, file: IO[str]) -> None:
        self.file = file
        self.names: dict[str, None] = {}
        self.rows = 0

    def add(self, row: Mapping[str, Any]) -> None:
        """Keep one row."""
        self.names |= dict.fromkeys(row)
        self.file.write(json.dumps(dict(row), ensure_ascii=False, cls=DjangoJSONEncoder) + "\n")
        self.rows += 1

    def as_json(self) -> Iterator[str]:
        """The rows as one JSON array."""
        self.file.seek(0)
        before = "[\n"
        for text in self.file:
            yield before + text.rstrip("\n")
            before = ",\n"
        yield "\n]\n"

    def as_csv(self) -> Iterator[str]:
        """The rows as a table, each name a column; what a row does not have is empty there."""
        self.file.seek(0)
        yield BYTE_ORDER_MARK + sheets.line(self.names)
        for text in self.file:
            row = json.loads(text)
            yield sheets.line(row.get(name) for name in self.names)


class Packer:
    """Writes an archive into ``out``, which is whole at the end of the ``with``.

    Temporary files lie in ``folder``.
    ``tell`` hears, now and then, how many apps are done and how many rows are written; what it
    raises ends the work.
    """

    def __init__(self, out: IO[bytes], *, folder: Path, now: dt.datetime, tell: Tell) -> None:
        self.zip = zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED)
        self.folder = folder
        self.now = now
        self.tell = tell
        self.rows = 0
        self.sections: list[Section] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_trouble: object) -> None:
        self.zip.close()

    def pack(self, person: AbstractBaseUser, sources: Sources) -> None:
        """Write everything ``sources`` have about ``person``."""
        for done, (name, source) in enumerate(sources):
            self.tell(done, self.rows)
            section = Section(source.label or name, source.retention)
            self._pack_rows(section, name, source.export(person), done)
            for file in source.files(person):
                path = f"{name}/files/{PurePosixPath(file.name).name}"
                self._write(path, [file.content])
                section.files.append(path)
            self.sections.append(section)

    def explain(self, index: str) -> None:
        """Write the page that explains the archive."""
        self._write("index.html", [index.encode()])

    def _pack_rows(
        self,
        section: Section,
        name: str,
        rows: Iterable[tuple[str, Mapping[str, Any]]],
        done: int,
    ) -> None:
        spools: dict[str, Spool] = {}
        with ExitStack() as files:
            for kind, row in rows:
                if kind not in spools:
                    spools[kind] = Spool(files.enter_context(self._temporary()))
                spools[kind].add(row)
                self.rows += 1
                if self.rows % EVERY_ROWS == 0:
                    self.tell(done, self.rows)
            for path, (kind, spool) in _paths(name, spools):
                self._write(f"{path}.json", (text.encode() for text in spool.as_json()))
                self._write(f"{path}.csv", (text.encode() for text in spool.as_csv()))
                packed = PackedKind(kind, spool.rows, f"{path}.json", f"{path}.csv")
                section.kinds.append(packed)

    def _temporary(self) -> IO[str]:
        return tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n", dir=self.folder)

    def _write(self, path: str, pieces: Iterable[bytes]) -> None:
        entry = zipfile.ZipInfo(path, self.now.timetuple()[:6])
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.external_attr = PRIVATE << 16
        with self.zip.open(entry, "w", force_zip64=True) as file:
            for piece in pieces:
                file.write(piece)


def _paths(name: str, spools: dict[str, Spool]) -> Iterator[tuple[str, tuple[str, Spool]]]:
    """A path for each kind; two kinds that are written alike do not share one."""
    taken: set[str] = set()
    for number, (kind, spool) in enumerate(spools.items(), start=1):
        path = f"{name}/{slugify(kind) or 'rows'}"
        if path in taken:
            path = f"{path}-{number}"
        taken.add(path)
        yield path, (kind, spool)
