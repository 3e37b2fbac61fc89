"""The house's own styles and behaviours: many small files, each sent as one.

``collectstatic`` joins each bundle (see ``daybook.ui.storage``); with debug on the parts are
linked one by one, so that an edit shows at once.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

STATIC: Final = Path(__file__).parent / "static"
VENDOR: Final = "ui/vendor"
VERSIONS: Final[dict[str, str]] = {
    name: facts["version"]
    for name, facts in json.loads((STATIC / VENDOR / "manifest.json").read_text()).items()
}


@dataclass(frozen=True, slots=True)
class Bundle:
    """Files of one folder that are sent as one file, called ``name``."""

    name: str
    folder: str
    pattern: str
    first: tuple[str, ...] = ()

    @property
    def parts(self) -> tuple[str, ...]:
        """The static names of the parts: those that must come first, then by name."""
        folder = STATIC / self.folder
        found = {path.relative_to(folder).as_posix() for path in folder.rglob(self.pattern)}
        rest = sorted(found - set(self.first))
        return tuple(f"{self.folder}/{part}" for part in (*self.first, *rest))


STYLES: Final = Bundle(
    "ui/daybook.css", "ui/css", "*.css", ("layers.css", "tokens.css", "base.css", "layout.css")
)
BEHAVIOURS: Final = Bundle("ui/daybook.js", "ui/js", "*.js")
BUNDLES: Final = (STYLES, BEHAVIOURS)


def joined(bundle: Bundle) -> str:
    """The text of all parts of ``bundle``; a behaviour keeps its names to itself in a block."""
    texts = [(STATIC / part).read_text().strip() for part in bundle.parts]
    if bundle is BEHAVIOURS:
        texts = [f"{{\n{text}\n}}" for text in texts]
    return "\n".join(texts) + "\n"


def vendored(library: str, file: str) -> str:
    """The address of ``file`` of a vendored library; raises ``KeyError`` for one we do not have."""
    return static(f"{VENDOR}/{library}@{VERSIONS[library]}/{file}")


def stylesheets() -> SafeString:
    """The links to the house's styles."""
    return _style_links(_names(STYLES))


def scripts() -> SafeString:
    """The house's behaviours and htmx, all of them deferred."""
    return _script_links(_names(BEHAVIOURS))


@cache
def _style_links(names: tuple[str, ...]) -> SafeString:
    link = '<link rel="stylesheet" href="{}">'
    return format_html_join("\n", link, ((static(name),) for name in names))


@cache
def _script_links(names: tuple[str, ...]) -> SafeString:
    htmx = format_html('<script src="{}" defer></script>', vendored("htmx.org", "htmx.min.js"))
    module = '\n<script type="module" src="{}"></script>'
    return htmx + format_html_join("", module, ((static(name),) for name in names))


def _names(bundle: Bundle) -> tuple[str, ...]:
    return bundle.parts if settings.DEBUG else (bundle.name,)
