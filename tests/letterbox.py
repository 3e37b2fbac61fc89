"""A letterbox in the place of whoever carries letters, and how people find the link in one."""

import re
from urllib.parse import urlsplit

from django.template.loader import render_to_string
from django_tasks_db.models import DBTaskResult

from daybook.core.contributions import notification_kinds
from daybook.core.letters import Letter


class Letterbox:
    """Keeps the letters that are posted, newest last."""

    def __init__(self) -> None:
        self.letters: list[Letter] = []

    def of(self, kind: str) -> list[Letter]:
        """The letters of one kind, in the order they came."""
        return [letter for letter in self.letters if letter.kind == kind]

    def link(self, kind: str) -> str:
        """The path of the link in the newest letter of ``kind``."""
        return urlsplit(self.of(kind)[-1].context["link"]).path

    def secret(self, kind: str) -> str:
        """The secret in that link."""
        return self.link(kind).rstrip("/").rpartition("/")[2]

    def read(self, kind: str, part: str = "body") -> str:
        """What stands in a part of the newest letter of ``kind``."""
        template = dict(notification_kinds)[kind].template
        page = render_to_string(f"{template}#{part}", dict(self.of(kind)[-1].context))
        return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def work_off() -> None:
    """Carry out the jobs that wait, as a worker does."""
    for row in DBTaskResult.objects.ready():
        row.task.call(*row.args_kwargs["args"], **row.args_kwargs["kwargs"])
        row.delete()
