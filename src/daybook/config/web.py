"""The web part of ``daybook serve``: granian and its worker processes."""

import argparse
from functools import partial
from typing import Any, Final

from django.utils.module_loading import import_string
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from daybook.config import env
from daybook.core.serving import lifeline

TARGET: Final = "daybook.config.wsgi:application"
KILL_AFTER_SECONDS: Final = 3


def main() -> None:
    """Serve until SIGTERM, or until whoever holds the lifeline is gone."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lifeline", type=int, required=True)
    pipe = parser.parse_args().lifeline
    environment = env.read()
    lifeline.follow(pipe)
    Server(
        TARGET,
        address=environment.host,
        port=environment.port,
        interface=Interfaces.WSGI,
        workers=environment.workers,
        blocking_threads=environment.threads,
        respawn_failed_workers=True,
        workers_kill_timeout=KILL_AFTER_SECONDS,
        log_level=LogLevels.warning,
    ).serve(target_loader=partial(load, pipe), wrap_loader=False)


def load(pipe: int) -> Any:
    """Load the application in a worker process, which then follows the lifeline too."""
    lifeline.follow(pipe)
    return import_string(TARGET.replace(":", "."))


if __name__ == "__main__":
    main()
