"""What every part of the API speaks: RFC 9457 problem documents, instants and decimals."""

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any, Final

from django.http import JsonResponse
from ninja import Schema
from pydantic import AfterValidator, Field, PlainSerializer, WithJsonSchema

from daybook.lib.errors import (
    Conflict,
    DomainError,
    Forbidden,
    Invalid,
    NotFound,
    TooMany,
    Unavailable,
)
from daybook.lib.money import rounded

PROBLEM: Final = "application/problem+json"

STATUS: dict[type[DomainError], int] = {
    Invalid: 422,
    NotFound: 404,
    Forbidden: 403,
    Conflict: 409,
    TooMany: 429,
    Unavailable: 503,
}

TITLES = {
    400: "Bad request",
    401: "Not signed in",
    403: "Forbidden",
    404: "Not found",
    405: "Method not allowed",
    409: "Conflict",
    413: "Too large",
    422: "Not valid",
    429: "Too many requests",
    500: "Something broke here",
    503: "Unavailable",
}


def status_of(error: DomainError) -> int:
    """The HTTP status of an anticipated refusal."""
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def problem(status: int, code: str, detail: str, **extra: Any) -> JsonResponse:
    """An RFC 9457 problem document; ``code`` is stable, ``detail`` is for people."""
    body = {
        "type": f"urn:daybook:{code}",
        "title": TITLES[status],
        "status": status,
        "detail": detail,
        **extra,
    }
    return JsonResponse(body, status=status, content_type=PROBLEM)


def utc_text(at: dt.datetime) -> str:
    """An instant in UTC as ``2026-03-29T01:00:00Z``."""
    return at.astimezone(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


Instant = Annotated[
    dt.datetime,
    PlainSerializer(utc_text, return_type=str),
    WithJsonSchema({"type": "string", "format": "date-time", "examples": ["2026-03-29T01:00:00Z"]}),
]


def _without_nul(text: str) -> str:
    if "\0" in text:
        raise ValueError("Text cannot have the character NUL in it.")
    return text


#: Text that a database can keep: PostgreSQL takes no NUL.
PlainText = Annotated[str, AfterValidator(_without_nul)]

#: A time on the wall, which has no zone: RFC 3339 knows none without.
WallTime = Annotated[
    dt.time,
    WithJsonSchema(
        {
            "type": "string",
            "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$",
            "examples": ["07:00"],
        }
    ),
]


def _fixed(places: int) -> Any:
    """A decimal written with exactly so many places, halves away from zero."""

    def text(amount: Decimal) -> str:
        return str(rounded(amount, places))

    schema = {"type": "string", "pattern": rf"^-?\d+\.\d{{{places}}}$"}
    return Annotated[Decimal, PlainSerializer(text, return_type=str), WithJsonSchema(schema)]


Pence = _fixed(4)
Pounds = _fixed(2)


class FieldProblem(Schema):
    """One field of a request that is not as it should be."""

    loc: list[str]
    msg: str


class Problem(Schema):
    """An RFC 9457 problem document, as every error is told."""

    type: str = Field(description="Stable: branch on this.", examples=["urn:daybook:not-found"])
    title: str
    status: int
    detail: str = Field(description="For people.")
    errors: list[FieldProblem] | None = Field(None, description="Which fields, where it is those.")
