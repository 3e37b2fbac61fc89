import pytest

from daybook.core.serving import ground


class TestMigrate:
    @pytest.mark.django_db
    def test_does_nothing_when_nothing_is_missing(self):
        assert ground.migrate() is False

    @pytest.mark.django_db(transaction=True)
    def test_applies_what_is_missing_once(self, monkeypatch):
        called = []
        monkeypatch.setattr(ground, "is_migrated", lambda: False)
        monkeypatch.setattr(ground, "call_command", lambda *a, **_: called.append(a))
        assert ground.migrate() is True
        assert called == [("migrate",)]


class TestCollectStatic:
    @pytest.fixture(autouse=True)
    def collected(self, monkeypatch, settings, tmp_path):
        """The commands that were called, with an empty folder for static files."""
        settings.STATIC_ROOT = tmp_path
        called = []
        monkeypatch.setattr(ground, "call_command", lambda *a, **_: called.append(a))
        return called

    @pytest.mark.django_db(transaction=True)
    def test_collects_when_something_changed_and_only_then(self, collected, monkeypatch):
        assert [ground.collect_static(), ground.collect_static()] == [True, False]
        monkeypatch.setattr(ground, "fingerprint", lambda: "another")
        assert ground.collect_static() is True
        assert len(collected) == 2

    def test_leaves_it_to_whitenoise_in_debug_mode(self, collected, settings):
        settings.DEBUG = True
        assert ground.collect_static() is False


def test_the_figures_of_an_earlier_run_are_gone(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    (ground.empty_figures_folder(8000) / "old.db").write_text("1")
    assert list(ground.empty_figures_folder(8000).iterdir()) == []


def test_two_that_start_at_one_port_share_the_folder_of_figures(settings, tmp_path, monkeypatch):
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr("shutil.rmtree", lambda *_args, **_options: None)

    assert ground.empty_figures_folder(8000) == ground.empty_figures_folder(8000)
