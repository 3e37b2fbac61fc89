"""What consumption refuses, and why."""

from daybook.apps.consumption.domain.refusals import (
    InvalidAccountNumber,
    InvalidApiKey,
    InvalidCalorificValue,
    InvalidDays,
    InvalidUnit,
    InvalidValue,
    UnreadableLine,
    UnusualValue,
)
from daybook.lib.errors import Conflict, Invalid, NotFound

__all__ = [
    "AccountUnknown",
    "ConnectionPaused",
    "InvalidAccountNumber",
    "InvalidApiKey",
    "InvalidCalorificValue",
    "InvalidDays",
    "InvalidUnit",
    "InvalidValue",
    "KeyRefused",
    "NoMeterPoint",
    "NoSuchRecord",
    "NotConnected",
    "NothingToUndo",
    "OtherAccount",
    "RecordedBefore",
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
