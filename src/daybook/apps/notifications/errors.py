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


class DeviceGone(Rejected):
    """The push service says that this browser has given its subscription up."""

    code = "notifications.device-gone"


class TooLarge(Rejected):
    """The push service does not take so much at once."""

    code = "notifications.too-large"


class Diverted(Conflict):
    """The message does not go by this channel after all; it goes by another one."""

    code = "notifications.diverted"


class WrongSubscription(Invalid):
    """What a browser has sent is no subscription Daybook can use."""

    code = "notifications.wrong-subscription"


class NotRemembered(Conflict):
    """A browser that forgets its person when it is closed shows no messages by itself."""

    code = "notifications.not-remembered"


class TooManyDevices(Conflict):
    """The person has as many devices as anybody may have."""

    code = "notifications.too-many-devices"


class NoSuchDevice(NotFound):
    """The person has no such device."""

    code = "notifications.no-such-device"


class NoSuchAction(NotFound):
    """There is nothing of this name to be done with this message, or it is too late for it."""

    code = "notifications.no-such-action"
