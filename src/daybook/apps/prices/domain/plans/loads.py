"""What an appliance draws: a profile in one go, or so much energy at a steady power.

Shares of energy are whole numbers, so that equal costs are equal: 1 kWh over three hours is six
equal parts, not six times 0.1667 kWh.
"""

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from daybook.apps.prices.domain.amounts import capacity
from daybook.apps.prices.domain.refusals import InvalidLength, InvalidPower, InvalidProfile

SLOT_MINUTES: Final = 30
LONGEST_MINUTES: Final = 24 * 60
LARGEST_KW: Final = Decimal(50)
MICRO: Final = 1_000_000
_MOST_PARTS: Final = LONGEST_MINUTES // SLOT_MINUTES
_KW_PLACES: Final = Decimal("0.001")
_SEPARATORS: Final = re.compile(r",\s+|;")
_NUMBER: Final = re.compile(r"[0-9]{1,3}(\.[0-9]{0,6})?|\.[0-9]{1,6}")
_PROFILE: Final = (
    "Write the kWh of each half-hour from the start, such as “0.9 0.6 0.2”, at most 48 of them."
)
_LENGTH: Final = "Give a length from 1 minute to 24 hours."
_POWER: Final = "Give a power above 0 and at most 50 kW, such as 7.4."


@dataclass(frozen=True, slots=True)
class Profile:
    """What is drawn in one go, by the half-hour counted from the start.

    ``kwh`` is all of it; half-hour ``n`` has the share ``parts[n] / sum(parts)``. The last part
    lasts ``last_minutes``, all others thirty. Raises ``InvalidProfile`` for what draws nothing.
    """

    parts: tuple[int, ...]
    kwh: Decimal
    last_minutes: int = SLOT_MINUTES

    def __post_init__(self) -> None:
        if not 0 < len(self.parts) <= _MOST_PARTS or min(self.parts) < 0 or not sum(self.parts):
            raise InvalidProfile(_PROFILE)

    @property
    def whole(self) -> int:
        """The sum of the parts."""
        return sum(self.parts)

    @property
    def length(self) -> dt.timedelta:
        """From the start to the end."""
        return dt.timedelta(minutes=(len(self.parts) - 1) * SLOT_MINUTES + self.last_minutes)

    def minutes_of(self, part: int) -> int:
        """How long one part lasts."""
        return self.last_minutes if part == len(self.parts) - 1 else SLOT_MINUTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """So many kWh at a steady power, in several runs if need be, such as of a car.

    A run lasts at least ``minimum_run`` half-hours, and there are at most ``most_runs``. Only the
    very last half-hour may be used for less than all of its thirty minutes.
    """

    kwh: Decimal
    kw: Decimal
    minimum_run: int = 1
    most_runs: int = 1

    @property
    def slot_part(self) -> int:
        """What a whole half-hour draws, in millionths of a kWh."""
        return int(self.kw * MICRO) * SLOT_MINUTES // 60

    @property
    def slots(self) -> int:
        """How many half-hours it takes, the last one perhaps in part."""
        return -(-int(self.kwh * MICRO) // self.slot_part)

    @property
    def last_part(self) -> int:
        """What the last half-hour draws, in millionths of a kWh."""
        return int(self.kwh * MICRO) - (self.slots - 1) * self.slot_part

    @property
    def last_minutes(self) -> int:
        """How long the last half-hour is used, rounded up to the minute."""
        return -(-self.last_part * SLOT_MINUTES // self.slot_part)

    @property
    def profile(self) -> Profile:
        """The same in one go; raises ``InvalidLength`` when that takes more than a day."""
        if self.slots > _MOST_PARTS:
            raise InvalidLength(
                "That would take more than 24 hours. Give less energy or more power."
            )
        parts = (self.slot_part,) * (self.slots - 1) + (self.last_part,)
        return Profile(parts, self.kwh, self.last_minutes)


Load = Profile | Charge


def power(value: Decimal | str) -> Decimal:
    """A power in kW: above 0, at most 50, to the watt; raises ``InvalidPower`` otherwise."""
    text = str(value).strip()
    if _NUMBER.fullmatch(text) is None:
        raise InvalidPower(_POWER)
    kw = Decimal(text)
    if not 0 < kw <= LARGEST_KW or kw != kw.quantize(_KW_PLACES):
        raise InvalidPower(_POWER)
    return kw


def even(kwh: Decimal, minutes: int) -> Profile:
    """``kwh`` drawn evenly over so many minutes; raises ``InvalidCapacity``, ``InvalidLength``."""
    if not 1 <= minutes <= LONGEST_MINUTES:
        raise InvalidLength(_LENGTH)
    full, rest = divmod(minutes, SLOT_MINUTES)
    parts = (SLOT_MINUTES,) * full + ((rest,) if rest else ())
    return Profile(parts, capacity(kwh), rest or SLOT_MINUTES)


def profile(text: str, minutes: int | None = None) -> Profile:
    """The profile somebody typed: kWh by half-hours, such as ``0.9 0.6 0.2`` or ``0,9 0,6 0,2``.

    ``minutes`` is how long it lasts where the last half-hour is not used up. Raises
    ``InvalidProfile``, and ``InvalidLength`` where the two do not fit together.
    """
    given = _SEPARATORS.sub(" ", text)
    words = given.replace(",", " " if "." in given else ".").split()
    if not 0 < len(words) <= _MOST_PARTS or not all(map(_NUMBER.fullmatch, words)):
        raise InvalidProfile(_PROFILE)
    amounts = [Decimal(word) for word in words]
    last = SLOT_MINUTES if minutes is None else minutes - (len(words) - 1) * SLOT_MINUTES
    if not 1 <= last <= SLOT_MINUTES:
        raise InvalidLength("The length has to end within the last half-hour of the profile.")
    parts = tuple(int(amount * MICRO) for amount in amounts)
    if not sum(parts):
        raise InvalidProfile(_PROFILE)
    return Profile(parts, sum(amounts, Decimal(0)), last)
