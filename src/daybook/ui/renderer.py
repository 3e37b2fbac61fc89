"""Rendering of form widgets: as Django does, but plain inputs without the way through templates.

A page has many of them, and each costs a tenth of a millisecond as a template.
"""

from collections.abc import Mapping
from typing import Any, Final

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.html import escape
from django.utils.safestring import SafeString

from daybook.ui.markup import drawn

FOLDER: Final = "django/forms/widgets/"
# Their templates all do nothing but include input.html.
INPUTS: Final = frozenset(
    f"{FOLDER}{kind}.html"
    for kind in ("email", "hidden", "input", "number", "password", "tel", "text", "time", "url")
)


class QuickInputs(DjangoTemplates):
    """Django's own renderer, with a short way for plain inputs."""

    def render(
        self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None
    ) -> str:
        """The HTML of a widget."""
        if template_name in INPUTS:
            return _input(context["widget"])
        return super().render(template_name, context, request)


def _input(widget: Mapping[str, Any]) -> SafeString:
    given = {"type": widget["type"], "name": widget["name"], "value": widget["value"]}
    return drawn("<input", *(_attribute(*pair) for pair in (given | widget["attrs"]).items()), ">")


def _attribute(name: str, value: object) -> str:
    if value is None or value is False:
        return ""
    return f" {name}" if value is True else f' {name}="{escape(str(value))}"'
