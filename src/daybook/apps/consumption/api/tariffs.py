"""Tariffs over HTTP. What is somebody else's does not exist."""

import uuid
from decimal import Decimal
from typing import Annotated, cast

from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest
from django.utils import timezone
from ninja import Path, Router, Status

from daybook.apps.consumption import actions, domain, queries
from daybook.apps.consumption.api.shapes import LARGEST_ID
from daybook.apps.consumption.api.tariff_shapes import (
    NewTariffIn,
    TariffIn,
    TariffOut,
    TariffsOut,
)
from daybook.apps.consumption.domain.tariffs import (
    PERCENT_PLACES,
    RATE_PLACES,
    Band,
    Flat,
    HalfHourly,
    Own,
    Terms,
    TwoRate,
    UnitRates,
    kind_of,
    standing_pence,
    vat_percent,
)
from daybook.apps.consumption.models import Tariff
from daybook.core.bearer import signed_in
from daybook.lib.money import rounded

router = Router(tags=["consumption"], auth=signed_in)

TariffId = Annotated[int, Path(ge=1, le=LARGEST_ID)]


@router.get("", response=TariffsOut, summary="Your tariffs")
def tariffs(request: HttpRequest) -> object:
    """What your suppliers ask, by utility, the newest first."""
    found = queries.tariffs_of(_person(request).pk)
    return {"tariffs": [_told(tariff) for held in found.values() for tariff in held]}


@router.post("", response={201: TariffOut}, summary="Add a tariff")
def add_tariff(request: HttpRequest, body: NewTariffIn) -> Status[object]:
    """Add a tariff; the one that runs on its first day ends the day before.

    409 `consumption.tariff-overlap` when another one holds on its days and cannot simply end.
    """
    tariff = actions.add_tariff(
        person=_person(request),
        offer=_offer(body),
        key=body.key or uuid.uuid4(),
        now=timezone.now(),
    )
    return Status(201, _told(tariff))


@router.get("/{tariff_id}", response=TariffOut, summary="One tariff")
def tariff(request: HttpRequest, tariff_id: TariffId) -> object:
    """One of your tariffs; 404 `consumption.no-such-tariff` when it is not yours."""
    return _told(queries.tariff_of(_person(request).pk, tariff_id))


@router.put("/{tariff_id}", response=TariffOut, summary="Change a tariff")
def change_tariff(request: HttpRequest, tariff_id: TariffId, body: TariffIn) -> object:
    """Make a tariff say something else, its last day too; the costs of its days change with it."""
    return _told(
        actions.change_tariff(
            person=_person(request), tariff_id=tariff_id, offer=_offer(body), now=timezone.now()
        )
    )


@router.delete("/{tariff_id}", response={204: None}, summary="Delete a tariff")
def delete_tariff(request: HttpRequest, tariff_id: TariffId) -> Status[None]:
    """Delete a tariff for good; 404 `consumption.no-such-tariff` when it is not yours."""
    actions.delete_tariff(person=_person(request), tariff_id=tariff_id)
    return Status(204, None)


def _offer(body: TariffIn) -> actions.Offer:
    terms = Terms(
        rates=body.rates.rates(),
        standing_pence=standing_pence(domain.number(body.standing_pence)),
        vat_percent=vat_percent(domain.number(body.vat_percent)),
        includes_vat=body.includes_vat,
    )
    return actions.Offer(
        utility=body.utility,
        name=body.name,
        terms=terms,
        first=body.first_day,
        last=body.last_day,
    )


def _told(tariff: Tariff) -> dict[str, object]:
    rates = tariff.terms.rates
    return {
        "id": tariff.pk,
        "utility": tariff.utility,
        "name": tariff.name,
        "first_day": tariff.starts_on,
        "last_day": tariff.last_day,
        "standing_pence": tariff.standing_pence,
        "vat_percent": tariff.vat_percent,
        "includes_vat": tariff.includes_vat,
        "rates": {"kind": kind_of(rates).value, **_told_rates(rates)},
        "sample": tariff.is_sample,
        "made_at": tariff.made_at,
        "changed_at": tariff.changed_at,
    }


def _told_rates(rates: UnitRates) -> dict[str, object]:
    match rates:
        case Flat():
            return {
                "pence": _given(rates.pence, RATE_PLACES),
                "wastewater_pence": _given(rates.wastewater_pence, RATE_PLACES),
                "returned_percent": _given(rates.returned_percent, PERCENT_PLACES),
            }
        case TwoRate():
            return {
                "pence": _given(rates.day_pence, RATE_PLACES),
                "night_pence": _given(rates.night_pence, RATE_PLACES),
                "night_from": rates.night_from,
                "night_until": rates.night_until,
                "night_percent": _given(rates.night_percent, PERCENT_PLACES),
            }
        case HalfHourly():
            return {"product": rates.product, "region": rates.region}
        case Own():
            return {"weekdays": _bands(rates.weekdays), "weekends": _bands(rates.weekends)}


def _given(number: Decimal, places: int) -> str:
    """The same digits when it is added as when it is read again."""
    return f"{rounded(number, places):f}"


def _bands(bands: tuple[Band, ...]) -> list[dict[str, object]]:
    return [{"from_time": band.from_time, "pence": f"{band.pence:f}"} for band in bands]


def _person(request: HttpRequest) -> AbstractBaseUser:
    return cast("AbstractBaseUser", request.user)
