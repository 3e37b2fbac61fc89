"""Facts one app announces and apps above it react to, after the commit."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

from django.db import transaction

E = TypeVar("E")
Handler = Callable[[E], object]

_handlers: dict[type, list[Callable[[Any], object]]] = defaultdict(list)


def subscribe(event_type: type[E], handler: Handler[E]) -> None:
    """Call ``handler`` with every published ``event_type``; only ``plugs`` modules do this.

    Handlers are idempotent. A fact that must not be lost starts a job instead of doing the work.
    """
    if handler not in _handlers[event_type]:
        _handlers[event_type].append(handler)


def publish(event: object) -> None:
    """Tell the subscribers once the transaction commits; nothing happens on a rollback.

    A handler that fails is logged; the others are told all the same, and what was committed stays.
    """
    for handler in _handlers.get(type(event), ()):
        transaction.on_commit(_told(handler, event), robust=True)


def _told(handler: Handler[E], event: E) -> Callable[[], object]:
    def tell() -> object:
        return handler(event)

    # Django names a failed hook by its __qualname__ in the log.
    name = getattr(handler, "__qualname__", repr(handler))
    tell.__qualname__ = f"{name} for {type(event).__name__}"
    return tell
