"""Sign-up, sign-in and tokens over the API."""

from typing import Annotated, Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router, Schema, Status
from pydantic import ConfigDict, Field, JsonValue

from daybook.apps.accounts import actions, queries
from daybook.apps.accounts.api.profile import ANNA, PersonOut
from daybook.apps.accounts.domain import (
    EMAIL_LENGTH,
    NAME_LENGTH,
    PASSWORD_LENGTH,
    Origin,
    origin_from,
)
from daybook.apps.accounts.errors import TokenRefused, WrongCredentials
from daybook.apps.accounts.models import User
from daybook.core.limits import address_of
from daybook.core.rest import PROBLEM, problem

router = Router(tags=["accounts"])

TOKEN_LENGTH: Final = 4096
TOKENS: Final[dict[str, JsonValue]] = {
    "access_token": "eyJhbGciOiJIUzI1NiJ9.eyJ0b2tlbl91c2UiOiJhY2Nlc3MifQ.c2lnbmF0dXJl",
    "refresh_token": "eyJhbGciOiJIUzI1NiJ9.eyJ0b2tlbl91c2UiOiJyZWZyZXNoIn0.c2lnbmF0dXJl",
    "token_type": "Bearer",
    "expires_in": 300,
    "user": ANNA,
}

REFUSES: Final[dict[str, Any]] = {
    "responses": {
        401: {
            "description": "Not signed in",
            "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
    }
}

Email = Annotated[str, Field(max_length=EMAIL_LENGTH)]
Password = Annotated[
    str, Field(max_length=PASSWORD_LENGTH, json_schema_extra={"format": "password"})
]
Token = Annotated[str, Field(max_length=TOKEN_LENGTH)]


def _shaped(example: dict[str, JsonValue]) -> ConfigDict:
    return ConfigDict(extra="forbid", json_schema_extra={"examples": [example]})


class RegisterIn(Schema):
    """What an account begins with."""

    model_config = _shaped(
        {"name": "Anna", "email": "anna@example.com", "password": "nine green bottles"}
    )

    name: str = Field(max_length=NAME_LENGTH)
    email: Email
    password: Password


class LoginIn(Schema):
    """What opens an account."""

    model_config = _shaped({"email": "anna@example.com", "password": "nine green bottles"})

    email: Email
    password: Password


class SecondStepIn(Schema):
    """What a sign-in is finished with: the proof it answered, and a code of the app or on paper."""

    model_config = _shaped({"proof": "WzEsIjRmYyJd:1vLq:c2ln", "code": "492039"})

    proof: Token
    code: str = Field(max_length=32)


class RefreshIn(Schema):
    """A refresh token as it was given out."""

    model_config = _shaped({"refresh_token": TOKENS["refresh_token"]})

    refresh_token: Token


class TokensOut(Schema):
    """Tokens to act for a person; ``expires_in`` is in seconds and about the access token."""

    model_config = ConfigDict(json_schema_extra={"examples": [TOKENS]})

    access_token: str
    refresh_token: str
    token_type: str = Field("Bearer", description="The scheme of RFC 6750.")
    expires_in: int
    user: PersonOut


@router.post("/register", response={201: TokensOut}, summary="Make an account")
def register(request: HttpRequest, response: HttpResponse, body: RegisterIn) -> Status[object]:
    """Make an account and sign in; 409 `accounts.email-taken` when the e-mail has one already."""
    user = actions.register(
        name=body.name,
        email=body.email,
        password=body.password,
        address=address_of(request),
        origin=origin_of(request),
        now=timezone.now(),
    )
    response["Cache-Control"] = "no-store"
    return Status(201, _opened(request, user))


@router.post("/login", response=TokensOut, summary="Sign in", openapi_extra=REFUSES)
def login(request: HttpRequest, response: HttpResponse, body: LoginIn) -> object:
    """Trade e-mail and password for tokens; 401 `accounts.wrong-credentials` when one is wrong.

    401 `accounts.second-factor-needed` carries a `proof`, good for five minutes: send it with a
    code to finish.
    """
    try:
        user = actions.sign_in(
            email=body.email,
            password=body.password,
            address=address_of(request),
            is_known_browser=False,
            now=timezone.now(),
        )
    except WrongCredentials as error:
        return problem(401, error.code, error.message)
    return opened_or_asked(request, response, user)


def opened_or_asked(request: HttpRequest, response: HttpResponse, user: User) -> object:
    """Tokens for whoever has shown who they are, or the problem that asks for a second step."""
    response["Cache-Control"] = "no-store"
    if queries.second_step_of(user).is_on:
        proof = actions.proof_of_password(user)
        told = _("Please send the code your app shows, or a recovery code, too.")
        return problem(401, "accounts.second-factor-needed", told, proof=proof)
    return _opened(request, user)


@router.post(
    "/login/second-step", response=TokensOut, summary="Finish signing in", openapi_extra=REFUSES
)
def second_step(request: HttpRequest, response: HttpResponse, body: SecondStepIn) -> object:
    """Trade a `proof` and a code for tokens; 422 `accounts.not-valid` for a wrong code."""
    try:
        user = actions.person_of_proof(body.proof)
    except WrongCredentials as error:
        return problem(401, error.code, error.message)
    actions.check_code(user=user, code=body.code, origin=origin_of(request), now=timezone.now())
    response["Cache-Control"] = "no-store"
    return _opened(request, user)


def _opened(request: HttpRequest, user: User) -> actions.Tokens:
    origin = origin_of(request)
    return actions.issue_tokens(
        user=user,
        origin=origin,
        is_known=queries.is_known_origin(user, origin),
        now=timezone.now(),
    )


def origin_of(request: HttpRequest) -> Origin:
    """Where the request comes from, as far as it is kept."""
    user_agent = request.headers.get("User-Agent", "")
    return origin_from(address=address_of(request), user_agent=user_agent)


@router.post("/refresh", response=TokensOut, summary="Renew the tokens", openapi_extra=REFUSES)
def refresh(request: HttpRequest, response: HttpResponse, body: RefreshIn) -> object:
    """Trade a refresh token for the next pair. It works once: using it again ends the sign-in."""
    try:
        tokens = actions.refresh_tokens(refresh_token=body.refresh_token, now=timezone.now())
    except TokenRefused as error:
        return problem(401, error.code, error.message)
    response["Cache-Control"] = "no-store"
    return tokens


@router.post("/logout", response={204: None}, summary="Sign out")
def logout(request: HttpRequest, body: RefreshIn) -> Status[None]:
    """End the sign-in a refresh token belongs to, with all its tokens, at once."""
    actions.revoke_tokens(refresh_token=body.refresh_token)
    return Status(204, None)
