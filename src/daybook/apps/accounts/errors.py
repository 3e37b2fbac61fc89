"""What accounts refuses."""

from collections.abc import Mapping, Sequence

from daybook.lib.errors import Conflict, Forbidden, Invalid, NotFound


class NotValid(Invalid):
    """Some fields are wrong; ``fields`` has the messages of each by name."""

    code = "accounts.not-valid"

    def __init__(self, fields: Mapping[str, Sequence[str]], /) -> None:
        told = [(name, message) for name, messages in fields.items() for message in messages]
        errors = [{"loc": ["body", name], "msg": message} for name, message in told]
        super().__init__(" ".join(message for _name, message in told), errors=errors)
        self.fields = {name: list(messages) for name, messages in fields.items()}


class EmailTaken(Conflict):
    """Somebody has an account with this e-mail."""

    code = "accounts.email-taken"


class WrongCredentials(Forbidden):
    """No active account has this e-mail and this password; which of them is wrong is not told."""

    code = "accounts.wrong-credentials"


class TokenRefused(Forbidden):
    """The refresh token is wrong, too old, used before or revoked."""

    code = "accounts.token-refused"


class LinkRefused(NotFound):
    """No link in a letter has this secret: it is wrong, used, too old, or replaced by a newer."""

    code = "accounts.link-refused"


class NoSuchSession(NotFound):
    """The person has no such session, or it has ended."""

    code = "accounts.no-such-session"


class NoSuchToken(NotFound):
    """The person has no such token."""

    code = "accounts.no-such-token"


class TooManyTokens(Conflict):
    """The person has as many tokens as anybody may have."""

    code = "accounts.too-many-tokens"


class SecondStepOn(Conflict):
    """The person has a second step already."""

    code = "accounts.second-factor-on"


class SecondStepMissing(Conflict):
    """The person has no second step."""

    code = "accounts.second-factor-off"


class NoSuchPerson(NotFound):
    """The account has been erased meanwhile."""

    code = "accounts.no-such-person"


class UnknownPurpose(NotFound):
    """Nobody asks for consent to this."""

    code = "accounts.unknown-purpose"


class NoSuchConsent(NotFound):
    """The person has not agreed to this, or has taken it back."""

    code = "accounts.no-such-consent"


class NoSuchArchive(NotFound):
    """The person has no such copy of their data, or it is not ready, or it has run out."""

    code = "accounts.no-such-archive"


class AccountLeaves(Forbidden):
    """The account is about to be deleted: its person may sign in on a page and keep it."""

    code = "accounts.leaves"


class NotLeaving(Conflict):
    """Nobody has asked for the account to be deleted, or it is too late to keep it."""

    code = "accounts.not-leaving"


class LastOperator(Conflict):
    """Without this person nobody would run the place; that has to be said to be known."""

    code = "accounts.last-operator"


class PasskeyRefused(Forbidden):
    """What a device has shown is not a passkey of this account, or not for this question."""

    code = "accounts.passkey-refused"


class NoSuchPasskey(NotFound):
    """The person has no such passkey."""

    code = "accounts.no-such-passkey"


class TooManyPasskeys(Conflict):
    """The person has as many passkeys as anybody may have."""

    code = "accounts.too-many-passkeys"
