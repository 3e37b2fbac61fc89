import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from daybook.apps.notifications import actions, queries
from daybook.apps.notifications.domain.push import MOST_DEVICES
from daybook.apps.notifications.errors import (
    NoSuchDevice,
    NotRemembered,
    TooManyDevices,
    WrongSubscription,
)
from daybook.apps.notifications.models import Device, Reach
from daybook.config.vapid_key import new_vapid_key
from daybook.lib.errors import TooMany
from tests.conftest import PASSWORD
from tests.push_service import Browser

pytestmark = pytest.mark.django_db


def names_of(person, now):
    return [
        device.endpoint.rpartition("/")[2] for device in queries.live_devices(person.pk, now=now)
    ]


class TestRegisterDevice:
    def test_keeps_the_browser_with_its_name(self, switch_on, anna, now):
        device, browser = switch_on()
        assert (device.person_id, device.name, device.added_at) == (
            anna.pk,
            "Firefox on Linux",
            now,
        )
        assert device.p256dh == browser.keys()["p256dh"]

    def test_may_be_done_again(self, switch_on, now):
        device, browser = switch_on()
        again, _ = switch_on(**browser.keys(), now=now + dt.timedelta(days=1))
        assert again.pk == device.pk
        assert Device.objects.get().added_at == now

    def test_moves_on_to_the_session_of_the_next_sign_in(self, switch_on, signed_in):
        _, browser = switch_on()
        key = signed_in()
        switch_on(**browser.keys(), session_key=key)
        assert Device.objects.get().session_key == key

    def test_of_the_next_person_takes_the_browser_over(self, switch_on, pushed, anna, eve, now):
        _, browser = switch_on()
        delivery = pushed()
        switch_on(person=eve, **browser.keys())
        actions.deliver(delivery_id=delivery.pk, now=now)
        assert (names_of(anna, now), names_of(eve, now)) == ([], ["phone"])
        assert Device.objects.get().person_id == eve.pk
        assert not Reach.objects.exists()

    def test_of_whoever_only_knows_the_address_is_refused(self, switch_on, anna, eve, now):
        switch_on()
        with pytest.raises(WrongSubscription):
            switch_on(person=eve, **Browser().keys())
        assert (names_of(anna, now), names_of(eve, now)) == (["phone"], [])

    def test_refuses_a_service_daybook_does_not_send_to(self, switch_on):
        with pytest.raises(WrongSubscription):
            switch_on(endpoint="https://169.254.169.254/latest/meta-data")
        assert not Device.objects.exists()

    def test_refuses_a_browser_that_forgets_its_person(self, switch_on):
        with pytest.raises(NotRemembered):
            switch_on(is_remembered=False)
        assert not Device.objects.exists()

    def test_has_a_limit_of_devices(self, switch_on, anna, now):
        for number in range(MOST_DEVICES):
            switch_on(f"phone{number}")
        with pytest.raises(TooManyDevices):
            switch_on("one-more")
        assert len(names_of(anna, now)) == MOST_DEVICES

    def test_lets_those_that_were_signed_out_make_way(self, switch_on, signed_in, anna, now):
        over = signed_in(days=-1)
        for number in range(MOST_DEVICES):
            switch_on(f"phone{number}", session_key=over)
        switch_on("one-more")
        assert names_of(anna, now) == ["one-more"]
        assert Device.objects.count() == 1

    def test_is_counted_by_person(self, switch_on, now):
        _, browser = switch_on()
        for _ in range(29):
            switch_on(**browser.keys())
        with pytest.raises(TooMany):
            switch_on(**browser.keys())

    def test_names_a_browser_it_does_not_know(self, switch_on):
        assert switch_on(user_agent="")[0].name == "Unknown device"


class TestSessions:
    """A computer that others use shows nothing once its person has signed out."""

    @pytest.fixture
    def browser(self, client, anna):
        client.post(
            "/accounts/login/", {"email": anna.email, "password": PASSWORD, "remember": "on"}
        )
        return client

    @pytest.fixture
    def device(self, browser, switch_on):
        return switch_on(session_key=browser.session.session_key)[0]

    @pytest.fixture
    def shown(self, anna):
        return lambda: names_of(anna, timezone.now())

    def test_shows_messages_while_it_lasts(self, device, shown):
        assert shown() == ["phone"]

    def test_signing_out_ends_them(self, browser, device, shown):
        browser.post("/accounts/logout/")
        assert shown() == []

    def test_signing_out_elsewhere_leaves_them(self, device, shown, anna):
        other = Client()
        other.force_login(anna)
        other.post("/accounts/logout/")
        assert shown() == ["phone"]

    def test_being_signed_out_from_elsewhere_ends_them(self, device, shown, anna):
        other = Client()
        other.post(
            "/accounts/login/", {"email": anna.email, "password": PASSWORD, "remember": "on"}
        )
        other.post("/accounts/sessions/end-all/")
        assert shown() == []

    def test_signing_out_everywhere_else_leaves_this_one(
        self, browser, device, shown, django_capture_on_commit_callbacks
    ):
        key = browser.session.session_key
        with django_capture_on_commit_callbacks(execute=True):
            browser.post("/accounts/sessions/end-all/")
        assert browser.session.session_key != key
        assert shown() == ["phone"]

    def test_a_session_that_is_over_ends_them(self, device, shown):
        over = timezone.now() - dt.timedelta(seconds=1)
        Session.objects.filter(pk=device.session_key).update(expire_date=over)
        assert shown() == []

    def test_nothing_is_sent_in_between(self, browser, device, service, pushed):
        delivery = pushed(now=timezone.now())
        browser.post("/accounts/logout/")
        actions.deliver(delivery_id=delivery.pk, now=timezone.now())
        assert service.posts == []

    def test_somebody_who_signs_in_there_next_sees_nothing_of_it(self, browser, device, shown, eve):
        browser.post("/accounts/logout/")
        browser.force_login(eve)
        page = browser.get("/inbox/devices/").content.decode()
        assert device.mark not in page
        assert shown() == []


class TestRemoveDevice:
    def test_forgets_it(self, switch_on, anna):
        device, _ = switch_on()
        actions.remove_device(person=anna, device_id=device.pk)
        assert not Device.objects.exists()

    def test_is_for_its_person_only(self, switch_on, eve):
        device, _ = switch_on()
        with pytest.raises(NoSuchDevice):
            actions.remove_device(person=eve, device_id=device.pk)
        assert Device.objects.get() == device


class TestRenewDevice:
    @pytest.fixture
    def renew(self, service, now):
        def renew(device, name="fresh", **said):
            given = {
                "token": actions.renewal_token(device),
                "endpoint": service.endpoint(name),
                **Browser().keys(),
                "now": now,
            }
            return actions.renew_device(**(given | said))

        return renew

    def test_takes_the_new_subscription(self, switch_on, renew, anna, now):
        device, _ = switch_on()
        renewed, _token = renew(device)
        assert renewed.pk == device.pk
        assert names_of(anna, now) == ["fresh"]

    def test_gives_a_token_for_the_next_time_and_takes_the_old_one_once(
        self, switch_on, renew, anna, now
    ):
        device, _ = switch_on()
        old = actions.renewal_token(device)
        _, token = renew(device)
        with pytest.raises(NoSuchDevice):
            renew(device, "stolen", token=old)
        renew(device, "newest", token=token)
        assert names_of(anna, now) == ["newest"]

    def test_is_over_with_the_session(self, switch_on, renew):
        device, _ = switch_on()
        Session.objects.filter(pk=device.session_key).delete()
        with pytest.raises(NoSuchDevice):
            renew(device)
        assert Device.objects.get().mark == device.mark

    def test_is_over_when_the_account_is_closed(self, switch_on, renew, anna):
        device, _ = switch_on()
        anna.is_active = False
        anna.save()
        with pytest.raises(NoSuchDevice):
            renew(device)

    @pytest.mark.parametrize("token", ["", "nonsense", "WzEsImFiYyJd:1:2"])
    def test_refuses_a_token_that_is_not_ours(self, switch_on, renew, token):
        device, _ = switch_on()
        with pytest.raises(NoSuchDevice):
            renew(device, token=token)
        assert Device.objects.get().mark == device.mark

    def test_refuses_what_is_no_subscription(self, switch_on, renew):
        device, _ = switch_on()
        with pytest.raises(WrongSubscription):
            renew(device, endpoint="https://evil.example/")
        assert Device.objects.get().mark == device.mark

    def test_refuses_the_subscription_of_another_device(self, switch_on, renew, eve):
        device, _ = switch_on()
        switch_on("eves", person=eve)
        with pytest.raises(WrongSubscription):
            renew(device, "eves")
        assert Device.objects.filter(person=eve).count() == 1


class TestKey:
    def test_another_key_silences_what_knows_the_old_one(
        self, settings, switch_on, service, pushed
    ):
        device, _ = switch_on()
        now = device.added_at
        settings.VAPID_KEY = new_vapid_key()
        actions.deliver(delivery_id=pushed().pk, now=now)
        assert (names_of(device.person, now), service.posts) == ([], [])
        assert queries.lost_key_count() == 1

    def test_switching_on_again_heals_it(self, settings, switch_on, anna, now):
        _, browser = switch_on()
        settings.VAPID_KEY = new_vapid_key()
        switch_on(**browser.keys())
        assert names_of(anna, now) == ["phone"]
        assert queries.lost_key_count() == 0


class TestForgetDevices:
    def test_forgets_those_that_ended_long_ago(self, switch_on, signed_in, now):
        switch_on("old", session_key=signed_in(days=-1))
        assert actions.forget_devices(now=now + dt.timedelta(days=29)) == 0
        assert actions.forget_devices(now=now + dt.timedelta(days=31)) == 1

    def test_keeps_those_that_are_on(self, switch_on, signed_in, now):
        switch_on("old", session_key=signed_in(days=400))
        assert actions.forget_devices(now=now + dt.timedelta(days=300)) == 0
