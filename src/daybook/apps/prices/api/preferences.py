"""What is usual for the person who asks."""

from decimal import Decimal
from typing import cast

from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field

from daybook.apps.prices import actions, domain, queries
from daybook.apps.prices.api.asked import DECIMAL, LONG_ENOUGH
from daybook.apps.prices.api.told import shown
from daybook.apps.prices.models import Preference
from daybook.core.bearer import signed_in

router = Router(tags=["prices"], auth=signed_in)


class PreferencesShape(Schema):
    """A tariff and the block that is usually asked for; what is empty was not said."""

    model_config = shown(
        region="C",
        product="AGILE-24-10-01",
        export_product="",
        duration="4",
        capacity="10",
        tolerance="0.5",
    )

    region: str = Field("", max_length=LONG_ENOUGH, examples=["C"])
    product: str = Field("", max_length=LONG_ENOUGH, examples=["AGILE-24-10-01"])
    export_product: str = Field("", max_length=LONG_ENOUGH, examples=["AGILE-OUTGOING-19-05-13"])
    duration: str = Field("4", max_length=12, description="Hours.", json_schema_extra=DECIMAL)
    capacity: str = Field("", max_length=12, description="kWh; empty: not said.", examples=["10"])
    tolerance: str = Field(
        "0", max_length=12, description="Pence per kWh.", json_schema_extra=DECIMAL
    )


class PreferencesIn(PreferencesShape):
    """All of them: what is left out is taken as not said."""

    duration: str = Field(max_length=12, description="Hours.", json_schema_extra=DECIMAL)


@router.get("", response=PreferencesShape, summary="Your preferences")
def preferences(request: HttpRequest) -> object:
    """Your tariff and usual wishes, which prefill every form of prices."""
    return _told(queries.preference_of(_person(request).pk))


@router.put("", response=PreferencesShape, summary="Change your preferences")
def prefer(request: HttpRequest, body: PreferencesIn) -> object:
    """Put these in the place of what you said before; 422 says what is wrong."""
    wishes = actions.Wishes(
        region=domain.region(body.region).letter if body.region else "",
        product=domain.product_code(body.product) if body.product else "",
        export_product=domain.product_code(body.export_product) if body.export_product else "",
        duration_hours=domain.duration(body.duration),
        capacity_kwh=domain.capacity(body.capacity) if body.capacity else None,
        tolerance_pence=domain.tolerance(body.tolerance),
    )
    return _told(actions.prefer(person=_person(request), wishes=wishes, now=timezone.now()))


def _told(preference: Preference | None) -> dict[str, str]:
    if preference is None:
        return {}
    capacity = preference.capacity_kwh
    return {
        "region": preference.region,
        "product": preference.product,
        "export_product": preference.export_product,
        "duration": plain(preference.duration_hours),
        "capacity": "" if capacity is None else plain(capacity),
        "tolerance": plain(preference.tolerance_pence),
    }


def plain(amount: Decimal) -> str:
    """A number without noughts at its end."""
    return f"{amount.normalize():f}"


def _person(request: HttpRequest) -> AbstractBaseUser:
    return cast("AbstractBaseUser", request.user)
