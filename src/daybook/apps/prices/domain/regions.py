"""The fourteen electricity regions of Great Britain.

The letters are those of the grid supply point groups; there is no I and no O,
and Northern Ireland, with its own market, has none.
"""

from dataclasses import dataclass
from typing import Final

from daybook.apps.prices.domain.refusals import UnknownRegion


@dataclass(frozen=True, slots=True)
class Region:
    """One region: its letter, and the name people know it by."""

    letter: str
    name: str

    @property
    def group_id(self) -> str:
        """The name of the region in Octopus's answers, such as ``_C``."""
        return f"_{self.letter}"


REGIONS: Final = (
    Region("A", "Eastern England"),
    Region("B", "East Midlands"),
    Region("C", "London"),
    Region("D", "Merseyside and North Wales"),
    Region("E", "West Midlands"),
    Region("F", "North East England"),
    Region("G", "North West England"),
    Region("H", "Southern England"),
    Region("J", "South East England"),
    Region("K", "South Wales"),
    Region("L", "South West England"),
    Region("M", "Yorkshire"),
    Region("N", "South Scotland"),
    Region("P", "North Scotland"),
)
_BY_LETTER: Final = {region.letter: region for region in REGIONS}


def region(text: str) -> Region:
    """The region of a letter, given as ``C``, ``c`` or ``_C``.

    Raises ``UnknownRegion`` for anything else.
    """
    letter = text.strip().removeprefix("_").upper()
    if letter not in _BY_LETTER:
        raise UnknownRegion(
            "There is no such electricity region. Give one letter from A to P, but not I or O, "
            "or look it up by postcode."
        )
    return _BY_LETTER[letter]
