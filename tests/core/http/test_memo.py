"""What is remembered of files, and for how long."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from daybook.core.http.files import Mark
from daybook.core.http.memo import Memo

A, B, C = Path("a"), Path("b"), Path("c")
FIRST, SECOND = Mark(1, 1, 1), Mark(2, 1, 1)


def test_gives_back_what_it_was_given():
    memo = Memo(size=2)
    memo.keep(A, FIRST, "value")
    assert memo.recall(A, FIRST) == "value"


def test_of_another_version_of_the_file_is_nothing():
    memo = Memo(size=2)
    memo.keep(A, FIRST, "value")
    assert memo.recall(A, SECOND) is None
    assert memo.recall(B, FIRST) is None


def test_takes_the_newest_version():
    memo = Memo(size=2)
    memo.keep(A, FIRST, "old")
    memo.keep(A, SECOND, "new")
    assert (memo.recall(A, FIRST), memo.recall(A, SECOND), len(memo)) == (None, "new", 1)


def test_forgets_what_was_used_longest_ago():
    memo = Memo(size=2)
    memo.keep(A, FIRST, "a")
    memo.keep(B, FIRST, "b")
    memo.recall(A, FIRST)
    memo.keep(C, FIRST, "c")
    assert [memo.recall(path, FIRST) for path in (A, B, C)] == ["a", None, "c"]


def test_of_no_size_keeps_nothing():
    memo = Memo(size=0)
    memo.keep(A, FIRST, "a")
    assert len(memo) == 0


@given(st.integers(0, 5), st.lists(st.sampled_from("abcdefgh"), max_size=30))
def test_never_holds_more_than_its_size(size, names):
    memo = Memo(size=size)
    for name in names:
        memo.keep(Path(name), FIRST, name)
    assert len(memo) == min(size, len(set(names)))


def test_of_many_threads_stays_within_its_size():
    memo = Memo(size=8)

    def work(n):
        for step in range(200):
            memo.keep(Path(str((n * step) % 30)), FIRST, step)
            memo.recall(Path(str(step % 30)), FIRST)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    assert len(memo) == 8
