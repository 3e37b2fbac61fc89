from unittest.mock import Mock

import pytest

from tools import suite

DATABASE = "postgresql://postgres@127.0.0.1:1/postgres"
CACHE = "redis://127.0.0.1:1/0"


@pytest.fixture
def services(monkeypatch):
    """Say what can be reached; nothing is asked for real."""

    def reach(database="", cache=""):
        monkeypatch.setattr(suite, "postgres", lambda: database)
        monkeypatch.setattr(suite, "redis_server", lambda: cache)

    return reach


class TestRounds:
    def test_sqlite_comes_first_and_without_other_services(self, services):
        services()
        assert suite.rounds() == [suite.Round("SQLite", {"DATABASE_URL": "", "REDIS_URL": ""})]

    def test_postgresql_and_redis_are_one_more_round(self, services):
        services(DATABASE, CACHE)
        second = suite.rounds()[1]
        assert second.name == "PostgreSQL and Redis"
        assert second.environment == {"DATABASE_URL": DATABASE, "REDIS_URL": CACHE}

    def test_one_of_them_is_enough(self, services):
        services(DATABASE)
        assert [found.name for found in suite.rounds()] == ["SQLite", "PostgreSQL"]


class TestServices:
    def test_a_database_that_was_named_must_answer(self, monkeypatch):
        monkeypatch.setenv("DATABASE_URL", DATABASE)
        with pytest.raises(SystemExit, match="PostgreSQL does not answer"):
            suite.postgres()

    def test_a_redis_that_was_named_must_answer(self, monkeypatch):
        monkeypatch.setenv("REDIS_URL", CACHE)
        with pytest.raises(SystemExit, match="Redis does not answer"):
            suite.redis_server()

    def test_nothing_named_and_nothing_there_is_no_mistake(self, monkeypatch):
        monkeypatch.delenv("DATABASE_URL", raising=False)
        monkeypatch.delenv("REDIS_URL", raising=False)
        monkeypatch.setattr(suite, "POSTGRES_GUESSES", (DATABASE,))
        monkeypatch.setattr(suite, "REDIS_GUESS", CACHE)
        assert (suite.postgres(), suite.redis_server()) == ("", "")


class TestMain:
    @pytest.fixture(autouse=True)
    def elsewhere(self, monkeypatch, tmp_path):
        """Nothing that is being measured right now is thrown away."""
        monkeypatch.setattr(suite, "ROOT", tmp_path)

    def test_says_what_it_ran_on_and_fails_when_one_fails(self, services, monkeypatch, capsys):
        services(DATABASE, CACHE)
        monkeypatch.setattr(suite, "run", lambda one, _arguments: int("Redis" in one.name))
        monkeypatch.setattr("sys.argv", ["suite", "-k", "nothing"])
        assert suite.main() == 1
        told = capsys.readouterr().out
        assert "SQLite: passed" in told
        assert "PostgreSQL and Redis: FAILED" in told

    def test_says_when_a_database_was_not_reached(self, services, monkeypatch, capsys):
        services()
        monkeypatch.setattr(suite, "run", lambda _one, _arguments: 0)
        monkeypatch.setattr("sys.argv", ["suite", "-x"])
        assert suite.main() == 0
        assert "were not reachable" in capsys.readouterr().out

    def test_measures_the_first_round_of_a_full_run(self, services, monkeypatch):
        services(DATABASE, CACHE)
        asked = {}
        monkeypatch.setattr(suite, "run", lambda one, given: asked.update({one.name: given}) or 0)
        monkeypatch.setattr(suite, "coverage_report", lambda: 0)
        monkeypatch.setattr("sys.argv", ["suite"])
        assert suite.main() == 0
        assert asked == {"SQLite": ["--cov", "--cov-report="], "PostgreSQL and Redis": []}


class TestWhatIsSlow:
    def test_runs_in_one_round_only(self, services):
        services(DATABASE, CACHE)
        assert [found.marks for found in suite.rounds()] == [
            "not schema",
            "not browser and not law",
        ]

    def test_runs_in_the_only_round_there_is(self, services):
        services()
        assert [found.marks for found in suite.rounds()] == [""]

    @pytest.mark.parametrize(
        ("arguments", "marks"), [([], ["-m", "not browser"]), (["-m", "schema"], ["-m", "schema"])]
    )
    def test_is_left_to_whoever_names_marks(self, monkeypatch, arguments, marks):
        run = Mock(return_value=Mock(returncode=0))
        monkeypatch.setattr(suite.subprocess, "run", run)
        suite.run(suite.Round("PostgreSQL", {}, marks="not browser"), arguments)
        command = run.call_args.args[0]
        assert command[command.index("loadfile") + 1 :] == marks
