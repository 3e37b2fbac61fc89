"""Links in letters over the API: a forgotten password, and the e-mail of the account."""

from typing import Annotated, Final, cast

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router, Schema, Status
from pydantic import ConfigDict, Field, JsonValue

from daybook.apps.accounts import actions
from daybook.apps.accounts.api.people import (
    REFUSES,
    Email,
    Password,
    TokensOut,
    opened_or_asked,
    origin_of,
)
from daybook.apps.accounts.models import User
from daybook.apps.accounts.models.links import Purpose
from daybook.core.bearer import signed_in_with_password
from daybook.core.limits import address_of

router = Router(tags=["accounts"])

A_SECRET: Final = "w4Y0eUeWm1oW0qkq3zqXfYk9S8vYl3nT5cT1mJ0aBcE"  # noqa: S105 (an example)
Secret = Annotated[
    str, Field(max_length=100, description="The last part of the link in the letter.")
]


def _shaped(example: dict[str, JsonValue]) -> ConfigDict:
    return ConfigDict(extra="forbid", json_schema_extra={"examples": [example]})


class ForgottenIn(Schema):
    """Whose password is forgotten."""

    model_config = _shaped({"email": "anna@example.com"})

    email: Email


class ResetIn(Schema):
    """A link to set a new password, and the new password."""

    model_config = _shaped({"secret": A_SECRET, "password": "seven quiet rivers"})

    secret: Secret
    password: Password


class SecretIn(Schema):
    """A link from a letter."""

    model_config = _shaped({"secret": A_SECRET})

    secret: Secret


class ChangeEmailIn(Schema):
    """The new e-mail, and the password as the proof that it is the person who asks."""

    model_config = _shaped({"email": "anna@example.org", "password": "nine green bottles"})

    email: Email
    password: Password


@router.post("/password/forgotten", response={202: None}, summary="Ask to set a new password")
def forgotten_password(request: HttpRequest, body: ForgottenIn) -> Status[None]:
    """Have a link sent if there is an account with this e-mail; the answer is the same if not."""
    actions.ask_for_link(
        email=body.email,
        purpose=Purpose.RESET,
        address=address_of(request),
        now=timezone.now(),
    )
    return Status(202, None)


@router.post("/password/reset", response={204: None}, summary="Set a new password")
def reset_password(request: HttpRequest, body: ResetIn) -> Status[None]:
    """Set a new password by a link; every session and token ends. Then sign in as usual."""
    actions.reset_password(
        secret=body.secret,
        password=body.password,
        origin=origin_of(request),
        now=timezone.now(),
    )
    return Status(204, None)


@router.post(
    "/email/verify",
    response={202: None},
    auth=signed_in_with_password,
    summary="Send the letter to confirm your e-mail again",
)
def verify_again(request: HttpRequest) -> Status[None]:
    """Three letters an hour; nothing is sent when the e-mail is confirmed already."""
    actions.ask_for_verification(user=cast("User", request.user), now=timezone.now())
    return Status(202, None)


@router.post("/email/confirm", response={204: None}, summary="Confirm an e-mail")
def confirm_email(request: HttpRequest, body: SecretIn) -> Status[None]:
    """Confirm the e-mail of the account this link was made for."""
    actions.verify_email(secret=body.secret, now=timezone.now())
    return Status(204, None)


@router.post(
    "/email",
    response={202: None},
    auth=signed_in_with_password,
    summary="Ask to change your e-mail",
)
def ask_to_change_email(request: HttpRequest, body: ChangeEmailIn) -> Status[None]:
    """Both addresses get a letter; nothing changes before the new one is confirmed."""
    actions.ask_to_change_email(
        user=cast("User", request.user),
        email=body.email,
        password=body.password,
        now=timezone.now(),
    )
    return Status(202, None)


@router.post("/email/change", response={204: None}, summary="Change over to a new e-mail")
def change_email(request: HttpRequest, body: SecretIn) -> Status[None]:
    """Give the account the new e-mail whose letter had this link."""
    actions.change_email(secret=body.secret, origin=origin_of(request), now=timezone.now())
    return Status(204, None)


class UndoneOut(Schema):
    """What a change that was taken back leaves: the way to a new password, and what has gone."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"secret": A_SECRET, "has_lost_step": False}]}
    )

    secret: str = Field(description="Send it to `/password/reset` with a new password.")
    has_lost_step: bool = Field(description="Whether a second step added since was taken off.")


@router.post("/email/undo", response=UndoneOut, summary="Take a change of e-mail back")
def undo_email_change(request: HttpRequest, response: HttpResponse, body: SecretIn) -> object:
    """Keep the e-mail whose letter had this link; every session, token and the password end."""
    response["Cache-Control"] = "no-store"
    return actions.undo_email_change(
        secret=body.secret, origin=origin_of(request), now=timezone.now()
    )


@router.post("/login/link", response={202: None}, summary="Ask for a link to sign in")
def ask_to_sign_in(request: HttpRequest, body: ForgottenIn) -> Status[None]:
    """Have a link sent if there is an account with this e-mail; the answer is the same if not."""
    actions.ask_for_link(
        email=body.email,
        purpose=Purpose.SIGN_IN,
        address=address_of(request),
        now=timezone.now(),
    )
    return Status(202, None)


@router.post(
    "/login/link/use", response=TokensOut, summary="Sign in by a link", openapi_extra=REFUSES
)
def sign_in_by_link(request: HttpRequest, response: HttpResponse, body: SecretIn) -> object:
    """Trade the `secret` of a link for tokens; it asks for a second step as `/login` does."""
    user = actions.sign_in_by_link(secret=body.secret, now=timezone.now())
    return opened_or_asked(request, response, user)
