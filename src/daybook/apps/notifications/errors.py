"""What notifications refuse, and how a way of delivery fails."""

from typing import ClassVar

from daybook.lib.errors import Conflict, Forbidden, Invalid, NotFound, Unavailable


class UnknownKind(Invalid):
    """No app has registered a kind of notification of this name."""

    code = "notifications.unknown-kind"


class NoConsent(Forbidden):
    """Marketing goes only to those who have agreed to it on record."""

    code = "notifications.no-consent"


class TextChanged(Conflict):
    """What a person has read and agreed to is not what is asked any more."""

    code = "notifications.text-changed"


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
    # Whether the whole channel is better left alone for a while, or only this one message.
    is_away: ClassVar[bool] = True


class Rejected(Conflict):
    """The provider will never take this message for this address."""

    code = "notifications.rejected"


class MaybeSent(NotReached):
    """Nobody knows whether the provider took the message: it did not answer, or broke off."""

    code = "notifications.maybe-sent"


class CapReached(NotReached):
    """So many SMS have been sent today that this one waits for tomorrow."""

    code = "notifications.cap-reached"
    is_away = False


class BadNumber(Rejected):
    """No SMS can be sent to this number."""

    code = "notifications.bad-number"


class Stopped(Rejected):
    """The owner of this number has answered STOP."""

    code = "notifications.stopped"


class NoPhone(Conflict):
    """There is no number, or it cannot get SMS now."""

    code = "notifications.no-phone"


class NotConfirmed(Conflict):
    """SMS cannot be switched on before the number is confirmed."""

    code = "notifications.phone-not-confirmed"


class WrongCode(Invalid):
    """The code is not the one that was sent, has expired, or was tried too often."""

    code = "notifications.wrong-code"

    def __init__(self, message: str, /) -> None:
        super().__init__(message, errors=[{"loc": ["body", "code"], "msg": message}])


class Forged(Forbidden):
    """What claims to come from the provider is not signed by it."""

    code = "notifications.forged"


class NoProvider(NotFound):
    """No mail provider of this name may tell us anything here."""

    code = "notifications.no-such-provider"


class NotSigned(Forbidden):
    """A report does not come from the provider it names, or comes too late."""

    code = "notifications.not-signed"


class Unreadable(Invalid):
    """A report is not what its provider is known to send."""

    code = "notifications.unreadable-report"


class LinkOver(NotFound):
    """A link to confirm an address has been used, is too old, or was never ours."""

    code = "notifications.link-over"


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
