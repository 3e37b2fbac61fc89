"""A bounded memory of parsed answers, each good for one version of its file."""

import threading
from collections import OrderedDict
from pathlib import Path
from typing import Generic, TypeVar

from daybook.core.http.files import Mark

T = TypeVar("T")


class Memo(Generic[T]):
    """The most recently used values, by path; a value counts only while the file has its mark."""

    def __init__(self, *, size: int) -> None:
        self._size = size
        self._values: OrderedDict[Path, tuple[Mark, T]] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._values)

    def recall(self, path: Path, mark: Mark) -> T | None:
        """The value kept for this very version of the file, if any."""
        with self._lock:
            kept = self._values.get(path)
            if kept is None or kept[0] != mark:
                return None
            self._values.move_to_end(path)
            return kept[1]

    def keep(self, path: Path, mark: Mark, value: T) -> None:
        """Remember ``value``; the least recently used one makes room."""
        with self._lock:
            self._values[path] = (mark, value)
            self._values.move_to_end(path)
            while len(self._values) > self._size:
                self._values.popitem(last=False)
