"""What a person's suppliers ask."""

import datetime as dt

from django.utils.translation import gettext as _

from daybook.apps.consumption.domain import Days, Utility
from daybook.apps.consumption.domain.tariffs import HalfHourly
from daybook.apps.consumption.errors import NoSuchTariff
from daybook.apps.consumption.models import DayUse, Instalment, Tariff
from daybook.apps.prices import queries as prices
from daybook.apps.prices.domain import SAMPLE_PRODUCT, region
from daybook.lib.half_hours import Places


def tariffs_of(person_id: int) -> dict[Utility, list[Tariff]]:
    """The person's tariffs by utility, the newest first; utilities without are left out."""
    found: dict[Utility, list[Tariff]] = {}
    for tariff in Tariff.objects.filter(person_id=person_id).order_by("-starts_on"):
        found.setdefault(Utility(tariff.utility), []).append(tariff)
    return {utility: found[utility] for utility in Utility if utility in found}


def tariff_of(person_id: int, tariff_id: int) -> Tariff:
    """One tariff; raises ``NoSuchTariff`` when it is not the person's."""
    tariff = Tariff.objects.filter(person_id=person_id, pk=tariff_id).first()
    if tariff is None:
        raise NoSuchTariff(_("That tariff does not exist."))
    return tariff


def has_tariffs(person_id: int) -> bool:
    """Whether the person has any tariff."""
    return Tariff.objects.filter(person_id=person_id).exists()


def samples_of(person_id: int, days: Days) -> set[Utility]:
    """The utilities of which a tariff, or the use of one of ``days``, is a sample."""
    tariffs = Tariff.objects.filter(person_id=person_id, is_sample=True).touching(days)
    used = DayUse.objects.filter(
        person_id=person_id, is_sample=True, day__gte=days.first, day__lt=days.past
    )
    rows = tariffs.values_list("utility").union(used.values_list("utility"))
    return {Utility(utility) for (utility,) in rows}


def preferred_product(person_id: int) -> tuple[str, str] | None:
    """The product that the person wants to see prices of, and its region; samples are not sold."""
    found = prices.preference_of(person_id)
    if found is None or found.product == SAMPLE_PRODUCT:
        return None
    return found.product, found.region


def instalments_of(person_id: int) -> list[Instalment]:
    """What the person pays each month, as far as they have said."""
    return list(Instalment.objects.filter(person_id=person_id).order_by("pk"))


def published_rates(tariff: Tariff, days: Days) -> dict[dt.date, Places]:
    """The half-hourly rates of ``tariff`` without VAT by day, as far as prices have kept them.

    Nothing, and no question, for other kinds.
    """
    rates, held = tariff.terms.rates, tariff.within(days)
    if held is None or not isinstance(rates, HalfHourly):
        return {}
    return prices.stored_pence(
        product=rates.product,
        region=region(rates.region),
        first=held.first,
        past=held.past,
        with_vat=False,
    )
