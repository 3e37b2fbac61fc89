import pytest

from daybook.apps.notifications import actions
from daybook.apps.notifications.clients import outbox
from daybook.apps.notifications.models import Delivery, Sms


@pytest.fixture
def no_server(settings, tmp_path):
    """An installation without a mail server, being debugged."""
    settings.EMAIL_BACKEND = outbox.NO_SERVER
    settings.DATA_DIR = tmp_path
    settings.DEBUG = True


@pytest.fixture
def kept(no_server, owed, now):
    """The mail that would have been sent."""
    actions.deliver(delivery_id=owed().pk, now=now)
    (mail,) = outbox.kept()
    return mail


@pytest.fixture
def kept_sms(no_server, phone, tell, now):
    """The SMS that would have been sent."""
    delivery = Delivery.objects.get(message=tell(), channel="sms")
    actions.deliver(delivery_id=delivery.pk, now=now)
    (sms,) = outbox.kept()
    return sms


class TestSms:
    def test_is_kept_beside_the_mails(self, client, kept_sms):
        page = client.get("/dev/outbox/").content.decode()

        assert "SMS · +447700900123" in page
        assert "A test message. This is how" in page

    def test_is_shown_with_its_length_and_no_page(self, client, kept_sms):
        page = client.get(f"/dev/outbox/{kept_sms.name}/").content.decode()

        assert "You asked for it on the page of your settings." in page
        assert "X-Segments" in page
        assert "Show as HTML" not in page

    def test_counts_as_sent(self, kept_sms):
        sms = Sms.objects.get()
        assert (sms.delivery.state, sms.segments) == ("sent", 1)
        assert sms.sid == f"kept-{kept_sms.name}"

    def test_is_looked_for_nowhere(self, no_server, phone, tell, now):
        delivery = Delivery.objects.get(message=tell(), channel="sms")
        Sms.objects.create(delivery=delivery, asked_at=now)

        actions.deliver(delivery_id=delivery.pk, now=now)

        assert len(outbox.kept()) == 1


class TestOutbox:
    def test_shows_what_would_have_been_sent(self, client, kept):
        page = client.get("/dev/outbox/").content.decode()

        assert "A test message" in page
        assert "anna@example.com" in page

    def test_says_when_it_is_empty(self, client, no_server, db):
        assert "No mail yet" in client.get("/dev/outbox/").content.decode()

    def test_shows_one_with_its_headers(self, client, kept):
        page = client.get(f"/dev/outbox/{kept.name}/").content.decode()

        assert "List-Unsubscribe-Post" in page
        assert "This is how Daybook tells you things." in page

    def test_shows_the_page_and_lets_it_do_nothing(self, client, kept):
        response = client.get(f"/dev/outbox/{kept.name}/page/")

        assert "<h1" in response.content.decode()
        policy = response.headers["Content-Security-Policy"]
        assert "sandbox" in policy
        assert "script-src 'none'" in policy

    @pytest.mark.parametrize("name", ["nothing", "..", "%2e%2e%2fsecret"])
    def test_knows_no_other_file(self, client, kept, name):
        assert client.get(f"/dev/outbox/{name}/").status_code == 404

    def test_does_not_exist_where_debugging_is_off(self, client, kept, settings):
        settings.DEBUG = False

        for path in ("", f"{kept.name}/", f"{kept.name}/page/"):
            assert client.get(f"/dev/outbox/{path}").status_code == 404

    def test_keeps_the_newest_hundred(self, no_server, now):
        for number in range(outbox.KEPT + 2):
            outbox.keep(f"Subject: {number}\n\n".encode(), now=now)

        assert len(outbox.kept()) == outbox.KEPT
