"""The use of the sample world."""

import datetime as dt
import uuid
from typing import Final

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from daybook.apps.consumption.actions.days import locked_supplies, renew_days
from daybook.apps.consumption.actions.half_hours import keep_half_hours
from daybook.apps.consumption.actions.tariffs import Offer, add_tariff
from daybook.apps.consumption.domain import ONE_DAY, Days, Utility, in_standard_unit
from daybook.apps.consumption.domain.sample import sample_half_hours, sample_use
from daybook.apps.consumption.domain.tariffs.sample import sample_tariffs
from daybook.apps.consumption.models import SAMPLE, Batch, Record, Tariff

_NAMES: Final = uuid.UUID("6f3f4c1e-6d0e-4c0f-9a67-3a6f9b3a7d10")


@transaction.atomic
def record_sample(*, person: AbstractBaseUser, today: dt.date, now: dt.datetime) -> int:
    """Give ``person`` the use of an invented household, once; says how many records are new."""
    supplies = locked_supplies(person.pk)
    records = [
        Record(
            person_id=person.pk,
            utility=use.utility.value,
            starts_on=use.first,
            ends_on=use.last + ONE_DAY,
            value=use.value,
            unit=use.unit.value,
            amount=in_standard_unit(
                use.value,
                use.unit,
                use.utility,
                calorific_value_mj=supplies[use.utility].calorific_value,
            ),
            is_sample=True,
            key=uuid.uuid5(_NAMES, f"{use.utility} {use.first}"),
            made_at=now,
            changed_at=now,
        )
        for use in sample_use(today)
    ]
    batch, is_new = Batch.objects.get_or_create(
        person_id=person.pk, source=SAMPLE, undone_at=None, defaults={"made_at": now}
    )
    if is_new:
        amounts = sample_half_hours(today)
        kept = keep_half_hours(batch=batch, utility=Utility.ELECTRICITY, amounts=amounts)
        batch.added_rows = kept.added
        batch.save(update_fields=["added_rows"])
    before = Record.objects.filter(person_id=person.pk).count()
    Record.objects.bulk_create(records, batch_size=500, ignore_conflicts=True)
    for utility in Utility:
        days = [Days(r.starts_on, r.ends_on) for r in records if r.utility == utility.value]
        renew_days(person_id=person.pk, utility=utility, changed=days)
    return Record.objects.filter(person_id=person.pk).count() - before


@transaction.atomic
def add_sample_tariffs(*, person: AbstractBaseUser, today: dt.date, now: dt.datetime) -> int:
    """Give ``person`` the tariffs of an invented household; none to who has any. Says how many."""
    locked_supplies(person.pk)
    if Tariff.objects.filter(person_id=person.pk).exists():
        return 0
    tariffs = list(sample_tariffs(today))
    for one in tariffs:
        offer = Offer(utility=one.utility, name=one.name, terms=one.terms, first=one.first)
        key = uuid.uuid5(_NAMES, f"tariff {one.utility} {one.name}")
        add_tariff(person=person, offer=offer, key=key, now=now, is_sample=True)
    return len(tariffs)
