"""Few wait for a service at once, and nobody joins a wait that drags."""

import math
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

MINUTE_SECONDS: Final = 60.0


class Turnstile:
    """Keeps a service that hangs from taking every thread of this process with it.

    At most ``places`` callers are inside at once. Once one of them has been inside for longer than
    ``patience_seconds``, nobody else goes in, or waits to, until that one is out again. At most
    ``per_minute`` go in, so that a stranger who asks for ever new things cannot make this process
    a nuisance to the service.
    """

    def __init__(
        self, *, places: int = 2, patience_seconds: float = 3.0, per_minute: int = 120
    ) -> None:
        self._places = places
        self._patience = patience_seconds
        self._inside: list[float] = []
        self._last: deque[float] = deque(maxlen=per_minute)
        self._moved = threading.Condition()

    @contextmanager
    def entered(self, *, may_wait: bool, at_most: float = math.inf) -> Iterator[bool]:
        """Be inside, if that is possible; where ``may_wait``, wait a little for a place.

        ``at_most`` seconds are waited, and never longer than the patience. One thread may enter
        and another leave.
        """
        since = self._enter(min(self._patience, at_most) if may_wait else 0.0)
        try:
            yield since is not None
        finally:
            if since is not None:
                self._leave(since)

    def _enter(self, patience: float) -> float | None:
        with self._moved:
            self._moved.wait_for(self._is_decided, timeout=patience)
            if self._is_full() or self._drags() or self._is_spent():
                return None
            since = time.monotonic()
            self._last.append(since)
            self._inside.append(since)
            return since

    def _leave(self, since: float) -> None:
        with self._moved:
            self._inside.remove(since)
            self._moved.notify_all()

    def _is_decided(self) -> bool:
        return not self._is_full() or self._drags() or self._is_spent()

    def _is_full(self) -> bool:
        return len(self._inside) >= self._places

    def _is_spent(self) -> bool:
        is_long = len(self._last) == self._last.maxlen
        return is_long and time.monotonic() - self._last[0] < MINUTE_SECONDS

    def _drags(self) -> bool:
        return bool(self._inside) and time.monotonic() - min(self._inside) > self._patience
