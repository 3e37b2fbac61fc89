import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.crypto import get_random_string

from daybook.core.jobs.places import PLACES
from daybook.core.jobs.worker import EVERY_QUEUE, POLL_SECONDS, Worker
from daybook.core.management import options as our_options
from daybook.core.serving import ground, lifeline

SHORTEST_INTERVAL = 0.01  # seconds
LONGEST_INTERVAL = 3600


class Command(BaseCommand):
    help = (
        "Run background jobs and keep their schedule. `daybook serve` has a worker already; run"
        " more of them, also on other machines, when the database is PostgreSQL. Told to stop"
        " (Ctrl-C) it finishes the job at hand; told twice it hands that job back."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--queues", default=EVERY_QUEUE, help="queues to serve, with commas (default: all)"
        )
        parser.add_argument(
            "--backend",
            choices=["all", *PLACES],
            default="all",
            help="where to take jobs from (default: %(default)s); Redis has the bulk jobs, where"
            " DAYBOOK_JOBS says so",
        )
        parser.add_argument(
            "--interval",
            type=_seconds,
            default=POLL_SECONDS,
            help="seconds between two looks at an empty queue (default: %(default)s)",
        )
        parser.add_argument(
            "--batch", action="store_true", help="run what is due, then end (for a host's cron)"
        )
        parser.add_argument("--lifeline", type=int, help=argparse.SUPPRESS)
        our_options.add_to(parser, without=our_options.LISTENING)

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["lifeline"] is not None:
            lifeline.follow(options["lifeline"])
        if not ground.is_migrated():
            raise CommandError("The database is not up to date. Run `daybook migrate` first.")
        worker = Worker(
            worker_id=get_random_string(32),
            queues=tuple(name.strip() for name in options["queues"].split(",")),
            places=PLACES if options["backend"] == "all" else (options["backend"],),
            interval=options["interval"],
            batch=options["batch"],
        )
        worker.configure_signals()
        worker.run()


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not SHORTEST_INTERVAL <= seconds <= LONGEST_INTERVAL:
        raise argparse.ArgumentTypeError(f"must be seconds between 0.01 and 3600, not {text!r}")
    return seconds
