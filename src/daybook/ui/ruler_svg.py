"""The strokes of the day ruler: one SVG of classes and numbers, coloured by the style sheet."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from daybook.lib.periods import HALF_HOUR, Period
from daybook.ui.markup import drawn

WIDTH: Final = 16
MARGIN: Final = 12
PINS: Final = 20
BRACKET: Final = 24
TOP: Final = 34
ABOVE: Final = 8  # room over the cells for the top of the line that says now
BASE: Final = 110
FOOT: Final = 132
LETTER: Final = 6.2  # about how wide a letter is; enough to keep labels inside the drawing
TAG: Final = 26  # nearer than this an hour's label would show behind the tag that says now
LABEL_EVERY_HOURS: Final = 3


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is drawn, already measured: labels, bars as shares of the scale, bands by name."""

    name: str
    day: Period
    hours: tuple[str, ...]
    heights: tuple[tuple[float, float] | None, ...]
    bands: tuple[str, ...]
    now: dt.datetime | None

    @property
    def width(self) -> int:
        """The width of the whole drawing."""
        return len(self.hours) * WIDTH + 2 * MARGIN

    @property
    def current(self) -> int:
        """The cell "now" falls into; the first one on another day."""
        return int((self.now - self.day.starts_at) / HALF_HOUR) if self.now else 0

    def x(self, at: dt.datetime) -> float:
        """How far along ``at`` is; never outside the day."""
        cells = (at - self.day.starts_at) / HALF_HOUR
        return round(MARGIN + min(max(cells, 0), len(self.hours)) * WIDTH, 1)


def draw(drawing: Drawing, *, bracket: tuple[Period, str] | None) -> SafeString:
    """The drawing as SVG; readers are given the table instead, so it says nothing to them."""
    top = 0 if bracket else TOP - ABOVE
    parts = [
        f'<svg viewBox="0 {top} {drawing.width} {FOOT - top}" aria-hidden="true">',
        _hatch(drawing.name) if "" in drawing.bands and any(drawing.bands) else "",
        *_cells(drawing),
        *_axis(drawing),
        _bracket(drawing, *bracket) if bracket else "",
        _now(drawing, drawing.now) if drawing.now else "",
        _cursor(),
        "</svg>",
    ]
    return drawn(*parts)


def pins(drawing: Drawing, marks: Sequence[tuple[dt.datetime, str, str]]) -> SafeString:
    """What stands above the drawing, as links; nothing where there are no ``marks``."""
    return drawn(*_pins(drawing, marks)) if marks else drawn()


def _hatch(name: str) -> str:
    return (
        f'<defs><pattern id="hatch-{escape(name)}" width="5" height="5" '
        'patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<path class="ruler-hatch" d="M0 0v5"/></pattern></defs>'
    )


def _cursor() -> str:
    return (
        f'<rect class="ruler-cursor" x="{MARGIN}" y="{TOP}" width="{WIDTH}" '
        f'height="{BASE - TOP}" rx="2"/>'
    )


def _cells(drawing: Drawing) -> Iterator[str]:
    has_prices = any(drawing.bands)
    for n, (height, band) in enumerate(zip(drawing.heights, drawing.bands, strict=True)):
        x = MARGIN + n * WIDTH
        past = " ruler-past" if drawing.now and n < drawing.current else ""
        bed = f'x="{x + 0.5}" y="{TOP}" width="{WIDTH - 1}" height="{BASE - TOP}"'
        if height is not None:
            bar = _bar(x, height)
            yield f'<g class="band-{band}{past}"><rect class="ruler-bed" {bed}/>{bar}</g>'
        elif has_prices:
            fill = f'fill="url(#hatch-{escape(drawing.name)})"'
            yield f'<rect class="ruler-gap{past}" {bed} {fill}/>'
        else:
            yield f'<rect class="ruler-plain{past}" {bed}/>'


def _bar(x: int, height: tuple[float, float]) -> str:
    """A bar from nought to the price; a price of nought is still a line one can see."""
    room = BASE - TOP
    low, high = sorted(height)
    length = max((high - low) * room, 1.5)
    top = min(BASE - high * room, BASE - length)
    return (
        f'<rect class="ruler-bar" x="{x + 0.5}" y="{top:.1f}" '
        f'width="{WIDTH - 1}" height="{length:.1f}"/>'
    )


def _axis(drawing: Drawing) -> Iterator[str]:
    end = drawing.width - MARGIN
    zero = next((h[0] for h in drawing.heights if h is not None), 0.0)
    y = BASE - zero * (BASE - TOP)
    yield f'<path class="ruler-axis" d="M{MARGIN} {y:.1f}H{end}"/>'
    ticks = []
    for n, clock in enumerate((*drawing.hours, "24:00")):
        if clock[3:5] == "00":
            label = _hour_label(clock)
            x = MARGIN + n * WIDTH
            ticks.append(f"M{x} {BASE}v{6 if label else 3}")
            if label and not _is_covered(drawing, x):
                yield f'<text x="{x}" y="{FOOT - 4}" text-anchor="middle">{label}</text>'
    yield f'<path class="ruler-tick" d="{"".join(ticks)}"/>'


def _is_covered(drawing: Drawing, x: int) -> bool:
    return drawing.now is not None and abs(drawing.x(drawing.now) - x) < TAG


def _hour_label(clock: str) -> str:
    """``03`` for every third hour, ``BST`` for an hour the clocks repeat, else nothing."""
    hour, zone = clock[:2], clock[5:]
    if zone:
        return zone.strip()  # with its hour it would run into its twin
    return hour if int(hour) % LABEL_EVERY_HOURS == 0 else ""


def _bracket(drawing: Drawing, period: Period, text: str) -> str:
    left, right = drawing.x(period.starts_at), drawing.x(period.ends_at)
    half = len(text) * LETTER / 2
    middle = min(max((left + right) / 2, MARGIN + half), drawing.width - MARGIN - half)
    return (
        f'<path class="ruler-bracket" d="M{left + 1} {BRACKET + 5}v-5H{right - 1}v5"/>'
        f'<text class="ruler-bracket-text" x="{middle:.1f}" y="{BRACKET - 6}" '
        f'text-anchor="middle">{escape(text)}</text>'
    )


def _now(drawing: Drawing, now: dt.datetime) -> str:
    x = drawing.x(now)
    middle = min(max(x, MARGIN + 15), drawing.width - MARGIN - 15)
    word = escape(_("now"))
    return (
        f'<path class="ruler-now" d="M{x} {TOP - 4}V{BASE + 9}"/>'
        f'<rect class="ruler-now-tag" x="{middle - 15}" y="{FOOT - 15}" '
        'width="30" height="15" rx="3"/>'
        f'<text class="ruler-now-text" x="{middle}" y="{FOOT - 4}" '
        f'text-anchor="middle">{word}</text>'
    )


def _pins(drawing: Drawing, marks: Sequence[tuple[dt.datetime, str, str]]) -> Iterator[str]:
    yield f'<svg class="ruler-pins" viewBox="0 0 {drawing.width} {PINS}">'
    for at, title, url in marks:
        x, name = drawing.x(at), escape(title)
        yield (
            f'<a class="ruler-pin" href="{escape(url)}" aria-label="{name}"><title>{name}</title>'
            f'<line x1="{x}" y1="12" x2="{x}" y2="{PINS}"/><circle cx="{x}" cy="7" r="5"/></a>'
        )
    yield "</svg>"
