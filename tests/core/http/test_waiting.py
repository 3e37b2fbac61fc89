import pytest

from daybook.core.http.waiting import LONGEST_WAIT, Deadline, asked_wait, backoff

SENT = "Tue, 03 Mar 2026 09:10:00 GMT"


class TestAskedWait:
    @pytest.mark.parametrize(
        ("text", "seconds"),
        [
            ("0", 0.0),
            ("120", 120.0),
            ("Tue, 03 Mar 2026 09:10:07 GMT", 7.0),
            ("Tue, 03 Mar 2026 09:10:07 -0000", 7.0),
            ("Tue, 03 Mar 2026 09:09:00 GMT", 0.0),
            ("", None),
            ("soon", None),
            ("1.5", None),
            ("-1", None),
        ],
    )
    def test_reads_seconds_and_dates(self, text, seconds):
        assert asked_wait({"retry-after": text, "date": SENT}) == seconds

    def test_needs_to_know_when_a_date_was_sent(self):
        assert asked_wait({"retry-after": SENT}) is None


class TestBackoff:
    def test_doubles_up_to_a_limit(self):
        waits = [backoff(attempt, 1.0) for attempt in (1, 2, 3, 10)]
        assert waits == [0.25, 0.5, 1.0, LONGEST_WAIT]

    def test_leaves_half_to_chance(self):
        assert [backoff(1, chance) for chance in (0.0, 0.5)] == [0.125, 0.1875]


def test_a_deadline_runs_out():
    ticks = iter([100.0, 103.0, 106.0])
    deadline = Deadline(seconds=5, clock=lambda: next(ticks))
    assert deadline.remaining() == 2.0
    assert deadline.remaining() == -1.0
