"""Links in mails that lead through a page of ours, by which opening one is noticed.

They lead to paths of this site only: a path is checked when the link is made and again when it is
followed, and both it and the delivery it stands for are signed.
"""

import re
from collections.abc import Mapping
from html import escape, unescape
from typing import Final
from urllib.parse import urlsplit

from django.core import signing
from django.utils.http import url_has_allowed_host_and_scheme

SALT: Final = "daybook.notifications.link"


def through(page: str, *, site: str, delivery_id: int, owners: Mapping[str, int], but: str) -> str:
    """The mail ``page`` with its links into ``site`` led through ours.

    A link stands for the delivery that ``owners`` name for its path, or for ``delivery_id``. The
    address ``but`` stays as it is: mail programs post to it.
    """
    origin = site.removesuffix(urlsplit(site).path)

    def wrapped(link: re.Match[str]) -> str:
        path = unescape(link[1])[len(origin) :]
        if unescape(link[1]) == but or not is_local(path):
            return link[0]
        token = signing.dumps([owners.get(path, delivery_id), path], salt=SALT)
        return f'href="{escape(site)}/inbox/open/{token}/"'

    return re.sub(f'href="({re.escape(escape(site))}/[^"]*)"', wrapped, page)


def led_to(token: str) -> tuple[int, str] | None:
    """The delivery and the path of a link; ``None`` where it is not ours or leaves the site."""
    try:
        delivery_id, path = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return (int(delivery_id), str(path)) if is_local(str(path)) else None


def is_local(path: str) -> bool:
    """Whether ``path`` stays on this site, whatever a browser makes of it."""
    return path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
