import pytest

from daybook import __version__
from daybook.config import cli


@pytest.fixture
def passed_on(monkeypatch):
    """What reaches Django's own command line."""
    heard = []
    monkeypatch.setattr(cli, "execute_from_command_line", heard.append)
    monkeypatch.setattr(cli.os, "environ", dict(cli.os.environ))
    return heard


class TestHelp:
    @pytest.mark.parametrize("arguments", [[], ["--help"], ["-h"], ["help"]])
    def test_explains_our_commands_first(self, arguments, capsys):
        cli.main(arguments)
        said = capsys.readouterr().out
        assert all(name in said for name in ("serve", "worker", "demo", "doctor", "DAYBOOK_PORT"))
        assert said.index("serve") < said.index("migrate")

    def test_leaves_the_help_of_one_command_to_it(self, passed_on):
        cli.main(["help", "serve"])
        assert passed_on == [["daybook", "help", "serve"]]

    def test_version(self, capsys):
        cli.main(["--version"])
        assert capsys.readouterr().out == f"Daybook {__version__}\n"


class TestFlags:
    def test_win_over_variables(self, passed_on, monkeypatch):
        cli.os.environ["DAYBOOK_PORT"] = "8000"
        cli.main(["serve", "--port", "8123"])
        assert cli.os.environ["DAYBOOK_PORT"] == "8123"
        assert passed_on == [["daybook", "serve"]]

    def test_of_djangos_commands_are_left_alone(self, passed_on):
        cli.main(["migrate", "--database", "default", "--workers", "x"])
        assert passed_on == [["daybook", "migrate", "--database", "default", "--workers", "x"]]


def test_ctrl_c_ends_a_command_quietly(monkeypatch):
    def interrupted(_arguments: list[str]) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "execute_from_command_line", interrupted)
    with pytest.raises(SystemExit, match="130"):
        cli.main(["check"])
