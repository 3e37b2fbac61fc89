import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybook.apps.notifications.domain.push import (
    PAYLOAD_BYTES,
    SHORT_BYTES,
    checked_subscription,
    endpoint_mark,
    fitted,
    is_allowed,
    origin_of,
)
from daybook.lib.errors import Invalid
from tests.push_service import Browser, b64

HOSTS = ["fcm.googleapis.com", "*.push.services.mozilla.com", "127.0.0.1:21001", "push.example:444"]
FCM = "https://fcm.googleapis.com/fcm/send/abc"
PAYLOAD = {"title": "A test", "body": "", "url": "/inbox/1/", "actions": []}


class TestIsAllowed:
    @pytest.mark.parametrize(
        "endpoint",
        [
            FCM,
            "https://fcm.googleapis.com:443/x",
            "https://FCM.googleapis.com/x",
            "https://updates.push.services.mozilla.com/wpush/v2/abc",
            "https://push.example:444/x",
            "http://127.0.0.1:21001/x",
        ],
    )
    def test_lets_known_services_through(self, endpoint):
        assert is_allowed(endpoint, HOSTS)

    @pytest.mark.parametrize(
        "endpoint",
        [
            "http://fcm.googleapis.com/x",  # not encrypted
            "https://fcm.googleapis.com.evil.example/x",
            "https://evil.example/fcm.googleapis.com",
            "https://fcm.googleapis.com@evil.example/x",
            "https://evil.example#fcm.googleapis.com",
            "https://evil.example\\@fcm.googleapis.com/x",
            "https://fcm.googleapis.com\\@evil.example/x",
            "https://push.services.mozilla.com/x",  # only what is below it
            "https://evilpush.services.mozilla.com/x",
            "https://fcm.googleapis.com:8443/x",
            "https://fcm.googleapis.com:99999/x",
            "https://push.example/x",
            "http://127.0.0.1/x",
            "http://127.0.0.1:21002/x",
            "http://127.1:21001/x",
            "http://localhost:21001/x",
            "https://[::1]/x",
            "https://[::1/x",
            "ftp://fcm.googleapis.com/x",
            "//fcm.googleapis.com/x",
            "fcm.googleapis.com",
            "https://fcm.googleapis.com/a b",
            "https://fcm.googleapis.com/\r\nX: 1",
            "https://fcm.googleapis.com/\u00fc",
            "",
            FCM + "x" * 2000,
        ],
    )
    def test_lets_nothing_else_through(self, endpoint):
        assert not is_allowed(endpoint, HOSTS)

    def test_knows_nobody_without_hosts(self):
        assert not is_allowed(FCM, [])

    @given(st.text(max_size=60))
    def test_never_fails_over_what_is_typed(self, text):
        assert is_allowed(f"https://{text}", []) is False


class TestCheckedSubscription:
    def check(self, **said):
        given = {"endpoint": FCM, **Browser().keys(), "hosts": HOSTS}
        return checked_subscription(**(given | said))

    def test_keeps_what_a_browser_sends(self):
        keys = Browser().keys()
        found = self.check(**keys)
        assert (found.endpoint, found.p256dh, found.auth) == (FCM, keys["p256dh"], keys["auth"])

    def test_takes_padding_away(self):
        keys = {name: value + "=" for name, value in Browser().keys().items()}
        assert not self.check(**keys).p256dh.endswith("=")

    @pytest.mark.parametrize(
        "said",
        [
            {"endpoint": "https://evil.example/x"},
            {"p256dh": ""},
            {"p256dh": "not base64!"},
            {"p256dh": b64(b"\x04" + b"\x01" * 64)},  # no point of the curve
            {"p256dh": b64(b"\x02" + b"\x01" * 64)},
            {"p256dh": b64(b"\x04" + b"\xff" * 64)},
            {"p256dh": b64(b"\x04" + b"\x01" * 63)},
            {"auth": ""},
            {"auth": b64(b"short")},
            {"auth": b64(b"x" * 17)},
            {"auth": "\u00fc"},
        ],
    )
    def test_refuses_what_cannot_be_sent_to(self, said):
        with pytest.raises(Invalid):
            self.check(**said)

    def test_knows_every_point_a_browser_makes(self):
        for _ in range(20):
            assert self.check(**Browser().keys())


class TestFitted:
    def test_leaves_alone_what_fits(self):
        assert json.loads(fitted({**PAYLOAD, "body": "Short."}))["body"] == "Short."

    @pytest.mark.parametrize("limit", [PAYLOAD_BYTES, SHORT_BYTES])
    @pytest.mark.parametrize("sign", ["x", "ü", "\N{GRINNING FACE}", '"', "a\n", "a b "])
    def test_cuts_the_body_to_what_a_service_takes(self, sign, limit):
        short = fitted({**PAYLOAD, "body": sign * 5000}, limit=limit)
        assert limit - 10 < len(short) <= limit
        assert json.loads(short)["body"].endswith("…")
        assert json.loads(short)["title"] == "A test"

    @given(st.text(max_size=400), st.integers(min_value=90, max_value=400))
    def test_always_fits(self, body, limit):
        assert len(fitted({**PAYLOAD, "body": body}, limit=limit)) <= limit

    def test_gives_up_where_nothing_can_be_cut(self):
        with pytest.raises(ValueError, match="nothing can be cut"):
            fitted({**PAYLOAD, "title": "x" * 100}, limit=100)


def test_names_the_origin_as_a_token_does():
    assert origin_of("https://push.example:444/a/b?c") == "https://push.example:444"


def test_marks_an_endpoint_as_browsers_do():
    mark = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert endpoint_mark("abc") == mark
