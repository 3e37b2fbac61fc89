"""A log file that several processes write and that rotates when it is full."""

import fcntl
import os
from logging import LogRecord
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any


class SharedRotatingFile(RotatingFileHandler):
    """Rotates by size, safely with several processes.

    ``RotatingFileHandler`` alone loses lines when two processes rotate at once, and goes on
    writing to a file that another one has renamed. Here each write looks whether the file is
    still the one it opened, and one process at a time rotates, under a lock beside the file.
    Each line is one ``write`` in append mode, so lines of two processes never mix.
    """

    def __init__(self, filename: str, **options: Any) -> None:
        Path(filename).parent.mkdir(parents=True, exist_ok=True)
        super().__init__(filename, encoding="utf-8", delay=True, **options)
        self._lock_path = Path(f"{self.baseFilename}.lock")

    def emit(self, record: LogRecord) -> None:
        """Write one record to the file that is current now."""
        if self._was_moved():
            self._reopen()
        super().emit(record)

    def doRollover(self) -> None:  # noqa: N802 - the name the standard library calls
        """Rotate, unless another process has just done it."""
        with self._lock_path.open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if self._was_moved():
                self._reopen()
            else:
                super().doRollover()

    def _was_moved(self) -> bool:
        if self.stream is None:
            return False
        try:
            there = Path(self.baseFilename).stat()
        except FileNotFoundError:
            return True
        here = os.fstat(self.stream.fileno())
        return (there.st_dev, there.st_ino) != (here.st_dev, here.st_ino)

    def _reopen(self) -> None:
        if self.stream is not None:
            self.stream.close()
        self.stream = self._open()
