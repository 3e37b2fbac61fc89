import pytest

from daybook.ui.parts import wants_part

PART = {"HX-Request": "true"}


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, False),
        (PART, True),
        ({"HX-Request": "false"}, False),
        (PART | {"HX-History-Restore-Request": "true"}, False),
    ],
)
def test_only_htmx_outside_of_history_wants_a_part(rf, headers, expected):
    assert wants_part(rf.get("/", headers=headers)) is expected
