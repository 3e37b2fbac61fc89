import json

from tools import openapi


class TestDocument:
    def test_is_the_same_every_time(self):
        assert openapi.document() == openapi.document()

    def test_tells_every_operation_apart(self):
        paths = json.loads(openapi.document())["paths"]
        names = [o["operationId"] for operations in paths.values() for o in operations.values()]
        assert names
        assert len(names) == len(set(names))


class TestMain:
    def check(self, monkeypatch, tmp_path, text):
        monkeypatch.setattr(openapi, "SNAPSHOT", tmp_path / "openapi.json")
        if text is not None:
            openapi.SNAPSHOT.write_text(text)
        monkeypatch.setattr("sys.argv", ["openapi", "--check"])
        return openapi.main()

    def test_accepts_the_snapshot_that_is_true(self, monkeypatch, tmp_path):
        assert self.check(monkeypatch, tmp_path, openapi.document()) == 0

    def test_finds_a_snapshot_that_is_not(self, monkeypatch, tmp_path, capsys):
        assert self.check(monkeypatch, tmp_path, "{}") == 1
        assert "The API has changed" in capsys.readouterr().out

    def test_finds_that_there_is_none(self, monkeypatch, tmp_path):
        assert self.check(monkeypatch, tmp_path, None) == 1

    def test_writes_it(self, monkeypatch, tmp_path):
        monkeypatch.setattr(openapi, "SNAPSHOT", tmp_path / "openapi.json")
        monkeypatch.setattr("sys.argv", ["openapi"])
        assert openapi.main() == 0
        assert openapi.SNAPSHOT.read_text() == openapi.document()
