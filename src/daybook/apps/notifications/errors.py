"""What notifications refuse, and how a way of delivery fails."""

from daybook.lib.errors import Conflict, Forbidden, Invalid, NotFound, Unavailable


class UnknownKind(Invalid):
    """No app has registered a kind of notification of this name."""

    code = "notifications.unknown-kind"


class NoConsent(Forbidden):
    """Marketing goes only to those who have agreed to it on record."""

    code = "notifications.no-consent"


class NotYours(NotFound):
    """There is no such message in this person's inbox."""

    code = "notifications.no-such-message"


class WrongWish(Invalid):
    """A preference makes no sense; ``field`` says which."""

    code = "notifications.wrong-wish"

    def __init__(self, field: str, message: str, /) -> None:
        super().__init__(message, errors=[{"loc": ["body", field], "msg": message}])
        self.field = field


class AlwaysOn(Conflict):
    """Messages of this kind cannot be switched off."""

    code = "notifications.always-on"


class NotReached(Unavailable):
    """The provider did not take the message this time; it may later.

    ``retry_after_seconds`` is the wait it asked for, where it did.
    """

    code = "notifications.not-reached"


class Rejected(Conflict):
    """The provider will never take this message for this address."""

    code = "notifications.rejected"
