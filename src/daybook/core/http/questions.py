"""What is asked of a service, and what comes back."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from daybook.core.http.values import Json
from daybook.lib.errors import DomainError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Answer(Generic[T]):
    """A parsed answer and how old it is; ``failure`` says why it could not be renewed."""

    value: T
    fetched_at: dt.datetime
    expires_at: dt.datetime
    is_stale: bool = False
    failure: DomainError | None = None

    def age(self, now: dt.datetime) -> dt.timedelta:
        """How long ago the service gave this answer."""
        return max(now - self.fetched_at, dt.timedelta(0))


def _always(_value: object) -> bool:
    return True


def _gladly() -> None:
    """Nothing stands against asking."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(Generic[T]):
    """What is asked, and what the answer means.

    ``request`` names the question: equal requests share one answer, so it holds all that ``fetch``
    and ``parse`` depend on. ``parse`` receives decimals as strings and raises a ``DomainError``
    for a shape that is not the answer's; its result must not be changed by anybody.
    ``expires_at`` tells from the time of the answer and its value when it goes stale;
    ``is_usable`` whether a stale value is still better than none. ``spend`` is called before the
    service is asked, and raises ``TooMany`` where whoever asks has asked too often.
    """

    request: Mapping[str, str]
    fetch: Callable[[], Json]
    parse: Callable[[Json], T]
    expires_at: Callable[[dt.datetime, T], dt.datetime]
    is_usable: Callable[[T], bool] = _always
    spend: Callable[[], object] = _gladly
