"""A worker killed in the middle of a delivery: delivered, at most twice, never lost."""

import pytest
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from daybook.apps.notifications import actions
from daybook.apps.notifications.domain import STALE_AFTER
from daybook.apps.notifications.models import Delivery
from tests import running

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def worker(server, tmp_path):
    """A worker process on the database and the mail server of this test."""
    env = running.environment(
        settings.DATA_DIR,
        DATABASE_URL=running.database_url(),
        DAYBOOK_EMAIL_URL=f"smtp://127.0.0.1:{server.port}",
    )
    process = running.start("worker", "--interval", "0.1", env=env, output=tmp_path / "output")
    yield process
    process.kill()
    process.wait()


def test_the_message_comes_twice_at_most_and_is_never_lost(server, anna, worker):
    server.mood = "dawdles"  # it has the mail, and the worker waits for its word
    now = timezone.now()
    with transaction.atomic():
        actions.send_trial(person=anna, now=now)
    running.wait_until(lambda: server.mails)
    worker.kill()
    worker.wait()
    assert Delivery.objects.get().state == "sending"

    server.mood = "takes"
    assert actions.deliver_due(now=now) == 0
    later = timezone.now() + 2 * STALE_AFTER
    assert actions.deliver_due(now=later) == 1

    assert (Delivery.objects.get().state, len(server.mails)) == ("sent", 2)
    assert len({str(mail["Message-ID"]) for mail in server.mails}) == 1
