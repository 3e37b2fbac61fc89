"""The icon sheet: every icon of the house, 24 px, drawn with a stroke in the colour of the text."""

from typing import Final

from django.utils.html import escape
from django.utils.safestring import SafeString

from daybook.ui.markup import drawn

SHEET: Final[dict[str, str]] = {
    "account": '<circle cx="12" cy="8" r="4"/><path d="M4 21c0-4 3.6-6 8-6s8 2 8 6"/>',
    "arrow": '<path d="M4 12h16M14 6l6 6-6 6"/>',
    "bell": '<path d="M6 16V10a6 6 0 0 1 12 0v6l2 2H4zM10 21h4"/>',
    "bolt": '<path d="M13 2 5 14h6l-1 8 9-13h-7z"/>',
    "bracket": '<path d="M4 9v6M20 9v6M4 12h16"/>',
    "calendar": '<rect x="3" y="5" width="18" height="16" rx="2"/>'
    '<path d="M3 10h18M8 3v4M16 3v4"/>',
    "chart": '<path d="M4 20V4M4 20h16M9 16v-4M13 16V8M17 16v-6"/>',
    "check": '<path d="m5 13 4 4L19 7"/>',
    "clock": '<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3 2"/>',
    "close": '<path d="M6 6l12 12M18 6 6 18"/>',
    "dot": '<circle cx="12" cy="12" r="4"/>',
    "earlier": '<path d="M15 5l-7 7 7 7"/>',
    "error": '<circle cx="12" cy="12" r="9"/><path d="M12 7v6M12 16.5v.5"/>',
    "gear": '<circle cx="12" cy="12" r="3"/><path d="M12 3v3M12 18v3M3 12h3M18 12h3M5.6 5.6l2.2 2.2'
    'M16.2 16.2l2.2 2.2M5.6 18.4l2.2-2.2M16.2 7.8l2.2-2.2"/>',
    "house": '<path d="M4 11 12 4l8 7v9h-5v-6H9v6H4z"/>',
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v6M12 7v.5"/>',
    "key": '<circle cx="8" cy="12" r="4"/><path d="M12 12h9M18 12v4M15 12v2"/>',
    "later": '<path d="M9 5l7 7-7 7"/>',
    "meter": '<rect x="4" y="3" width="16" height="18" rx="2"/><path d="M8 8h8M12 17l3-4"/>'
    '<path d="M8 17a4 4 0 0 1 8 0"/>',
    "search": '<circle cx="11" cy="11" r="7"/><path d="m16 16 5 5"/>',
    "sign-in": '<path d="M14 4h5v16h-5M3 12h11M10 8l4 4-4 4"/>',
    "sign-out": '<path d="M10 4H5v16h5M10 12h11M17 8l4 4-4 4"/>',
    "sample": '<path d="M9 3h6M10 3v6l-5 9c-1 2 0 3 2 3h10c2 0 3-1 2-3l-5-9V3M7 15h10"/>',
    "sun": '<circle cx="12" cy="12" r="4"/>'
    '<path d="M12 2v3M12 19v3M2 12h3M19 12h3M5 5l2 2M17 17l2 2M5 19l2-2M17 7l2-2"/>',
    "warning": '<path d="M12 3 2 20h20zM12 10v4M12 17v.5"/>',
}


def icon(name: str, label: str = "") -> SafeString:
    """The icon called ``name``; without a ``label`` it is decoration and unseen by readers.

    Raises ``KeyError`` for an icon that is not on the sheet.
    """
    role = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    attributes = 'class="icon" viewBox="0 0 24 24" width="24" height="24"'
    return drawn(f"<svg {attributes} {role}>{SHEET[name]}</svg>")
