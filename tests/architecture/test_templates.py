"""Templates carry no code, and every component says what it accepts."""

import re
from pathlib import Path

import pytest

SRC = Path(__file__).resolve().parents[2] / "src" / "daybook"
TEMPLATES = sorted(SRC.rglob("templates/**/*.html"))
COMPONENTS = sorted(p for p in (SRC / "ui/templates/ui").glob("*.html") if p.name != "page.html")
GALLERY = "".join(p.read_text() for p in (SRC / "ui/templates/ui/gallery").rglob("*.html"))
FORBIDDEN = {
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>"),
    "an inline style": re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE),
    "an inline handler": re.compile(r"\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
    "a javascript: address": re.compile(r"javascript:", re.IGNORECASE),
    "an htmx handler": re.compile(r"\shx-on|\shx-vals=[\"']js:", re.IGNORECASE),
    "|safe": re.compile(r"\|\s*safe\b|autoescape off"),
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_template_has(what):
    guilty = [
        p.relative_to(SRC).as_posix() for p in TEMPLATES if FORBIDDEN[what].search(p.read_text())
    ]
    assert TEMPLATES
    assert guilty == []


def test_every_form_that_posts_carries_the_csrf_token():
    for path in TEMPLATES:
        for form in re.findall(
            r"<form\b[^>]*method=\"post\".*?</form>", path.read_text(), re.DOTALL | re.IGNORECASE
        ):
            assert "{% csrf_token %}" in form, path


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda p: p.stem)
def test_every_component_opens_with_what_it_accepts(path):
    assert re.match(r"\{% comment %\}.+?\{% endcomment %\}", path.read_text(), re.DOTALL)
