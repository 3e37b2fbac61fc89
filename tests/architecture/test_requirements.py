"""The pages that say where each requirement is met name only files that are there."""

import re

import pytest

from tools import docs

PAGES = sorted((docs.ROOT / "docs").glob("requirements-*.md"))
FILE = re.compile(r"`([\w./-]+/|[\w./-]+\.(?:py|js|css|html|toml|yml|txt|md))`")
PLACES = ("src/daybook", "")


def missing_files(text):
    named = [
        name for line in text.splitlines() if line.startswith("|") for name in FILE.findall(line)
    ]
    return [
        name
        for name in named
        if not name.startswith("/")
        and not any((docs.ROOT / place / name).exists() for place in PLACES)
    ]


def test_there_is_one_for_each_product():
    assert [page.stem for page in PAGES] == ["requirements-consumption", "requirements-prices"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
class TestPage:
    def test_names_files_that_are_there(self, page):
        assert missing_files(page.read_text()) == []

    def test_has_a_mark_and_a_means_in_every_row(self, page):
        rows = [line for line in page.read_text().splitlines() if line.startswith("|")]
        told = [row.split("|") for row in rows if not row.startswith(("|---", "| line |"))]
        assert len(told) > 20
        for _start, line, mark, means, _end in told:
            assert mark.strip() in {"✅", "🔁", "⏳"}, line
            assert means.strip(), line

    def test_is_listed_in_the_index(self, page):
        assert page.name in (docs.ROOT / "docs" / "index.md").read_text()


def test_the_check_itself_notices_a_file_that_is_gone():
    assert missing_files("| a | ✅ | `apps/prices/nowhere.py` |") == ["apps/prices/nowhere.py"]
    assert missing_files("| a | ✅ | `apps/prices/plugs.py`, `/prices/`, `Makefile` |") == []
