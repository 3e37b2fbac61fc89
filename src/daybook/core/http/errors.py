"""What can go wrong when Daybook asks another service, told apart."""

from daybook.lib.errors import DomainError, NotFound, Unavailable


class Unreachable(Unavailable):
    """The service does not answer: no connection, no answer in time, or an error of its own."""

    code = "http.unreachable"


class Busy(Unavailable):
    """The service asks everybody to wait (429)."""

    code = "http.busy"


class Confused(Unavailable):
    """The service answered with something that cannot be its answer."""

    code = "http.confused"


class Refused(Unavailable):
    """The service turned this request down (a 4xx other than 404 and 429)."""

    code = "http.refused"


class Denied(Refused):
    """The service does not let in who asks (401, 403)."""

    code = "http.denied"


class OffLimits(Unavailable):
    """A link leads away from the service; it is not followed."""

    code = "http.off-limits"


class StillAsking(Unavailable):
    """Someone else is asking the same and has no answer yet."""

    code = "http.still-asking"


class NothingThere(NotFound):
    """The service knows no such thing (404)."""

    code = "http.nothing-there"


#: The failures that say the whole service is down, not only one question to it.
OUTAGES: tuple[type[DomainError], ...] = (Unreachable, Busy)


def error_of(code: str, message: str) -> DomainError:
    """The error with this ``code`` again, for one that was kept in a file."""
    kinds = [DomainError]
    while kinds:
        kind = kinds.pop()
        if getattr(kind, "code", None) == code:
            return kind(message)
        kinds.extend(kind.__subclasses__())
    return Unavailable(message)
