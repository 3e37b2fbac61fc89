"""Run the whole suite on SQLite, and again on PostgreSQL and Redis where they can be reached.

``DATABASE_URL`` and ``REDIS_URL`` say where; without them the usual local addresses are tried.
Everything after ``--`` (or an unknown option) goes to pytest.
"""

import argparse
import os
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import psycopg
import redis

ROOT = Path(__file__).resolve().parents[1]
POSTGRES_GUESSES = (
    "postgresql://postgres@127.0.0.1:5432/postgres",
    "postgresql://postgres:postgres@127.0.0.1:5432/postgres",
)
REDIS_GUESS = "redis://127.0.0.1:6379/15"


@dataclass(frozen=True)
class Round:
    """One run of the suite on one set of services."""

    name: str
    environment: dict[str, str]
    marks: str = ""


def postgres() -> str:
    """The address of a PostgreSQL that lets us in, or nothing."""
    given = os.environ.get("DATABASE_URL", "")
    candidates = (given,) if given.startswith("postgres") else POSTGRES_GUESSES
    for url in candidates:
        try:
            psycopg.connect(url, connect_timeout=3).close()
        except psycopg.Error as error:
            if given:
                sys.exit(f"DATABASE_URL was given, but PostgreSQL does not answer there: {error}")
        else:
            return url
    return ""


def redis_server() -> str:
    """The address of a Redis that answers, or nothing."""
    given = os.environ.get("REDIS_URL", "")
    try:
        redis.Redis.from_url(given or REDIS_GUESS, socket_connect_timeout=3).ping()
    except redis.RedisError as error:
        if given:
            sys.exit(f"REDIS_URL was given, but Redis does not answer there: {error}")
        return ""
    return given or REDIS_GUESS


def rounds() -> list[Round]:
    """The runs that this machine can do, SQLite first.

    Where there are two, what is slow and the same on both is done once: the browser meets a Daybook
    on SQLite whatever the round, the rules of the tree do not ask which database there is, and the
    API is held to its document on the stricter one.
    """
    sqlite = {"DATABASE_URL": "", "REDIS_URL": ""}
    database, cache = postgres(), redis_server()
    if not database and not cache:
        return [Round("SQLite", sqlite)]
    name = " and ".join(n for n, url in (("PostgreSQL", database), ("Redis", cache)) if url)
    services = {"DATABASE_URL": database, "REDIS_URL": cache}
    return [
        Round("SQLite", sqlite, marks="not schema"),
        Round(name, services, marks="not browser and not law"),
    ]


def run(one: Round, arguments: list[str]) -> int:
    """Run pytest once; returns its exit code."""
    print(f"\n=== The suite on {one.name} ===", flush=True)
    # A file stays in one process: what it starts (a browser, a server) is started once.
    command = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "loadfile", *arguments]
    if one.marks and "-m" not in arguments:
        command += ["-m", one.marks]
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, **one.environment}, check=False
    ).returncode


def coverage_report() -> int:
    """What the measured round left out; exit code 2 below the floor in pyproject.toml."""
    report = [sys.executable, "-m", "coverage", "report"]
    return subprocess.run(report, cwd=ROOT, check=False).returncode


def main() -> int:
    """Exit code 0 when every round passed and, for a full run, the coverage holds."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", choices=["sqlite"], help="leave the other databases out")
    options, arguments = parser.parse_known_args()
    full = not arguments
    planned = [replace(rounds()[0], marks="")] if options.only else rounds()
    # Measuring costs a third of the time, and the first round runs nearly all there is.
    measured = {planned[0].name: ["--cov", "--cov-report="]} if full else {}
    for leftover in ROOT.glob(".coverage*"):
        leftover.unlink()
    results = {one.name: run(one, [*arguments, *measured.get(one.name, ())]) for one in planned}
    covered = coverage_report() if full else 0
    print("\nThe suite ran on:")
    for name, code in results.items():
        print(f"  {name}: {'passed' if code == 0 else 'FAILED'}")
    if len(results) == 1 and not options.only:
        print("  (PostgreSQL and Redis were not reachable here.)")
    return max(*results.values(), covered)


if __name__ == "__main__":
    sys.exit(main())
