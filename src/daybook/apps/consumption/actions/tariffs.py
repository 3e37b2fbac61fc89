"""Adding what a supplier asks, changing it, ending it and deleting it."""

import datetime as dt
from collections.abc import Container
from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Min, Q
from django.utils.translation import gettext as _

from daybook.apps.consumption.actions.days import locked_supplies
from daybook.apps.consumption.domain import EARLIEST, LATEST, ONE_DAY, Days, Utility
from daybook.apps.consumption.domain.tariffs import HalfHourly, Kind, Terms, checked_kind, kind_of
from daybook.apps.consumption.errors import (
    InvalidDays,
    InvalidTariff,
    NoSuchTariff,
    TariffOverlap,
)
from daybook.apps.consumption.models import NAME_LENGTH, Tariff, columns_of
from daybook.apps.prices import actions as prices
from daybook.apps.prices.domain import region


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A tariff as it is to be kept. ``last`` is its last day, ``None`` until the next one begins.

    The name is cut to 80 characters.
    """

    utility: Utility
    name: str
    terms: Terms
    first: dt.date
    last: dt.date | None = None


@transaction.atomic
def add_tariff(
    *,
    person: AbstractBaseUser,
    offer: Offer,
    key: UUID,
    now: dt.datetime,
    is_sample: bool = False,
    may_end: Container[UUID] | None = None,
) -> Tariff:
    """Add a tariff, once for each ``key``; the one that runs on its first day ends the day before.

    Of others only those whose key is in ``may_end``, where it is given. Raises ``InvalidTariff`` or
    ``InvalidDays``, and ``TariffOverlap`` when another one holds on its days and cannot simply end.
    """
    columns = _columns(offer)
    locked_supplies(person.pk)
    before = Tariff.objects.filter(person_id=person.pk, key=key).first()
    if before is not None:
        return before
    ends_on, running = _fitted(person, offer)
    if running is not None:
        if may_end is not None and running.key not in may_end:
            raise _overlap(running)
        running.ends_on, running.changed_at = offer.first, now
        running.save(update_fields=["ends_on", "changed_at"])
    _want_rates(offer, now)
    return Tariff.objects.create(
        person_id=person.pk,
        key=key,
        made_at=now,
        changed_at=now,
        is_sample=is_sample,
        ends_on=ends_on,
        **columns,
    )


@transaction.atomic
def change_tariff(
    *, person: AbstractBaseUser, tariff_id: int, offer: Offer, now: dt.datetime
) -> Tariff:
    """Make a tariff say ``offer`` instead; no other one is changed.

    Raises ``NoSuchTariff`` when it is not the person's, and what ``add_tariff`` raises.
    """
    columns = _columns(offer)
    locked_supplies(person.pk)
    tariff = _own(person, tariff_id)
    ends_on, running = _fitted(person, offer, but=tariff.pk)
    if running is not None:
        raise _overlap(running)
    for column, value in columns.items():
        setattr(tariff, column, value)
    tariff.ends_on, tariff.changed_at, tariff.is_sample = ends_on, now, False
    tariff.save()
    _want_rates(offer, now)
    return tariff


@transaction.atomic
def end_tariff(
    *, person: AbstractBaseUser, tariff_id: int, last: dt.date, now: dt.datetime
) -> Tariff:
    """Let a tariff end with the day ``last``.

    Raises ``NoSuchTariff``, ``InvalidDays`` for a day before its first, and ``TariffOverlap`` for
    one on which the next holds already.
    """
    locked_supplies(person.pk)
    tariff = _own(person, tariff_id)
    past = _days(tariff.starts_on, last).past
    others = Tariff.objects.filter(person_id=person.pk, utility=tariff.utility)
    later = others.filter(starts_on__gt=tariff.starts_on).order_by("starts_on").first()
    if later is not None and later.starts_on < past:
        raise _overlap(later)
    tariff.ends_on, tariff.changed_at = past, now
    tariff.save(update_fields=["ends_on", "changed_at"])
    return tariff


@transaction.atomic
def delete_tariff(*, person: AbstractBaseUser, tariff_id: int) -> None:
    """Delete a tariff for good; its days cost nothing that is known.

    Raises ``NoSuchTariff`` when it is not the person's, or gone already.
    """
    locked_supplies(person.pk)
    _own(person, tariff_id).delete()


def want_rates(*, today: dt.date, now: dt.datetime) -> int:
    """Tell prices which half-hourly tariffs still hold, so that they go on; says how many."""
    still = Q(ends_on=None) | Q(ends_on__gt=today)
    wanted = (
        Tariff.objects.filter(still, kind=Kind.HALF_HOURLY.value)
        .values_list("product", "region")
        .annotate(since=Min("starts_on"))
        .order_by("product", "region")
    )
    for product, letter, since in wanted:
        prices.want_history(product=product, region=region(letter), since=since, now=now)
    return len(wanted)


def _want_rates(offer: Offer, now: dt.datetime) -> None:
    """Have the rates of a half-hourly tariff kept since its first day."""
    rates = offer.terms.rates
    if isinstance(rates, HalfHourly):
        prices.want_history(
            product=rates.product, region=region(rates.region), since=offer.first, now=now
        )


def _own(person: AbstractBaseUser, tariff_id: int) -> Tariff:
    tariff = Tariff.objects.filter(person_id=person.pk, pk=tariff_id).first()
    if tariff is None:
        raise NoSuchTariff(_("That tariff does not exist."))
    return tariff


def _columns(offer: Offer) -> dict[str, object]:
    checked_kind(offer.utility, kind_of(offer.terms.rates))
    _days(offer.first, offer.last or offer.first)
    # PostgreSQL keeps no null characters.
    name = " ".join(offer.name.replace("\0", " ").split())[:NAME_LENGTH]
    if not name:
        raise InvalidTariff(_("Give the tariff a name."), field="name")
    columns = {"utility": offer.utility.value, "name": name, "starts_on": offer.first}
    return {**columns, **columns_of(offer.terms)}


def _days(first: dt.date, last: dt.date) -> Days:
    if not EARLIEST <= first <= LATEST or last > LATEST:
        raise InvalidDays(_("Give days from 1970 to 2199."))
    return Days(first, last + ONE_DAY)


def _fitted(
    person: AbstractBaseUser, offer: Offer, *, but: int | None = None
) -> tuple[dt.date | None, Tariff | None]:
    """The day after its last, and the tariff that has to end for it."""
    others = Tariff.objects.filter(person_id=person.pk, utility=offer.utility.value)
    if but is not None:
        others = others.exclude(pk=but)
    past = offer.last + ONE_DAY if offer.last else None
    if past is None:
        later = others.filter(starts_on__gt=offer.first).order_by("starts_on").first()
        past = later.starts_on if later else None
    running = None
    for other in others.touching(Days(offer.first, past or LATEST + ONE_DAY)):
        leaves_a_rest = past is not None and (other.ends_on is None or other.ends_on > past)
        if other.starts_on >= offer.first or leaves_a_rest:
            raise _overlap(other)
        running = other
    return past, running


def _said(day: dt.date) -> str:
    return f"{day.day} {day:%b %Y}"


def _overlap(other: Tariff) -> TariffOverlap:
    told = {"name": other.name, "first": _said(other.starts_on)}
    if other.last_day is None:
        return TariffOverlap(_("“%(name)s” holds from %(first)s on. End it first.") % told)
    told["last"] = _said(other.last_day)
    return TariffOverlap(
        _("“%(name)s” holds from %(first)s to %(last)s. Choose other days, or change it first.")
        % told
    )
