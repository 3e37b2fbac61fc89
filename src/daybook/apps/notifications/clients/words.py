"""A message in words: its subject, its text, and its mail, from the one template of its kind."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Final

import css_inline
from django.conf import settings
from django.template import TemplateDoesNotExist
from django.template.loader import get_template, render_to_string
from django.utils import timezone, translation
from typing_extensions import override

from daybook.apps.notifications.domain import zone_of
from daybook.lib.gsm import plain

SUBJECT_LENGTH: Final = 255
STYLES: Final = Path(__file__).parents[1] / "static" / "notifications" / "mail.css"
BLOCKS: Final = {"p", "h1", "h2", "h3", "li", "tr", "div", "ul", "ol", "table"}
UNSEEN: Final = {"head", "style", "script", "title"}


@dataclass(frozen=True, slots=True)
class Words:
    """What the inbox shows of a message."""

    subject: str
    text: str


@contextmanager
def spoken_to(*, language: str, zone: str) -> Iterator[None]:
    """Write in this language, with the times of this zone."""
    known = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    with translation.override(known), timezone.override(zone_of(zone)):
        yield


def words_of(template: str, context: Mapping[str, Any]) -> Words:
    """Subject and text of a message, plain, each without needless space."""
    subject = " ".join(_plain(template, "subject", context).split())
    text = re.sub(r"[ \t]*\n\s*", "\n", _plain(template, "text", context).strip())
    return Words(subject[:SUBJECT_LENGTH], text)


def sms_of(template: str, context: Mapping[str, Any]) -> str:
    """The text of an SMS in one line; of a template without the partial ``sms``, what fits it."""
    try:
        get_template(f"{template}#sms")
    except TemplateDoesNotExist:
        words = words_of(template, context)
        text = f"{words.subject.rstrip('.')}. {words.text}"
    else:
        text = _plain(template, "sms", context)
    return " ".join(plain(text).split())


def _plain(template: str, part: str, context: Mapping[str, Any]) -> str:
    # The partials are HTML, where a name such as O'Neill is escaped; here they are read as text.
    return _Text.of(render_to_string(f"{template}#{part}", dict(context)), keep_lines=True)


def mail_page(
    template: str, context: Mapping[str, Any], *, subject: str, frame: Mapping[str, Any]
) -> str:
    """The mail as a page with its styles inlined; ``frame`` is for what stands round the body."""
    body = render_to_string(f"{template}#body", {**context, **frame})
    page = render_to_string("notifications/mail.html", {"subject": subject, "body": body, **frame})
    return _inliner().inline(page)


def as_text(page: str) -> str:
    """The plain text of a mail's page, with the address of each link after its words."""
    return _Text.of(page)


@cache
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(
        extra_css=STYLES.read_text(), load_remote_stylesheets=False, inline_style_tags=False
    )


class _Text(HTMLParser):
    """Reads HTML as somebody would read it out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.links: list[str] = []
        self.unseen = 0

    @classmethod
    def of(cls, html: str, *, keep_lines: bool = False) -> str:
        """The text of ``html``; lines are those of its blocks unless they are to be kept."""
        reader = cls()
        reader.feed(html if keep_lines else re.sub(r"\s+", " ", html))
        reader.close()
        text = "".join(reader.parts)
        if keep_lines:
            return text
        text = re.sub(r" *\n *", "\n", text)
        return re.sub(r"\n{3,}", "\n\n", re.sub(r" {2,}", " ", text)).strip() + "\n"

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line, a link, or something nobody sees."""
        if tag in UNSEEN:
            self.unseen += 1
        elif tag == "a":
            self.links.append(dict(attrs).get("href") or "")
        elif tag == "br":
            self.parts.append("\n")
        elif tag in BLOCKS:
            self.parts.append("\n\n- " if tag == "li" else "\n\n")

    @override
    def handle_endtag(self, tag: str) -> None:
        """End what was begun; a link is followed by its address."""
        if tag in UNSEEN:
            self.unseen -= 1
        elif tag == "a" and self.links:
            self._address(self.links.pop())
        elif tag in BLOCKS:
            self.parts.append("\n\n")

    def _address(self, address: str) -> None:
        if address and not "".join(self.parts).rstrip().endswith(address):
            self.parts.append(f": {address} ")

    @override
    def handle_data(self, data: str) -> None:
        """Keep what people see."""
        if not self.unseen:
            self.parts.append(data)
