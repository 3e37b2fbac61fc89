"""Meters over HTTP. What is somebody else's does not exist."""

import uuid
from typing import Annotated, cast

from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest
from django.utils import timezone
from ninja import Path, Query, Router, Status

from daybook.apps.consumption import actions, domain, queries
from daybook.apps.consumption.api.meter_shapes import (
    BackOut,
    GoneOut,
    MeterIn,
    MeterOut,
    MetersOut,
    NewMeterIn,
    PageAsked,
    ReadingIn,
    ReadingOut,
    ReadingsOut,
)
from daybook.apps.consumption.api.readings import page_of, read_of, told_one
from daybook.apps.consumption.api.shapes import LARGEST_ID
from daybook.apps.consumption.domain import Dial, Utility, standard_unit
from daybook.apps.consumption.models import Meter
from daybook.apps.consumption.queries import MeterSummary
from daybook.core.bearer import signed_in

router = Router(tags=["meters"], auth=signed_in)

MeterId = Annotated[int, Path(ge=1, le=LARGEST_ID)]


@router.get("", response=MetersOut, summary="Your meters")
def meters(request: HttpRequest) -> object:
    """All your meters with their latest readings, those in use first."""
    return {"meters": [_told(one) for one in queries.meters_of(_person(request).pk)]}


@router.post("", response={201: MeterOut}, summary="Add a meter")
def add_meter(request: HttpRequest, body: NewMeterIn) -> Status[object]:
    """Add a meter; 422 says what is wrong with it."""
    meter = actions.add_meter(
        person=_person(request),
        details=_details(body),
        key=body.key or uuid.uuid4(),
        now=timezone.now(),
    )
    return Status(201, _told_meter(meter))


@router.get("/{int:meter_id}", response=MeterOut, summary="One meter")
def meter(request: HttpRequest, meter_id: MeterId) -> object:
    """One of your meters; 404 `consumption.no-such-meter` when it is not yours."""
    return _told_meter(queries.meter_of(_person(request).pk, meter_id))


@router.put("/{int:meter_id}", response=MeterOut, summary="Change a meter")
def change_meter(request: HttpRequest, meter_id: MeterId, body: MeterIn) -> object:
    """Change what is known of a meter; the use between its readings is derived anew."""
    person, details = _person(request), _details(body)
    return _told_meter(
        actions.change_meter(person=person, meter_id=meter_id, details=details, now=timezone.now())
    )


@router.delete("/{int:meter_id}", response=GoneOut, summary="Delete a meter")
def delete_meter(request: HttpRequest, meter_id: MeterId) -> object:
    """Delete a meter with its readings; it can be brought back for thirty days."""
    person = _person(request)
    return {"deletion": actions.delete_meter(person=person, meter_id=meter_id, now=timezone.now())}


@router.delete("/deletions/{deletion}", response=BackOut, summary="Undo a deletion")
def undo_meter(request: HttpRequest, deletion: uuid.UUID) -> object:
    """Bring back a meter or a reading; 409 `consumption.nothing-to-undo` when it cannot be."""
    found = actions.undo_meter_deletion(person=_person(request), deletion=deletion)
    return {"meter_id": found.pk}


@router.get("/{int:meter_id}/readings", response=ReadingsOut, summary="The readings of a meter")
def meter_readings(request: HttpRequest, meter_id: MeterId, asked: Query[PageAsked]) -> object:
    """The readings of one of your meters, newest first."""
    found = queries.meter_of(_person(request).pk, meter_id)
    return page_of(queries.readings_of(found.person_id, meter_id=found.pk), asked.page)


@router.post("/{int:meter_id}/readings", response={201: ReadingOut}, summary="Read a meter")
def read_meter(request: HttpRequest, meter_id: MeterId, body: ReadingIn) -> Status[object]:
    """Write down a reading of the meter, as `POST /consumption/readings` does."""
    made = actions.add_reading(
        person=_person(request),
        meter_id=meter_id,
        read=read_of(body),
        today=timezone.localdate(),
        now=timezone.now(),
    )
    return Status(201, told_one(made))


def _details(body: MeterIn) -> actions.MeterDetails:
    return actions.MeterDetails(
        dial=Dial(
            utility=body.utility,
            unit=body.unit,
            multiplier=domain.multiplier(body.multiplier),
            digits=body.digits,
            decimals=body.decimals,
        ),
        name=body.name,
        serial=body.serial,
        installed_on=body.installed_on,
        removed_on=body.removed_on,
    )


def _told_meter(meter: Meter) -> dict[str, object]:
    readings = queries.readings_of(meter.person_id, meter_id=meter.pk)
    return _told(queries.summary_of(meter, readings))


def _told(summary: MeterSummary) -> dict[str, object]:
    meter, latest = summary.meter, summary.latest
    return {
        "id": meter.pk,
        "utility": meter.utility,
        "name": meter.name,
        "serial": meter.serial,
        "unit": meter.unit,
        "multiplier": meter.multiplier,
        "digits": meter.digits,
        "decimals": meter.decimals,
        "installed_on": meter.installed_on,
        "removed_on": meter.removed_on,
        "sample": meter.is_sample,
        "reading_count": summary.reading_count,
        "latest": {"day": latest.day, "number": latest.number} if latest else None,
        "a_day": summary.a_day,
        "a_day_unit": standard_unit(Utility(meter.utility)),
        "made_at": meter.made_at,
        "changed_at": meter.changed_at,
    }


def _person(request: HttpRequest) -> AbstractBaseUser:
    return cast("AbstractBaseUser", request.user)
