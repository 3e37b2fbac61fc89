import pytest

from daybook.core.jobs.policy import Retry, WorkerLost, policy_of, random_jitter
from daybook.lib.errors import Conflict, Unavailable
from tests import jobs_of_tests


class TestRetry:
    def test_waits_twice_as_long_each_time(self):
        retry = Retry(first_wait_seconds=2)
        waits = [retry.wait(attempt=n, jitter=0).total_seconds() for n in (1, 2, 3)]
        assert waits == [2, 4, 8]

    def test_waits_no_longer_than_the_cap(self):
        assert Retry(longest_wait_seconds=60).wait(attempt=500, jitter=0).total_seconds() == 60

    @pytest.mark.parametrize(("jitter", "seconds"), [(-1, 9), (1, 11)])
    def test_spreads_the_wait_by_a_tenth(self, jitter, seconds):
        wait = Retry(first_wait_seconds=10).wait(attempt=1, jitter=jitter)
        assert wait.total_seconds() == pytest.approx(seconds)

    def test_tries_again_while_attempts_are_left(self):
        retry = Retry(attempts=2)
        assert retry.allows_another(Unavailable("away"), attempt=1)
        assert not retry.allows_another(Unavailable("away"), attempt=2)

    def test_does_not_repeat_a_refusal(self):
        assert not Retry().allows_another(Conflict("taken"), attempt=1)

    def test_repeats_bugs_only_where_the_policy_says_so(self):
        assert Retry().allows_another(KeyError("x"), attempt=1)
        assert not Retry(unexpected=False).allows_another(KeyError("x"), attempt=1)

    def test_repeats_the_job_of_a_lost_worker_in_any_case(self):
        assert Retry(unexpected=False).allows_another(WorkerLost("gone"), attempt=1)

    def test_hands_back_what_was_interrupted_however_often(self):
        assert Retry(attempts=1).allows_another(SystemExit(1), attempt=9)

    def test_needs_an_attempt(self):
        with pytest.raises(ValueError, match="at least one"):
            Retry(attempts=0)


class TestPolicyOf:
    def test_is_the_one_of_the_decorator(self):
        assert policy_of(jobs_of_tests.ask_a_service_that_is_away.func).attempts == 3

    def test_is_the_default_for_others(self):
        assert policy_of(print) == Retry()


def test_jitter_stays_within_its_bounds():
    assert all(-1 <= random_jitter() <= 1 for _ in range(100))
