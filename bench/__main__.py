"""Throughput of the pages side by side on one server, and the speed of what takes long.

Usage: python -m bench [--seconds 5] [--only pages|windows|messages|imports] [--messages 10000]
"""

import argparse

from bench import imports, messages, pages, windows

SCENARIOS = ("pages", "windows", "messages", "imports")


def main() -> None:
    """Run the scenarios one after the other."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--seconds", type=float, default=5, help="per address and concurrency")
    parser.add_argument("--only", choices=SCENARIOS, help="one alone")
    parser.add_argument("--messages", type=int, default=10_000, help="how many are sent")
    options = parser.parse_args()
    if options.only in {None, "pages"}:
        pages.report(options.seconds)
    if options.only in {None, "windows"}:
        windows.report()
    if options.only in {None, "messages"}:
        messages.report(options.messages)
    if options.only in {None, "imports"}:
        imports.report()


if __name__ == "__main__":
    main()
