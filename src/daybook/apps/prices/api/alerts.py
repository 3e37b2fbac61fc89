"""What a person wants to be told of prices, over HTTP."""

from decimal import Decimal
from typing import Annotated, Final, cast

from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema
from pydantic import ConfigDict, Field, JsonValue

from daybook.apps.prices import actions, queries
from daybook.apps.prices.domain import AlertKind
from daybook.core.bearer import signed_in
from daybook.core.rest import Pence

router = Router(tags=["prices"], auth=signed_in)

BELOW: Final[dict[str, JsonValue]] = {
    "kind": "below",
    "is_on": True,
    "threshold_pence": "10.0000",
    "minutes_before": None,
}
#: A number as text, so that no digit is lost on the way.
PRICE: Final = r"^-?[0-9]{1,3}(\.[0-9]{1,4})?$"


class AlertOut(Schema):
    """One thing to be told of: prices in pence per kWh, minutes before a block begins."""

    kind: AlertKind
    is_on: bool
    threshold_pence: Pence | None
    minutes_before: int | None


class AlertsOut(Schema):
    """Every alert there is; nothing is told while the tariff is not known."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"tariff": True, "alerts": [BELOW]}]})

    tariff: bool = Field(
        description="Whether your region and product are known; sample prices do not count."
    )
    alerts: list[AlertOut]


class AlertIn(Schema):
    """What one alert is to be."""

    model_config = ConfigDict(extra="forbid")

    kind: AlertKind
    is_on: bool
    threshold_pence: Annotated[str, Field(pattern=PRICE, examples=["10"])] | None = None
    minutes_before: int | None = Field(None, examples=[15])


class AlertsIn(Schema):
    """Alerts to be changed; those left out stay as they are."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"alerts": [{"kind": "below", "is_on": True, "threshold_pence": "10"}]}]
        },
    )

    alerts: list[AlertIn] = Field(max_length=len(AlertKind))


@router.get("", response=AlertsOut, summary="Your alerts")
def alerts(request: HttpRequest) -> object:
    """What you want to be told of prices."""
    return _told(_person(request))


@router.put("", response=AlertsOut, summary="Change your alerts")
def change(request: HttpRequest, body: AlertsIn) -> object:
    """Say what you want to be told; alerts left out stay as they are.

    422 `prices.wrong-alert` for a price or minutes that are missing or cannot be, 409
    `prices.no-tariff` where your region and product are not known.
    """
    person = _person(request)
    wishes = [
        actions.AlertWish(
            kind=alert.kind,
            is_on=alert.is_on,
            threshold_pence=None
            if alert.threshold_pence is None
            else Decimal(alert.threshold_pence),
            minutes_before=alert.minutes_before,
        )
        for alert in body.alerts
    ]
    actions.wish_alerts(person=person, wishes=wishes, now=timezone.now())
    return _told(person)


def _told(person: AbstractBaseUser) -> object:
    return {
        "tariff": queries.tariff_of(person.pk) is not None,
        "alerts": queries.alerts_of(person.pk),
    }


def _person(request: HttpRequest) -> AbstractBaseUser:
    return cast("AbstractBaseUser", request.user)
