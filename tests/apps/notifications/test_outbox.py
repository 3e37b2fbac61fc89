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

    @pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
    @pytest.mark.parametrize("path", ["", "{}/", "{}/page/"])
    def test_only_shows(self, client, kept, method, path):
        address = f"/dev/outbox/{path.format(kept.name)}"

        assert getattr(client, method)(address).status_code == 405
        assert [mail.name for mail in outbox.kept()] == [kept.name]

    @pytest.mark.parametrize("path", ["", "{}/", "{}/page/"])
    def test_changes_nothing_by_being_looked_at(self, client, kept, path):
        for method in (client.head, client.get):
            assert method(f"/dev/outbox/{path.format(kept.name)}").status_code == 200

        assert outbox.kept() == [kept]

    @pytest.mark.parametrize(
        "name", [".", "...", "%2e", "*", "[a-z]", "%3f", "a" * 300, "nothing.eml", "%00"]
    )
    @pytest.mark.parametrize("end", ["", "page/"])
    def test_knows_no_odd_name(self, client, kept, name, end):
        assert client.get(f"/dev/outbox/{name}/{end}").status_code == 404

    def test_shows_hostile_words_as_words(self, client, no_server, now):
        outbox.keep(b"Subject: <script>alert(1)</script>\nTo: a@b.c\n\n<script>x</script>", now=now)
        (mail,) = outbox.kept()

        for path in ("", f"{mail.name}/"):
            page = client.get(f"/dev/outbox/{path}").content.decode()
            assert "<script>alert" not in page
            assert "<script>x" not in page

    def test_shows_a_mail_without_a_page(self, client, no_server, now):
        outbox.keep(b"Subject: Plain\nTo: a@b.c\n\nOnly words.", now=now)
        (mail,) = outbox.kept()

        assert "Only words." in client.get(f"/dev/outbox/{mail.name}/").content.decode()
        assert client.get(f"/dev/outbox/{mail.name}/page/").content == b""

    def test_shows_mails_that_came_while_it_was_off_to_nobody(self, client, kept, settings, eve):
        settings.DEBUG = False
        client.force_login(eve)

        assert client.head(f"/dev/outbox/{kept.name}/").status_code == 404
