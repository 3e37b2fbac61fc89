"""Answers of other services, kept as files that every process and thread shares."""

import datetime as dt
import hashlib
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import wait
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar, cast

import structlog
from django.utils.translation import gettext as _
from prometheus_client import Counter

from daybook.core.http import background, files
from daybook.core.http.errors import StillAsking
from daybook.core.http.failures import Failures
from daybook.core.http.memo import Memo
from daybook.core.http.questions import Answer, Question
from daybook.core.http.turnstile import Turnstile
from daybook.core.http.values import Json, JsonObject, read_json, write_json
from daybook.core.http.waiting import Deadline
from daybook.lib.errors import DomainError, TooMany

T = TypeVar("T")
log = structlog.get_logger(__name__)

CLOCK_SLACK = dt.timedelta(minutes=5)
OUTCOMES = Counter(
    "daybook_answers", "Answers of other services, by where they came from", ["cache", "outcome"]
)


class AnswerCache:
    """Remembers answers in ``folder``, one file each; asks for each question one at a time.

    A fresh answer is returned as it is. Otherwise one caller has the service asked, and meanwhile
    the others get the stale answer, or wait for the new one when there is none. Nobody waits for
    longer than the patience: the asking goes on without them, for whoever comes next. When it
    fails the last good answer is returned, marked stale; the failure is remembered for a short
    while. Caches of one ``service`` learn from each other that it is down, and share one
    ``turnstile``, so that only a few threads ever ask. Of the files the oldest go when there are
    more than ``most_files`` or ``most_bytes``.
    """

    def __init__(
        self,
        *,
        name: str,
        folder: Path,
        service: str = "",
        turnstile: Turnstile | None = None,
        patience_seconds: float = 3.0,
        failure_seconds: float = 30.0,
        memo_size: int = 128,
        most_files: int = 10_000,
        most_bytes: int = 100_000_000,
    ) -> None:
        self.name = name
        self._folder = folder / name
        self._turnstile = turnstile or Turnstile()
        self._patience = patience_seconds
        self._most_files = most_files
        self._most_bytes = most_bytes
        outage = folder / f"{service}.down" if service else self._folder / "outage.down"
        self._failures = Failures(outage=outage, seconds=failure_seconds)
        self._memo: Memo[Answer[Any]] = Memo(size=memo_size)

    def answer(
        self, question: Question[T], *, now: dt.datetime, patience_seconds: float | None = None
    ) -> Answer[T]:
        """The answer to ``question``, from the file or from the service.

        Waits for the service no longer than ``patience_seconds``, by default the patience of this
        cache. Raises whatever ``fetch``, ``parse`` or ``spend`` raises when there is no usable
        earlier answer, and ``StillAsking`` when the service takes longer than that.
        """
        path = self._path(question.request)
        kept = self._kept(path, question)
        if kept is not None and self._is_fresh(kept, now):
            self._count("hit")
            return kept
        if kept is not None and not question.is_usable(kept.value):
            kept = None
        patience = self._patience if patience_seconds is None else patience_seconds
        try:
            answer = self._renewed(path, question, kept, now, Deadline(seconds=patience))
        except DomainError:
            self._count("error")
            raise
        self._count("stale" if answer.is_stale else "miss")
        return answer

    def clean(self, *, older_than: dt.timedelta, now: dt.datetime) -> int:
        """Remove files written longer ago than ``older_than``, and the oldest of too many."""
        removed = files.remove_older(self._folder, before=(now - older_than).timestamp())
        return removed + self._shrink()

    # --- asking ----------------------------------------------------------------------------------

    def _renewed(
        self,
        path: Path,
        question: Question[T],
        kept: Answer[T] | None,
        now: dt.datetime,
        deadline: Deadline,
    ) -> Answer[T]:
        if failure := self._failures.recent(path, now):
            return self._fallback(kept, failure)
        try:
            question.spend()
        except TooMany:
            if kept is None:
                raise
            return self._meanwhile(kept)
        with self._disk_may_refuse():
            self._folder.mkdir(parents=True, exist_ok=True)
        with ExitStack() as held:
            if not self._is_our_turn(path, held, deadline, may_wait=kept is None):
                return self._meanwhile(kept)
            asking = background.begin(lambda: self._asked(path, question, now), held=held.pop_all())
        if not wait([asking], max(deadline.remaining(), 0.0)).done:
            return self._meanwhile(kept)
        try:
            return asking.result()
        except DomainError as failure:
            return self._fallback(kept, failure)

    def _is_our_turn(
        self, path: Path, held: ExitStack, deadline: Deadline, *, may_wait: bool
    ) -> bool:
        """Take a place at the turnstile and the lock of ``path``, to be ``held`` while asking."""
        entered = self._turnstile.entered(may_wait=may_wait, at_most=deadline.remaining())
        if not held.enter_context(entered):
            return False
        while True:
            with ExitStack() as lock:
                if lock.enter_context(files.try_lock(path.with_suffix(".lock"))):
                    held.push(lock.pop_all())
                    return True
            if not may_wait or deadline.remaining() <= 0:
                return False
            time.sleep(0.02)

    def _meanwhile(self, kept: Answer[T] | None) -> Answer[T]:
        if kept is None:
            raise StillAsking(_("The answer is still on its way. Please try again in a moment."))
        return replace(kept, is_stale=True)

    def _asked(self, path: Path, question: Question[T], now: dt.datetime) -> Answer[T]:
        # Whoever asked before may have brought the answer, or found out that there is none.
        newer = self._kept(path, question)
        if newer is not None and self._is_fresh(newer, now):
            return newer
        if failure := self._failures.recent(path, now):
            raise failure
        began = time.monotonic()
        try:
            answer = self._fetched(path, question, now)
        except DomainError as error:
            # It may have taken long to fail; it is remembered from when it failed.
            failed_at = now + dt.timedelta(seconds=time.monotonic() - began)
            with self._disk_may_refuse():
                self._failures.remember(path, error, failed_at)
            raise
        finally:
            self._shrink()
        with self._disk_may_refuse():
            self._failures.forget(path)
        return answer

    def _fetched(self, path: Path, question: Question[T], now: dt.datetime) -> Answer[T]:
        raw = question.fetch()
        # What is parsed is what would be read from the file: the first reader sees no other value.
        value = question.parse(read_json(write_json(raw)))
        answer = Answer(value, fetched_at=now, expires_at=question.expires_at(now, value))
        content: JsonObject = {
            "request": {**question.request},
            "fetched_at": answer.fetched_at.isoformat(),
            "expires_at": answer.expires_at.isoformat(),
            "answer": raw,
        }
        with self._disk_may_refuse():
            files.write(path, content)
        if mark := files.mark_of(path):
            self._memo.keep(path, mark, answer)
        return answer

    def _fallback(self, kept: Answer[T] | None, failure: DomainError) -> Answer[T]:
        if kept is None:
            raise failure
        return replace(kept, is_stale=True, failure=failure)

    @contextmanager
    def _disk_may_refuse(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            # A full or read-only disk costs speed, not the answer.
            log.warning("answer_not_kept", cache=self.name, reason=str(error))

    # --- keeping ---------------------------------------------------------------------------------

    def _shrink(self) -> int:
        removed, most, most_bytes = 0, self._most_files, self._most_bytes
        with self._disk_may_refuse():
            removed += files.keep_youngest(self._folder, most=most, most_bytes=most_bytes)
        return removed

    def _path(self, request: Mapping[str, str]) -> Path:
        name = "\x1f".join(f"{key}={request[key]}" for key in sorted(request))
        return self._folder / f"{hashlib.sha256(name.encode()).hexdigest()[:40]}.json"

    def _kept(self, path: Path, question: Question[T]) -> Answer[T] | None:
        mark = files.mark_of(path)
        if mark is None:
            return None
        known = self._memo.recall(path, mark)
        if known is not None:
            return cast("Answer[T]", known)
        answer = self._read(files.read(path), question)
        if answer is not None:
            self._memo.keep(path, mark, answer)
        return answer

    def _read(self, content: Json, question: Question[T]) -> Answer[T] | None:
        try:
            if not isinstance(content, dict) or content["request"] != dict(question.request):
                return None
            return Answer(
                question.parse(content["answer"]),
                fetched_at=_instant(content, "fetched_at"),
                expires_at=_instant(content, "expires_at"),
            )
        except (KeyError, TypeError, ValueError, DomainError):
            return None

    def _is_fresh(self, answer: Answer[T], now: dt.datetime) -> bool:
        # An answer from the future was written under a wrong clock and might never expire.
        return now < answer.expires_at and answer.fetched_at <= now + CLOCK_SLACK

    def _count(self, outcome: str) -> None:
        OUTCOMES.labels(self.name, outcome).inc()


def _instant(content: JsonObject, key: str) -> dt.datetime:
    at = dt.datetime.fromisoformat(str(content[key]))
    if at.tzinfo is None:
        raise ValueError(f"{key} has no zone")
    return at
