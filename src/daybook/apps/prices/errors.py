"""Every error prices speaks in: those of its rules, and those of asking Octopus."""

from daybook.apps.prices.domain.refusals import (
    InvalidBattery,
    InvalidCapacity,
    InvalidCount,
    InvalidDuration,
    InvalidHours,
    InvalidLength,
    InvalidLimits,
    InvalidMinutes,
    InvalidName,
    InvalidPlan,
    InvalidPostcode,
    InvalidPower,
    InvalidProduct,
    InvalidProfile,
    InvalidRuns,
    InvalidSlots,
    InvalidThreshold,
    InvalidTimer,
    InvalidTolerance,
    NoPrices,
    NoWindow,
    PostcodeNotServed,
    UnknownRegion,
)
from daybook.lib.errors import Conflict, Invalid, NotFound, Unavailable

__all__ = [
    "AddedBefore",
    "CarbonUnavailable",
    "InvalidBattery",
    "InvalidCapacity",
    "InvalidCount",
    "InvalidDuration",
    "InvalidHours",
    "InvalidLength",
    "InvalidLimits",
    "InvalidMinutes",
    "InvalidName",
    "InvalidPlan",
    "InvalidPostcode",
    "InvalidPower",
    "InvalidProduct",
    "InvalidProfile",
    "InvalidRuns",
    "InvalidSlots",
    "InvalidThreshold",
    "InvalidTimer",
    "InvalidTolerance",
    "NoPrices",
    "NoSuchAppliance",
    "NoSuchFeed",
    "NoSuchWindow",
    "NoTariff",
    "NoWindow",
    "OctopusUnavailable",
    "PostcodeNotServed",
    "TooManyAppliances",
    "TooManyWindows",
    "UnknownPostcode",
    "UnknownProduct",
    "UnknownRegion",
    "UnknownTariff",
    "WrongAlert",
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


class NoTariff(Conflict):
    """Of whom no region and no product are known, nothing can be told about prices."""

    code = "prices.no-tariff"


class WrongAlert(Invalid):
    """An alert lacks what it needs, or has what cannot be; ``field`` says which."""

    code = "prices.wrong-alert"

    def __init__(self, field: str, message: str, /) -> None:
        super().__init__(message, errors=[{"loc": ["body", field], "msg": message}])
        self.field = field


class CarbonUnavailable(Unavailable):
    """The forecast of carbon intensity cannot be had."""

    code = "prices.carbon-unavailable"


class NoSuchAppliance(NotFound):
    """The person has no such appliance."""

    code = "prices.no-such-appliance"


class AddedBefore(Conflict):
    """The appliance of this form was added before, and has been deleted since."""

    code = "prices.added-before"


class TooManyAppliances(Conflict):
    """A person keeps at most fifty appliances."""

    code = "prices.too-many-appliances"


class NoSuchWindow(NotFound):
    """The person has no such window on their calendar."""

    code = "prices.no-such-window"


class NoSuchFeed(NotFound):
    """No calendar is read at this address."""

    code = "prices.no-such-feed"


class TooManyWindows(Conflict):
    """So many windows are planned that there is no room for another one."""

    code = "prices.too-many-windows"
