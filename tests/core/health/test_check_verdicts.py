"""What the checks say in the rarer cases."""

import zoneinfo

import pytest
from django.core import checks as django_checks

from daybook.core.contributions import Verdict
from daybook.core.health import checks


@pytest.fixture
def found(monkeypatch):
    """Lets Django's own checks find what is given."""

    def found(*messages):
        monkeypatch.setattr(django_checks, "run_checks", lambda **_: list(messages))

    return found


class TestSettings:
    def test_fail_with_an_error_and_its_hint(self, found, now):
        found(django_checks.Error("It is broken.", hint="Mend it."))
        health = checks.settings_fit(now)
        assert health.verdict is Verdict.FAILED
        assert health.message == "It is broken. Mend it."

    def test_fail_with_an_error_without_a_hint(self, found, now):
        found(django_checks.Critical("It is broken."))
        assert checks.settings_fit(now).message == "It is broken."

    def test_name_the_error_before_any_warning(self, found, now):
        found(django_checks.Warning("Hm."), django_checks.Error("Broken."))
        assert checks.settings_fit(now).message == "Broken."

    def test_warn_with_a_warning(self, found, now):
        found(django_checks.Warning("Hm."))
        health = checks.settings_fit(now)
        assert (health.verdict, health.message) == (Verdict.WARNING, "Hm.")


class TestTimeZones:
    def test_fail_without_the_data(self, monkeypatch, now):
        def missing(name):
            raise zoneinfo.ZoneInfoNotFoundError(name)

        monkeypatch.setattr("daybook.core.health.checks.zoneinfo.ZoneInfo", missing)
        health = checks.time_zones(now)
        assert health.verdict is Verdict.FAILED
        assert "tzdata" in health.message


@pytest.mark.django_db
class TestMigrations:
    def test_are_all_there(self, now):
        assert checks.migrations(now).verdict is Verdict.OK

    def test_fail_and_are_counted(self, monkeypatch, now):
        executor = "daybook.core.health.checks.MigrationExecutor.migration_plan"
        monkeypatch.setattr(executor, lambda *_: [("one", False), ("two", False)])
        health = checks.migrations(now)
        assert health.verdict is Verdict.FAILED
        assert health.message.startswith("2 migrations are missing")
