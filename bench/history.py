"""Two years of the rates of fourteen regions: their size on disk, and how soon they are read.

And a thousand people of one tariff who are told of tomorrow's prices.
"""

import json
import os
import subprocess
import sys
import tempfile
from typing import Any


def report() -> None:
    """Print what was measured, on a new SQLite database."""
    with tempfile.TemporaryDirectory(prefix="daybook-bench-") as folder:
        environment = {**os.environ, "DAYBOOK_DATA_DIR": folder, "DAYBOOK_LOG_LEVEL": "ERROR"}
        _call(environment, "migrate", "--verbosity", "0")
        found = json.loads(
            _call(environment, "shell", "-v0", "-c", "from bench import keeping; keeping.measure()")
            .strip()
            .splitlines()[-1]
        )
        print("\nTwo years of rates of fourteen regions, SQLite\n")
        print("| what | figure |")
        print("|---|---:|")
        print(f"| days kept | {found['rows']:,} |")
        print(f"| size on disk | {found['bytes'] / 2**20:.1f} MiB |")
        for name, value in found["told"].items():
            print(f"| {name} | {value} |")


def _call(environment: dict[str, Any], *words: str) -> str:
    run = [sys.executable, "-m", "daybook", *words]
    return subprocess.run(run, env=environment, check=True, capture_output=True, text=True).stdout
