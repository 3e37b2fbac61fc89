"""Failures: remembered by every process for a short while, and told apart."""

import datetime as dt
import json

import pytest

from daybook.core.http import Busy, Confused, Denied, NothingThere, Unreachable
from daybook.core.http.errors import OUTAGES, error_of
from daybook.core.http.failures import Failures
from daybook.lib.errors import DomainError, NotFound, Unavailable

SECOND = dt.timedelta(seconds=1)


@pytest.fixture
def answer(tmp_path):
    return tmp_path / "rates.json"


@pytest.fixture
def failures(tmp_path):
    return Failures(outage=tmp_path / "octopus.down", seconds=30)


class TestMemory:
    def test_of_nothing_is_nothing(self, failures, answer, now):
        assert failures.recent(answer, now) is None

    @pytest.mark.parametrize("kind", [Confused, Denied, NothingThere])
    def test_keeps_the_kind_and_the_words(self, failures, answer, now, kind):
        failures.remember(answer, kind("The words."), now)
        told = failures.recent(answer, now)
        assert (type(told), told.message) == (kind, "The words.")

    @pytest.mark.parametrize(("seconds", "known"), [(0, True), (29, True), (30, False)])
    def test_lasts_half_a_minute(self, failures, answer, now, seconds, known):
        failures.remember(answer, Confused("No."), now)
        assert (failures.recent(answer, now + seconds * SECOND) is not None) == known

    @pytest.mark.parametrize(("seconds", "known"), [(29, True), (3600, False)])
    def test_bears_clocks_that_disagree_a_little(self, failures, answer, now, seconds, known):
        failures.remember(answer, Confused("No."), now + seconds * SECOND)
        assert (failures.recent(answer, now) is not None) == known

    def test_ends_with_an_answer(self, failures, answer, now):
        failures.remember(answer, Confused("No."), now)
        failures.remember(answer, Unreachable("Away."), now)
        failures.forget(answer)
        assert failures.recent(answer, now) is None

    def test_can_be_ended_twice(self, failures, answer):
        failures.forget(answer)
        failures.forget(answer)

    def test_is_one_for_all_processes(self, failures, answer, now, tmp_path):
        failures.remember(answer, Confused("No."), now)
        another = Failures(outage=tmp_path / "octopus.down", seconds=30)
        assert another.recent(answer, now).message == "No."


class TestOutage:
    @pytest.mark.parametrize("kind", OUTAGES)
    def test_counts_for_every_question(self, failures, answer, now, kind, tmp_path):
        failures.remember(answer, kind("Away."), now)
        assert type(failures.recent(tmp_path / "other.json", now)) is kind

    @pytest.mark.parametrize("kind", [Confused, Denied, NothingThere])
    def test_is_not_what_one_question_ran_into(self, failures, answer, now, kind, tmp_path):
        failures.remember(answer, kind("No."), now)
        assert failures.recent(tmp_path / "other.json", now) is None

    def test_of_another_service_is_its_own(self, failures, answer, now, tmp_path):
        failures.remember(answer, Unreachable("Away."), now)
        carbon = Failures(outage=tmp_path / "carbon.down", seconds=30)
        assert carbon.recent(tmp_path / "intensity.json", now) is None

    def test_hides_nothing_that_was_said_of_the_question(self, failures, answer, now):
        failures.remember(answer, Busy("Wait."), now)
        failures.remember(answer, NothingThere("Unknown."), now)
        assert failures.recent(answer, now).message == "Unknown."


class TestDamage:
    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"{",
            b"[]",
            b'"text"',
            b"{}",
            b'{"failed_at": null}',
            b'{"failed_at": "soon"}',
            b'{"failed_at": "2026-03-03T09:10:00"}',
        ],
    )
    def test_is_no_failure(self, failures, answer, now, content):
        answer.with_suffix(".failed").write_bytes(content)
        assert failures.recent(answer, now) is None

    def test_of_the_words_is_still_a_failure(self, failures, answer, now):
        path = answer.with_suffix(".failed")
        path.write_text(json.dumps({"failed_at": now.isoformat()}))
        assert isinstance(failures.recent(answer, now), Unavailable)


class TestKinds:
    def test_come_back_by_their_code(self):
        told = error_of(NothingThere.code, "Unknown.")
        assert isinstance(told, NotFound)
        assert told.message == "Unknown."

    def test_that_nobody_knows_any_more_are_unavailable(self):
        assert type(error_of("gone.long-ago", "No.")) is Unavailable

    def test_have_one_code_each(self):
        kinds, codes = [DomainError], []
        while kinds:
            kind = kinds.pop()
            codes += [kind.__dict__["code"]] if "code" in kind.__dict__ else []
            kinds += [k for k in kind.__subclasses__() if k.__module__.startswith("daybook.")]
        assert len(codes) == len(set(codes))
