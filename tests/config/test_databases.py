import stat

import pytest

from daybook.config import databases


class TestDatabase:
    def test_is_an_sqlite_file_in_the_data_folder_by_default(self, tmp_path):
        settings = databases.database("", tmp_path / "var")
        assert settings["ENGINE"] == "django.db.backends.sqlite3"
        assert settings["NAME"] == str(tmp_path / "var" / "daybook.sqlite3")

    def test_makes_the_data_folder(self, tmp_path):
        databases.database("", tmp_path / "a" / "b")
        assert (tmp_path / "a" / "b").is_dir()

    def test_keeps_other_accounts_of_the_machine_out(self, tmp_path):
        databases.database("", tmp_path / "var")
        assert stat.S_IMODE((tmp_path / "var").stat().st_mode) == 0o700

    def test_sqlite_takes_its_turn_when_a_transaction_begins(self, tmp_path):
        options = databases.database("", tmp_path)["OPTIONS"]
        assert options["transaction_mode"] == "IMMEDIATE"
        assert options["timeout"] == 20
        assert "journal_mode=WAL" in options["init_command"]

    @pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
    def test_postgresql_comes_with_a_pool(self, tmp_path, scheme):
        settings = databases.database(f"{scheme}://anna:pw@db.example:5433/daybook", tmp_path)
        assert settings["ENGINE"] == "django.db.backends.postgresql"
        assert (settings["HOST"], settings["PORT"]) == ("db.example", 5433)
        assert settings["OPTIONS"]["pool"]["max_size"] >= 4

    def test_a_password_may_have_any_character(self, tmp_path):
        settings = databases.database("postgresql://anna:p%40ss%2Fword@db/daybook", tmp_path)
        assert settings["PASSWORD"] == "p@ss/word"


class TestCache:
    def test_is_files_that_all_processes_share_by_default(self, tmp_path):
        settings = databases.cache("", tmp_path)
        assert settings["BACKEND"].endswith("FileBasedCache")
        assert settings["LOCATION"].startswith(str(tmp_path))

    def test_is_redis_when_given(self, tmp_path):
        settings = databases.cache("redis://cache:6379/0", tmp_path)
        assert settings["BACKEND"].endswith("RedisCache")
        assert settings["LOCATION"] == "redis://cache:6379/0"


class TestTasks:
    def test_are_all_in_the_database_by_default(self):
        assert [*databases.tasks("database", "redis://cache", "key")] == ["default"]

    def test_bulk_jobs_go_to_redis_where_that_is_chosen(self):
        places = databases.tasks("redis", "redis://cache:6379/0", "key")
        assert places["default"]["BACKEND"] == "django_tasks_db.DatabaseBackend"
        assert places["bulk"]["OPTIONS"]["url"] == "redis://cache:6379/0"

    def test_two_sites_in_one_redis_keep_apart(self):
        prefixes = {
            databases.tasks("redis", "redis://cache", key)["bulk"]["OPTIONS"]["prefix"]
            for key in ("one", "two", "two")
        }
        assert len(prefixes) == 2
        assert not any("one" in prefix or "two" in prefix for prefix in prefixes)


@pytest.mark.django_db
def test_the_pragmas_are_in_force():
    from django.db import connection

    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has no pragmas")

    def pragma(name):
        with connection.cursor() as cursor:
            return cursor.execute(f"PRAGMA {name}").fetchone()[0]

    found = {name: pragma(name) for name in ("journal_mode", "synchronous")}
    assert found == {"journal_mode": "wal", "synchronous": 1}
