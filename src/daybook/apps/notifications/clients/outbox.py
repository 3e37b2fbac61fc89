"""Where mail and SMS are kept as files while no provider is configured, so all can be tried."""

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
CHANNEL: Final = "X-Channel"
SUBJECT_LENGTH: Final = 60
NO_SERVER: Final = "django.core.mail.backends.console.EmailBackend"


@dataclass(frozen=True, slots=True)
class Kept:
    """A mail, or a text by another ``channel``, that would have been sent."""

    name: str
    channel: str
    subject: str
    to: str
    date: str
    headers: tuple[tuple[str, str], ...]
    text: str
    html: str


def is_used() -> bool:
    """Whether mail goes to the outbox: no mail server is configured, nor anything else asked."""
    return not settings.ENV.email_url and settings.EMAIL_BACKEND == NO_SERVER


def keep_text(to: str, text: str, *, segments: int, now: dt.datetime) -> str:
    """Keep an SMS among the mails, and answer with an id for it."""
    mail = EmailMessage(policy=email.policy.default)
    mail["Subject"] = " ".join(text.split())[:SUBJECT_LENGTH]
    mail["X-To"] = to
    mail["Date"] = now
    mail[CHANNEL] = "SMS"
    mail["X-Segments"] = str(segments)
    mail.set_content(text)
    return f"kept-{keep(mail.as_bytes(), now=now)}"


def keep(mail: bytes, *, now: dt.datetime) -> str:
    """Keep ``mail`` as a file and answer with its name; of many only the newest stay."""
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = str(sortable_id(now))
    (folder / f"{name}.eml").write_bytes(mail)
    for path in _files()[KEPT:]:
        path.unlink(missing_ok=True)
    return name


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
        channel=str(mail.get(CHANNEL, "")),
        subject=str(mail["Subject"]),
        to=str(mail["To"] or mail["X-To"]),
        date=str(mail["Date"]),
        headers=tuple((name, str(value)) for name, value in mail.items()),
        text=_part(mail, "plain"),
        html=_part(mail, "html"),
    )


def _part(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    return str(part.get_content()) if part else ""
