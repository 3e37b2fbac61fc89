"""Who is an operator."""

import pytest
from django.contrib.auth.models import AnonymousUser

from daybook.core.operators import is_operator


@pytest.mark.parametrize(
    ("marks", "is_one"),
    [
        ({"is_staff": True}, True),
        ({"is_staff": True, "is_active": False}, False),
        ({"is_staff": False}, False),
        ({"is_staff": False, "is_superuser": True}, False),
    ],
)
def test_is_who_has_the_mark_and_is_not_shut_out(marks, is_one, person):
    assert is_operator(person("Olga", **marks)) is is_one


@pytest.mark.parametrize("nobody", [None, AnonymousUser()], ids=["none", "anonymous"])
def test_nobody_is_none(nobody):
    assert not is_operator(nobody)
