"""What consumption refuses, and why."""

from daybook.apps.consumption.domain.refusals import (
    InvalidCalorificValue,
    InvalidDays,
    InvalidInstalment,
    InvalidTariff,
    InvalidUnit,
    InvalidValue,
    UnreadableLine,
    UnusualValue,
)
from daybook.lib.errors import Conflict, NotFound

__all__ = [
    "InvalidCalorificValue",
    "InvalidDays",
    "InvalidInstalment",
    "InvalidTariff",
    "InvalidUnit",
    "InvalidValue",
    "NoSuchRecord",
    "NoSuchTariff",
    "NothingToUndo",
    "RecordedBefore",
    "TariffOverlap",
    "UnreadableLine",
    "UnusualValue",
]


class NoSuchRecord(NotFound):
    """There is no such record, or it is somebody else's."""

    code = "consumption.no-such-record"


class NothingToUndo(Conflict):
    """What was deleted has gone for good, or was brought back already."""

    code = "consumption.nothing-to-undo"


class RecordedBefore(Conflict):
    """The same form was recorded already, and that record has been deleted since."""

    code = "consumption.recorded-before"


class NoSuchTariff(NotFound):
    """There is no such tariff, or it is somebody else's."""

    code = "consumption.no-such-tariff"


class TariffOverlap(Conflict):
    """Two tariffs of one utility would hold on the same day."""

    code = "consumption.tariff-overlap"
