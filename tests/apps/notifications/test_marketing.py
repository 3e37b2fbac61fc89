"""News and offers: only to those who have agreed on record, until they take it back."""

import datetime as dt

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from daybook.apps.accounts.models import Consent
from daybook.apps.notifications import actions
from daybook.apps.notifications.domain.marketing import PURPOSE
from daybook.apps.notifications.errors import NoConsent, TextChanged
from daybook.apps.notifications.models import Delivery, Message, Preference
from daybook.apps.notifications.queries.marketing import marketing_asked, wants_marketing
from daybook.core.contributions import ConsentPurpose, NotificationKind, consent_purposes

ADVERT = "tests.advert"
DAY = dt.timedelta(days=1)
SETTINGS = "/inbox/settings/"


@pytest.fixture(autouse=True)
def advert(kinds):
    """A kind of message that is marketing."""
    return kinds(ADVERT, is_marketing=True)


@pytest.fixture
def agree(anna, now):
    """Anna agrees."""

    def agree(*, version=1):
        actions.agree_to_marketing(person=anna, version=version, place=SETTINGS, now=now)

    return agree


@pytest.fixture
def withdraw(anna, now):
    """Anna takes it back."""

    def withdraw():
        actions.withdraw_from_marketing(person=anna, place=SETTINGS, now=now)

    return withdraw


@pytest.fixture
def own(client, anna):
    """Anna's browser."""
    client.force_login(anna)
    return client


@pytest.fixture
def new_text(monkeypatch):
    """Another text is asked about from now on."""

    def new_text():
        purpose = ConsentPurpose(label="News", text="Send me even more.", version=2)
        monkeypatch.setitem(consent_purposes._entries, PURPOSE, (100, purpose))

    return new_text


class TestMarketing:
    def test_goes_to_those_who_have_agreed(self, agree, owed, now):
        agree()

        actions.deliver(delivery_id=owed(kind=ADVERT).pk, now=now)

        assert Delivery.objects.get().state == "sent"
        assert "you have agreed to news and offers" in mail.outbox[0].body
        assert "List-Unsubscribe-Post" in mail.outbox[0].extra_headers

    def test_does_not_go_to_those_who_took_it_back(self, agree, withdraw, tell):
        agree()
        withdraw()

        with pytest.raises(NoConsent):
            tell(kind=ADVERT)
        assert not Message.objects.exists()

    def test_does_not_go_to_others(self, agree, tell, otto):
        agree()

        with pytest.raises(NoConsent):
            tell(kind=ADVERT, person=otto)

    def test_does_not_go_to_those_who_have_agreed_to_another_text(self, agree, tell, new_text):
        agree()
        new_text()

        with pytest.raises(NoConsent):
            tell(kind=ADVERT)

    def test_is_dropped_when_it_is_taken_back_meanwhile(self, agree, withdraw, owed, now):
        agree()
        delivery = owed(kind=ADVERT)
        withdraw()

        actions.deliver(delivery_id=delivery.pk, now=now)

        assert Delivery.objects.get().state == "dropped"
        assert mail.outbox == []

    def test_never_lies_in_the_inbox_when_it_was_to_come_later(self, agree, withdraw, tell, now):
        agree()
        tell(kind=ADVERT, at=now + DAY)
        shown = tell(kind=ADVERT, key="2")
        other = tell(at=now + DAY, key="3")
        withdraw()

        assert set(Message.objects.filter(is_in_inbox=True)) == {shown, other}

    def test_may_always_be_switched_off(self):
        with pytest.raises(ValueError, match="always be switched off"):
            NotificationKind(label="x", template="x", is_marketing=True, may_be_off=False)

    def test_asks_the_record_only_about_marketing(self, owed, now, django_assert_num_queries):
        delivery = owed()
        with django_assert_num_queries(10):
            actions.deliver(delivery_id=delivery.pk, now=now)


class TestAgreeing:
    def test_is_kept_with_when_where_and_which_words(self, agree, anna, now):
        agree()
        agree()

        consent = Consent.objects.get()
        assert (consent.at, consent.place, consent.version) == (now, SETTINGS, 1)
        assert consent.text == marketing_asked(anna).text
        assert consent.text.startswith("Yes, send me news and offers.")

    def test_to_a_text_that_was_replaced_is_refused(self, agree, new_text):
        new_text()

        with pytest.raises(TextChanged):
            agree(version=1)
        assert not Consent.objects.exists()

    def test_can_be_taken_back_again_and_again(self, agree, withdraw, anna):
        withdraw()
        agree()
        withdraw()
        withdraw()

        assert list(Consent.objects.order_by("pk").values_list("is_given", flat=True)) == [
            True,
            False,
        ]
        assert not wants_marketing(anna)


class TestOneClick:
    @pytest.fixture
    def link(self, anna):
        token = actions.unsubscribe_token(person_id=anna.pk, kind=ADVERT)
        return reverse("notifications:unsubscribe", args=[token])

    def test_takes_the_consent_back_without_signing_in(self, agree, link, anna):
        agree()

        answer = Client(enforce_csrf_checks=True).post(link, {"List-Unsubscribe": "One-Click"})

        assert "No more news and offers" in answer.content.decode()
        newest = Consent.objects.latest("pk")
        assert (newest.is_given, newest.place) == (False, "the link in a mail")
        assert not Preference.objects.exists()

    def test_only_asks_when_a_scanner_follows_the_link(self, agree, link, client, anna):
        agree()

        assert "no more news and offers of any kind?" in client.get(link).content.decode()
        assert wants_marketing(anna)

    def test_may_be_done_again(self, agree, link, client):
        agree()
        assert [client.post(link).status_code for _ in range(2)] == [200, 200]
        assert Consent.objects.count() == 2


class TestTheBox:
    def post(self, browser, **said):
        return browser.post("/inbox/settings/marketing/", said, follow=True)

    def test_shows_the_exact_text_unticked(self, own, anna):
        page = own.get(SETTINGS).content.decode()

        assert marketing_asked(anna).text in page
        assert 'name="wants_news"' in page
        assert not own.get(SETTINGS).context["marketing"].initial["wants_news"]

    def test_is_ticked_by_those_who_agree(self, own, anna):
        page = self.post(own, wants_news="on", version="1").content.decode()

        assert "Your choice is saved." in page
        assert wants_marketing(anna)
        assert Consent.objects.get().place == SETTINGS
        assert own.get(SETTINGS).context["marketing"].initial["wants_news"]

    def test_is_emptied_by_those_who_do_not(self, own, agree, anna):
        agree()

        self.post(own)

        assert not wants_marketing(anna)

    @pytest.mark.parametrize("version", ["", "1", "x"])
    def test_comes_back_with_the_new_text_where_it_has_changed(self, own, new_text, version):
        new_text()

        answer = self.post(own, wants_news="on", version=version)

        page = answer.content.decode()
        assert answer.status_code == 422
        assert "Send me even more." in page
        assert 'name="version" value="2"' in page
        assert " checked" in page
        assert not Consent.objects.exists()

    def test_is_left_alone_by_the_other_settings(self, own, agree, anna):
        agree()

        own.post(SETTINGS, {})

        assert wants_marketing(anna)


class TestOverTheApi:
    URL = "/api/v1/notifications/marketing"

    def put(self, browser, **body):
        return browser.put(self.URL, body, content_type="application/json")

    def test_says_what_is_asked(self, own, anna):
        assert own.get(self.URL).json() == {
            "text": marketing_asked(anna).text,
            "version": 1,
            "agreed_at": None,
        }

    def test_agrees_and_takes_it_back(self, own, anna):
        agreed = self.put(own, agree=True, version=1)
        taken_back = self.put(own, agree=False)

        assert agreed.json()["agreed_at"]
        assert taken_back.json()["agreed_at"] is None
        assert set(Consent.objects.values_list("place", flat=True)) == {self.URL}

    @pytest.mark.parametrize("body", [{"agree": True}, {"agree": True, "version": 2}])
    def test_refuses_to_agree_to_what_was_not_read(self, own, body):
        answer = self.put(own, **body)

        assert (answer.status_code, Consent.objects.count()) == (409, 0)
        assert answer.json()["type"] == "urn:daybook:notifications.text-changed"
