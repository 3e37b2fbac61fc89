"""What somebody plans."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from daybook.apps.prices.errors import NoSuchAppliance
from daybook.apps.prices.models import Appliance


def appliances_of(person_id: int) -> Sequence[Appliance]:
    """The person's appliances, as they were added."""
    return list(Appliance.objects.standing().filter(person_id=person_id).order_by("pk"))


def appliances_of_all(person_ids: Iterable[int]) -> dict[int, list[Appliance]]:
    """The appliances of these people, by person, as they were added; one question for all."""
    found: dict[int, list[Appliance]] = {}
    standing = Appliance.objects.standing().filter(person_id__in=list(person_ids))
    for appliance in standing.order_by("pk"):
        found.setdefault(appliance.person_id, []).append(appliance)
    return found


def appliance_of(person_id: int, appliance_id: int) -> Appliance:
    """One of the person's appliances; raises ``NoSuchAppliance``."""
    found = Appliance.objects.standing().filter(person_id=person_id, pk=appliance_id).first()
    if found is None:
        raise NoSuchAppliance(_("That appliance does not exist."))
    return found


def deleted_appliance_of(person_id: int, appliance_id: int) -> Appliance | None:
    """A deleted one, while it can be brought back."""
    gone = Appliance.objects.filter(person_id=person_id, pk=appliance_id, deleted_at__isnull=False)
    return gone.first()
