"""Every error prices speaks in: those of its rules, and those of asking Octopus."""

from daybook.apps.prices.domain.refusals import (
    InvalidCapacity,
    InvalidCount,
    InvalidDuration,
    InvalidLimits,
    InvalidPlan,
    InvalidPostcode,
    InvalidProduct,
    InvalidSlots,
    InvalidTolerance,
    NoPrices,
    NoWindow,
    PostcodeNotServed,
    UnknownRegion,
)
from daybook.lib.errors import Conflict, NotFound, Unavailable

__all__ = [
    "InvalidCapacity",
    "InvalidCount",
    "InvalidDuration",
    "InvalidLimits",
    "InvalidPlan",
    "InvalidPostcode",
    "InvalidProduct",
    "InvalidSlots",
    "InvalidTolerance",
    "NoPrices",
    "NoSuchFeed",
    "NoSuchWindow",
    "NoWindow",
    "OctopusUnavailable",
    "PostcodeNotServed",
    "TooManyWindows",
    "UnknownPostcode",
    "UnknownProduct",
    "UnknownRegion",
    "UnknownTariff",
]


class OctopusUnavailable(Unavailable):
    """Octopus does not answer, or answers with something that is not prices."""

    code = "prices.octopus-unavailable"


class UnknownProduct(NotFound):
    """Octopus has no product with this code."""

    code = "prices.unknown-product"


class UnknownTariff(NotFound):
    """Octopus has no prices for this product in this region."""

    code = "prices.unknown-tariff"


class UnknownPostcode(NotFound):
    """Octopus knows no electricity region for this postcode."""

    code = "prices.unknown-postcode"


class NoSuchWindow(NotFound):
    """The person has no such window on their calendar."""

    code = "prices.no-such-window"


class NoSuchFeed(NotFound):
    """No calendar is read at this address."""

    code = "prices.no-such-feed"


class TooManyWindows(Conflict):
    """So many windows are planned that there is no room for another one."""

    code = "prices.too-many-windows"
