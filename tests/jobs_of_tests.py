"""Jobs that tests enqueue; a job must be a function of a module that a worker can import."""

import time
from pathlib import Path

from daybook.core.jobs import Retry, job, progress
from daybook.core.jobs.policy import BULK
from daybook.lib.errors import Invalid, Unavailable

heard: list[str] = []


@job()
def note(word: str) -> str:
    """Remember the word."""
    heard.append(word)
    return word


@job(Retry(attempts=3, first_wait_seconds=10))
def ask_a_service_that_is_away() -> None:
    """Fail in a way that may pass."""
    raise Unavailable("Nobody answers.")


@job()
def break_a_rule() -> None:
    """Fail in a way that trying again does not mend."""
    raise Invalid("This makes no sense.")


@job(Retry(attempts=1))
def divide_by_zero() -> float:
    """Fail like a bug."""
    return 1 / 0


@job()
def write_slowly(path: str, seconds: float) -> None:
    """Note the start in a file, take a while, note the end."""
    with Path(path).open("a") as file:
        file.write("started\n")
        file.flush()
        time.sleep(seconds)
        file.write("ended\n")


@job()
def count_to(number: int) -> int:
    """Count, and tell how far."""
    meter = progress.Meter(total=number)
    for _ in range(number):
        meter.step()
    return meter.done


@job()
def ask_for_bulk_work() -> None:
    """Enqueue something that may lie in Redis."""
    note.using(backend=BULK).enqueue("asked for")
