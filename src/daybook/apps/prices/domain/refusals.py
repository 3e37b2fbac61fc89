"""What the rules of prices refuse, and why.

They live beside the rules because the rules raise them; everybody above the
domain imports them from ``daybook.apps.prices.errors``.
"""

from daybook.lib.errors import Conflict, Invalid, NotFound, Unavailable


class UnknownRegion(Invalid):
    """No electricity region has this letter."""

    code = "prices.unknown-region"


class InvalidProduct(Invalid):
    """This cannot be the code of an Octopus product."""

    code = "prices.invalid-product"


class InvalidPostcode(Invalid):
    """This is not the form of a British postcode."""

    code = "prices.invalid-postcode"


class PostcodeNotServed(Invalid):
    """A real postcode, but in a place without Agile prices."""

    code = "prices.postcode-not-served"


class InvalidDuration(Invalid):
    """A block must last from half an hour to six hours."""

    code = "prices.invalid-duration"


class InvalidCapacity(Invalid):
    """An amount of energy must be above 0 and at most 500 kWh."""

    code = "prices.invalid-capacity"


class InvalidTolerance(Invalid):
    """A tolerance is an amount of pence, and not below 0."""

    code = "prices.invalid-tolerance"


class InvalidLimits(Invalid):
    """The allowed hours leave no time at all."""

    code = "prices.invalid-limits"


class InvalidCount(Invalid):
    """At least one block has to be asked for."""

    code = "prices.invalid-count"


class InvalidPlan(Invalid):
    """This block cannot be put on a calendar: it is over, too long or too far away."""

    code = "prices.invalid-plan"


class NoWindow(Conflict):
    """No block of this length fits into the prices that are known."""

    code = "prices.no-window"


class NoPrices(NotFound):
    """Not a single price is known for the time asked about."""

    code = "prices.no-prices"


class InvalidSlots(Unavailable):
    """The prices received contradict themselves; nothing can be told from them."""

    code = "prices.invalid-slots"


class InvalidThreshold(Invalid):
    """A price to be told about is one that may come."""

    code = "prices.invalid-threshold"


class InvalidMinutes(Invalid):
    """Something is told from five minutes to three hours before."""

    code = "prices.invalid-minutes"


class InvalidProfile(Invalid):
    """This cannot be what an appliance draws, half-hour by half-hour."""

    code = "prices.invalid-profile"


class InvalidPower(Invalid):
    """A power is above 0 and at most 50 kW."""

    code = "prices.invalid-power"


class InvalidLength(Invalid):
    """A run lasts from a minute to a day, or it lacks what its length follows from."""

    code = "prices.invalid-length"


class InvalidHours(Invalid):
    """Allowed hours need a beginning and an end."""

    code = "prices.invalid-hours"


class InvalidRuns(Invalid):
    """The least length of a run, or how many there may be, cannot be so."""

    code = "prices.invalid-runs"


class InvalidTimer(Invalid):
    """This cannot be what a delay timer offers."""

    code = "prices.invalid-timer"


class InvalidBattery(Invalid):
    """A battery is charged from a lower share to a higher one."""

    code = "prices.invalid-battery"


class InvalidName(Invalid):
    """An appliance needs a name, and not an endless one."""

    code = "prices.invalid-name"
