"""Many at once: one device, one run of an action, one message to each device, one mail."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core import mail
from django.db import connection

from daybook.apps.notifications import actions
from daybook.apps.notifications.domain import STALE_AFTER, Channel
from daybook.apps.notifications.errors import NoSuchDevice
from daybook.apps.notifications.models import ActionTaken, Delivery, Device, Message
from tests.push_service import Browser

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 8


def at_once(work):
    """What ``work`` answers in each of many threads, or the error it ends with."""

    def run(number):
        try:
            return work(number)
        except NoSuchDevice as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(run, range(THREADS)))


def test_a_browser_that_is_switched_on_many_times_is_one_device(switch_on, signed_in):
    key, keys = signed_in(), Browser().keys()
    at_once(lambda _: switch_on(session_key=key, **keys))
    assert Device.objects.count() == 1


def test_a_browser_two_people_want_is_that_of_one(switch_on, signed_in, anna, eve):
    keys, sessions = Browser().keys(), [signed_in(), signed_in()]
    at_once(
        lambda number: switch_on(
            person=(anna, eve)[number % 2], session_key=sessions[number % 2], **keys
        )
    )
    device = Device.objects.get()
    assert device.session_key == sessions[device.person_id == eve.pk]


def test_a_subscription_is_renewed_once_by_each_token(switch_on, service, now):
    device, _ = switch_on()
    token = actions.renewal_token(device)
    answers = at_once(
        lambda number: actions.renew_device(
            token=token, endpoint=service.endpoint(f"n{number}"), **Browser().keys(), now=now
        )
    )
    assert sum(not isinstance(answer, NoSuchDevice) for answer in answers) == 1


def test_an_action_that_is_pressed_many_times_runs_once(tell, now):
    told = tell()
    token = actions.action_token(told, "notifications.snooze", now=now)
    results = at_once(
        lambda number: actions.take_by_token(token=token, address=str(number), now=now).result
    )
    assert set(results) == {"You will be told again in an hour."}
    assert ActionTaken.objects.count() == 1
    assert Message.objects.count() == 2


def test_a_delivery_many_workers_reach_for_goes_to_each_device_once(
    switch_on, service, pushed, now
):
    for name in ("phone", "desk"):
        switch_on(name)
    delivery = pushed()
    at_once(lambda _: actions.deliver(delivery_id=delivery.pk, now=now))
    assert sorted(service.paths()) == ["desk", "phone"]


def test_the_same_key_from_many_threads_is_one_message_on_each_device(
    switch_on, service, tell, bell, now
):
    switch_on()
    at_once(lambda _: tell(kind=bell))
    actions.deliver_due(now=now)
    assert service.paths() == ["phone"]


def test_two_workers_that_find_no_device_write_one_mail(anna, bell, pushed, now):
    actions.change_wish(person=anna, kind=bell, channel=Channel.PUSH, is_on=True)
    delivery = pushed()
    # One had claimed it and seemed dead, while the other took over.
    for claimed in (now, now + 2 * STALE_AFTER):
        Delivery.objects.filter(pk=delivery.pk).update(state="queued", due_at=now)
        at_once(lambda _, at=claimed: actions.deliver(delivery_id=delivery.pk, now=at))
    at_once(lambda _: actions.deliver_due(now=now + 2 * STALE_AFTER))
    assert Delivery.objects.filter(channel="email").count() == 1
    assert len(mail.outbox) == 1
