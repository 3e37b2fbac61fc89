"""What consumption refuses, and why."""

from daybook.apps.consumption.domain.refusals import (
    InvalidCalorificValue,
    InvalidDays,
    InvalidLayout,
    InvalidStamp,
    InvalidUnit,
    InvalidValue,
    UnreadableFile,
    UnreadableLine,
    UnusualValue,
)
from daybook.lib.errors import Conflict, NotFound

__all__ = [
    "ImportedBefore",
    "InvalidCalorificValue",
    "InvalidDays",
    "InvalidLayout",
    "InvalidStamp",
    "InvalidUnit",
    "InvalidValue",
    "NoSuchImport",
    "NoSuchRecord",
    "NothingToImport",
    "NothingToUndo",
    "PreviewChanged",
    "RecordedBefore",
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
