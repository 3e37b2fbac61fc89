"""Saying what is usual."""

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from daybook.apps.prices import domain
from daybook.apps.prices.actions.history import USUAL_DAYS, want_history
from daybook.apps.prices.domain import AlertKind
from daybook.apps.prices.models import Alert, Preference
from daybook.lib.periods import LONDON, local_date


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

    The prices of their tariffs are kept from then on, and those of the last sixty days.
    Raises ``UnknownRegion``, ``InvalidProduct``, and what ``domain.duration``, ``domain.capacity``
    and ``domain.tolerance`` refuse.
    """
    if wishes.export_product:
        domain.product_code(wishes.export_product)
    columns = _columns(wishes) | {"export_product": wishes.export_product}
    return _saved(person, columns, now)


@transaction.atomic
def save_as_default(*, person: AbstractBaseUser, wishes: Wishes, now: dt.datetime) -> Preference:
    """Keep the choice of a page of prices; what it does not ask for stays as it was.

    Raises what ``prefer`` raises.
    """
    return _saved(person, _columns(wishes), now)


def _saved(person: AbstractBaseUser, columns: dict[str, object], now: dt.datetime) -> Preference:
    preference, _ = Preference.objects.update_or_create(
        person_id=person.pk, defaults={**columns, "changed_at": now}
    )
    # Blocks to be told of may be others now; they are looked for again.
    Alert.objects.filter(person_id=person.pk, kind=AlertKind.WINDOW.value).update(
        told_for=None, starts_at=None, tell_at=None
    )
    if preference.region:
        region, since = domain.region(preference.region), local_date(now, LONDON) - USUAL_DAYS
        for product in filter(None, (preference.product, preference.export_product)):
            want_history(product=product, region=region, since=since, now=now)
    return preference


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
