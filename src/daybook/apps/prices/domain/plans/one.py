"""The best start of what runs in one go.

Every start on a half-hour is tried: with ``n`` parts and ``N`` half-hours that is ``n * N``
products of whole numbers, exact and far below a millisecond for a day.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from daybook.apps.prices.domain.plans.field import Field
from daybook.apps.prices.domain.plans.loads import Profile
from daybook.apps.prices.domain.slots import Slot, units

#: What a start costs, what it emits, and where it is; whole numbers in units of the profile.
Try = tuple[int, int, int]


def best_start(field: Field, profile: Profile, tolerance_pence: Decimal) -> Slot | None:
    """The slot to start in: the cheapest, of equals the greenest, then the earliest.

    With a tolerance, in pence per kWh, the earliest that is dearer by at most so much. ``None``
    where nothing fits.
    """
    tries = list(_tries(field, profile))
    if not tries:
        return None
    best = min(tries)
    if tolerance_pence:
        most = best[0] + units(tolerance_pence) * profile.whole
        best = next(one for one in tries if one[0] <= most)
    return field.slots[best[2]]


def dearest_start(field: Field, profile: Profile) -> Slot | None:
    """The slot in which starting costs most, of equals the earliest; ``None`` if nothing fits."""
    found = max(_tries(field, profile), key=lambda one: one[0], default=None)
    return None if found is None else field.slots[found[2]]


def _tries(field: Field, profile: Profile) -> Iterator[Try]:
    """Every start that is allowed and meets no gap, earliest first."""
    slots, count = field.slots, len(profile.parts)
    free = [field.is_free(slot) for slot in slots]
    ends = [field.is_free(slot, profile.last_minutes) for slot in slots]
    adjoins = adjoining(slots)
    intensities = field.intensities()
    for first in range(len(slots) - count + 1):
        last = first + count - 1
        if ends[last] and all(free[first:last]) and all(adjoins[first + 1 : last + 1]):
            used = zip(profile.parts, slots[first:], intensities[first:], strict=False)
            weighed = [(part * slot.units, part * grams) for part, slot, grams in used]
            yield sum(cost for cost, _ in weighed), sum(grams for _, grams in weighed), first


def adjoining(slots: Sequence[Slot]) -> list[bool]:
    """Whether each slot begins when the one before it ends; the first does not."""
    return [n > 0 and slots[n - 1].ends_at == slot.starts_at for n, slot in enumerate(slots)]
