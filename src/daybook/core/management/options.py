"""The options of our own commands; each is a ``DAYBOOK_*`` variable too, and the flag wins.

Nothing of Django is imported here: the flags are read before the settings are.
"""

import argparse
from collections.abc import Sequence
from typing import Final

# flag, variable, what it is
ENVIRONMENT: Final = (
    ("--host", "DAYBOOK_HOST", "where to listen; 0.0.0.0 lets other machines in"),
    ("--port", "DAYBOOK_PORT", "the port to listen on"),
    ("--workers", "DAYBOOK_WORKERS", "how many web processes"),
    ("--threads", "DAYBOOK_THREADS", "how many requests each of them answers at once"),
    ("--data-dir", "DAYBOOK_DATA_DIR", "where the database, caches and logs lie"),
    ("--apps", "DAYBOOK_APPS", "the products switched on: all, none, or names with commas"),
    ("--log-level", "DAYBOOK_LOG_LEVEL", "DEBUG, INFO, WARNING or ERROR"),
    ("--log-format", "DAYBOOK_LOG_FORMAT", "json, console or auto"),
    ("--log-file", "DAYBOOK_LOG_FILE", "a file that rotates, beside the terminal"),
)
LISTENING: Final = ("--host", "--port", "--workers", "--threads")


def add_to(parser: argparse.ArgumentParser, *, without: Sequence[str] = ()) -> None:
    """Show the options in the help of one of our commands."""
    group = parser.add_argument_group("options that are variables too")
    for flag, variable, what in ENVIRONMENT:
        if flag not in without:
            group.add_argument(flag, metavar="…", help=f"{what} ({variable})")


def lift(arguments: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """Take the options out of ``arguments``: the variables they set, and what is left."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    for flag, variable, _ in ENVIRONMENT:
        parser.add_argument(flag, dest=variable)
    known, rest = parser.parse_known_args(arguments)
    return {name: value for name, value in vars(known).items() if value is not None}, rest
