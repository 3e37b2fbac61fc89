"""Runs inside Daybook for ``bench.messages``: queues messages, and counts deliveries by state."""

import json
import os
import resource
import sys
import time


def queue(count: int) -> dict[str, float]:
    """Tell one person ``count`` things, each in a transaction of its own as its cause would be."""
    from django.contrib.auth import get_user_model
    from django.utils import timezone

    from daybook.apps.notifications import actions

    person = get_user_model().objects.create(name="Bench", email="bench@example.com")
    began = time.monotonic()
    for number in range(count):
        actions.notify(
            kind=actions.telling.TRIAL,
            person=person,
            context={},
            key=str(number),
            now=timezone.now(),
        )
    return {
        "queue_seconds": time.monotonic() - began,
        "queue_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def states() -> dict[str, int]:
    """How many deliveries stand where."""
    from django.db.models import Count

    from daybook.apps.notifications.models import Delivery

    counted = Delivery.objects.values_list("state").annotate(Count("pk")).order_by()
    return dict(counted)


def main() -> None:
    """Do what the first argument says and print it as JSON."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "daybook.config.settings")
    django.setup()
    print(json.dumps(queue(int(sys.argv[2])) if sys.argv[1] == "queue" else states()))


if __name__ == "__main__":
    main()
