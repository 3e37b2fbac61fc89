"""How fast pages, searches, imports and messages are, each scenario by itself.

Usage: python -m bench [--seconds 5] [--only SCENARIO] [--messages 10000]
"""

import argparse

from bench import (
    comparison,
    dashboard,
    history,
    imports,
    messages,
    pages,
    plans,
    windows,
)

SCENARIOS = {
    "pages": lambda asked: pages.report(asked.seconds),
    "dashboard": lambda asked: dashboard.report(asked.seconds),
    "windows": lambda _asked: windows.report(),
    "plans": lambda _asked: plans.report(),
    "comparison": lambda _asked: comparison.report(),
    "history": lambda _asked: history.report(),
    "imports": lambda _asked: imports.report(),
    "messages": lambda asked: messages.report(asked.messages),
}


def main() -> None:
    """Run the scenarios one after the other."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--seconds", type=float, default=5, help="per address and concurrency")
    parser.add_argument("--only", choices=SCENARIOS, help="one alone")
    parser.add_argument("--messages", type=int, default=10_000, help="how many are sent")
    asked = parser.parse_args()
    for name, report in SCENARIOS.items():
        if asked.only in {None, name}:
            report(asked)


if __name__ == "__main__":
    main()
