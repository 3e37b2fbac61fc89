"""A child process that is started again when it crashes and that leaves nothing behind."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from typing import Final

import structlog

log = structlog.get_logger(__name__)

LONGEST_WAIT_SECONDS: Final = 30.0
HEALTHY_AFTER_SECONDS: Final = 20.0
MOST_CRASHES: Final = 5


class KeepsCrashing(Exception):
    """A child crashed again and again; the message says which."""


class Child:
    """One part of Daybook in a process group of its own."""

    def __init__(
        self, name: str, command: Sequence[str], *, environment: Mapping[str, str], lifeline: int
    ) -> None:
        self.name = name
        self._command = [*command]
        self._environment = {**environment}
        self._lifeline = lifeline
        self._process: subprocess.Popen[bytes] | None = None
        self._started_at = self._due_at = 0.0
        self._crashes = 0

    def start(self, now: float) -> None:
        """Start the process; ``now`` is the monotonic clock in seconds."""
        self._started_at, self._due_at = now, 0.0
        # A session of its own: Ctrl-C reaches only the parent, which then stops all in order.
        self._process = subprocess.Popen(
            self._command,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            pass_fds=[self._lifeline],
            start_new_session=True,
        )

    @property
    def is_running(self) -> bool:
        """Whether the process is there."""
        return self._process is not None and self._process.poll() is None

    def watch(self, now: float) -> None:
        """Notice a crash, and start again after a wait that doubles with each crash.

        Raises ``KeepsCrashing`` after ``MOST_CRASHES`` without a healthy time between them.
        """
        if self.is_running:
            return
        if not self._due_at:
            self._crashed(now)
        elif now >= self._due_at:
            self.start(now)

    def _crashed(self, now: float) -> None:
        self._kill_group()
        healthy = now - self._started_at >= HEALTHY_AFTER_SECONDS
        self._crashes = 1 if healthy else self._crashes + 1
        code = self._process.returncode if self._process else None
        if self._crashes >= MOST_CRASHES:
            raise KeepsCrashing(
                f"The {self.name} process crashed {self._crashes} times in a row (exit code"
                f" {code}). The lines above say why; `daybook doctor` may help."
            )
        wait = min(LONGEST_WAIT_SECONDS, 2.0 ** (self._crashes - 1))
        self._due_at = now + wait
        log.error("serve.crash", part=self.name, exit_code=code, restart_in_seconds=wait)

    def ask_to_stop(self) -> None:
        """Send SIGTERM; the process finishes what it is doing."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def end(self, deadline: float) -> None:
        """Wait until ``deadline`` on the monotonic clock, then kill whatever is left of it."""
        if self._process is None:
            return
        try:
            self._process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            log.warning("serve.killed", part=self.name)
        self._kill_group()
        self._process.wait()

    def _kill_group(self) -> None:
        if self._process is None:
            return
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return  # the usual case: the group has ended with its leader
