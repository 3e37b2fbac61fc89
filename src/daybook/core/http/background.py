"""Work that goes on when nobody waits for it any more."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import AbstractContextManager, ExitStack
from contextvars import copy_context
from functools import partial
from types import TracebackType
from typing import TypeVar

import structlog

from daybook.lib.errors import DomainError

T = TypeVar("T")
log = structlog.get_logger(__name__)


def begin(work: Callable[[], T], *, held: AbstractContextManager[object]) -> Future[T]:
    """Start ``work`` in a thread that ends with the process; then let go of what is ``held``.

    The thread has the caller's context: its lines in the log carry the same request id. Where no
    thread can be had the caller does the work itself.
    """
    future: Future[T] = Future()
    context = copy_context()
    thread = threading.Thread(
        target=context.run,
        args=(_carry_out, work, held, future),
        name="daybook-asking",
        daemon=True,
    )
    try:
        thread.start()
    except RuntimeError:
        _carry_out(work, held, future)
    return future


def _carry_out(
    work: Callable[[], T], held: AbstractContextManager[object], future: Future[T]
) -> None:
    with ExitStack() as ending:
        ending.push(partial(_tell_failure, future))
        with held:
            result = work()
        future.set_result(result)


def _tell_failure(
    future: Future[T],
    _kind: type[BaseException] | None,
    error: BaseException | None,
    _trace: TracebackType | None,
) -> bool:
    """Hand a failure to whoever still waits; a bug is logged too, since all may have gone."""
    if error is None:
        return False
    if not isinstance(error, DomainError):
        log.error("asking_broke", exc_info=error)
    future.set_exception(error)
    return True
