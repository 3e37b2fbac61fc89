"""One line of text that a person types, and what may not stand in it."""

import unicodedata
from typing import Final

from daybook.lib.errors import Invalid

LINE_LENGTH: Final = 100
UNPRINTABLE: Final = frozenset({"Cc", "Cs", "Co", "Cn"})
#: Signs that turn the direction of text, also that which follows the line (UAX 9).
TURNS: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def single_spaced(text: str) -> str:
    """``text`` composed, and with single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def is_printable(text: str) -> bool:
    """Tell whether every sign of ``text`` can be seen, and leaves the text around it alone."""
    return not any(unicodedata.category(sign) in UNPRINTABLE or sign in TURNS for sign in text)


def checked_line(text: str) -> str:
    """``text`` with single spaces, perhaps empty; raises ``Invalid`` when long or unprintable."""
    line = single_spaced(text)
    if len(line) > LINE_LENGTH:
        raise Invalid(f"This may have at most {LINE_LENGTH} characters.")
    if not is_printable(line):
        raise Invalid("This may not contain control characters.")
    return line
