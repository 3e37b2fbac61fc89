import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from daybook.apps.notifications import actions
from daybook.apps.notifications.models import Message, Preference, Rest

TRIAL_EMAIL = "notifications.trial.email"
TRIAL_INBOX = "notifications.trial.inbox"


@pytest.fixture
def own(client, anna):
    """Anna's browser."""
    client.force_login(anna)
    return client


@pytest.fixture
def strangers(client, person):
    """Eve's browser."""
    browser = Client()
    browser.force_login(person("Eva"))
    return browser


class TestInbox:
    def test_shows_what_was_told_with_what_is_new(self, own, tell):
        tell()

        page = own.get("/inbox/").content.decode()

        assert "A test message" in page
        assert 'class="rail-count">1<' in page

    def test_teaches_the_next_step_when_it_is_empty(self, own):
        assert "Nothing here yet" in own.get("/inbox/").content.decode()

    def test_has_twenty_a_page(self, own, tell):
        for number in range(21):
            tell(key=str(number))

        assert len(own.get("/inbox/").context["lines"]) == 20
        assert len(own.get("/inbox/?page=2").context["lines"]) == 1

    @pytest.mark.parametrize("page", ["nonsense", "-1", "²", "9" * 5000, ""])
    def test_takes_a_page_that_is_none_for_the_nearest(self, own, tell, page):
        tell()

        assert len(own.get("/inbox/", {"page": page}).context["lines"]) == 1

    def test_shows_nothing_before_its_time(self, own, tell):
        tell(at=dt.datetime(2999, 1, 1, tzinfo=dt.UTC))

        assert own.get("/inbox/").context["lines"] == []

    def test_costs_the_same_however_long_it_is(self, own, tell, django_assert_num_queries):
        for number in range(20):
            tell(key=str(number))

        with django_assert_num_queries(5):  # session, person, count, page, unread
            own.get("/inbox/")

    def test_asks_strangers_to_sign_in(self, client, tell):
        tell()

        response = client.get("/inbox/")

        assert response.headers["Location"] == "/accounts/login/?next=/inbox/"


class TestMessage:
    def test_is_read_once_opened(self, own, tell):
        told = tell()

        page = own.get(f"/inbox/{told.pk}/")

        assert "This is how Daybook tells you things." in page.content.decode()
        told.refresh_from_db()
        assert told.read_at
        assert "rail-count" not in own.get("/inbox/").content.decode()

    def test_does_not_exist_for_somebody_else(self, strangers, tell):
        told = tell()

        assert strangers.get(f"/inbox/{told.pk}/").status_code == 404
        assert strangers.post(f"/inbox/{told.pk}/delete/").status_code == 404
        told.refresh_from_db()
        assert (told.read_at, told.is_in_inbox) == (None, True)

    def test_of_no_possible_number_does_not_exist(self, own):
        assert own.get(f"/inbox/{10**30}/").status_code == 404

    def test_can_be_deleted_and_does_not_come_back(self, own, tell):
        told = tell()

        response = own.post(f"/inbox/{told.pk}/delete/", follow=True)

        assert "The message is deleted." in response.content.decode()
        assert tell() == told
        assert own.get("/inbox/").context["lines"] == []
        assert Message.objects.get().text == ""

    def test_is_not_deleted_by_following_a_link(self, own, tell):
        assert own.get(f"/inbox/{tell().pk}/delete/").status_code == 405


class TestReadAll:
    def test_marks_everything_of_this_person(self, own, tell, otto):
        tell()
        tell(key="2")
        other = tell(person=otto)

        page = own.post("/inbox/read/", follow=True).content.decode()

        assert "2 messages are marked as read." in page
        assert list(Message.objects.filter(read_at=None)) == [other]


class TestSettings:
    def save(self, browser, **data):
        return browser.post("/inbox/settings/", data)

    def test_shows_each_kind_by_each_channel(self, own, alarm):
        page = own.get("/inbox/settings/").content.decode()

        assert "Test messages" in page
        assert "Always" in page
        assert f'name="{TRIAL_EMAIL}"' in page
        assert 'name="tests.alarm' not in page

    def test_keeps_what_is_switched(self, own, anna):
        response = self.save(own, **{TRIAL_INBOX: "on"})

        assert response.status_code == 302
        kept = Preference.objects.filter(kind="notifications.trial")
        assert list(kept.values_list("channel", "is_on")) == [("email", False)]

    def test_keeps_quiet_hours_and_a_pause(self, own, anna):
        until = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=3)
        self.save(own, quiet_from="22:00", quiet_until="07:00", paused_until=until.isoformat())

        rest = Rest.objects.get(person=anna)
        assert (rest.quiet_from, rest.quiet_until) == (dt.time(22), dt.time(7))
        assert rest.paused_until == until

    @pytest.mark.parametrize(
        "wrong", [{"quiet_from": "22:00"}, {"paused_until": "2020-01-01"}, {"quiet_from": "x"}]
    )
    def test_keeps_nothing_when_something_is_wrong(self, own, wrong):
        response = self.save(own, **{TRIAL_INBOX: "on"}, **wrong)

        assert response.status_code == 422
        assert "needs another look" in response.content.decode()
        assert not Preference.objects.exists()
        assert not Rest.objects.exists()

    def test_let_a_pause_that_is_over_stand(self, own, anna):
        Rest.objects.create(person=anna, paused_until=dt.date(2020, 1, 1))

        assert self.save(own, paused_until="2020-01-01").status_code == 302

    def test_ask_strangers_to_sign_in(self, client, db):
        assert self.save(client).status_code == 302
        assert not Preference.objects.exists()

    def test_send_a_test_message(self, own):
        page = own.post("/inbox/trial/", follow=True).content.decode()

        assert "A test message is on its way." in page
        assert Message.objects.count() == 1

    def test_send_only_so_many(self, own):
        answers = [own.post("/inbox/trial/").status_code for _ in range(6)]

        assert answers == [302] * 5 + [429]


class TestUnsubscribe:
    @pytest.fixture
    def link(self, anna):
        token = actions.unsubscribe_token(person_id=anna.pk, kind="notifications.trial")
        return reverse("notifications:unsubscribe", args=[token])

    def test_only_asks_when_a_scanner_follows_it(self, client, link):
        page = client.get(link)

        assert "Do you want no more e-mails" in page.content.decode()
        assert not Preference.objects.exists()

    def test_acts_on_one_click_without_cookies(self, strict_client, link, anna):
        response = strict_client.post(link, {"List-Unsubscribe": "One-Click"})

        assert response.status_code == 200
        kept = Preference.objects.get()
        assert (kept.person, kept.channel, kept.is_on) == (anna, "email", False)

    def test_may_be_done_again(self, client, link):
        client.post(link)
        assert client.post(link).status_code == 200
        assert Preference.objects.count() == 1

    def test_leads_nowhere_when_it_was_changed(self, client, link):
        assert client.post(link[:-3] + "x/").status_code == 404
        assert not Preference.objects.exists()

    def test_is_calm_when_the_person_has_gone(self, client, link, anna):
        anna.delete()

        assert client.post(link).status_code == 200

    def test_does_not_switch_off_what_may_not_be(self, client, anna, alarm):
        token = actions.unsubscribe_token(person_id=anna.pk, kind=alarm)

        page = client.post(reverse("notifications:unsubscribe", args=[token]))

        assert "Always sent" in page.content.decode()
        assert not Preference.objects.exists()

    @pytest.fixture
    def strict_client(self):
        return Client(enforce_csrf_checks=True)
