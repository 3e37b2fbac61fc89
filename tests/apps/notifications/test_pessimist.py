"""What could be lost, doubled or stuck: poison, services that stay away, people who leave."""

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.db import connection
from django.template import TemplateDoesNotExist

from daybook.apps.notifications import actions
from daybook.apps.notifications.domain import ATTEMPTS, Channel
from daybook.apps.notifications.errors import NoSuchDevice, WrongSubscription
from daybook.apps.notifications.models import Delivery, Device, Reach
from daybook.core.contributions import Urgency
from tests.push_service import Browser

DAY = dt.timedelta(days=1)


class TestMessagesThatCannotBeWritten:
    def test_do_not_stand_before_all_others_again_and_again(
        self, owed, kinds, monkeypatch, now, much_later
    ):
        kinds("tests.broken", channels=("email",))
        poison = owed(kind="tests.broken", now=now - DAY)
        kinds("tests.broken", channels=("email",), template="nowhere.html")
        with pytest.raises(TemplateDoesNotExist):
            actions.deliver(delivery_id=poison.pk, now=now)
        good = owed(key="good")

        with pytest.raises(TemplateDoesNotExist):
            actions.deliver_due(now=much_later)

        good.refresh_from_db()
        assert good.state == "sent"

    def test_are_given_up_in_the_end(self, owed, kinds, now):
        kinds("tests.broken", channels=("email",))
        poison = owed(kind="tests.broken")
        Delivery.objects.update(attempts=ATTEMPTS)
        kinds("tests.broken", channels=("email",), template="nowhere.html")

        actions.deliver(delivery_id=poison.pk, now=now)

        poison.refresh_from_db()
        assert poison.state == "failed"


class TestAPushServiceThatStaysAway:
    @pytest.fixture
    def last_try(self, service, switch_on, pushed):
        """A delivery to a phone whose service is away, before its last try."""
        service.moods["phone"] = 503
        switch_on()
        delivery = pushed()
        Delivery.objects.update(attempts=ATTEMPTS - 1)
        return delivery

    def test_hands_over_to_mail_with_the_last_try(self, last_try, now):
        actions.deliver(delivery_id=last_try.pk, now=now)
        actions.deliver_due(now=now)

        last_try.refresh_from_db()
        assert last_try.state == "dropped"
        assert last_try.error == "No device could be reached. It goes by e-mail."
        assert len(mail.outbox) == 1

    def test_is_not_mailed_about_when_another_device_has_it(self, switch_on, last_try, now):
        tablet, _browser = switch_on("tablet")
        Reach.objects.create(delivery=last_try, device=tablet, has_arrived=True, at=now)
        actions.deliver(delivery_id=last_try.pk, now=now)
        actions.deliver_due(now=now)

        last_try.refresh_from_db()
        assert (last_try.state, last_try.provider_id) == ("sent", "1")
        assert mail.outbox == []


class TestADigest:
    @pytest.mark.parametrize("reaches", [True, False])
    def test_brings_the_leaving_only_what_is_for_them(self, owed, kinds, anna, now, reaches):
        kinds(
            "tests.leaving",
            urgency=Urgency.LATER,
            may_be_off=False,
            channels=("email",),
            reaches_the_leaving=reaches,
        )
        held = owed(kind="tests.leaving")
        get_user_model().objects.update(closes_at=now + 14 * DAY)
        actions.gather_digests(now=now + DAY)
        actions.deliver_due(now=now + DAY)

        held.refresh_from_db()
        assert held.state == ("sent" if reaches else "dropped")
        assert len(mail.outbox) == int(reaches)


class TestRenewal:
    def test_to_the_subscription_of_another_device_is_refused(self, switch_on, service, now):
        first, _browser = switch_on("phone")
        second, browser = switch_on("tablet")

        with pytest.raises(WrongSubscription, match="another device"):
            actions.renew_device(
                token=actions.renewal_token(first),
                endpoint=second.endpoint,
                **browser.keys(),
                now=now,
            )

        first.refresh_from_db()
        assert first.mark != second.mark


@pytest.mark.django_db(transaction=True)
class TestADeviceThatIsRemovedAtTheSameInstant:
    def at_once(self, *works):
        """The errors that ``works`` end with, all begun at the same moment."""
        start = threading.Barrier(len(works))

        def run(work):
            start.wait()
            try:
                work()
            except NoSuchDevice:
                pass  # somebody else was faster
            finally:
                connection.close()

        with ThreadPoolExecutor(len(works)) as pool:
            ends = [pool.submit(run, work).exception for work in works]
        return [error for end in ends if (error := end())]

    @pytest.mark.parametrize("turn", range(5))
    def test_costs_neither_its_message_nor_the_removal(self, switch_on, pushed, anna, now, turn):
        device, _browser = switch_on()
        delivery = pushed()

        errors = self.at_once(
            lambda: actions.deliver(delivery_id=delivery.pk, now=now),
            lambda: actions.remove_device(person=anna, device_id=device.pk),
        )

        assert errors == []
        assert not Device.objects.exists()
        assert not Reach.objects.exists()

    @pytest.mark.parametrize("turn", range(5))
    def test_may_be_switched_on_again(self, switch_on, signed_in, anna, turn):
        key, keys = signed_in(), Browser().keys()
        device, _browser = switch_on(session_key=key, **keys)

        errors = self.at_once(
            lambda: switch_on(session_key=key, **keys),
            lambda: actions.remove_device(person=anna, device_id=device.pk),
        )

        assert errors == []
        assert Device.objects.count() <= 1


class TestATestMessage:
    def test_says_by_which_ways_it_goes(self, client, anna):
        client.force_login(anna)

        page = client.post("/inbox/trial/", follow=True).content.decode()
        assert "It goes by: Inbox, E-mail." in page

    def test_says_so_when_it_goes_by_none(self, client, anna):
        for channel in (Channel.INBOX, Channel.EMAIL):
            actions.change_wish(person=anna, kind=actions.TRIAL, channel=channel, is_on=False)
        client.force_login(anna)

        page = client.post("/inbox/trial/", follow=True).content.decode()
        assert "Test messages are switched off for every way" in page
