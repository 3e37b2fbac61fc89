"""Links in mails that lead through a page of ours: where to, what is noted, and for whom."""

import re

import pytest
from django.core import mail, signing

from daybook.apps.notifications import actions
from daybook.apps.notifications.clients import links
from daybook.apps.notifications.models import Delivery, Rest

SITE = "http://127.0.0.1:8000"


@pytest.fixture
def sent(owed, now):
    """A delivery that has reached Anna."""
    delivery = owed()
    actions.deliver(delivery_id=delivery.pk, now=now)
    return delivery


def link_in(letter):
    return re.search(rf"{SITE}(/inbox/open/[^/\s]+/)", letter.body)[1]


def token_of(delivery, path):
    return signing.dumps([delivery.pk, path], salt=links.SALT)


def opened():
    return Delivery.objects.get().opened_at


class TestFollowing:
    def test_leads_to_the_page_and_is_noted(self, client, sent):
        answer = client.get(link_in(mail.outbox[0]))

        assert (answer.status_code, answer.headers["Location"]) == (302, "/")
        assert opened()

    def test_needs_no_sign_in(self, client, sent):
        answer = client.get(f"/inbox/open/{token_of(sent, '/inbox/?page=2#top')}/")

        assert answer.headers["Location"] == "/inbox/?page=2#top"

    def test_is_noted_the_first_time(self, client, sent, django_assert_num_queries):
        client.get(link_in(mail.outbox[0]))
        first = opened()

        with django_assert_num_queries(1):
            client.get(link_in(mail.outbox[0]))
        assert opened() == first

    @pytest.mark.parametrize(
        "header",
        [
            {"Sec-Purpose": "prefetch;prerender"},
            {"Purpose": "prefetch"},
            {"X-Purpose": "preview"},
            {"X-Moz": "prefetch"},
        ],
    )
    def test_ahead_of_opening_is_not_noted(self, client, sent, header):
        answer = client.get(link_in(mail.outbox[0]), headers=header)

        assert answer.status_code == 302
        assert opened() is None

    def test_to_look_at_the_head_is_not_noted(self, client, sent):
        assert client.head(link_in(mail.outbox[0])).status_code == 302
        assert opened() is None

    @pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
    def test_takes_no_other_method(self, client, sent, method):
        assert getattr(client, method)(link_in(mail.outbox[0])).status_code == 405
        assert opened() is None

    def test_marks_nothing_as_read(self, client, sent):
        client.get(link_in(mail.outbox[0]))

        sent.message.refresh_from_db()
        assert sent.message.read_at is None

    def test_works_when_the_message_is_gone(self, client, sent):
        sent.message.delete()

        assert client.get(link_in(mail.outbox[0])).headers["Location"] == "/"

    def test_is_kept_by_no_cache(self, client, sent):
        assert "no-store" in client.get(link_in(mail.outbox[0])).headers["Cache-Control"]


class TestForeignPlaces:
    @pytest.mark.parametrize(
        "path",
        [
            "https://evil.example/",
            "//evil.example/",
            "///evil.example/",
            "/\\evil.example/",
            "\\\\evil.example",
            "javascript:alert(1)",
            "evil.example",
            " //evil.example",
            "/\t/evil.example/",
            "",
        ],
    )
    def test_are_never_led_to_even_when_signed(self, client, sent, path):
        answer = client.get(f"/inbox/open/{token_of(sent, path)}/")

        assert answer.status_code == 404
        assert opened() is None

    @pytest.mark.parametrize("token", ["x", "a:b:c", "WzEsIi8iXQ:1a:b", "%2f%2fevil.example", "é"])
    def test_are_never_led_to_by_what_is_not_signed(self, client, db, token):
        assert client.get(f"/inbox/open/{token}/").status_code == 404

    def test_are_never_led_to_by_a_token_for_something_else(self, client, anna, sent):
        token = actions.unsubscribe_token(person_id=anna.pk, kind="notifications.trial")

        assert client.get(f"/inbox/open/{token}/").status_code == 404
        assert opened() is None

    def test_are_never_led_to_by_a_path_that_was_changed(self, client, sent):
        payload, stamp, mark = token_of(sent, "/inbox/").split(":")
        other = token_of(sent, "/admin/").split(":")[0]

        assert client.get(f"/inbox/open/{other}:{stamp}:{mark}/").status_code == 404
        assert client.get(f"/inbox/open/{payload}:{stamp}:{mark}/").status_code == 302


class TestMails:
    def test_lead_through_ours_but_for_the_way_out(self, sent):
        page = mail.outbox[0].alternatives[0].content
        found = re.findall(r'href="([^"]+)"', page)

        ways_out = [link for link in found if "/inbox/unsubscribe/" in link]
        assert len(ways_out) == 1
        assert all("/inbox/open/" in link for link in found if link not in ways_out)

    def test_of_what_may_not_be_off_lead_straight(self, owed, alarm, now):
        actions.deliver(delivery_id=owed(kind=alarm).pk, now=now)

        assert "/inbox/open/" not in mail.outbox[0].body
        assert f"{SITE}/inbox/" in mail.outbox[0].body

    def test_lead_straight_for_whoever_wants_no_notes(self, owed, anna, now):
        Rest.objects.create(person=anna, notes_openings=False)
        actions.deliver(delivery_id=owed().pk, now=now)

        assert "/inbox/open/" not in mail.outbox[0].body

    def test_sent_before_are_not_noted_either(self, client, sent, anna):
        Rest.objects.create(person=anna, notes_openings=False)

        assert client.get(link_in(mail.outbox[0])).status_code == 302
        assert opened() is None

    def test_of_a_digest_tell_which_of_its_messages_was_opened(self, client, rest, tell, now):
        rest(pace="hourly")
        first, second = tell(), tell(key="2")
        actions.gather_digests(now=now.replace(hour=10))
        actions.deliver_due(now=now.replace(hour=10))
        page = mail.outbox[0].alternatives[0].content
        tokens = re.findall(r"/inbox/open/([^/]+)/", page)
        (token,) = [one for one in tokens if links.led_to(one)[1] == f"/inbox/{second.pk}/"]

        client.get(f"/inbox/open/{token}/")

        assert second.deliveries.get().opened_at
        assert first.deliveries.get().opened_at is None


class TestThrough:
    def lead(self, page, site=SITE, but=""):
        return links.through(page, site=site, delivery_id=7, owners={"/mine/": 8}, but=but)

    def tokens(self, page):
        return [links.led_to(one) for one in re.findall(r"/inbox/open/([^/]+)/", page)]

    def test_keeps_query_and_fragment(self):
        page = self.lead(f'<a href="{SITE}/a/?x=1&amp;y=2#z">a</a>')

        assert self.tokens(page) == [(7, "/a/?x=1&y=2#z")]

    def test_knows_whose_a_path_is(self):
        assert self.tokens(self.lead(f'<a href="{SITE}/mine/">a</a>')) == [(8, "/mine/")]

    @pytest.mark.parametrize(
        "link",
        [
            "https://elsewhere.example/",
            f"{SITE}.evil.example/",
            f"{SITE}//evil.example/",
            "mailto:a@example.com",
        ],
    )
    def test_leaves_what_is_not_ours(self, link):
        page = f'<a href="{link}">a</a>'

        assert self.lead(page) == page

    def test_leaves_what_it_is_told_to(self):
        page = f'<a href="{SITE}/off/">a</a>'

        assert self.lead(page, but=f"{SITE}/off/") == page

    def test_knows_a_site_that_lives_below_a_path(self):
        site = "https://example.com/daybook"

        page = self.lead(f'<a href="{site}/inbox/">a</a>', site=site)

        assert page.startswith(f'<a href="{site}/inbox/open/')
        assert self.tokens(page) == [(7, "/daybook/inbox/")]
