"""What consumption refuses, and why."""

from daybook.apps.consumption.domain.refusals import (
    InvalidAccountNumber,
    InvalidApiKey,
    InvalidCalorificValue,
    InvalidDays,
    InvalidInstalment,
    InvalidLayout,
    InvalidMeter,
    InvalidReading,
    InvalidStamp,
    InvalidTariff,
    InvalidUnit,
    InvalidValue,
    QuestionableStep,
    UnreadableFile,
    UnreadableLine,
    UnusualValue,
)
from daybook.lib.errors import Conflict, Invalid, NotFound

__all__ = [
    "AccountUnknown",
    "ConnectionPaused",
    "ImportedBefore",
    "InvalidAccountNumber",
    "InvalidApiKey",
    "InvalidCalorificValue",
    "InvalidDays",
    "InvalidInstalment",
    "InvalidLayout",
    "InvalidMeter",
    "InvalidReading",
    "InvalidStamp",
    "InvalidTariff",
    "InvalidUnit",
    "InvalidValue",
    "KeyRefused",
    "MeterAddedBefore",
    "NoMeterPoint",
    "NoSuchImport",
    "NoSuchMeter",
    "NoSuchReading",
    "NoSuchRecord",
    "NoSuchTariff",
    "NotConnected",
    "NothingToImport",
    "NothingToUndo",
    "OtherAccount",
    "PreviewChanged",
    "QuestionableStep",
    "ReadOnThatDay",
    "RecordedBefore",
    "ReplacedBefore",
    "TariffOverlap",
    "UnreadableFile",
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


class NoSuchMeter(NotFound):
    """There is no such meter, or it is somebody else's."""

    code = "consumption.no-such-meter"


class NoSuchReading(NotFound):
    """There is no such reading, or it is somebody else's."""

    code = "consumption.no-such-reading"


class ReadOnThatDay(Conflict):
    """The meter has another reading of that day."""

    code = "consumption.read-on-that-day"


class MeterAddedBefore(Conflict):
    """The same form has made a meter already, and that one has been deleted since."""

    code = "consumption.meter-added-before"


class ReplacedBefore(Conflict):
    """The meter has been replaced already."""

    code = "consumption.replaced-before"


class KeyRefused(Invalid):
    """Octopus does not let in whoever has this key."""

    code = "consumption.key-refused"


class AccountUnknown(Invalid):
    """Octopus has no such account for whoever has this key."""

    code = "consumption.account-unknown"


class NoMeterPoint(Invalid):
    """The account has no meter through which anything is used."""

    code = "consumption.no-meter-point"


class NotConnected(NotFound):
    """The person has connected no Octopus account."""

    code = "consumption.not-connected"


class OtherAccount(Conflict):
    """Another Octopus account is connected already."""

    code = "consumption.other-account"


class ConnectionPaused(Conflict):
    """Octopus is not asked any more until the key has been typed again."""

    code = "consumption.connection-paused"


class NoSuchImport(NotFound):
    """There is no such file or import, or it is somebody else's."""

    code = "consumption.no-such-import"


class ImportedBefore(Conflict):
    """The same file is imported already, with the same columns."""

    code = "consumption.imported-before"


class NothingToImport(Conflict):
    """All that a file says is there already, or cannot be read."""

    code = "consumption.nothing-to-import"


class PreviewChanged(Conflict):
    """What would be imported is not what was shown: something has changed meanwhile."""

    code = "consumption.preview-changed"
