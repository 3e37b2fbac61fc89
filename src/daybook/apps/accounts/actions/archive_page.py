"""The page in an archive that explains what is in it, to be read without a network."""

import datetime as dt
from functools import cache
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import css_inline
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation

from daybook.apps.accounts.actions.packing import Section
from daybook.apps.accounts.models import User

STYLES: Final = Path(__file__).parents[1] / "static" / "accounts" / "archive.css"


def archive_page(*, person: User, sections: list[Section], rows: int, now: dt.datetime) -> str:
    """The page, in the person's language and zone, with its styles inlined and no script."""
    context = {
        "person": person,
        "sections": sections,
        "rows": rows,
        "files": sum(len(section.files) for section in sections),
        "made_at": now,
        "site_url": settings.SITE_URL,
    }
    language = person.language if person.language in dict(settings.LANGUAGES) else "en-gb"
    with translation.override(language), timezone.override(ZoneInfo(person.time_zone)):
        return _inliner().inline(render_to_string("accounts/archive/index.html", context))


@cache
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(
        extra_css=STYLES.read_text(), load_remote_stylesheets=False, inline_style_tags=False
    )
