import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from daybook.core.contributions import Health, Verdict
from daybook.core.jobs.models import Job
from daybook.core.management import options
from daybook.core.registry import Registry
from tests import jobs_of_tests


@pytest.fixture
def finds(monkeypatch):
    """Replaces all health checks by one that ends as told."""

    def replace(verdict: Verdict) -> None:
        found = [("test.lamp", lambda _now: Health(verdict, "The lamp is lit."))]
        monkeypatch.setattr("daybook.core.health.report.health_checks", found)

    return replace


def said(*command: str) -> str:
    output = StringIO()
    call_command(*command, stdout=output, no_color=True)
    return output.getvalue()


class TestDoctor:
    def test_prints_a_line_with_the_verdict_as_a_word(self, finds):
        finds(Verdict.WARNING)
        assert said("doctor").split() == ["warning", "test.lamp", "The", "lamp", "is", "lit."]

    def test_prints_json_when_asked(self, finds):
        finds(Verdict.OK)
        assert json.loads(said("doctor", "--json")) == {
            "verdict": "ok",
            "checks": [{"name": "test.lamp", "verdict": "ok", "message": "The lamp is lit."}],
        }

    def test_exits_with_one_when_something_failed(self, finds):
        finds(Verdict.FAILED)
        with pytest.raises(SystemExit, match="1"):
            said("doctor")


class TestDemo:
    def test_loads_all_sources_in_their_order(self, monkeypatch):
        sources = Registry("demo data source")
        sources.register("b.late", order=2)(lambda _now: "two lamps")
        sources.register("a.early", order=1)(lambda _now: "one lamp")
        monkeypatch.setattr("daybook.core.management.commands.demo.demo_data", sources)
        lines = said("demo").splitlines()
        assert [line.strip() for line in lines[:2]] == ["a.early: one lamp", "b.late: two lamps"]
        assert "sample" in lines[-1]


class TestWorker:
    def test_asks_for_the_migrations_before_it_works(self, monkeypatch):
        monkeypatch.setattr("daybook.core.serving.ground.is_migrated", lambda: False)
        with pytest.raises(CommandError, match="daybook migrate"):
            said("worker", "--batch")

    @pytest.mark.parametrize("wrong", ["0", "soon", "99999"])
    def test_explains_a_wrong_interval(self, wrong):
        with pytest.raises(CommandError, match="must be seconds between"):
            said("worker", f"--interval={wrong}")

    @pytest.mark.django_db(transaction=True)
    @pytest.mark.parametrize(("backend", "left"), [("all", 0), ("database", 0), ("redis", 1)])
    def test_takes_jobs_from_the_place_it_is_told(self, monkeypatch, backend, left):
        monkeypatch.setattr("daybook.core.jobs.worker.Worker.configure_signals", lambda self: None)
        jobs_of_tests.note.enqueue("x")
        said("worker", "--batch", "--backend", backend)
        assert Job.objects.filter(status="READY").count() == left


class TestOptions:
    def test_become_variables(self):
        assert options.lift(["serve", "--port", "8123", "--no-migrate"]) == (
            {"DAYBOOK_PORT": "8123"},
            ["serve", "--no-migrate"],
        )

    def test_are_not_guessed_from_their_beginning(self):
        assert options.lift(["serve", "--po", "1"]) == ({}, ["serve", "--po", "1"])
