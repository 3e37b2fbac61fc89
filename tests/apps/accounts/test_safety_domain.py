import pytest

from daybook.apps.accounts.domain import (
    checked_scopes,
    checked_token_days,
    checked_token_name,
    device_words,
    short_address,
)
from daybook.lib.errors import Invalid

CHROME = "Mozilla/5.0 ({}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36"


class TestShortAddress:
    @pytest.mark.parametrize(
        ("address", "short"),
        [
            ("203.0.113.77", "203.0.113.*"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1::*"),
            ("2001:db8:1:2::", "2001:db8:1::*"),
            ("::1", "::*"),
            ("10.0.0.0/24", "10.0.0.*"),
            ("", ""),
            ("testserver", ""),
        ],
    )
    def test_names_a_place_and_no_home(self, address, short):
        assert short_address(address) == short


class TestDeviceWords:
    @pytest.mark.parametrize(
        ("agent", "words"),
        [
            (CHROME.format("Windows NT 10.0; Win64; x64"), "Chrome on Windows"),
            (CHROME.format("X11; Linux x86_64") + " Edg/126.0", "Edge on Linux"),
            (CHROME.format("Linux; Android 14"), "Chrome on Android"),
            ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Firefox/128.0", "Firefox on Linux"),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Safari/604.1",
                "Safari on iPhone",
            ),
            ("curl/8.5.0", "curl"),
            ("python-httpx/0.28", "python-httpx"),
            ("", ""),
            ("<script>alert(1)</script>", ""),
            ("a" * 500, "a" * 60),
        ],
    )
    def test_are_those_people_know(self, agent, words):
        assert device_words(agent) == words


class TestTokenRules:
    def test_scopes_come_in_their_order_and_once(self):
        assert checked_scopes(["account", "read", "read"]) == ["read", "account"]

    @pytest.mark.parametrize("scopes", [[], ["everything"], ["read", "admin"]])
    def test_unknown_scopes_and_none_are_refused(self, scopes):
        with pytest.raises(Invalid):
            checked_scopes(scopes)

    @pytest.mark.parametrize("days", [0, -1, 31, 366, 10**9])
    def test_a_token_lasts_no_other_time(self, days):
        with pytest.raises(Invalid):
            checked_token_days(days)

    @pytest.mark.parametrize("name", ["", "  ", "x" * 61, "a\0b"])
    def test_a_name_is_short_and_printable(self, name):
        with pytest.raises(Invalid):
            checked_token_name(name)
