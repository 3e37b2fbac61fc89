"""Measure the tree and hold it to tools/measure/limits.toml."""

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MEASURE = ROOT / "tools" / "measure" / "measure.py"


def main() -> int:
    """Exit code 1 when a limit is passed; each passed limit is printed."""
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder) / "daybook.json"
        run = [
            *(sys.executable, str(MEASURE), "run", "src", "--label", "daybook"),
            *(
                "--tests",
                "tests",
                "--front",
                "src",
                "--depth",
                "3",
                "--git",
                ".",
                "--out",
                str(result),
            ),
        ]
        subprocess.run(run, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        gate = [sys.executable, str(MEASURE), "gate", str(result)]
        gate += ["--limits", str(MEASURE.with_name("limits.toml"))]
        return subprocess.run(gate, cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
