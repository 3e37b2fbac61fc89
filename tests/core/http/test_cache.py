import datetime as dt
import json
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from decimal import Decimal

import pytest
from prometheus_client import REGISTRY

from daybook.core.http import (
    AnswerCache,
    Confused,
    NothingThere,
    Question,
    StillAsking,
    Unreachable,
)
from daybook.lib.errors import Unavailable

MINUTE = dt.timedelta(minutes=1)
KEEP = 5 * MINUTE


class Service:
    """Answers with what it is given, and counts."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.asked = 0

    def __call__(self):
        self.asked += 1
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer


def question(fetch, *, parse=lambda answer: answer, keep=KEEP, what="rates", **more):
    return Question(
        request={"what": what},
        fetch=fetch,
        parse=parse,
        expires_at=lambda fetched_at, _value: fetched_at + keep,
        **more,
    )


@pytest.fixture
def cache(tmp_path):
    return AnswerCache(name="test", folder=tmp_path, patience_seconds=10)


def another(cache):
    """The cache as another process sees it: the same folder, nothing remembered."""
    return AnswerCache(name=cache.name, folder=cache._folder.parent, patience_seconds=10)


def the_file(cache):
    (path,) = cache._folder.glob("*.json")
    return path


class TestFreshness:
    def test_asks_once_while_fresh(self, cache, now):
        service = Service("first", "second")
        cache.answer(question(service), now=now)
        answer = cache.answer(question(service), now=now + KEEP - dt.timedelta(seconds=1))
        assert (answer.value, answer.fetched_at, answer.is_stale) == ("first", now, False)
        assert service.asked == 1

    def test_asks_again_the_moment_it_expires(self, cache, now):
        service = Service("first", "second")
        cache.answer(question(service), now=now)
        answer = cache.answer(question(service), now=now + KEEP)
        assert (answer.value, answer.fetched_at) == ("second", now + KEEP)

    def test_may_depend_on_the_answer(self, cache, now):
        asked = Question(
            request={"what": "rates"},
            fetch=Service({"until": "2026-03-03T16:00:00+00:00"}),
            parse=lambda answer: dt.datetime.fromisoformat(answer["until"]),
            expires_at=lambda _fetched_at, value: value,
        )
        assert cache.answer(asked, now=now).expires_at == now.replace(hour=16, minute=0)

    def test_keeps_different_questions_apart(self, cache, now):
        assert cache.answer(question(Service(1), what="a"), now=now).value == 1
        assert cache.answer(question(Service(2), what="b"), now=now).value == 2

    def test_serves_other_processes_from_the_file(self, cache, now):
        cache.answer(question(Service("first")), now=now)
        service = Service("never")
        answer = another(cache).answer(question(service), now=now)
        assert (answer.value, service.asked) == ("first", 0)

    def test_distrusts_an_answer_from_the_future(self, cache, now):
        cache.answer(question(Service("wrong clock"), keep=1000 * KEEP), now=now + 60 * MINUTE)
        assert cache.answer(question(Service("right clock")), now=now).value == "right clock"

    def test_notices_what_another_process_wrote(self, cache, now):
        cache.answer(question(Service("old")), now=now)
        another(cache).answer(question(Service("new")), now=now + KEEP)
        service = Service("never")
        assert cache.answer(question(service), now=now + KEEP).value == "new"
        assert service.asked == 0


class TestFile:
    def test_can_be_read_by_a_person(self, cache, now):
        cache.answer(question(Service({"pence": Decimal("18.2910")})), now=now)
        assert json.loads(the_file(cache).read_text()) == {
            "request": {"what": "rates"},
            "fetched_at": "2026-03-03T09:10:00+00:00",
            "expires_at": "2026-03-03T09:15:00+00:00",
            "answer": {"pence": "18.2910"},
        }

    @pytest.mark.parametrize("digits", ["18.2910", "-0.00", "0.1", "1E+2", "99.99999999999999999"])
    def test_keeps_every_digit(self, cache, now, digits):
        asked = question(Service([Decimal(digits)]), parse=lambda a: [Decimal(x) for x in a])
        first = cache.answer(asked, now=now).value
        second = another(cache).answer(asked, now=now).value
        assert [str(x) for x in first] == [str(x) for x in second] == [digits]

    def test_gives_the_first_reader_what_the_others_get(self, cache, now):
        asked = question(Service([Decimal("1.50"), 2, None, "£", True]))
        expected = ["1.50", 2, None, "£", True]
        assert cache.answer(asked, now=now).value == expected
        assert another(cache).answer(asked, now=now).value == expected

    def test_takes_nothing_but_json(self, cache, now):
        with pytest.raises(TypeError, match="datetime does not belong"):
            cache.answer(question(Service(now)), now=now)

    @pytest.mark.parametrize("name", ["../../etc/passwd", "a/b", "x" * 5000, "\x00"])
    def test_stays_in_its_folder_whatever_is_asked(self, cache, now, name, tmp_path):
        cache.answer(question(Service(1), what=name), now=now)
        assert the_file(cache).parent == tmp_path / "test"
        assert len(list(tmp_path.iterdir())) == 1

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b'{"request": {"what": "ra',
            b"\xff\xfe",
            b"[]",
            b'{"request": {"what": "rates"}}',
            b'{"request": {"what": "other"}, "answer": 1}',
            b'{"request": {"what": "rates"}, "answer": 1, "fetched_at": "soon"}',
            b'{"request": {"what": "rates"}, "answer": 1, "fetched_at": "2026-03-03T09:00"}',
        ],
    )
    def test_that_is_damaged_is_a_miss(self, cache, now, content):
        cache.answer(question(Service("first")), now=now)
        the_file(cache).write_bytes(content)
        assert cache.answer(question(Service("second")), now=now).value == "second"

    def test_that_no_longer_parses_is_a_miss(self, cache, now):
        cache.answer(question(Service("old")), now=now)

        def parse(answer):
            if answer == "old":
                raise Confused("old shape")
            return answer

        again = question(Service("new"), parse=parse)
        assert another(cache).answer(again, now=now).value == "new"

    def test_is_not_needed_for_the_answer(self, tmp_path, now):
        (tmp_path / "test").write_text("a file where the folder should be")
        cache = AnswerCache(name="test", folder=tmp_path)
        assert cache.answer(question(Service("anyway")), now=now).value == "anyway"


class TestMemory:
    def test_parses_once(self, cache, now):
        parsed = []
        asked = question(Service("x"), parse=lambda answer: parsed.append(answer) or answer)
        values = [cache.answer(asked, now=now).value for _ in range(5)]
        assert values == ["x"] * 5
        assert len(parsed) == 1

    def test_is_bounded(self, tmp_path, now):
        cache = AnswerCache(name="test", folder=tmp_path, memo_size=3)
        for n in range(10):
            cache.answer(question(Service(n), what=str(n)), now=now)
        assert len(cache._memo) == 3


class TestFailure:
    down = Unreachable("Down.")

    def test_falls_back_on_the_last_good_answer_and_its_age(self, cache, now):
        cache.answer(question(Service("good")), now=now)
        later = now + 90 * MINUTE
        answer = cache.answer(question(Service(self.down)), now=later)
        assert (answer.value, answer.is_stale) == ("good", True)
        assert answer.age(later) == 90 * MINUTE
        assert answer.failure is self.down

    def test_of_another_shape_keeps_the_last_good_answer(self, cache, now):
        cache.answer(question(Service("good")), now=now)

        def parse(answer):
            if answer == "bad":
                raise Confused("Bad.")
            return answer

        answer = cache.answer(question(Service("bad"), parse=parse), now=now + KEEP)
        assert (answer.value, answer.is_stale) == ("good", True)

    def test_with_nothing_to_fall_back_on_is_told(self, cache, now):
        with pytest.raises(Unreachable, match=r"Down\."):
            cache.answer(question(Service(self.down)), now=now)
        assert list(cache._folder.glob("*.json")) == []

    def test_does_not_fall_back_on_what_is_of_no_use(self, cache, now):
        cache.answer(question(Service("yesterday")), now=now)
        asked = question(Service(self.down), is_usable=lambda value: value == "today")
        with pytest.raises(Unreachable):
            cache.answer(asked, now=now + KEEP)

    def test_is_remembered_by_every_process_for_half_a_minute(self, cache, now):
        service = Service(self.down)
        for seconds in (0, 10, 29):
            with pytest.raises(Unreachable, match=r"Down\."):
                another(cache).answer(question(service), now=now + dt.timedelta(seconds=seconds))
        assert service.asked == 1

    def test_is_forgotten_after_that(self, cache, now):
        service = Service(self.down, "back")
        with pytest.raises(Unreachable):
            cache.answer(question(service), now=now)
        assert cache.answer(question(service), now=now + MINUTE).value == "back"

    def test_of_the_service_spares_other_questions(self, cache, now):
        with pytest.raises(Unreachable):
            cache.answer(question(Service(self.down), what="a"), now=now)
        other = Service("fine")
        with pytest.raises(Unreachable):
            cache.answer(question(other, what="b"), now=now)
        assert other.asked == 0

    def test_of_one_question_leaves_the_others_alone(self, cache, now):
        with pytest.raises(NothingThere):
            cache.answer(question(Service(NothingThere("No.")), what="a"), now=now)
        assert cache.answer(question(Service("fine"), what="b"), now=now).value == "fine"

    def test_is_over_once_the_service_answers(self, cache, now):
        with pytest.raises(Unreachable):
            cache.answer(question(Service(self.down), what="a"), now=now)
        soon = now + 2 * MINUTE
        cache.answer(question(Service("fine"), what="b"), now=soon)
        assert not list(cache._folder.glob("outage*"))

    def test_keeps_its_kind_across_processes(self, cache, now):
        for one in (cache, another(cache)):
            with pytest.raises(NothingThere, match="gone"):
                one.answer(question(Service(NothingThere("It is gone."))), now=now)

    @pytest.mark.parametrize(
        "kept", ['{"failed_at": "soo', '{"failed_at": "soon"}', '{"failed_at": "2026-03-03"}', "[]"]
    )
    def test_that_is_damaged_is_no_failure(self, cache, now, kept):
        with pytest.raises(Unreachable):
            cache.answer(question(Service(self.down)), now=now)
        (cache._folder / "outage.down").write_text(kept)
        assert cache.answer(question(Service("fine")), now=now).value == "fine"

    def test_of_a_kind_that_is_gone_is_still_a_failure(self, cache, now):
        with pytest.raises(Unreachable):
            cache.answer(question(Service(self.down)), now=now)
        path = cache._folder / "outage.down"
        path.write_text(path.read_text().replace("http.unreachable", "http.removed-since"))
        with pytest.raises(Unavailable, match="Down"):
            cache.answer(question(Service("never")), now=now)

    def test_that_nobody_expected_is_not_hidden(self, cache, now):
        with pytest.raises(ZeroDivisionError):
            cache.answer(question(Service(ZeroDivisionError())), now=now)
        assert cache.answer(question(Service("fine")), now=now).value == "fine"


class TestStampede:
    def test_of_threads_asks_once(self, tmp_path, now):
        cache = AnswerCache(name="test", folder=tmp_path, patience_seconds=10)
        service, everyone = SlowService(0.2), threading.Barrier(8)

        def ask():
            everyone.wait()
            return cache.answer(question(service), now=now).value

        with ThreadPoolExecutor(8) as pool:
            values = [f.result() for f in [pool.submit(ask) for _ in range(8)]]
        assert values == ["slow"] * 8
        assert service.asked == 1

    def test_happens_where_nothing_is_locked(self, tmp_path, now, monkeypatch):
        monkeypatch.setattr("daybook.core.http.files.try_lock", lambda _: nullcontext(True))
        cache = AnswerCache(name="test", folder=tmp_path)
        service = SlowService(0.2)
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda _: cache.answer(question(service), now=now), range(4)))
        assert service.asked > 1

    def test_on_a_dead_service_waits_once(self, tmp_path, now):
        cache = AnswerCache(name="test", folder=tmp_path, patience_seconds=10)
        service = SlowService(0.2, Unreachable("Down."))
        with ThreadPoolExecutor(8) as pool:
            asked = [pool.submit(cache.answer, question(service), now=now) for _ in range(8)]
        assert {type(f.exception()) for f in asked} == {Unreachable}
        assert service.asked == 1

    def test_serves_the_stale_answer_meanwhile(self, cache, now):
        cache.answer(question(Service("old")), now=now)
        with Asking(cache, now + KEEP):
            answer = cache.answer(question(Service("never")), now=now + KEEP)
        assert (answer.value, answer.is_stale, answer.failure) == ("old", True, None)

    def test_gives_up_waiting_at_last(self, cache, now):
        with Asking(cache, now), pytest.raises(StillAsking):
            cache.answer(question(Service("never")), now=now, patience_seconds=0.1)


class SlowService(Service):
    def __init__(self, seconds, answer="slow"):
        super().__init__(answer)
        self.seconds = seconds

    def __call__(self):
        threading.Event().wait(self.seconds)
        return super().__call__()


class Asking:
    """While somebody else is asking and has no answer yet."""

    def __init__(self, cache, now):
        self.answered = threading.Event()
        self.begun = threading.Event()
        asked = question(self.fetch)
        self.thread = threading.Thread(target=lambda: another(cache).answer(asked, now=now))

    def fetch(self):
        self.begun.set()
        self.answered.wait(5)
        return "new"

    def __enter__(self):
        self.thread.start()
        assert self.begun.wait(5)

    def __exit__(self, *_):
        self.answered.set()
        self.thread.join()


class TestCounters:
    def test_tell_where_answers_come_from(self, tmp_path, now):
        cache = AnswerCache(name="counted", folder=tmp_path)
        good, bad = question(Service("x")), question(Service(Unreachable("Down.")))
        cache.answer(good, now=now)
        cache.answer(good, now=now)
        cache.answer(bad, now=now + KEEP)
        with pytest.raises(Unreachable):
            cache.answer(question(Service("y"), what="other"), now=now + KEEP)
        assert [counted(o) for o in ("miss", "hit", "stale", "error")] == [1, 1, 1, 1]


def counted(outcome):
    labels = {"cache": "counted", "outcome": outcome}
    return REGISTRY.get_sample_value("daybook_answers_total", labels)


class TestCleaning:
    def test_removes_what_is_old(self, cache, now):
        real = dt.datetime.now(dt.UTC)
        cache.answer(question(Service(1)), now=now)
        assert cache.clean(older_than=dt.timedelta(days=1), now=real + dt.timedelta(days=2)) == 2
        assert list(cache._folder.iterdir()) == []

    def test_keeps_what_is_young(self, cache, now):
        cache.answer(question(Service(1)), now=now)
        assert cache.clean(older_than=dt.timedelta(days=1), now=dt.datetime.now(dt.UTC)) == 0
        assert the_file(cache).exists()

    def test_keeps_the_youngest_where_there_are_too_many(self, cache, now):
        real = dt.datetime.now(dt.UTC)
        for number in range(4):
            cache.answer(question(Service(number), what=str(number)), now=now)
        for age, path in enumerate(sorted(cache._folder.iterdir())):
            os.utime(path, (real.timestamp() - age, real.timestamp() - age))
        youngest = sorted(cache._folder.iterdir())[:2]
        strict = AnswerCache(name="test", folder=cache._folder.parent, most_files=2)
        assert strict.clean(older_than=dt.timedelta(days=1), now=real) == 6
        assert sorted(cache._folder.iterdir()) == youngest

    def test_leaves_a_lock_that_is_held(self, cache, now):
        future = dt.datetime.now(dt.UTC) + dt.timedelta(days=9)
        with Asking(cache, now):
            cache.clean(older_than=dt.timedelta(days=1), now=future)
            assert [path.suffix for path in cache._folder.iterdir()] == [".lock"]

    def test_of_nothing_is_nothing(self, cache):
        assert cache.clean(older_than=MINUTE, now=dt.datetime.now(dt.UTC)) == 0
