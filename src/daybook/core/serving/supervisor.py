"""Starts the web processes and the worker, watches over them and stops them together."""

import os
import signal
import sys
import time
from collections.abc import Callable, Mapping
from types import FrameType, TracebackType
from typing import Final, Self

from daybook.core.serving.address import Address
from daybook.core.serving.children import Child, KeepsCrashing

LOOK_SECONDS: Final = 0.1
START_SECONDS: Final = 60.0
STOP_SECONDS: Final = 6.0
INSIST_SECONDS: Final = 4.0
STOPPING: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

Say = Callable[[str], None]


class Supervisor:
    """One process tree. Use as a context: leaving it leaves no process behind."""

    def __init__(self, address: Address, *, environment: Mapping[str, str], say: Say) -> None:
        self._address = address
        self._say = say
        self._stop = False
        reader, self._held_open = os.pipe()
        self._reader = reader
        self._environment = {**environment}
        self._children: list[Child] = []

    def __enter__(self) -> Self:
        for number in STOPPING:
            signal.signal(number, self._on_signal)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop_all()
        os.close(self._held_open)
        os.close(self._reader)

    def add(self, name: str, *module_and_arguments: str) -> None:
        """Add a part: a Python module and its arguments, told where its lifeline is."""
        self._children.append(
            Child(
                name,
                [sys.executable, "-m", *module_and_arguments, "--lifeline", str(self._reader)],
                environment=self._environment,
                lifeline=self._reader,
            )
        )

    def run(self, *, host_header: str) -> None:
        """Start everything, say when it answers, and watch until told to stop.

        Raises ``KeepsCrashing`` when a part cannot be kept alive.
        """
        for child in self._children:
            child.start(time.monotonic())
        if self._wait_until_it_answers(host_header):
            self._say(f"Daybook runs at {self._address.url}")
        while not self._stop:
            self._look()

    def _wait_until_it_answers(self, host_header: str) -> bool:
        deadline = time.monotonic() + START_SECONDS
        while not self._stop:
            if self._address.answers(host_header=host_header):
                return True
            if time.monotonic() > deadline:
                raise KeepsCrashing(f"Daybook does not answer at {self._address.url}.")
            self._look()
        return False

    def _look(self) -> None:
        for child in self._children:
            child.watch(time.monotonic())
        time.sleep(LOOK_SECONDS)

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._stop = True

    def _stop_all(self) -> None:
        started = time.monotonic()
        for child in self._children:
            child.ask_to_stop()
        while self._any_running() and time.monotonic() < started + INSIST_SECONDS:
            time.sleep(LOOK_SECONDS)
        for child in self._children:
            child.ask_to_stop()  # the worker hands its job back when it is asked twice
        for child in self._children:
            child.end(started + STOP_SECONDS)

    def _any_running(self) -> bool:
        return any(child.is_running for child in self._children)
