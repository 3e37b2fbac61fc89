import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from daybook.core.management import options as our_options
from daybook.core.serving import address, ground
from daybook.core.serving.children import KeepsCrashing
from daybook.core.serving.supervisor import Supervisor


class Command(BaseCommand):
    help = (
        "Serve Daybook: web pages, API and background work as one process tree. Applies missing"
        " migrations and collects changed static files first. Ctrl-C stops all of it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--no-migrate", action="store_true", help="leave the tables alone")
        parser.add_argument(
            "--no-worker", action="store_true", help="no background work; run `daybook worker`"
        )
        our_options.add_to(parser)

    def handle(self, *_args: Any, **options: Any) -> None:
        place = address.Address(settings.ENV.host, settings.ENV.port)
        try:
            place.refuse_if_taken()
            self._prepare(migrate=not options["no_migrate"])
            self._run(place, with_worker=not options["no_worker"])
        except (address.CannotListen, KeepsCrashing) as error:
            raise CommandError(str(error)) from error
        self.stdout.write("Daybook has stopped.")

    def _prepare(self, *, migrate: bool) -> None:
        if migrate and ground.migrate():
            self.stdout.write("The database is up to date.")
        if not migrate and not ground.is_migrated():
            self.stderr.write("Migrations are missing: run `daybook migrate`.")
        if ground.collect_static():
            self.stdout.write("The static files are collected.")

    def _run(self, place: address.Address, *, with_worker: bool) -> None:
        figures = ground.empty_figures_folder(place.port)
        environment = os.environ | {"PROMETHEUS_MULTIPROC_DIR": str(figures)}
        with Supervisor(place, environment=environment, say=self._say) as parts:
            parts.add("web", "daybook.config.web")
            if with_worker:
                parts.add("worker", "daybook", "worker")
            parts.run(host_header=address.host_header(settings.ENV.allowed_hosts, place))

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
