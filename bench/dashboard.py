"""The dashboard of use of somebody with two years of half-hours, beside a bare view."""

import urllib.request

from bench import load
from bench.pages import BARE, HOST, server

FILL = "from bench import using; using.fill()"
ADDRESSES = {
    "bare view": BARE,
    "overview": "/consumption/",
    "year": "/consumption/use/?utility=electricity&view=year",
    "month with its half-hours": "/consumption/use/?utility=electricity&view=month",
    "day": "/consumption/use/?utility=electricity&view=day",
    "list of 100,000 records": "/consumption/records/",
    "use API, a year of half-hours": "/api/v1/consumption/use?by=half-hour&since={year_ago}",
}
CONCURRENCIES = (1, 8)
GOAL_MS = 100


def report(seconds: float) -> None:
    """Print one table; the goal is that of one request at a time."""
    with server(FILL) as (port, printed):
        cookie, year_ago, told = printed.split("|")
        addresses = {name: path.format(year_ago=year_ago) for name, path in ADDRESSES.items()}
        for path in addresses.values():
            _warm(port, path, cookie)
        print(f"\nDashboard of {told}, {seconds:g} s each, load by {load.tool()}\n")
        print("| address | c | requests/s | p50 ms | p95 ms | errors | of bare view |")
        print("|---|---:|---:|---:|---:|---:|---:|")
        for connections in CONCURRENCIES:
            bare = 0.0
            for name, path in addresses.items():
                found = load.measure(
                    HOST, port, path, connections=connections, seconds=seconds, cookie=cookie
                )
                bare = bare or found.rate
                print(
                    f"| {name} | {connections} | {found.rate:,.0f} | {found.p50:.1f} | "
                    f"{found.p95:.1f} | {found.errors} | {found.rate / bare:.1%} |",
                    flush=True,
                )
        print(f"\nThe goal of overview and year is p95 < {GOAL_MS} ms, one request at a time.")


def _warm(port: int, path: str, cookie: str) -> None:
    for _ in range(10):
        asked = urllib.request.Request(f"http://{HOST}:{port}{path}", headers={"Cookie": cookie})
        urllib.request.urlopen(asked, timeout=60).close()
