"""The appliances of the person who asks. What is somebody else's does not exist."""

import uuid
from typing import Annotated, cast

from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest
from django.utils import timezone
from ninja import Path, Router, Status

from daybook.apps.prices import actions, queries
from daybook.apps.prices.api.machines import (
    LARGEST_ID,
    ApplianceIn,
    ApplianceOut,
    AppliancesOut,
    NewApplianceIn,
    told,
)
from daybook.core.bearer import signed_in

router = Router(tags=["prices"], auth=signed_in)

ApplianceId = Annotated[int, Path(ge=1, le=LARGEST_ID)]


@router.get("", response=AppliancesOut, summary="Your appliances")
def appliances(request: HttpRequest) -> object:
    """All your appliances."""
    return {"appliances": [told(one) for one in queries.appliances_of(_person(request).pk)]}


@router.post("", response={201: ApplianceOut}, summary="Add an appliance")
def add_appliance(request: HttpRequest, body: NewApplianceIn) -> Status[object]:
    """Add an appliance; 422 says what is wrong with it."""
    added = actions.add_appliance(
        person=_person(request),
        machine=body.machine(),
        key=body.key or uuid.uuid4(),
        now=timezone.now(),
    )
    return Status(201, told(added))


@router.get("/{int:appliance_id}", response=ApplianceOut, summary="One appliance")
def appliance(request: HttpRequest, appliance_id: ApplianceId) -> object:
    """One of your appliances; 404 `prices.no-such-appliance` when it is not yours."""
    return told(queries.appliance_of(_person(request).pk, appliance_id))


@router.put("/{int:appliance_id}", response=ApplianceOut, summary="Change an appliance")
def change_appliance(request: HttpRequest, appliance_id: ApplianceId, body: ApplianceIn) -> object:
    """Make an appliance be another; 404 `prices.no-such-appliance` when it is not yours."""
    return told(
        actions.change_appliance(
            person=_person(request),
            appliance_id=appliance_id,
            machine=body.machine(),
            now=timezone.now(),
        )
    )


@router.delete("/{int:appliance_id}", response={204: None}, summary="Delete an appliance")
def delete_appliance(request: HttpRequest, appliance_id: ApplianceId) -> Status[None]:
    """Delete an appliance; it can be brought back for thirty days."""
    actions.delete_appliance(person=_person(request), appliance_id=appliance_id, now=timezone.now())
    return Status(204, None)


@router.post("/{int:appliance_id}/restore", response=ApplianceOut, summary="Undo a deletion")
def restore_appliance(request: HttpRequest, appliance_id: ApplianceId) -> object:
    """Bring a deleted appliance back; may be done again."""
    return told(actions.restore_appliance(person=_person(request), appliance_id=appliance_id))


def _person(request: HttpRequest) -> AbstractBaseUser:
    return cast("AbstractBaseUser", request.user)
