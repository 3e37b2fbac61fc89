"""Forgetting a device, whoever else is just busy with it."""

from django.db import transaction
from django.db.models import Q

from daybook.apps.notifications.models import Device


@transaction.atomic
def forget_device(device_id: int, *, person_id: int | None = None) -> bool:
    """Delete a device, of one person if that matters; says whether it was there.

    The lock lets nobody note in between that a message has arrived there.
    """
    whose = Q() if person_id is None else Q(person_id=person_id)
    device = Device.objects.select_for_update().filter(whose, pk=device_id).first()
    return device is not None and bool(device.delete()[0])
