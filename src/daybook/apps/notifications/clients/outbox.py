"""Where mail is kept as files while no mail server is configured, so that all can be tried."""

import datetime as dt
import email
import email.policy
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from daybook.lib.ids import sortable_id

KEPT: Final = 100
NO_SERVER: Final = "django.core.mail.backends.console.EmailBackend"


@dataclass(frozen=True, slots=True)
class Kept:
    """A mail that would have been sent."""

    name: str
    subject: str
    to: str
    date: str
    headers: tuple[tuple[str, str], ...]
    text: str
    html: str


def is_used() -> bool:
    """Whether mail goes to the outbox: no mail server is configured, nor anything else asked."""
    return not settings.ENV.email_url and settings.EMAIL_BACKEND == NO_SERVER


def keep(mail: bytes, *, now: dt.datetime) -> None:
    """Keep ``mail`` as a file; of many only the newest stay."""
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    (folder / f"{sortable_id(now)}.eml").write_bytes(mail)
    for path in _files()[KEPT:]:
        path.unlink(missing_ok=True)


def keep_push(payload: Mapping[str, Any], *, to: str, now: dt.datetime) -> None:
    """Keep what a device would have shown, for somebody who has none; its text lists the rest."""
    letter = EmailMessage()
    letter["Subject"], letter["To"] = payload["title"], to
    letter["Date"] = format_datetime(now)
    letter["X-Daybook-Channel"] = "push"
    buttons = [f"[{action['title']}]" for action in payload["actions"]]
    letter.set_content("\n".join([payload["body"], " ".join(buttons), payload["url"]]))
    keep(letter.as_bytes(), now=now)


def kept() -> list[Kept]:
    """The mails of the outbox, newest first."""
    return [_read(path) for path in _files()]


def one(name: str) -> Kept | None:
    """The mail called ``name``, when there is such a one."""
    return next((_read(path) for path in _files() if path.stem == name), None)


def _folder() -> Path:
    return Path(settings.DATA_DIR) / "outbox"


def _files() -> list[Path]:
    return sorted(_folder().glob("*.eml"), reverse=True)


def _read(path: Path) -> Kept:
    mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    return Kept(
        name=path.stem,
        subject=str(mail["Subject"]),
        to=str(mail["To"]),
        date=str(mail["Date"]),
        headers=tuple((name, str(value)) for name, value in mail.items()),
        text=_part(mail, "plain"),
        html=_part(mail, "html"),
    )


def _part(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    return str(part.get_content()) if part else ""
