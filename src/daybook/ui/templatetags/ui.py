"""Tags of the components: `{% load ui %}`."""

from collections.abc import Hashable
from functools import lru_cache

from django import template
from django.forms import BoundField
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language, override

from daybook.ui import assets, icons, ruler

register = template.Library()

register.simple_tag(icons.icon, name="icon")
register.simple_tag(assets.stylesheets, name="stylesheets")
register.simple_tag(assets.scripts, name="scripts")
register.simple_tag(assets.vendored, name="vendored")


@register.simple_tag
def kept(template_name: str, **values: Hashable) -> SafeString:
    """``{% include %}`` for what is the same on every page: drawn once for these values.

    Only what ``values`` and the language decide may stand in the template, nothing of a person.
    """
    return _drawn_once(template_name, get_language() or "", tuple(values.items()))


@lru_cache(maxsize=256)
def _drawn_once(
    template_name: str, language: str, values: tuple[tuple[str, Hashable], ...]
) -> SafeString:
    with override(language or None):
        return render_to_string(template_name, dict(values))


@register.filter
def kind(field: BoundField) -> str:
    """What the field looks like: ``checkbox``, ``choices`` (radios, several boxes) or ``line``."""
    if field.widget_type == "checkbox":
        return "checkbox"
    return "choices" if field.use_fieldset else "line"


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """The field's own input; it points at its help and its error by itself."""
    return field.as_widget()


@register.simple_tag
def price_bands() -> list[tuple[str, str]]:
    """The names of the price bands and the words for them, cheapest first."""
    return [(name, str(words)) for name, words in ruler.BANDS.items()]
