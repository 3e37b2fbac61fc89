import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.core.management.color import Style
from django.utils import timezone

from daybook.core.contributions import Verdict
from daybook.core.health.report import Finding, examine, worst
from daybook.core.management import options as our_options


class Command(BaseCommand):
    help = (
        "Check settings, database, migrations, folders, outside services and jobs. Prints ok,"
        " warning or failed for each, and exits with 1 when something failed."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print the findings as JSON")
        our_options.add_to(parser, without=our_options.LISTENING)

    def handle(self, *_args: Any, **options: Any) -> None:
        findings = examine(now=timezone.now())
        verdict = worst(findings)
        if options["json"]:
            checks = [finding.as_dict() for finding in findings]
            self.stdout.write(json.dumps({"verdict": verdict, "checks": checks}, indent=2))
        else:
            for finding in findings:
                self.stdout.write(line(finding, self.style))
        if verdict is Verdict.FAILED:
            raise SystemExit(1)


def line(finding: Finding, style: Style) -> str:
    """One finding for people; the verdict is a word, its colour only helps."""
    paint = {
        Verdict.OK: style.SUCCESS,
        Verdict.WARNING: style.WARNING,
        Verdict.FAILED: style.ERROR,
    }[finding.verdict]
    return f"{paint(finding.verdict.ljust(8))} {finding.name.ljust(18)} {finding.message}"
