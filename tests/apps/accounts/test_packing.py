import csv
import datetime as dt
import io
import json
import zipfile
from decimal import Decimal

import pytest

from daybook.apps.accounts.actions.packing import EVERY_ROWS, Packer
from daybook.core.contributions import PersonalData, PersonalFile, no_files


def source(*rows, label="Plants", files=no_files):
    """What an app called Plants keeps."""
    return PersonalData(
        export=lambda _user: iter(rows),
        erase=lambda _user, _now: None,
        tables=(),
        label=label,
        retention="Until autumn.",
        files=files,
    )


@pytest.fixture
def packed(tmp_path, now):
    """Packs ``sources`` and opens the archive."""

    def packed(*sources, tell=lambda _done, _rows: None):
        out = io.BytesIO()
        with Packer(out, folder=tmp_path, now=now, tell=tell) as packer:
            packer.pack(None, [(f"tests.{number}", one) for number, one in enumerate(sources)])
            packer.explain("<h1>Plants</h1>")
        return packer, zipfile.ZipFile(out)

    return packed


def table(archive, path):
    text = archive.read(path).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


class TestRows:
    def test_come_as_json_and_as_csv(self, packed):
        rows = [("rose", {"name": "Étoile", "height": 3}), ("rose", {"name": "Ruby", "height": 4})]
        _, archive = packed(source(*rows))

        assert json.loads(archive.read("tests.0/rose.json")) == [row for _, row in rows]
        assert table(archive, "tests.0/rose.csv") == [
            {"name": "Étoile", "height": "3"},
            {"name": "Ruby", "height": "4"},
        ]

    def test_may_have_different_names(self, packed):
        _, archive = packed(source(("rose", {"name": "Ruby"}), ("rose", {"colour": "red"})))

        assert table(archive, "tests.0/rose.csv") == [
            {"name": "Ruby", "colour": ""},
            {"name": "", "colour": "red"},
        ]
        assert json.loads(archive.read("tests.0/rose.json")) == [
            {"name": "Ruby"},
            {"colour": "red"},
        ]

    def test_may_be_mixed(self, packed):
        rows = ("rose", {"n": 1}), ("oak tree", {"n": 2}), ("rose", {"n": 3})
        _, archive = packed(source(*rows))

        assert json.loads(archive.read("tests.0/rose.json")) == [{"n": 1}, {"n": 3}]
        assert json.loads(archive.read("tests.0/oak-tree.json")) == [{"n": 2}]

    def test_of_kinds_that_look_alike_do_not_overwrite_each_other(self, packed):
        _, archive = packed(source(("a b", {"n": 1}), ("a-b", {"n": 2}), ("!", {"n": 3})))

        names = {name for name in archive.namelist() if name.endswith(".json")}
        assert names == {"tests.0/a-b.json", "tests.0/a-b-2.json", "tests.0/rows.json"}

    def test_keep_their_lines_and_values(self, packed):
        at = dt.datetime(2026, 3, 3, tzinfo=dt.UTC)
        row = {"text": 'two\nlines, "quoted"', "pence": Decimal("1.50"), "at": at, "none": None}
        _, archive = packed(source(("note", row)))

        (read,) = json.loads(archive.read("tests.0/note.json"))
        assert read == {
            "text": row["text"],
            "pence": "1.50",
            "at": "2026-03-03T00:00:00Z",
            "none": None,
        }
        assert table(archive, "tests.0/note.csv")[0]["text"] == row["text"]

    def test_are_no_formulas_in_the_table_but_untouched_in_the_json(self, packed):
        _, archive = packed(source(("note", {"=name": "=1+1"})))

        assert table(archive, "tests.0/note.csv") == [{"'=name": "'=1+1"}]
        assert json.loads(archive.read("tests.0/note.json")) == [{"=name": "=1+1"}]


class TestArchive:
    def test_is_sound_and_private(self, packed):
        _, archive = packed(source(("rose", {"n": 1})))

        assert archive.testzip() is None
        assert {entry.external_attr >> 16 for entry in archive.infolist()} == {0o600}
        assert archive.read("index.html") == b"<h1>Plants</h1>"

    def test_has_files_under_their_last_name_only(self, packed):
        pictures = [PersonalFile(name="../../face.png", content=b"\x89PNG")]
        packer, archive = packed(source(files=lambda _user: pictures))

        assert archive.read("tests.0/files/face.png") == b"\x89PNG"
        assert packer.sections[0].files == ["tests.0/files/face.png"]

    def test_knows_what_is_in_it(self, packed):
        packer, _ = packed(source(("rose", {"n": 1}), ("rose", {"n": 2})), source(label=""))

        first, second = packer.sections
        assert (first.label, first.retention) == ("Plants", "Until autumn.")
        (kind,) = first.kinds
        assert (kind.name, kind.rows, kind.csv) == ("rose", 2, "tests.0/rose.csv")
        assert (second.label, second.kinds, second.files) == ("tests.1", [], [])

    def test_leaves_no_file_behind_when_it_is_stopped(self, packed, tmp_path):
        def stop(_done, rows):
            if rows:
                raise KeyboardInterrupt

        rows = [("rose", {"n": n}) for n in range(EVERY_ROWS)]
        with pytest.raises(KeyboardInterrupt):
            packed(source(*rows), tell=stop)
        assert list(tmp_path.iterdir()) == []


def test_progress_is_told_with_every_app_and_every_thousand_rows(packed):
    told = []
    rows = [("rose", {"n": n}) for n in range(2 * EVERY_ROWS + 1)]
    packed(source(*rows), source(), tell=lambda done, rows: told.append((done, rows)))

    assert told == [(0, 0), (0, EVERY_ROWS), (0, 2 * EVERY_ROWS), (1, 2 * EVERY_ROWS + 1)]
