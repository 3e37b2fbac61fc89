"""A message to a device and back: encrypted, signed, handed over, read by the browser."""

import base64
import datetime as dt
import json

import http_ece
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils

from daybook.apps.notifications import actions, queries
from daybook.apps.notifications.models import Delivery, Device, Reach
from daybook.core.contributions import Urgency

pytestmark = pytest.mark.django_db
WAIT = dt.timedelta(minutes=10)


def decoded(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def token_of(post):
    """The claims of the VAPID token of a request, its signature checked with the key beside it."""
    scheme, rest = post.headers["authorization"].split(" ", 1)
    said = dict(part.strip().split("=", 1) for part in rest.split(","))
    head, claims, signature = said["t"].split(".")
    raw = decoded(signature)
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), decoded(said["k"]))
    r, s = int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")
    signed = f"{head}.{claims}".encode()
    key.verify(utils.encode_dss_signature(r, s), signed, ec.ECDSA(hashes.SHA256()))
    assert (scheme, json.loads(decoded(head))["alg"]) == ("vapid", "ES256")
    assert said["k"] == queries.push_key()
    return json.loads(decoded(claims))


def carry(delivery, now):
    return actions.deliver(delivery_id=delivery.pk, now=now)


class TestRoundTrip:
    def test_the_browser_reads_what_the_inbox_says(self, service, switch_on, pushed, now):
        _, browser = switch_on()
        delivery = pushed()
        carry(delivery, now)

        (post,) = service.posts
        told = browser.read(post.body)
        assert told["title"] == "A test message"
        assert told["body"].startswith("This is how Daybook tells you things.")
        assert told["url"] == f"/inbox/{delivery.message_id}/"
        assert [action["title"] for action in told["actions"]] == ["Done", "Snooze"]
        delivery.refresh_from_db()
        assert (delivery.state, delivery.provider_id) == ("sent", "1")

    def test_nobody_else_can_read_it(self, service, switch_on, pushed, now):
        switch_on()
        _, other = switch_on("other")
        carry(pushed(), now)
        phone = next(post for post in service.posts if post.path == "/phone")
        assert b"test message" not in phone.body
        with pytest.raises(http_ece.ECEException):
            other.read(phone.body)

    def test_is_signed_for_this_service_and_half_a_day(self, service, switch_on, pushed, now):
        switch_on()
        carry(pushed(), now)

        claims = token_of(service.posts[0])
        assert claims["aud"] == f"http://{service.host}"
        assert claims["exp"] == now.timestamp() + 12 * 3600
        assert claims["sub"] == "mailto:daybook@localhost"

    def test_names_the_site_to_ask_where_it_is_reached_by_https(
        self, settings, service, switch_on, pushed, now
    ):
        settings.SITE_URL = "https://daybook.example/"
        switch_on()
        carry(pushed(), now)
        assert token_of(service.posts[0])["sub"] == "https://daybook.example"

    @pytest.mark.parametrize(
        ("urgency", "told"),
        [
            (Urgency.NOW, ("high", "43200")),
            (Urgency.SOON, ("normal", "86400")),
            (Urgency.LATER, ("low", "259200")),
        ],
    )
    def test_says_how_urgent_it_is_and_how_long_it_keeps(
        self, kinds, switch_on, pushed, urgency, told
    ):
        kinds("tests.kind", urgency=urgency, channels=("push",))
        device, _ = switch_on()
        carry(pushed(kind="tests.kind"), device.added_at)
        headers = self.service.posts[0].headers
        assert (headers["urgency"], headers["ttl"]) == told
        assert headers["content-encoding"] == "aes128gcm"

    @pytest.fixture(autouse=True)
    def keep_service(self, service):
        self.service = service

    def test_fits_however_long_it_is(self, switch_on, pushed, now, monkeypatch):
        long = "actions.pushes.words_of"
        words = type("Words", (), {"subject": "x" * 255, "text": "ü" * 9000})
        switch_on()
        delivery = pushed()
        monkeypatch.setattr(f"daybook.apps.notifications.{long}", lambda *_: words)
        carry(delivery, now)
        assert len(self.service.posts[0].body) <= 4096


class TestEachDevice:
    def test_gets_it_once(self, service, switch_on, pushed, now):
        for name in ("phone", "desk", "tablet"):
            switch_on(name)
        carry(pushed(), now)
        assert sorted(service.paths()) == ["desk", "phone", "tablet"]
        assert set(Device.objects.values_list("used_at", flat=True)) == {now}

    def test_that_has_it_is_left_alone_when_another_is_tried_again(
        self, service, switch_on, pushed, much_later
    ):
        now = much_later - WAIT
        switch_on("phone")
        switch_on("desk")
        service.moods["desk"] = [503]
        delivery = pushed()

        assert not carry(delivery, now)
        assert actions.deliver_due(now=much_later) == 1

        assert service.paths() == ["phone", "desk", "desk"]
        delivery.refresh_from_db()
        assert (delivery.state, delivery.provider_id) == ("sent", "2")

    def test_is_left_alone_while_its_service_is_away(self, service, switch_on, pushed, now):
        switch_on("phone")
        switch_on("desk")
        service.moods["phone"] = 500
        carry(pushed(), now)
        assert service.paths() == ["phone"]

    def test_of_another_person_gets_nothing(self, service, switch_on, pushed, eve, now):
        switch_on("phone")
        switch_on("eves", person=eve)
        carry(pushed(), now)
        assert service.paths() == ["phone"]

    def test_that_is_new_gets_what_is_told_again_only_where_it_is_open(
        self, service, switch_on, pushed, now
    ):
        switch_on("phone")
        delivery = pushed()
        carry(delivery, now)
        switch_on("desk")
        carry(delivery, now)
        assert service.paths() == ["phone"]

    def test_is_told_with_the_same_topic_each_time(
        self, service, switch_on, pushed, now, much_later
    ):
        _, browser = switch_on()
        service.moods["phone"] = [500]
        carry(pushed(), now)
        actions.deliver_due(now=much_later)
        topics = {post.headers["topic"] for post in service.posts}
        tags = {browser.read(post.body)["tag"] for post in service.posts}
        assert len(service.posts) == 2
        assert topics == tags
        assert len(topics.pop()) == 32


class TestRefusals:
    @pytest.mark.parametrize("status", [404, 410])
    def test_a_device_that_is_gone_is_forgotten(self, service, switch_on, pushed, now, status):
        switch_on("phone")
        switch_on("desk")
        service.moods["phone"] = status
        delivery = pushed()
        carry(delivery, now)

        assert [device.endpoint for device in Device.objects.all()] == [service.endpoint("desk")]
        delivery.refresh_from_db()
        assert (delivery.state, delivery.provider_id) == ("sent", "1")

    @pytest.mark.parametrize("status", [400, 401, 403, 302])
    def test_one_that_refuses_is_marked_and_not_asked_again(
        self, service, switch_on, pushed, now, status
    ):
        service.moods["phone"] = (status, {"Location": service.endpoint("elsewhere")})
        device, _ = switch_on("phone")
        switch_on("desk")
        carry(pushed(), now)

        device.refresh_from_db()
        assert device.failed_at == now
        assert service.paths() == ["phone", "desk"]
        assert Reach.objects.get(device=device).has_arrived is False

    def test_the_mark_goes_with_the_next_message_that_arrives(
        self, service, switch_on, pushed, now
    ):
        service.moods["phone"] = [403]
        device, _ = switch_on("phone")
        carry(pushed(), now)
        carry(pushed(key="2"), now)
        device.refresh_from_db()
        assert device.failed_at is None

    def test_what_is_too_large_is_cut_and_tried_once_more(
        self, service, switch_on, pushed, now, monkeypatch
    ):
        words = type("Words", (), {"subject": "Long", "text": "x" * 9000})
        _, browser = switch_on()
        delivery = pushed()
        monkeypatch.setattr("daybook.apps.notifications.actions.pushes.words_of", lambda *_: words)
        service.moods["phone"] = [413]
        carry(delivery, now)

        first, second = (browser.read(post.body) for post in service.posts)
        assert len(second["body"]) < len(first["body"])
        assert Delivery.objects.get(pk=delivery.pk).state == "sent"

    def test_what_is_too_large_all_the_same_goes_by_mail(self, service, switch_on, pushed, now):
        service.moods["phone"] = 413
        switch_on()
        delivery = pushed()
        carry(delivery, now)
        assert service.paths() == ["phone", "phone"]
        assert Delivery.objects.get(pk=delivery.pk).state == "dropped"

    @pytest.mark.parametrize("mood", [429, 500, 502, 503, 408, "stalls", "hangs up"])
    def test_trouble_of_the_service_is_waited_out(
        self, service, switch_on, pushed, much_later, mood
    ):
        now = much_later - WAIT
        service.moods["phone"] = [mood]
        switch_on()
        delivery = pushed()

        assert not carry(delivery, now)
        delivery.refresh_from_db()
        assert (delivery.state, delivery.attempts) == ("queued", 1)
        assert delivery.due_at > now

        assert actions.deliver_due(now=much_later) == 1
        assert Delivery.objects.get(pk=delivery.pk).state == "sent"

    @pytest.mark.parametrize("status", [429, 503])
    def test_a_wait_it_asks_for_is_kept(self, service, switch_on, pushed, now, status):
        service.moods["phone"] = (status, {"Retry-After": "7200"})
        switch_on()
        delivery = pushed()
        carry(delivery, now)
        delivery.refresh_from_db()
        assert (delivery.due_at - now).total_seconds() == 7200

    def test_a_service_that_is_no_longer_allowed_gets_nothing(
        self, settings, service, switch_on, pushed, now
    ):
        device, _ = switch_on()
        settings.PUSH_HOSTS = ["fcm.googleapis.com"]
        carry(pushed(), now)
        device.refresh_from_db()
        assert service.posts == []
        assert device.failed_at == now

    def test_nothing_is_read_of_a_proxy_in_the_environment(
        self, service, switch_on, pushed, now, monkeypatch
    ):
        monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9/")
        monkeypatch.setenv("http_proxy", "http://127.0.0.1:9/")
        switch_on()
        carry(pushed(), now)
        assert service.paths() == ["phone"]
