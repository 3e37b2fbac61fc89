"""Ordered, named contributions of the apps to pages that belong to none of them."""

from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

import structlog

T = TypeVar("T")
R = TypeVar("R")

log = structlog.get_logger(__name__)


class Registry(Generic[T]):
    """Contributions by unique name, iterated by order and then by name."""

    def __init__(self, what: str) -> None:
        self.what = what
        self._entries: dict[str, tuple[int, T]] = {}

    def register(self, name: str, *, order: int = 100) -> Callable[[T], T]:
        """Decorate the contribution called ``name``, for example ``"booking.next"``.

        What is not a function is passed by hand: ``nav.register("shop.shop")(NavItem(...))``.
        Raises ``ValueError`` when the name is taken or has no app in front.
        """
        if "." not in name:
            raise ValueError(f"{self.what} {name!r} needs the name of its app in front")

        def decorate(contribution: T) -> T:
            if name in self._entries:
                raise ValueError(f"{self.what} {name!r} is registered twice")
            self._entries[name] = (order, contribution)
            return contribution

        return decorate

    def __iter__(self) -> Iterator[tuple[str, T]]:
        for name, (_, contribution) in sorted(
            self._entries.items(), key=lambda item: (item[1][0], item[0])
        ):
            yield name, contribution

    def __len__(self) -> int:
        return len(self._entries)

    def gather(self, use: Callable[[T], R]) -> list[tuple[str, R]]:
        """What ``use`` makes of each contribution, in order; one that fails is logged, left out.

        ``use`` must do all its work before it returns: turn an iterable into a list in it.
        """
        results: list[tuple[str, R]] = []
        for name, contribution in self:
            try:
                results.append((name, use(contribution)))
            except Exception:
                log.exception("contribution.failed", what=self.what, name=name)
        return results
