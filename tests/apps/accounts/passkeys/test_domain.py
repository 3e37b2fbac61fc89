"""Whose passkeys can be used at an address."""

import pytest

from daybook.apps.accounts.domain import RelyingParty, checked_passkey_name, relying_party
from daybook.lib.errors import Invalid

SITE = "https://daybook.example/"
AT_HOME = "http://127.0.0.1:8000/"


@pytest.mark.parametrize(
    ("site", "here", "name", "origin"),
    [
        (SITE, SITE, "daybook.example", "https://daybook.example"),
        (SITE, "https://DAYBOOK.example:443/", "daybook.example", "https://daybook.example"),
        (SITE, "http://daybook.example/", "daybook.example", "https://daybook.example"),
        ("https://d.example:8443/x/", "https://d.example:8443/", "d.example", "https://d.example:8443"),
        ("https://d.example:443/", "https://d.example/", "d.example", "https://d.example"),
        (AT_HOME, "http://localhost:8000/", "localhost", "http://localhost:8000"),
        ("http://[::1]:8000/", "http://localhost:8000/", "localhost", "http://localhost:8000"),
        ("", "http://localhost/", "localhost", "http://localhost"),
    ],
)  # fmt: skip
def test_is_the_site_or_where_that_is_a_number_this_address(site, here, name, origin):
    assert relying_party(site=site, here=here) == RelyingParty(name=name, origin=origin)


@pytest.mark.parametrize(
    ("site", "here"),
    [
        (SITE, "https://other.example/"),
        (SITE, "https://www.daybook.example/"),
        (SITE, "https://example/"),
        (SITE, "https://daybook.example.evil.example/"),
        (SITE, AT_HOME),
        (AT_HOME, AT_HOME),
        (AT_HOME, "http://[::1]:8000/"),
        (AT_HOME, "http://192.0.2.7/"),
        (AT_HOME, ""),
    ],
)
def test_is_nobody_elsewhere(site, here):
    assert relying_party(site=site, here=here) is None


def test_a_name_has_single_spaces():
    assert checked_passkey_name("  My \t phone ") == "My phone"


@pytest.mark.parametrize("name", ["", " ", "x" * 61, "a\0b", "a\u202eb"])
def test_a_name_is_short_and_can_be_printed(name):
    with pytest.raises(Invalid):
        checked_passkey_name(name)
