"""Saying what is usual."""

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from daybook.apps.prices import domain
from daybook.apps.prices.models import Preference


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What a person usually wants; a text that is empty says nothing."""

    region: str = ""
    product: str = ""
    export_product: str = ""
    duration_hours: Decimal = Decimal(4)
    capacity_kwh: Decimal | None = None
    tolerance_pence: Decimal = Decimal(0)

    def living_in(self, region: str) -> "Wishes":
        """The same in another region."""
        return replace(self, region=region)


@transaction.atomic
def prefer(*, person: AbstractBaseUser, wishes: Wishes, now: dt.datetime) -> Preference:
    """Keep ``wishes`` as the person's, in the place of what they said before.

    Raises ``UnknownRegion``, ``InvalidProduct``, and what ``domain.duration``, ``domain.capacity``
    and ``domain.tolerance`` refuse.
    """
    if wishes.export_product:
        domain.product_code(wishes.export_product)
    columns = _columns(wishes) | {"export_product": wishes.export_product, "changed_at": now}
    return Preference.objects.update_or_create(person_id=person.pk, defaults=columns)[0]


@transaction.atomic
def save_as_default(*, person: AbstractBaseUser, wishes: Wishes, now: dt.datetime) -> Preference:
    """Keep the choice of a page of prices; what it does not ask for stays as it was.

    Raises what ``prefer`` raises.
    """
    columns = _columns(wishes) | {"changed_at": now}
    return Preference.objects.update_or_create(person_id=person.pk, defaults=columns)[0]


def _columns(wishes: Wishes) -> dict[str, object]:
    if wishes.region:
        domain.region(wishes.region)
    if wishes.product:
        domain.product_code(wishes.product)
    capacity = wishes.capacity_kwh
    return {
        "region": wishes.region,
        "product": wishes.product,
        "duration_hours": domain.duration(wishes.duration_hours),
        "capacity_kwh": None if capacity is None else domain.capacity(capacity),
        "tolerance_pence": domain.tolerance(wishes.tolerance_pence),
    }
