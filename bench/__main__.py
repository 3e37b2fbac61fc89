"""Throughput of the pages side by side on one server, and the speed of the window search.

Usage: python -m bench [--seconds 5] [--only pages|windows]
"""

import argparse

from bench import pages, windows


def main() -> None:
    """Run the scenarios one after the other."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--seconds", type=float, default=5, help="per address and concurrency")
    parser.add_argument("--only", choices=["pages", "windows"], help="leave the others out")
    options = parser.parse_args()
    if options.only != "windows":
        pages.report(options.seconds)
    if options.only != "pages":
        windows.report()


if __name__ == "__main__":
    main()
