"""A worker killed in the middle of an SMS: it is found at the provider, and not sent twice."""

import pytest
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from daybook.apps.notifications import actions
from daybook.apps.notifications.domain import STALE_AFTER
from daybook.apps.notifications.models import Delivery, Sms
from tests import running
from tests.twilio_fake import ACCOUNT, SENDER, TOKEN

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def worker(twilio, tmp_path):
    """A worker process on the database and the Twilio of this test."""
    env = running.environment(
        settings.DATA_DIR,
        DATABASE_URL=running.database_url(),
        DAYBOOK_EMAIL_URL="memory://",
        DAYBOOK_TWILIO_ACCOUNT=ACCOUNT,
        DAYBOOK_TWILIO_TOKEN=TOKEN,
        DAYBOOK_TWILIO_FROM=SENDER,
        DAYBOOK_TWILIO_URL=twilio.url,
    )
    process = running.start("worker", "--interval", "0.1", env=env, output=tmp_path / "output")
    yield process
    process.kill()
    process.wait()


def test_the_sms_comes_once_and_is_never_lost(twilio, anna, phone, worker):
    twilio.mood = "dawdles"  # it has the message, and the worker waits for its word
    twilio.now = now = timezone.now()
    with transaction.atomic():
        actions.send_trial(person=anna, now=now)
    running.wait_until(lambda: twilio.messages)
    worker.kill()
    worker.wait()
    delivery = Delivery.objects.get(channel="sms")
    assert delivery.state == "sending"
    assert Sms.objects.get().sid == ""

    twilio.mood = "takes"
    actions.deliver(delivery_id=delivery.pk, now=now)
    assert Delivery.objects.get(pk=delivery.pk).state == "sending"
    actions.deliver(delivery_id=delivery.pk, now=timezone.now() + 2 * STALE_AFTER)

    delivery.refresh_from_db()
    assert (delivery.state, delivery.provider_id) == ("sent", twilio.messages[0]["sid"])
    assert len(twilio.asked) == 1
