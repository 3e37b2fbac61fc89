"""Reading what is sent, without the one character that PostgreSQL keeps in no text."""

from typing import Final

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from ninja.errors import HttpError
from ninja.parser import Parser
from ninja.types import DictStrAny

NUL: Final = "\0"


class PlainParser(Parser):
    """A parser that refuses text with a NUL in it, as the forms of the pages do."""

    def parse_body(self, request: HttpRequest) -> DictStrAny:
        """The JSON body; whatever goes wrong here is answered with 400."""
        body = super().parse_body(request)
        _check(body)
        return body

    def parse_querydict(
        self, data: MultiValueDict[str, object], list_fields: list[str], request: HttpRequest
    ) -> DictStrAny:
        """What the address asks for."""
        _check([*data, *(text for _name, texts in data.lists() for text in texts)])
        return super().parse_querydict(data, list_fields, request)


def _check(sent: object) -> None:
    parts: list[object] = [sent]
    while parts:
        part = parts.pop()
        if isinstance(part, dict):
            parts += [*part, *part.values()]
        elif isinstance(part, list):
            parts += part
        elif isinstance(part, str) and NUL in part:
            raise HttpError(400, "Text cannot have the character NUL in it.")
