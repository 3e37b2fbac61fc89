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
