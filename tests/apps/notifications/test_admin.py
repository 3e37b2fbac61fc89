import pytest
from django.urls import reverse

from daybook.apps.notifications import actions
from daybook.apps.notifications.domain.reports import Cause
from daybook.apps.notifications.models import Delivery, MailReport, Sms, Suppression

LIST = "admin:notifications_delivery_changelist"


@pytest.fixture
def operator(person, client):
    operator = person("Olga", is_staff=True, is_superuser=True)
    client.force_login(operator)
    return client


class TestDeliveryAdmin:
    def act(self, browser, name, delivery):
        data = {"action": name, "_selected_action": [delivery.pk]}
        return browser.post(reverse(LIST), data, follow=True).content.decode()

    @pytest.fixture
    def dead(self, owed, now):
        delivery = owed()
        Delivery.objects.update(state="failed", error="550 no such person", finished_at=now)
        return delivery

    def test_shows_dead_letters_with_what_went_wrong(self, operator, dead):
        assert "550 no such person" in operator.get(reverse(LIST)).content.decode()

    def test_does_not_show_what_a_message_says(self, operator, dead):
        address = reverse("admin:notifications_delivery_change", args=[dead.pk])

        page = operator.get(address).content.decode()

        assert "notifications.trial" in page
        assert "This is how Daybook tells you things." not in page

    def test_shows_what_became_of_an_sms(self, operator, owed_sms, now):
        delivery = owed_sms()
        actions.deliver(delivery_id=delivery.pk, now=now)
        Sms.objects.update(fate="undelivered", reason="Twilio 30003")

        page = operator.get(reverse("admin:notifications_delivery_change", args=[delivery.pk]))

        assert "not delivered" in page.content.decode()
        assert "Twilio 30003" in page.content.decode()

    def test_sends_again(self, operator, dead):
        assert "1 will be sent again." in self.act(operator, "send_again", dead)
        assert Delivery.objects.get().state == "queued"

    def test_drops(self, operator, dead):
        assert "1 was dropped." in self.act(operator, "give_up", dead)
        assert Delivery.objects.get().state == "dropped"

    def test_is_closed_to_people(self, client, anna, dead):
        client.force_login(anna)

        assert client.get(reverse(LIST)).status_code == 302


class TestSuppressedAddresses:
    LIST = "admin:notifications_suppression_changelist"

    @pytest.fixture(autouse=True)
    def two(self, now, db):
        for name, cause in (("anna", Cause.BOUNCED), ("otto", Cause.COMPLAINED)):
            address = f"{name}@example.com"
            actions.suppress(address=address, reason=f"of {name}", cause=cause, now=now)

    def test_are_found_by_an_address_that_is_not_kept(self, operator):
        page = operator.get(reverse(self.LIST), {"q": " Anna@Example.com"}).content.decode()

        assert "of anna" in page
        assert "of otto" not in page

    def test_are_found_by_a_number_that_has_answered_stop(self, operator, now):
        actions.take_reply(number="+447700900123", text="STOP", now=now)

        page = operator.get(reverse(self.LIST), {"q": "+44 7700 900123"}).content.decode()

        assert "STOP by SMS" in page
        assert "of anna" not in page

    def test_are_found_by_their_cause(self, operator):
        page = operator.get(reverse(self.LIST), {"cause__exact": "complained"}).content.decode()

        assert "of otto" in page
        assert "of anna" not in page


def test_a_delivery_shows_what_its_provider_has_told(operator, owed, now):
    delivery = owed()
    MailReport.objects.create(
        delivery=delivery,
        provider="mailgun",
        event_id="1",
        outcome="delayed",
        at=now,
        told_at=now,
        note="mailbox is full",
    )

    page = operator.get(reverse("admin:notifications_delivery_change", args=[delivery.pk]))

    assert "mailbox is full" in page.content.decode()


def test_a_suppressed_address_can_be_let_through_again(operator, now):
    actions.suppress(address="anna@example.com", reason="complaint", now=now)
    row = Suppression.objects.get()

    assert (
        "complaint"
        in operator.get(reverse("admin:notifications_suppression_changelist")).content.decode()
    )
    operator.post(reverse("admin:notifications_suppression_delete", args=[row.pk]), {"post": "yes"})

    assert not Suppression.objects.exists()
