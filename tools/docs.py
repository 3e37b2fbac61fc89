"""Check the documentation: links, anchors, verbs, commands, variables and addresses are real."""

import json
import os
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import django
from django.core.management import get_commands

from daybook.config.cli import OURS
from daybook.config.env import Environment

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
OPENAPI = ROOT / "src" / "daybook" / "api" / "openapi.json"
LINK = re.compile(r"(?<!\\)\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#{1,6}\s+(.+)$", re.MULTILINE)
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
FENCE_LINE = re.compile(r"^```", re.MULTILINE)
DRAWING = re.compile(r"^```mermaid.*?^```", re.MULTILINE | re.DOTALL)
VERB = re.compile(r"(?<![\w-])make ((?:[a-z][a-z-]*)(?= |`|$))", re.MULTILINE)
COMMAND = re.compile(r"(?<![\w./-])(?:[\w.]+/bin/)?daybook ([a-z_]+)\b")
ADDRESS = re.compile(r"/api/v1((?:/[\w{}%.-]*)*)")
VARIABLE = re.compile(r"\b(DAYBOOK_[A-Z_]+[A-Z]|DATABASE_URL|REDIS_URL)\b")
VARIABLE_ROW = re.compile(r"^\| `([A-Z_]+)` \|", re.MULTILINE)
WORDS_AFTER_MAKE = {"it", "sure", "a", "the", "and", "is"}  # "make it" in a sentence
ADDRESSES_BESIDE = {"", "/docs", "/openapi.json"}
DECISION_PARTS = ("Context", "Decision", "Consequences")


def documents() -> list[Path]:
    """Every Markdown file that people read."""
    return [*ROOT.glob("*.md"), *DOCS.glob("**/*.md")]


def anchors(text: str) -> set[str]:
    """The anchors GitHub makes of the headings of ``text``."""
    headings = HEADING.findall(FENCE.sub("", text))
    plain = (re.sub(r"[^\w\- ]", "", h.lower()).strip().replace(" ", "-") for h in headings)
    return set(plain)


def variables() -> set[str]:
    """Every variable Daybook reads."""
    return {str(field.alias) for field in Environment.model_fields.values()}


@cache
def commands() -> frozenset[str]:
    """Every command of ``daybook``, Django's included."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "daybook.config.settings")
    django.setup()
    return frozenset({*get_commands(), *OURS, "help", "version"})


@cache
def addresses() -> tuple[re.Pattern[str], ...]:
    """What the addresses of the API below ``/api/v1`` look like."""
    paths = json.loads(OPENAPI.read_text("utf-8"))["paths"]
    below = [path.removeprefix("/api/v1") for path in paths]
    return tuple(re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path))) for path in below)


def broken_links(path: Path, text: str) -> Iterator[str]:
    """Relative links of ``text`` that lead nowhere."""
    for target in LINK.findall(FENCE.sub("", text)):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        other = (path.parent / name).resolve() if name else path
        if not other.exists():
            yield f"the link {target} leads nowhere"
        elif anchor and other.suffix == ".md" and anchor not in anchors(other.read_text("utf-8")):
            yield f"the anchor of {target} does not exist"


def unknown_words(text: str) -> Iterator[str]:
    """Verbs of ``make``, commands of ``daybook`` and variables that do not exist."""
    verbs = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    plain = DRAWING.sub("", text)
    code = "\n".join([*re.findall(r"`[^`\n]+`", plain), *FENCE.findall(plain)])
    for verb in set(VERB.findall(code)) - verbs - WORDS_AFTER_MAKE:
        yield f"make has no verb {verb}"
    for command in set(COMMAND.findall(code)) - commands():
        yield f"daybook has no command {command}"
    for variable in set(VARIABLE.findall(text)) - variables():
        yield f"nothing reads {variable}"


def unknown_addresses(text: str) -> Iterator[str]:
    """Addresses of the API that its document does not have."""
    if not OPENAPI.exists():
        yield "the API has no document yet: run python -m tools.openapi"
        return
    for found in sorted({path.rstrip("./") for path in ADDRESS.findall(text)} - ADDRESSES_BESIDE):
        if not any(known.fullmatch(found) for known in addresses()):
            yield f"the API has no address /api/v1{found}"


def open_fences(text: str) -> Iterator[str]:
    """A block of code or a drawing that nobody closes."""
    if len(FENCE_LINE.findall(text)) % 2:
        yield "a ``` is not closed"


def missing_variables(text: str) -> Iterator[str]:
    """Variables that the README's table, or ``.env.example``, leaves out."""
    example = (ROOT / ".env.example").read_text("utf-8")
    for variable in sorted(variables() - set(VARIABLE_ROW.findall(text))):
        yield f"the table of variables leaves out {variable}"
    for variable in sorted(variables() - set(VARIABLE.findall(example))):
        yield f".env.example leaves out {variable}"


def poor_decisions() -> Iterator[str]:
    """Decisions without one of their three parts, or that the index does not list."""
    index = (DOCS / "index.md").read_text("utf-8")
    for path in sorted((DOCS / "decisions").glob("*.md")):
        headings = HEADING.findall(path.read_text("utf-8"))
        for part in DECISION_PARTS:
            if part not in headings:
                yield f"docs/decisions/{path.name}: has no part called {part}"
        if f"(decisions/{path.name})" not in index:
            yield f"docs/index.md: does not list {path.name}"


def findings_in(path: Path) -> Iterator[str]:
    """What is wrong with one document."""
    text = path.read_text("utf-8")
    yield from broken_links(path, text)
    yield from unknown_words(text)
    yield from unknown_addresses(text)
    yield from open_fences(text)
    if path == ROOT / "README.md":
        yield from missing_variables(text)


def all_findings() -> list[str]:
    """What is wrong with the documentation, a sentence each."""
    told = [
        f"{path.relative_to(ROOT)}: {finding}"
        for path in documents()
        for finding in findings_in(path)
    ]
    return [*told, *poor_decisions()]


def main() -> int:
    """Exit code 1 when something in the documentation is not so; each finding is printed."""
    findings = all_findings()
    print(*findings, sep="\n", end="\n" if findings else "")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
