"""Ends a child process when its parent is gone, however the parent ended.

Parent and child share a pipe that nobody writes to. When the parent dies, even by ``kill -9``, the
system closes its end and the child's read returns. This needs nothing but a thread.
"""

import os
import signal
import threading
import time
from typing import Final

GRACE_SECONDS: Final = 5.0


def follow(pipe: int, *, grace_seconds: float = GRACE_SECONDS) -> None:
    """Stop this process soon after the other end of ``pipe`` is closed."""
    threading.Thread(target=_wait, args=(pipe, grace_seconds), name="lifeline", daemon=True).start()


def _wait(pipe: int, grace_seconds: float) -> None:
    os.read(pipe, 1)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(grace_seconds)
    os._exit(1)
