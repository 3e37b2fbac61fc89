"""Write the API's document to src/daybook/api/openapi.json, or check that it is that file."""

import argparse
import json
import os
import sys
from pathlib import Path

import django

SNAPSHOT = Path(__file__).resolve().parents[1] / "src" / "daybook" / "api" / "openapi.json"


def document() -> str:
    """The OpenAPI document of the API with every product switched on, as stable text."""
    from daybook.api.v1 import api

    return json.dumps(api.get_openapi_schema(), indent=2, sort_keys=True, default=str) + "\n"


def main() -> int:
    """Exit code 1 when ``--check`` finds that the snapshot is not what the API says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    options = parser.parse_args()
    os.environ |= {"DJANGO_SETTINGS_MODULE": "daybook.config.settings", "DAYBOOK_APPS": "all"}
    django.setup()
    if not options.check:
        SNAPSHOT.write_text(document(), encoding="utf-8")
        return 0
    if SNAPSHOT.exists() and SNAPSHOT.read_text(encoding="utf-8") == document():
        return 0
    print("The API has changed: look at the difference after `python -m tools.openapi`.")
    return 1


if __name__ == "__main__":
    sys.exit(main())
