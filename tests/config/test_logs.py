import json
import logging
import subprocess
import sys
from pathlib import Path

import pytest
import structlog

from daybook.config import log_files, logs
from daybook.config.env import ROOT, Environment
from daybook.config.log_mail import MAILS_AN_HOUR, MailToOperators
from daybook.config.log_secrets import hide_secrets, without_secrets
from tests import running


def record(message: str, *arguments: object, exc_info: object = None) -> logging.LogRecord:
    return logging.LogRecord("test", logging.ERROR, "f", 1, message, arguments, exc_info)


class TestSecrets:
    @pytest.mark.parametrize(
        "name", ["password", "csrf_token", "Authorization", "HTTP_COOKIE", "api_key", "apiKey"]
    )
    def test_are_hidden_by_name_also_in_nested_values(self, name):
        event = hide_secrets(None, "info", {name: "s3cr3t", "body": {name: "s3cr3t", "x": 1}})
        assert "s3cr3t" not in str(event)
        assert event["body"]["x"] == 1

    @pytest.mark.parametrize(
        "text",
        [
            "GET /?token=s3cr3t&x=1",
            "Authorization: Bearer s3cr3t",
            '{"password": "s3cr3t"}',
            "cannot connect to postgresql://anna:s3cr3t@db/daybook",
            "cannot connect to postgresql://anna:p@s3cr3t@db/daybook",
            "sessionid=s3cr3t",
        ],
    )
    def test_are_hidden_inside_text(self, text):
        assert "s3cr3t" not in without_secrets(text)

    def test_are_hidden_in_the_address_of_a_link(self):
        told = without_secrets(f"Not found: /accounts/email/verify/{'s3cr3t-' * 6}x/")
        assert told == "Not found: /accounts/email/verify/[hidden]/"

    def test_hides_the_address_of_a_calendar(self):
        told = without_secrets(f"Service Unavailable: /prices/feed/{'s3cr3t-' * 6}x.ics")
        assert told == "Service Unavailable: /prices/feed/[hidden].ics"

    @pytest.mark.parametrize("end", ["", "/", ".ics", "?page=2", " HTTP/1.1", '"', "#top"])
    def test_are_hidden_in_a_path_that_stands_alone(self, end):
        told = hide_secrets(None, "info", {"path": f"/prices/feed/{'s3cr3t-' * 6}x{end}"})
        assert told == {"path": f"/prices/feed/[hidden]{end}"}

    @pytest.mark.parametrize("length", [42, 44, 64])
    def test_leave_other_paths_alone(self, length):
        path = f"/static/{'a' * length}.css"
        assert without_secrets(path) == path

    def test_leaves_other_text_alone(self):
        assert without_secrets("prices at 10:30, region=C") == "prices at 10:30, region=C"


class TestFormatter:
    def test_writes_a_library_line_as_json(self):
        line = json.loads(logs.formatter(readable=False).format(record("lost %s", "the way")))
        assert (line["message"], line["level"], line["logger"]) == ("lost the way", "error", "test")

    def test_adds_what_is_bound_to_the_request(self):
        with structlog.contextvars.bound_contextvars(request_id="abc"):
            line = json.loads(logs.formatter(readable=False).format(record("x")))
        assert line["request_id"] == "abc"

    def test_writes_a_traceback_into_one_line(self):
        with pytest.raises(KeyError) as raised:
            {}["lamp"]
        exc_info = (raised.type, raised.value, raised.tb)
        text = logs.formatter(readable=False).format(record("x", exc_info=exc_info))
        assert "KeyError" in json.loads(text)["exception"]
        assert "\n" not in text

    def test_is_readable_on_request(self):
        text = logs.formatter(readable=True).format(record("hello"))
        assert "hello" in text
        assert not text.startswith("{")


class TestHandlers:
    def handlers(self, tmp_path, **variables):
        env = Environment().model_copy(update=variables)
        return logs._dict_config(env, tmp_path)["handlers"]

    def test_is_only_the_terminal_by_default(self, tmp_path):
        assert set(self.handlers(tmp_path)) == {"terminal"}

    def test_mails_only_with_somebody_to_mail_to_and_a_way_to(self, tmp_path):
        assert "mail" not in self.handlers(tmp_path, admins=("a@example.com",))
        assert "mail" in self.handlers(tmp_path, admins=("a@example.com",), email_url="smtp://h")

    def test_writes_a_file_when_asked(self, tmp_path):
        file = self.handlers(tmp_path, log_file=Path("daybook.log"))["file"]
        assert file["filename"] == str(tmp_path / "log" / "daybook.log")
        assert logs.log_file(Path("var/x.log"), tmp_path) == ROOT / "var/x.log"


class TestMail:
    @pytest.fixture
    def mail(self, settings):
        settings.ADMINS = [("Op", "op@example.com")]
        handler = MailToOperators()
        handler.setFormatter(logs.formatter(readable=False))
        return handler

    def test_tells_the_operator_without_secrets(self, mail, mailoutbox):
        mail.emit(record("Broken: token=s3cr3t"))
        assert mailoutbox[0].to == ["op@example.com"]
        assert "Broken" in mailoutbox[0].body
        assert "s3cr3t" not in mailoutbox[0].body

    def test_sends_a_few_in_a_storm_and_counts_the_rest(self, mail, mailoutbox, monkeypatch):
        for _ in range(50):
            mail.emit(record("Broken"))
        assert len(mailoutbox) == MAILS_AN_HOUR
        mail._sent = [at - 4000 for at in mail._sent]
        mail.emit(record("Broken again"))
        assert f"{50 - MAILS_AN_HOUR} more errors" in mailoutbox[-1].body


WRITER = """
import logging, sys
from daybook.config.log_files import SharedRotatingFile
handler = SharedRotatingFile(sys.argv[1], maxBytes=20_000, backupCount=100)
handler.setFormatter(logging.Formatter("%(message)s"))
for n in range(500):
    handler.emit(logging.LogRecord("t", 20, "f", 1, f"{sys.argv[2]} {n:04} " + "x" * 60, (), None))
"""


class TestSharedRotatingFile:
    def test_loses_no_line_when_several_processes_rotate(self, tmp_path):
        env = running.environment(tmp_path)
        command = [sys.executable, "-c", WRITER, str(tmp_path / "log" / "d.log")]
        writers = [subprocess.Popen([*command, name], env=env) for name in ("a", "b", "c")]
        assert [writer.wait(timeout=60) for writer in writers] == [0, 0, 0]
        files = [file for file in (tmp_path / "log").iterdir() if file.suffix != ".lock"]
        lines = [line for file in files for line in file.read_text().splitlines()]
        assert len(files) > 3
        assert len({line[:6] for line in lines}) == len(lines) == 1500

    def test_goes_on_in_a_new_file_when_its_own_is_taken_away(self, tmp_path):
        handler = log_files.SharedRotatingFile(str(tmp_path / "d.log"), maxBytes=1000)
        handler.emit(record("one"))
        (tmp_path / "d.log").rename(tmp_path / "old")
        handler.emit(record("two"))
        handler.close()
        assert (tmp_path / "d.log").read_text() == "two\n"
