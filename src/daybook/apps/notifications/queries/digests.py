"""Reads about what waits for a digest, and what one carries."""

from django.db.models import QuerySet

from daybook.apps.notifications.domain import State
from daybook.apps.notifications.models import Delivery, Message


def held_for(person_id: int) -> QuerySet[Delivery]:
    """What waits for a digest that is not yet made."""
    held = Delivery.objects.filter(message__person_id=person_id, state=State.HELD.value)
    return held.filter(digest=None).order_by("due_at", "pk")


def gathered_in(digest_id: int) -> list[Delivery]:
    """What the digest carries, while it is still on its way, oldest first."""
    held = Delivery.objects.filter(digest_id=digest_id, state=State.HELD.value)
    known = held.select_related("message__person")
    return list(known.order_by("message__shown_at", "message_id"))


def kinds_in(person_id: int, digest_id: int) -> set[str]:
    """The names of the kinds a digest of this person carries or has carried."""
    carried = Message.objects.filter(person_id=person_id, deliveries__digest_id=digest_id)
    return set(carried.values_list("kind", flat=True))
