"""JSON as Daybook reads and keeps it: numbers with a point are ``Decimal``, never float."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NoReturn, TypeAlias

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | Decimal | bool | None"
JsonObject: TypeAlias = dict[str, Json]
Params: TypeAlias = Mapping[str, str | int]


def _refuse(word: str) -> NoReturn:
    raise ValueError(f"{word} is not a JSON number")


def read_json(text: bytes | str) -> Json:
    """Read JSON text; raises ``ValueError`` for anything that is not plain JSON.

    ``NaN`` and ``Infinity``, which Python would accept, are refused.
    """
    try:
        answer: Json = json.loads(text, parse_float=Decimal, parse_constant=_refuse)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    return answer


def _decimal_text(value: Any) -> str:
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} does not belong in an answer")


def write_json(value: Json) -> bytes:
    """JSON text a person can read; decimals become strings, so that no digit is lost."""
    return json.dumps(value, default=_decimal_text, ensure_ascii=False, indent=1).encode()
