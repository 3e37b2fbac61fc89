"""The errors the domain speaks in. Nothing here knows about HTTP."""

from typing import Any, ClassVar


class DomainError(Exception):
    """An anticipated refusal whose message may be shown to the person.

    Subclass one of the kinds below next to the action that raises it and
    give the subclass a stable ``code``; clients branch on the code, people
    read the message.
    """

    code: ClassVar[str]

    def __init__(self, message: str, /, **details: Any) -> None:
        super().__init__(message)
        self.message = message
        self.details = details


class Invalid(DomainError):
    """The request makes no sense as given; correcting it may help."""

    code = "invalid"


class NotFound(DomainError):
    """The thing does not exist, or this person may not know that it does."""

    code = "not-found"


class Forbidden(DomainError):
    """The person may see the thing but not do this to it."""

    code = "forbidden"


class Conflict(DomainError):
    """The request was fine, but the state of the world refuses it."""

    code = "conflict"


class Unavailable(DomainError):
    """A service this depends on is not answering; trying later may help."""

    code = "unavailable"


class TooMany(DomainError):
    """This was tried too often; the detail ``retry_after_seconds`` says when it may be again."""

    code = "too-many-requests"
