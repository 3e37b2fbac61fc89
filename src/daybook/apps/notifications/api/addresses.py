"""Over the API: whether e-mail reaches the person, and whether they want news and offers."""

from typing import Final, cast

from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema, Status
from pydantic import ConfigDict, Field, JsonValue

from daybook.apps.notifications import actions
from daybook.apps.notifications.domain.reports import Cause
from daybook.apps.notifications.queries.marketing import Asked, marketing_asked
from daybook.apps.notifications.queries.reports import suppression_of
from daybook.core.bearer import signed_in
from daybook.core.rest import Instant

router = Router(tags=["notifications"], auth=signed_in)

ADDRESS: Final[dict[str, JsonValue]] = {
    "email": "anna@example.com",
    "is_suppressed": True,
    "cause": "bounced",
    "since": "2026-03-03T09:10:00Z",
}
MARKETING: Final[dict[str, JsonValue]] = {
    "text": "Yes, send me news and offers.",
    "version": 1,
    "agreed_at": "2026-03-03T09:10:00Z",
}


class AddressOut(Schema):
    """Whether optional mail goes to your address; if not, why and since when."""

    model_config = ConfigDict(json_schema_extra={"examples": [ADDRESS]})

    email: str
    is_suppressed: bool
    cause: Cause | None
    since: Instant | None


class ConfirmIn(Schema):
    """What stands at the end of the link in the letter."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"token": "WzEsImFiYyJd"}]}
    )

    token: str = Field(max_length=500)


class MarketingOut(Schema):
    """The exact text about news and offers, and when you agreed to it; null while you do not."""

    model_config = ConfigDict(json_schema_extra={"examples": [MARKETING]})

    text: str
    version: int
    agreed_at: Instant | None


class MarketingIn(Schema):
    """Whether you agree; ``version`` is that of the text you have read."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"agree": True, "version": 1}]}
    )

    agree: bool
    version: int = Field(0, ge=0, le=1_000_000, description="Needed to agree.")


@router.get("/address", response=AddressOut, summary="Does e-mail reach you?")
def address(request: HttpRequest) -> object:
    """Whether optional mail goes to your address, or has come back from it."""
    email = str(getattr(request.user, "email", ""))
    found = suppression_of(email)
    return {
        "email": email,
        "is_suppressed": found is not None,
        "cause": found.cause if found else None,
        "since": found.at if found else None,
    }


@router.post("/address/check", response={202: None}, summary="Confirm your address again")
def check_address(request: HttpRequest) -> Status[None]:
    """Send a link to your address, if mail has come back from it; three an hour at most."""
    actions.ask_to_confirm_address(person=_person(request), now=timezone.now())
    return Status(202, None)


@router.post("/address/confirm", response={204: None}, auth=None, summary="Use such a link")
def confirm_address(request: HttpRequest, body: ConfirmIn) -> Status[None]:
    """Let e-mail go to the address again; 404 `notifications.link-over`. Needs no signing in."""
    del request
    actions.confirm_address(token=body.token, now=timezone.now())
    return Status(204, None)


@router.get("/marketing", response=MarketingOut, summary="News and offers")
def marketing(request: HttpRequest) -> Asked:
    """The text, and whether you agree to it."""
    return marketing_asked(_person(request))


@router.put("/marketing", response=MarketingOut, summary="Agree to news and offers, or not")
def change_marketing(request: HttpRequest, body: MarketingIn) -> Asked:
    """Agree, or take it back; 409 `notifications.text-changed` for the version of another text."""
    person, now = _person(request), timezone.now()
    if body.agree:
        actions.agree_to_marketing(person=person, version=body.version, place=request.path, now=now)
    else:
        actions.withdraw_from_marketing(person=person, place=request.path, now=now)
    return marketing_asked(person)


def _person(request: HttpRequest) -> AbstractBaseUser:
    return cast("AbstractBaseUser", request.user)
