"""Files of the cache: whole or not at all, and gone in the order of their age."""

import os
from decimal import Decimal

import pytest

from daybook.core.http import files


@pytest.fixture
def kept(tmp_path):
    """Writes a file of so many bytes, so many seconds after the epoch."""

    def make(name, *, at, size=10):
        path = tmp_path / name
        path.write_bytes(b"x" * size)
        os.utime(path, (at, at))
        return path

    return make


def names(folder):
    return sorted(path.name for path in folder.iterdir())


class TestReading:
    def test_gives_back_what_was_written(self, tmp_path):
        path = tmp_path / "a.json"
        files.write(path, {"pence": Decimal("12.30"), "rows": [1, None]})
        assert files.read(path) == {"pence": "12.30", "rows": [1, None]}

    @pytest.mark.parametrize("content", [b"", b"{", b"\xff", b"<html>", b'{"a": NaN}'])
    def test_of_a_damaged_file_is_nothing(self, tmp_path, content):
        path = tmp_path / "a.json"
        path.write_bytes(content)
        assert files.read(path) is None

    def test_of_no_file_is_nothing(self, tmp_path):
        assert files.read(tmp_path / "none.json") is None
        assert files.read(tmp_path) is None


class TestWriting:
    def test_replaces_the_whole_file(self, tmp_path):
        path = tmp_path / "a.json"
        files.write(path, {"long": "x" * 1000})
        files.write(path, {"short": 1})
        assert files.read(path) == {"short": 1}
        assert names(tmp_path) == ["a.json"]

    def test_of_what_is_no_json_leaves_the_old_file(self, tmp_path):
        path = tmp_path / "a.json"
        files.write(path, {"old": 1})
        with pytest.raises(TypeError):
            files.write(path, {"new": object()})
        assert files.read(path) == {"old": 1}
        assert names(tmp_path) == ["a.json"]

    def test_into_no_folder_is_an_error_of_the_disk(self, tmp_path):
        with pytest.raises(OSError, match="No such file"):
            files.write(tmp_path / "none" / "a.json", {})


class TestMarks:
    def test_tell_one_version_from_the_next(self, tmp_path):
        path = tmp_path / "a.json"
        files.write(path, {"n": 1})
        before = files.mark_of(path)
        assert files.mark_of(path) == before
        files.write(path, {"n": 2})
        assert files.mark_of(path) != before

    def test_of_no_file_are_nothing(self, tmp_path):
        assert files.mark_of(tmp_path / "none.json") is None


class TestLocks:
    def test_are_taken_by_one_at_a_time(self, tmp_path):
        path = tmp_path / "a.lock"
        with files.try_lock(path) as first, files.try_lock(path) as second:
            assert (first, second) == (True, False)

    def test_are_free_again_afterwards(self, tmp_path):
        path = tmp_path / "a.lock"
        with files.try_lock(path):
            pass
        with files.try_lock(path) as again:
            assert again

    def test_fall_with_whoever_fails(self, tmp_path):
        path = tmp_path / "a.lock"
        with pytest.raises(RuntimeError), files.try_lock(path):
            raise RuntimeError
        with files.try_lock(path) as again:
            assert again

    def test_keep_nobody_waiting_where_none_can_be_made(self, tmp_path):
        with files.try_lock(tmp_path / "none" / "a.lock") as free:
            assert free


class TestRemoving:
    def test_takes_what_is_older(self, tmp_path, kept):
        kept("old.json", at=100)
        kept("young.json", at=300)
        assert files.remove_older(tmp_path, before=200) == 1
        assert names(tmp_path) == ["young.json"]

    def test_takes_leftovers_and_free_locks_too(self, tmp_path, kept):
        kept(".x.part", at=100)
        kept("a.lock", at=100)
        assert files.remove_older(tmp_path, before=200) == 2
        assert names(tmp_path) == []

    def test_leaves_a_lock_that_is_held(self, tmp_path, kept):
        path = kept("a.lock", at=100)
        with files.try_lock(path):
            assert files.remove_older(tmp_path, before=200) == 0
        assert names(tmp_path) == ["a.lock"]

    def test_leaves_folders(self, tmp_path):
        (tmp_path / "folder").mkdir()
        assert files.remove_older(tmp_path, before=10**12) == 0
        assert files.keep_youngest(tmp_path, most=0, most_bytes=0) == 0
        assert names(tmp_path) == ["folder"]

    def test_in_no_folder_is_nothing(self, tmp_path):
        assert files.remove_older(tmp_path / "none", before=10**12) == 0
        assert files.keep_youngest(tmp_path / "none", most=0, most_bytes=0) == 0


class TestYoungest:
    @pytest.mark.parametrize(
        ("most", "left"), [(0, []), (1, ["c"]), (2, ["b", "c"]), (9, ["a", "b", "c"])]
    )
    def test_stay_by_number(self, tmp_path, kept, most, left):
        for place, name in enumerate("abc"):
            kept(name, at=100 + place)
        assert files.keep_youngest(tmp_path, most=most, most_bytes=10**6) == 3 - len(left)
        assert names(tmp_path) == left

    @pytest.mark.parametrize(
        ("most_bytes", "left"), [(9, []), (10, ["c"]), (29, ["b", "c"]), (30, ["a", "b", "c"])]
    )
    def test_stay_by_size(self, tmp_path, kept, most_bytes, left):
        for place, name in enumerate("abc"):
            kept(name, at=100 + place, size=10)
        files.keep_youngest(tmp_path, most=10, most_bytes=most_bytes)
        assert names(tmp_path) == left
