"""The answer cache between real processes: one question at a time, and no half-written file."""

import json
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from daybook.core.http import files
from tests.loopback import reply

SOURCE = Path(__file__).resolve().parents[3] / "src"
ASKER = """
    import datetime as dt, sys, time
    from pathlib import Path
    from daybook.core.http import AnswerCache, JsonClient, Question

    url, folder, start_at = sys.argv[1], Path(sys.argv[2]), float(sys.argv[3])
    now = dt.datetime(2026, 3, 3, 9, 10, tzinfo=dt.UTC)
    client = JsonClient(service="It", base_url=url)
    question = Question(
        request={"what": "rates"},
        fetch=lambda: client.get("rates"),
        parse=lambda answer: answer,
        expires_at=lambda fetched_at, _: fetched_at + dt.timedelta(minutes=5),
    )
    time.sleep(max(0, start_at - time.time()))
    print(AnswerCache(name="test", folder=folder).answer(question, now=now).value["pence"])
"""
WRITER = """
    import sys
    from pathlib import Path
    from daybook.core.http import files

    letter, path = sys.argv[1], Path(sys.argv[2])
    files.write(path, {"letters": letter * 200_000})
    print("ready", flush=True)
    while True:
        files.write(path, {"letters": letter * 200_000})
"""


def started(script, *arguments):
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(script), *map(str, arguments)],
        env={"PYTHONPATH": str(SOURCE)},
        stdout=subprocess.PIPE,
        text=True,
    )


def test_many_processes_ask_once(service, tmp_path):
    service.always("/rates/", reply(b'{"pence": 18.2910}', delay_seconds=0.3))
    start_at = time.time() + 1.5
    askers = [started(ASKER, service.url, tmp_path, start_at) for _ in range(3)]
    answers = [asker.communicate(timeout=30)[0].split()[-1] for asker in askers]
    assert answers == ["18.2910"] * 3
    assert service.count("/rates/") == 1


def test_a_process_that_is_killed_leaves_a_whole_file(tmp_path):
    path = tmp_path / "answer.json"
    for _ in range(3):
        with started(WRITER, "a", path) as writer:
            assert writer.stdout.readline() == "ready\n"
            time.sleep(0.05)
            writer.send_signal(signal.SIGKILL)
        assert json.loads(path.read_bytes()) == {"letters": "a" * 200_000}


def test_two_processes_never_mix_their_answers(tmp_path):
    path = tmp_path / "answer.json"
    writers = [started(WRITER, letter, path) for letter in "ab"]
    for writer in writers:
        writer.stdout.readline()
    whole = {"a" * 200_000, "b" * 200_000}
    seen, give_up_at = set(), time.monotonic() + 20
    while seen != whole and time.monotonic() < give_up_at:
        seen |= {files.read(path)["letters"] for _ in range(50)}
    for writer in writers:
        writer.kill()
        writer.communicate()
    assert seen == whole


def test_a_lock_falls_with_its_process(tmp_path):
    hold = """
        import sys, time
        from pathlib import Path
        from daybook.core.http import files
        with files.try_lock(Path(sys.argv[1])) as is_ours:
            print(is_ours, flush=True)
            time.sleep(60)
    """
    lock = tmp_path / "x.lock"
    with started(hold, lock) as holder:
        assert holder.stdout.readline() == "True\n"
        with files.try_lock(lock) as is_ours:
            assert not is_ours
        holder.kill()
    with files.try_lock(lock) as is_ours:
        assert is_ours


class TestWrite:
    @pytest.mark.parametrize("step", ["fsync", "replace"])
    def test_that_fails_leaves_the_old_file_and_no_leftover(self, tmp_path, monkeypatch, step):
        path = tmp_path / "answer.json"
        files.write(path, {"old": True})

        def refuse(*_):
            raise OSError("disk full")

        target = "os.fsync" if step == "fsync" else "pathlib.Path.replace"
        monkeypatch.setattr(target, refuse)
        with pytest.raises(OSError, match="disk full"):
            files.write(path, {"new": True})
        assert files.read(path) == {"old": True}
        assert list(tmp_path.iterdir()) == [path]


class TestLock:
    def test_taken_by_a_removed_file_is_nobodys(self, tmp_path, monkeypatch):
        lock = tmp_path / "x.lock"
        flock = files.fcntl.flock

        def slow_flock(handle, how):
            lock.unlink()
            flock(handle, how)

        monkeypatch.setattr("fcntl.flock", slow_flock)
        with files.try_lock(lock) as is_ours:
            assert not is_ours
