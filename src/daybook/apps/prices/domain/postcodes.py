"""Postcodes, as far as finding an electricity region needs them.

The form is that of Royal Mail: an outward code of two to four characters, and
an inward code of a digit and two letters (never C, I, K, M, O or V).
"""

import re
from typing import Final

from daybook.apps.prices.domain.refusals import InvalidPostcode, PostcodeNotServed

_OUTWARD: Final = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?")
_INWARD: Final = re.compile(r"[0-9][ABD-HJLNP-UW-Z]{2}")
_INWARD_LENGTH: Final = 3
_AREA: Final = re.compile(r"[A-Z]+")
_NOT_SERVED: Final = {
    "BT": "Northern Ireland has an electricity market of its own, without Agile prices.",
    "JE": "Jersey has an electricity company of its own, without Agile prices.",
    "GY": "Guernsey has an electricity company of its own, without Agile prices.",
    "IM": "The Isle of Man has an electricity company of its own, without Agile prices.",
    "GX": "Gibraltar has an electricity company of its own, without Agile prices.",
    "BF": "A forces postcode is not a place. Choose the region from the list instead.",
    "BX": "That postcode is not a place. Choose the region from the list instead.",
}
_ADVICE: Final = (
    "That is not a postcode of England, Scotland or Wales. "
    "Write it like SW1A 1AA, or only its first half, SW1A."
)


def postcode(text: str) -> str:
    """A postcode as it is written on a letter: ``sw1a1aa`` becomes ``SW1A 1AA``.

    The outward half alone is accepted as such. Raises ``InvalidPostcode`` for
    what has another form (foreign ones too), and ``PostcodeNotServed``, saying
    why, for places outside Great Britain's electricity market.
    """
    words = text.upper().split() if text.isascii() else []
    code = "".join(words)
    outward, inward = code[:-_INWARD_LENGTH], code[-_INWARD_LENGTH:]
    if _OUTWARD.fullmatch(outward) and _INWARD.fullmatch(inward):
        _refuse_elsewhere(outward)
        return f"{outward} {inward}"
    if len(words) != 1 or not _OUTWARD.fullmatch(code):
        raise InvalidPostcode(_ADVICE)
    _refuse_elsewhere(code)
    return code


def outward_code(text: str) -> str:
    """The outward half of a postcode, such as ``SW1A``; raises what ``postcode`` does."""
    return postcode(text).split()[0]


def _refuse_elsewhere(outward: str) -> None:
    area = _AREA.match(outward)
    if area is not None and area[0] in _NOT_SERVED:
        raise PostcodeNotServed(_NOT_SERVED[area[0]])
