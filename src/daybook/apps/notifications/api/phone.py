"""The number SMS go to, over the API: confirmed by a code that is sent there."""

from typing import Final, cast

from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema, Status
from pydantic import ConfigDict, Field, JsonValue

from daybook.apps.notifications import actions, queries
from daybook.core.bearer import signed_in
from daybook.core.limits import address_of

router = Router(tags=["notifications"], auth=signed_in)

PHONE: Final[dict[str, JsonValue]] = {
    "is_on": True,
    "number": "+447700900123",
    "is_confirmed": True,
    "is_stopped": False,
    "has_code": False,
    "is_in_trouble": False,
}


class PhoneOut(Schema):
    """Where you stand with SMS."""

    model_config = ConfigDict(json_schema_extra={"examples": [PHONE]})

    is_on: bool = Field(description="Whether this installation sends SMS.")
    number: str = Field(description="The number of your profile (E.164), or nothing.")
    is_confirmed: bool = Field(description="Whether its code was typed in.")
    is_stopped: bool = Field(description="Whether it has answered STOP.")
    has_code: bool = Field(description="Whether a code is on its way that still works.")
    is_in_trouble: bool = Field(description="Whether the last code could not be sent.")


class CodeIn(Schema):
    """The code that came by SMS."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"code": "123456"}]})

    code: str = Field(min_length=1, max_length=20)


@router.get("", response=PhoneOut, summary="Where you stand with SMS")
def phone(request: HttpRequest) -> object:
    """Your number, and whether messages reach it."""
    return queries.phone_state(_person(request), now=timezone.now())


@router.post("/code", response={202: PhoneOut}, summary="Send a code to your number")
def send_phone_code(request: HttpRequest) -> Status[object]:
    """Send a code of six digits to the number of your profile; it works for ten minutes.

    409 `notifications.no-phone` where there is no number, it has answered STOP or is confirmed
    already; 429 after a few.
    """
    person, now = _person(request), timezone.now()
    actions.send_code(person=person, address=address_of(request), now=now)
    return Status(202, queries.phone_state(person, now=now))


@router.post("/confirm", response=PhoneOut, summary="Confirm your number")
def confirm_phone(request: HttpRequest, body: CodeIn) -> object:
    """Confirm your number with the code; 422 `notifications.wrong-code`, five tries for each."""
    person, now = _person(request), timezone.now()
    actions.confirm_phone(person=person, code=body.code, now=now)
    return queries.phone_state(person, now=now)


@router.delete("", response={204: None}, summary="Stop SMS to your number")
def forget_phone(request: HttpRequest) -> Status[None]:
    """Send no more SMS until your number is confirmed by a new code."""
    actions.forget_phone(person_id=_person(request).pk)
    return Status(204, None)


def _person(request: HttpRequest) -> AbstractBaseUser:
    return cast("AbstractBaseUser", request.user)
