from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from daybook.core.contributions import demo_data
from daybook.core.management import options as our_options


class Command(BaseCommand):
    help = "Load the sample world: the same each time, marked as sample wherever it is shown."

    def add_arguments(self, parser: CommandParser) -> None:
        our_options.add_to(parser, without=our_options.LISTENING)

    def handle(self, *_args: Any, **_options: Any) -> None:
        now = timezone.now()
        for name, load in demo_data:
            self.stdout.write(f"  {name}: {load(now)}")
        self.stdout.write("The sample world is loaded. It is sample data, marked as such.")
