"""Colours come from the tokens, can be read in both themes, and the styles stay small."""

import gzip
import re

import pytest

from daybook.ui.assets import STATIC, STYLES, joined

CSS = STATIC / "ui" / "css"
TOKENS = (CSS / "tokens.css").read_text()
PAIRS = {
    name: (light, dark)
    for name, light, dark in re.findall(
        r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);", TOKENS
    )
}
TONES = ["info", "success", "warning", "error"]
PAGES = ("paper", "leaf", "wash")
READABLE = [
    *[(words, page) for words in ("ink", "ink-soft", "accent") for page in PAGES],
    *[(tone, page) for tone in TONES for page in ("paper", "leaf", f"{tone}-wash")],
    *[("ink", f"{tone}-wash") for tone in TONES],
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("accent", "accent-wash"),
    ("accent-strong", "accent-wash"),
    ("paper", "ink"),
]  # fmt: skip
VISIBLE = [("edge", "leaf"), ("edge", "paper"), ("accent", "paper"), ("error", "leaf")]


def luminance(colour):
    """The relative luminance of a hex colour (WCAG 2.2)."""
    channels = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_measured_as_the_standard_says():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("words", "page"), READABLE)
def test_words_can_be_read(words, page, theme):
    assert contrast(PAIRS[words][theme], PAIRS[page][theme]) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("line", "page"), VISIBLE)
def test_edges_of_controls_can_be_seen(line, page, theme):
    assert contrast(PAIRS[line][theme], PAIRS[page][theme]) >= 3


def test_the_page_has_the_colours_of_the_design():
    assert PAIRS["paper"] == ("#fbf9f4", "#151412")
    assert PAIRS["ink"][0] == "#1e1c1a"


def test_every_price_band_has_a_colour_of_its_own():
    bands = [pair for name, pair in PAIRS.items() if name.startswith("band-")]
    assert len(set(bands)) == 6


SHEETS = sorted(CSS.glob("*.css"))


def rules(path):
    return re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL).strip()


@pytest.mark.parametrize(
    "path", [path for path in SHEETS if path.stem != "tokens"], ids=lambda path: path.stem
)
def test_every_other_sheet_takes_its_colours_from_the_tokens(path):
    colour = r"#[0-9a-fA-F]{3,8}\b(?![^{]*\{)|\b(?:rgba?|hsla?|oklch)\("
    assert re.findall(colour, rules(path)) == []


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.stem)
class TestEveryStyleSheet:
    def test_stands_in_a_layer(self, path):
        assert rules(path).startswith("@layer")

    def test_uses_only_tokens_that_exist(self, path):
        everywhere = "".join(sheet.read_text() for sheet in SHEETS)
        known = set(re.findall(r"(--[\w-]+):", everywhere))
        assert set(re.findall(r"var\((--[\w-]+)", path.read_text())) <= known

    def test_is_safe_from_right_to_left(self, path):
        sides = r"(?:margin|padding|border)-(?:left|right)\b|(?<![\w-])(?:left|right):"
        assert re.findall(sides, path.read_text()) == []


def test_layers_are_declared_once_in_order():
    first = "@layer tokens, base, layout, components, pages;"
    assert joined(STYLES).startswith(first)
    assert joined(STYLES).count("components, pages") == 1


def test_all_styles_together_stay_within_the_budget():
    assert len(gzip.compress(joined(STYLES).encode())) < 25_000


def test_movement_stops_for_those_who_ask():
    assert "prefers-reduced-motion: reduce" in joined(STYLES)
