"""Asking other services: a careful JSON client and a cache of their answers."""

from daybook.core.http.cache import AnswerCache
from daybook.core.http.client import JsonClient, Limits
from daybook.core.http.errors import (
    Busy,
    Confused,
    Denied,
    NothingThere,
    OffLimits,
    Refused,
    StillAsking,
    Unreachable,
)
from daybook.core.http.lines import LineClient
from daybook.core.http.questions import Answer, Question
from daybook.core.http.turnstile import Turnstile
from daybook.core.http.values import Json, JsonObject, Params

__all__ = [
    "Answer",
    "AnswerCache",
    "Busy",
    "Confused",
    "Denied",
    "Json",
    "JsonClient",
    "JsonObject",
    "Limits",
    "LineClient",
    "NothingThere",
    "OffLimits",
    "Params",
    "Question",
    "Refused",
    "StillAsking",
    "Turnstile",
    "Unreachable",
]
