"""Runs inside Daybook's shell for ``bench.messages``: tells messages, counts deliveries."""

import json
import resource
import time

from django.contrib.auth import get_user_model
from django.db.models import Count
from django.utils import timezone

from daybook.apps.notifications import actions
from daybook.apps.notifications.models import Delivery

KIND = "notifications.trial"


def queue(count: int) -> None:
    """Tell one person ``count`` things, each in a transaction of its own as its cause would be."""
    person = get_user_model().objects.create(name="Bench", email="bench@example.com")
    began = time.monotonic()
    for number in range(count):
        actions.notify(kind=KIND, person=person, context={}, key=str(number), now=timezone.now())
    figures = {
        "queue_seconds": time.monotonic() - began,
        "queue_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    print(json.dumps(figures))


def states() -> None:
    """Print how many deliveries stand where."""
    counted = Delivery.objects.values_list("state").annotate(Count("pk")).order_by()
    print(json.dumps(dict(counted)))
