"""The API's document is the one people reviewed."""

from tools.openapi import SNAPSHOT, document


def test_the_snapshot_is_what_the_api_says():
    assert SNAPSHOT.read_text() == document(), (
        "run: python -m tools.openapi, and look at the difference"
    )
