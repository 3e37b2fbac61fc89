"""Nobody waits long for a service that is slow, and what it says at last is not lost."""

import datetime as dt
import threading
import time
from contextlib import ExitStack

import pytest
from structlog.contextvars import bind_contextvars, clear_contextvars, get_contextvars

from daybook.core.http import AnswerCache, Question, StillAsking, Unreachable, background
from daybook.lib.errors import TooMany

KEEP = dt.timedelta(minutes=5)


class Slow:
    """A service that answers when it is let go, and counts."""

    def __init__(self, answer="new"):
        self.answer, self.asked, self.let_go = answer, 0, threading.Event()

    def __call__(self):
        self.asked += 1
        self.let_go.wait(10)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.fixture
def cache(tmp_path):
    return AnswerCache(name="test", folder=tmp_path, patience_seconds=10)


@pytest.fixture
def slow():
    """A slow service; at the end of the test its thread has ended too."""
    service = Slow()
    yield service
    finish(service)


def finish(service):
    service.let_go.set()
    for thread in threading.enumerate():
        if thread.name == "daybook-asking":
            thread.join(10)


def question(fetch, **more):
    return Question(
        request={"what": more.pop("what", "rates")},
        fetch=fetch,
        parse=lambda answer: answer,
        expires_at=lambda fetched_at, _value: fetched_at + KEEP,
        **more,
    )


class TestPatience:
    def test_ends_before_the_service_answers(self, cache, slow, now):
        began = time.monotonic()
        with pytest.raises(StillAsking, match="in a moment"):
            cache.answer(question(slow), now=now, patience_seconds=0.1)
        assert time.monotonic() - began < 3

    def test_leaves_the_answer_to_whoever_comes_next(self, cache, slow, now):
        with pytest.raises(StillAsking):
            cache.answer(question(slow), now=now, patience_seconds=0.05)
        finish(slow)
        assert cache.answer(question(slow), now=now).value == "new"
        assert slow.asked == 1

    def test_of_many_leads_to_one_request(self, cache, slow, now):
        for _ in range(3):
            with pytest.raises(StillAsking):
                cache.answer(question(slow), now=now, patience_seconds=0.05)
        assert slow.asked == 1

    def test_ends_with_the_last_answer_where_there_is_one(self, cache, slow, now):
        cache.answer(question(lambda: "old"), now=now)
        answer = cache.answer(question(slow), now=now + KEEP, patience_seconds=0.05)
        assert (answer.value, answer.is_stale, answer.failure) == ("old", True, None)

    def test_keeps_a_failure_nobody_waited_for(self, cache, slow, now):
        slow.answer = Unreachable("Down.")
        with pytest.raises(StillAsking):
            cache.answer(question(slow), now=now, patience_seconds=0.05)
        finish(slow)
        with pytest.raises(Unreachable, match="Down"):
            cache.answer(question(slow), now=now)
        assert slow.asked == 1


class TestBackground:
    def test_carries_the_request_id_along(self):
        bind_contextvars(request_id="ABC")
        seen = background.begin(get_contextvars, held=ExitStack()).result(5)
        clear_contextvars()
        assert seen["request_id"] == "ABC"

    def test_lets_go_whatever_happens(self):
        with ExitStack() as held:
            let_go = threading.Event()
            held.callback(let_go.set)
            failed = background.begin(lambda: 1 // 0, held=held.pop_all())
        assert isinstance(failed.exception(5), ZeroDivisionError)
        assert let_go.is_set()

    def test_tells_the_log_of_what_nobody_expected(self, caplog):
        assert background.begin(lambda: 1 // 0, held=ExitStack()).exception(5)
        assert "asking_broke" in caplog.text

    def test_ends_with_the_process(self):
        def is_daemon():
            return threading.current_thread().daemon

        assert background.begin(is_daemon, held=ExitStack()).result(5)

    def test_is_done_at_once_where_no_thread_can_be_had(self, monkeypatch):
        def refuse(_thread):
            raise RuntimeError("can't start new thread")

        monkeypatch.setattr(threading.Thread, "start", refuse)
        assert background.begin(lambda: "done", held=ExitStack()).result(0) == "done"


class TestBudget:
    def test_is_spent_on_a_miss_only(self, cache, now):
        spent = []
        asked = question(lambda: "x", spend=lambda: spent.append(1))
        for _ in range(3):
            cache.answer(asked, now=now)
        assert spent == [1]

    def test_that_is_gone_keeps_the_service_from_being_asked(self, cache, slow, now):
        with pytest.raises(TooMany):
            cache.answer(question(slow, spend=refused), now=now)
        assert slow.asked == 0

    def test_that_is_gone_leaves_the_last_answer(self, cache, slow, now):
        cache.answer(question(lambda: "old"), now=now)
        answer = cache.answer(question(slow, spend=refused), now=now + KEEP)
        assert (answer.value, answer.is_stale, answer.failure) == ("old", True, None)


def refused():
    raise TooMany("Enough.", retry_after_seconds=1)


class TestRoomOnDisk:
    def test_is_kept_for_so_many_files_only(self, tmp_path, now):
        cache = AnswerCache(name="test", folder=tmp_path, most_files=6)
        for number in range(9):
            cache.answer(question(lambda: "x", what=str(number)), now=now)
        # The lock of the one that was just asked is held, and stays until the next.
        assert len(list((tmp_path / "test").iterdir())) <= 7

    def test_is_kept_for_so_many_bytes_only(self, tmp_path, now):
        cache = AnswerCache(name="test", folder=tmp_path, most_bytes=25_000)
        for number in range(9):
            cache.answer(question(lambda: "x" * 10_000, what=str(number)), now=now)
        assert len(list((tmp_path / "test").glob("*.json"))) == 2

    def test_goes_to_the_youngest(self, tmp_path, now):
        cache = AnswerCache(name="test", folder=tmp_path, most_bytes=15_000)
        for letter in "abc":
            cache.answer(question(lambda what=letter: what * 10_000, what=letter), now=now)
        (path,) = (tmp_path / "test").glob("*.json")
        assert "c" * 10_000 in path.read_text()
