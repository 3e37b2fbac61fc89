"""Imports that are left to a job: once, whole, or not at all."""

import datetime as dt

import pytest
from django.utils import timezone

from daybook.apps.consumption import actions, jobs, queries
from daybook.apps.consumption.models import Draft, Record
from daybook.core.contributions import personal_data
from daybook.core.jobs.models import Job
from daybook.core.jobs.schedule import recurring
from tests.importing import NOW, agreed_of, commit, draft_of, imported

State = Draft.State


@pytest.fixture
def asked(anna):
    """A file Anna has asked to be imported."""
    draft = draft_of(anna, now=timezone.now())
    Draft.objects.update(state=State.IMPORTING, agreed=agreed_of(draft))
    return draft


def run(draft):
    return jobs.import_draft.func(str(draft.pk))


def state(draft):
    draft.refresh_from_db()
    return draft.state


def test_a_long_file_starts_a_job(anna, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(actions.drafts, "AT_ONCE", 1)
    draft = draft_of(anna)
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(2):
            assert commit(anna, draft).state == State.IMPORTING
    assert Job.objects.count() == 1


class TestRunning:
    def test_imports_once_however_often(self, asked):
        assert [run(asked), run(asked)] == [True, False]
        assert (state(asked), Record.objects.count()) == (State.DONE, 2)

    def test_reports_how_far_it_is(self, asked):
        told = []
        actions.import_draft(
            draft_id=asked.pk, clock=timezone.now, tell=lambda *far: told.append(far)
        )
        assert told == [(0, 2)]

    def test_says_beside_the_file_why_it_was_refused(self, anna, asked):
        imported(anna)
        assert run(asked) is False
        assert (state(asked), Record.objects.count()) == (State.OPEN, 2)
        assert "imported already" in asked.trouble

    def test_killed_in_the_middle_leaves_nothing_and_begins_again(self, asked, monkeypatch):
        def killed(*_args, **_said):
            raise SystemExit

        with monkeypatch.context() as dying:
            dying.setattr(actions.imports, "_add_uses", killed)
            with pytest.raises(SystemExit):
                run(asked)
        assert (state(asked), Record.objects.count()) == (State.IMPORTING, 0)
        assert run(asked) is True

    def test_gives_up_after_three_tries(self, asked, monkeypatch):
        def broken(*_args, **_said):
            raise RuntimeError

        monkeypatch.setattr(actions.imports, "_add_uses", broken)
        for _ in range(3):
            with pytest.raises(RuntimeError):
                run(asked)
        assert (state(asked), Record.objects.count()) == (State.FAILED, 0)
        assert run(asked) is False

    def test_of_a_file_that_has_gone_does_nothing(self, asked):
        Draft.objects.all().delete()
        assert run(asked) is False


class TestTending:
    def test_is_on_the_schedule(self):
        assert "consumption.tend-drafts" in dict(recurring)

    def test_begins_anew_what_lost_its_worker(self, asked):
        assert jobs.tend_drafts.func() == 0
        Draft.objects.update(moved_at=timezone.now() - dt.timedelta(minutes=6))
        assert jobs.tend_drafts.func() == 1

    def test_gives_up_what_has_lost_three(self, asked):
        Draft.objects.update(moved_at=timezone.now() - dt.timedelta(minutes=6), tries=3)
        assert jobs.tend_drafts.func() == 0
        assert state(asked) == State.FAILED

    def test_forgets_a_file_after_a_day(self, anna):
        draft_of(anna, now=timezone.now() - dt.timedelta(hours=25))
        kept = draft_of(anna, now=timezone.now())
        jobs.tend_drafts.func()
        assert [draft.pk for draft in queries.open_drafts_of(anna.pk)] == [kept.pk]


class TestPersonalData:
    def test_goes_with_the_person(self, anna, eve):
        imported(anna)
        draft_of(anna)
        draft_of(eve)
        dict(personal_data)["consumption.records"].erase(anna, NOW)
        assert [draft.person_id for draft in Draft.objects.all()] == [eve.pk]
        assert not Record.objects.exists()

    def test_leaves_with_what_was_imported_but_not_with_the_file(self, anna):
        imported(anna)
        draft_of(anna)
        rows = [*dict(personal_data)["consumption.records"].export(anna)]
        (batch,) = [row for kind, row in rows if kind == "import"]
        assert (batch["added_rows"], batch["name"]) == (2, "use.csv")
        assert "draft" not in {kind for kind, _ in rows}
