import threading
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from itertools import islice

import pytest

from daybook.core.http import AnswerCache, Question, StillAsking, Turnstile, Unreachable


class TestTurnstile:
    def test_lets_a_few_in_at_once(self):
        turnstile = Turnstile(places=2)
        with turnstile.entered(may_wait=False) as one, turnstile.entered(may_wait=False) as two:
            assert (one, two) == (True, True)
            with turnstile.entered(may_wait=False) as three:
                assert not three

    def test_has_its_place_back_after_an_error(self):
        turnstile = Turnstile(places=1)
        with pytest.raises(ZeroDivisionError), turnstile.entered(may_wait=False):
            raise ZeroDivisionError
        with turnstile.entered(may_wait=False) as is_inside:
            assert is_inside

    def test_lets_in_whoever_waited_for_a_place(self):
        turnstile, leave = Turnstile(places=1, patience_seconds=5), threading.Event()
        with ThreadPoolExecutor(1) as pool, turnstile.entered(may_wait=False):
            waiting = pool.submit(inside, turnstile)
            leave.wait(0.05)
        assert waiting.result()

    def test_lets_nobody_join_a_wait_that_drags(self):
        turnstile = Turnstile(places=9, patience_seconds=0.05)
        with turnstile.entered(may_wait=False):
            time.sleep(0.06)
            began = time.monotonic()
            assert not inside(turnstile)
            assert time.monotonic() - began < 0.04

    def test_lets_only_so_many_in_within_a_minute(self):
        turnstile = Turnstile(per_minute=3)
        assert [inside(turnstile) for _ in range(4)] == [True, True, True, False]

    def test_lets_more_in_after_that_minute(self, monkeypatch):
        monkeypatch.setattr("daybook.core.http.turnstile.MINUTE_SECONDS", 0.05)
        turnstile = Turnstile(per_minute=1)
        assert inside(turnstile)
        time.sleep(0.06)
        assert inside(turnstile)


class TestHangingService:
    def test_holds_few_threads_however_many_ask(self, tmp_path, now):
        cache, answered = cache_of(tmp_path), threading.Event()
        with ThreadPoolExecutor(8) as pool:
            asked = [pool.submit(cache.answer, hanging(n, answered), now=now) for n in range(8)]
            turned_away = [type(one.exception()) for one in islice(as_completed(asked, 5), 6)]
            answered.set()
        assert turned_away == [StillAsking] * 6

    def test_is_remembered_from_when_it_failed(self, tmp_path, now):
        cache, answered = cache_of(tmp_path, failure_seconds=0.5), threading.Event()
        threading.Timer(0.4, answered.set).start()
        with pytest.raises(Unreachable):
            cache.answer(hanging(1, answered), now=now)
        asked = later(now, 0.8)
        with pytest.raises(Unreachable):
            cache.answer(question(2, lambda: "back"), now=asked)

    def test_spares_the_other_caches_of_the_service(self, tmp_path, now):
        answered = threading.Event()
        answered.set()
        with pytest.raises(Unreachable):
            cache_of(tmp_path, name="rates").answer(hanging(1, answered), now=now)
        with pytest.raises(Unreachable):
            cache_of(tmp_path, name="products").answer(question(1, lambda: "back"), now=now)


def inside(turnstile):
    with turnstile.entered(may_wait=True) as is_inside:
        return is_inside


def cache_of(folder, name="rates", **more):
    turnstile = Turnstile(places=2, patience_seconds=0.1)
    return AnswerCache(name=name, folder=folder, service="it", turnstile=turnstile, **more)


def question(number, fetch):
    return Question(
        request={"what": str(number)},
        fetch=fetch,
        parse=lambda answer: answer,
        expires_at=lambda fetched_at, _value: fetched_at,
    )


def hanging(number, answered):
    def fetch():
        answered.wait(20)
        raise Unreachable("It did not answer.")

    return question(number, fetch)


def later(now, seconds):
    return now.fromtimestamp(now.timestamp() + seconds, tz=now.tzinfo)
