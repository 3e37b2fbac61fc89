"""The ``daybook`` command: our own commands, explained first, and every one of Django's."""

import os
import sys
from collections.abc import Sequence
from typing import Final

from django.core.management import execute_from_command_line

from daybook import __version__
from daybook.core.management import options

OURS: Final = {
    "serve": "serve web pages, API and background work; prints the address",
    "worker": "run background jobs only, for example on another machine",
    "demo": "load the sample world, again and again if you like",
    "doctor": "check settings, database, folders, outside services; says what to do",
}
HELP_WORDS: Final = frozenset({"help", "--help", "-h"})
INTERRUPTED: Final = 130  # what a shell expects after Ctrl-C
VERSION_WORDS: Final = frozenset({"version", "--version", "-V"})


def main(argv: Sequence[str] | None = None) -> None:
    """Run one command; ``argv`` is what follows the command's own name."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    first = arguments[0] if arguments else "--help"
    if first in VERSION_WORDS:
        sys.stdout.write(f"Daybook {__version__}\n")
    elif first in HELP_WORDS and len(arguments) <= 1:
        sys.stdout.write(help_text())
    else:
        _run(arguments)


def help_text() -> str:
    """What ``daybook --help`` prints."""
    commands = "\n".join(f"  {name.ljust(10)} {what}" for name, what in OURS.items())
    flags = "\n".join(
        f"  {flag.ljust(14)} {variable.ljust(22)} {what}"
        for flag, variable, what in options.ENVIRONMENT
    )
    return f"""\
Daybook {__version__}: the day of a household and of the small business down the road.

Usage: daybook COMMAND [OPTIONS]

{commands}

Options, by flag or by variable; a flag wins:

{flags}

`daybook help COMMAND` explains one command. Every Django command works too, such as
`daybook migrate` and `daybook createsuperuser`; `daybook help --commands` lists them all.
.env.example explains every variable.
"""


def _run(arguments: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "daybook.config.settings")
    if arguments[0] in OURS:
        # The settings are read once, when Django starts: flags must be variables before that.
        variables, arguments = options.lift(arguments)
        os.environ.update(variables)
    try:
        execute_from_command_line(["daybook", *arguments])
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
