"""How Daybook logs: one line per thing that happened, as JSON or readable on a terminal.

Everything (Django, libraries, warnings and our own structlog calls) takes the same way through the
standard library's handlers: one format, one level and one place that hides secrets.
"""

import logging
import logging.config
import sys
from pathlib import Path
from typing import Any, Final

import structlog
from structlog.typing import Processor

from daybook.config import log_files, log_mail
from daybook.config.env import ROOT, Environment
from daybook.config.log_secrets import hide_secrets

FILE_BYTES: Final = 10_000_000
FILES_KEPT: Final = 5

# Lines that come from anywhere get the time, the level and what is bound to the request.
SHARED: Final[list[Processor]] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]

QUIET: Final = {
    "django.request": "ERROR",  # every request has its line already; 4xx would be told twice
    "django.security.DisallowedHost": "CRITICAL",  # scanners do this all day
    "django_tasks": "WARNING",
    "httpx": "WARNING",
    "httpcore": "WARNING",
    "urllib3": "WARNING",
    "asyncio": "WARNING",
}


def configure(env: Environment, data_dir: Path) -> None:
    """Set logging up for this process, as the environment says."""
    logging.config.dictConfig(_dict_config(env, data_dir))
    logging.captureWarnings(capture=True)
    structlog.configure(
        processors=[
            *SHARED,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(env.log_level)),
        cache_logger_on_first_use=True,
    )


def is_readable(env: Environment) -> bool:
    """Whether lines are laid out for a person; ``auto`` means on a terminal."""
    if env.log_format == "auto":
        return sys.stderr.isatty()
    return env.log_format == "console"


def log_file(wanted: Path, data_dir: Path) -> Path:
    """Where the log file lies: a bare name in the data folder, a path from the project's root."""
    return data_dir / "log" / wanted if wanted == Path(wanted.name) else ROOT / wanted


def formatter(*, readable: bool, colours: bool = False) -> logging.Formatter:
    """Formats every record, ours or a library's, with its secrets hidden."""
    if readable:
        ending: list[Processor] = [structlog.dev.ConsoleRenderer(colors=colours)]
    else:
        ending = [
            structlog.processors.format_exc_info,
            structlog.processors.EventRenamer("message"),
            structlog.processors.JSONRenderer(default=str),
        ]
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=SHARED,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            hide_secrets,
            *ending,
        ],
    )


def _dict_config(env: Environment, data_dir: Path) -> dict[str, Any]:
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": formatter,
                "readable": is_readable(env),
                "colours": sys.stderr.isatty(),
            },
            "json": {"()": formatter, "readable": False},
        },
        "handlers": (handlers := _handlers(env, data_dir)),
        "root": {"level": env.log_level, "handlers": [*handlers]},
        # Set, so that what a library configured for itself (Django's own mail, say) does not stay.
        "loggers": {"django": {"handlers": [], "propagate": True}}
        | {name: {"level": level} for name, level in QUIET.items()},
    }


def _handlers(env: Environment, data_dir: Path) -> dict[str, Any]:
    handlers: dict[str, Any] = {"terminal": {"class": "logging.StreamHandler", "formatter": "line"}}
    if env.log_file:
        handlers["file"] = {
            "()": log_files.SharedRotatingFile,
            "filename": str(log_file(env.log_file, data_dir)),
            "maxBytes": FILE_BYTES,
            "backupCount": FILES_KEPT,
            "formatter": "json",
        }
    if env.admins and env.email_url.startswith(("smtp", "memory")):
        handlers["mail"] = {
            "()": log_mail.MailToOperators,
            "level": "ERROR",
            "formatter": "json",
        }
    return handlers
