"""Lengths of text messages: what a phone network counts, and how to keep within it.

Source: 3GPP TS 23.038 (the GSM 7-bit alphabet and its extension, UCS-2) and 23.040 (long messages
come in segments, each with a header that takes 7 septets or 3 UTF-16 units).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

BASIC: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION: Final = frozenset("\f^{}\\[~]|€")  # each is sent as an escape and a letter
ALPHABET: Final = BASIC | EXTENSION
GSM_ALONE, GSM_PART = 160, 153
WIDE_ALONE, WIDE_PART = 70, 67
LAST_OF_ONE_UNIT: Final = 0xFFFF
# Signs a keyboard has and this alphabet has not: one of them would more than double the price.
PLAIN: Final = str.maketrans(
    {
        "\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "-",
        "\u2026": "...", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2212": "-", "\t": " ",
    }
)  # fmt: skip
CUT: Final = "..."
LONGEST_WORD: Final = 30
JOINERS: Final = "\u200d\ufe0e\ufe0f"


@dataclass(frozen=True, slots=True)
class Size:
    """How long a text is for a phone: in segments, which are what is paid, and characters."""

    segments: int
    characters: int
    is_wide: bool


def plain(text: str) -> str:
    """The text with typographic signs as the alphabet of phones has them."""
    return text.translate(PLAIN)


def size_of(text: str) -> Size:
    """How long ``text`` is; an empty one is sent as one segment too."""
    is_wide = not ALPHABET.issuperset(text)
    alone, part = (WIDE_ALONE, WIDE_PART) if is_wide else (GSM_ALONE, GSM_PART)
    widths = list(_wide(text) if is_wide else _narrow(text))
    count = 1 if sum(widths) <= alone else _parts(widths, part)
    return Size(count, len(text), is_wide)


def shortened(text: str, *, most: int, ending: str) -> str:
    """The text itself where it fits into ``most`` segments, else its beginning and ``ending``.

    It is cut between two words where one of them is not too far away.
    """
    if size_of(text).segments <= most:
        return text
    shortest, longest = 0, len(text)
    while shortest < longest:  # a longer beginning never takes fewer segments
        middle = (shortest + longest + 1) // 2
        if size_of(_cut(text, middle) + ending).segments <= most:
            shortest = middle
        else:
            longest = middle - 1
    space = text.rfind(" ", max(0, shortest - LONGEST_WORD), shortest + 1)
    return _cut(text, space if space > 0 else shortest) + ending


def _cut(text: str, length: int) -> str:
    return text[:length].rstrip(" \n.,;:" + JOINERS) + CUT


def _narrow(text: str) -> Iterable[int]:
    return (2 if char in EXTENSION else 1 for char in text)


def _wide(text: str) -> Iterable[int]:
    return (2 if ord(char) > LAST_OF_ONE_UNIT else 1 for char in text)


def _parts(widths: Iterable[int], part: int) -> int:
    """Segments of ``part`` units; an escape and its letter, or a pair, stay together."""
    count, used = 1, 0
    for width in widths:
        if used + width > part:
            count, used = count + 1, 0
        used += width
    return count
