"""How fast the half-hours of two years come in from a file, are taken back and are exported."""

import json
import os
import subprocess
import sys
import tempfile
from typing import Any

DAYS = 730


def run(days: int = DAYS) -> dict[str, Any]:
    """Import, undo and export on an empty data folder, by ``bench.importing``."""
    with tempfile.TemporaryDirectory(prefix="daybook-bench-") as folder:
        environment = {
            **os.environ,
            "DAYBOOK_DATA_DIR": folder,
            "DAYBOOK_LOG_LEVEL": "WARNING",
        }
        _call(environment, "migrate", "--verbosity", "0")
        code = f"from bench import importing; importing.measure({days})"
        told = _call(environment, "shell", "-c", code)
    figures: dict[str, Any] = json.loads(told.splitlines()[-1])
    return figures


def _call(environment: dict[str, str], *arguments: str) -> str:
    command = [sys.executable, "-m", "daybook", *arguments]
    return subprocess.run(
        command, env=environment, check=True, capture_output=True, text=True
    ).stdout


def report() -> None:
    """Print one table."""
    found = run()
    rows = found["rows"]
    print(f"\n{rows:,} half-hours of a CSV file, {found['mib']:.1f} MiB\n")
    print("| step | seconds | rows/s |")
    print("|---|---:|---:|")
    for name, seconds in found["steps"].items():
        print(f"| {name} | {seconds:.2f} | {rows / seconds:,.0f} |")
    print(f"\nPeak memory {found['peak_mib']:.0f} MiB.")
