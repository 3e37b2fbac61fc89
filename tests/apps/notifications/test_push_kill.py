"""A worker killed between two devices: the first is not told again, and the second is told."""

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from daybook.apps.notifications import actions
from daybook.apps.notifications.domain import STALE_AFTER
from daybook.apps.notifications.models import Delivery, Reach
from tests import running

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def worker(service, tmp_path):
    """A worker process on the database and the push service of this test."""
    database = connection.settings_dict
    url = f"sqlite:///{database['NAME']}"
    if connection.vendor == "postgresql":
        host, port = database["HOST"] or "/var/run/postgresql", database["PORT"] or 5432
        login = ":".join(filter(None, [database["USER"], database["PASSWORD"]]))
        url = f"postgresql://{login}@{host}:{port}/{database['NAME']}"
    env = running.environment(
        settings.DATA_DIR,
        DATABASE_URL=url,
        DAYBOOK_PUSH_HOSTS=service.host,
        DAYBOOK_VAPID_KEY=settings.VAPID_KEY,
    )
    process = running.start("worker", "--interval", "0.1", env=env, output=tmp_path / "output")
    yield process
    process.kill()
    process.wait()


def test_nobody_is_told_twice_who_was_reached_and_nobody_is_left_out(
    service, switch_on, signed_in, anna, worker
):
    now = timezone.now()
    key = signed_in(days=1000)
    phone, _ = switch_on("phone", session_key=key, now=now)
    switch_on("desk", session_key=key, now=timezone.now())
    service.moods["desk"] = ["dawdles"]  # it has the message, and the worker waits for its word
    with transaction.atomic():
        actions.send_trial(person=anna, now=now)
    running.wait_until(lambda: "desk" in service.paths())
    worker.kill()
    worker.wait()
    delivery = Delivery.objects.get(channel="push")
    assert delivery.state == "sending"
    assert Reach.objects.get().device_id == phone.pk

    assert actions.deliver(delivery_id=delivery.pk, now=timezone.now() + 2 * STALE_AFTER)

    assert service.paths() == ["phone", "desk", "desk"]
    first, second = (post.headers["topic"] for post in service.posts[1:])
    assert first == second
    assert Delivery.objects.get(channel="push").state == "sent"
