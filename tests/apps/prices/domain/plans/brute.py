"""Plans by trying everything: slow, and simple enough to be believed."""

from fractions import Fraction
from itertools import combinations, pairwise

NO_CARBON = {}


def cost(slots, parts):
    """Whole numbers: the price of each slot times its part."""
    return sum(part * slot.units for part, slot in zip(parts, slots, strict=True))


def adjoin(slots):
    return all(a.ends_at == b.starts_at for a, b in pairwise(slots))


def one_block(slots, profile, carbon=NO_CARBON):
    """The best start: cheapest, greenest, earliest."""
    count = len(profile.parts)
    tries = []
    for first in range(len(slots) - count + 1):
        used = slots[first : first + count]
        if adjoin(used):
            green = sum(
                p * carbon.get(s.starts_at, 0) for p, s in zip(profile.parts, used, strict=True)
            )
            tries.append((cost(used, profile.parts), green, used[0].starts_at))
    return min(tries)[2] if tries else None


def runs_of(slots):
    found = []
    for slot in slots:
        if found and found[-1][-1].ends_at == slot.starts_at:
            found[-1].append(slot)
        else:
            found.append([slot])
    return found


def several_blocks(slots, charge, carbon=NO_CARBON):
    """The best set of half-hours: cheapest, greenest, fewest runs, earliest."""
    needed = charge.slots
    parts = [charge.slot_part] * (needed - 1) + [charge.last_part]
    best = None
    for used in combinations(slots, needed):
        runs = runs_of(used)
        short = min(charge.minimum_run, needed)
        if len(runs) > charge.most_runs or min(map(len, runs)) < short:
            continue
        green = sum(p * carbon.get(s.starts_at, 0) for p, s in zip(parts, used, strict=True))
        tried = (cost(used, parts), green, len(runs), [s.starts_at for s in used])
        best = tried if best is None else min(best, tried)
    return best


def minute_by_minute(slots, profile, starts_at, minute):
    """The cost in units of 10^-20 pence per whole, added up over every single minute."""
    total, at = Fraction(0), starts_at
    for part, amount in enumerate(profile.parts):
        length = profile.minutes_of(part)
        for _ in range(length):
            slot = next(s for s in slots if s.starts_at <= at < s.ends_at)
            total += Fraction(amount * slot.units, length)
            at += minute
    return total
