"""Making a copy of everything about a person, and forgetting it a week later."""

import datetime as dt
import hashlib
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Final
from urllib.parse import urljoin
from uuid import UUID, uuid4

import structlog
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse

from daybook.apps.accounts.actions.archive_page import archive_page
from daybook.apps.accounts.actions.audit import record
from daybook.apps.accounts.actions.packing import Packer
from daybook.apps.accounts.domain import ARCHIVE_KEPT, ARCHIVE_SILENT, ARCHIVE_TRIES, Origin
from daybook.apps.accounts.events import ArchiveAsked
from daybook.apps.accounts.models import Archive, ArchivePart, SecurityEvent, User
from daybook.apps.accounts.queries import archives_of
from daybook.core.contributions import personal_data
from daybook.core.events import publish
from daybook.core.letters import Letter, post
from daybook.core.limits import Limit, spend
from daybook.lib.ids import sortable_id

log = structlog.get_logger(__name__)
ASKING: Final = Limit("archive", 3, 24 * 3600)
PART_BYTES: Final = 256 * 1024
State = Archive.State
Clock = Callable[[], dt.datetime]


class TakenOver(Exception):
    """Another worker makes this archive now, or nobody wants it any more."""


def ask_for_archive(*, user: User, origin: Origin, now: dt.datetime) -> Archive:
    """Have a copy of everything about ``user`` made; the one that is being made, if there is one.

    Raises ``TooMany`` after three in a day.
    """
    if running := archives_of(user).filter(state__in=Archive.OPEN).first():
        return running
    archive = Archive(id=sortable_id(now), person=user, asked_at=now, moved_at=now)
    archive.steps = len(personal_data)
    try:
        with transaction.atomic():
            archive.save(force_insert=True)
            spend(ASKING, str(user.pk), now=now)  # counts only who is the first to ask
            kind = SecurityEvent.Kind.ARCHIVE_ASKED
            record(user=user, kind=kind, origin=origin, now=now)
            publish(ArchiveAsked(archive_id=archive.pk))
    except IntegrityError:  # asked twice at once
        return archives_of(user).latest("asked_at")
    log.info("accounts.archive-asked", user_id=user.pk)
    return archive


def make_archive(*, archive_id: UUID, clock: Clock) -> bool:
    """Make an archive that was asked for, from its beginning; says whether it is ready now.

    Each run throws away what an earlier one has left. A run that another has taken over stops.
    """
    archive = _claim(archive_id, now=clock())
    if archive is None:
        return False
    try:
        with tempfile.TemporaryFile(dir=_folder()) as file:
            _pack(archive, file, clock)
            digest, size = _store(archive, file)
        _finish(archive, sha256=digest, size=size, now=clock())
    except TakenOver:
        ArchivePart.objects.filter(archive_id=archive.pk, run=archive.run).delete()
        log.info("accounts.archive-taken-over", archive_id=str(archive.pk))
        return False
    log.info("accounts.archive-made", user_id=archive.person_id, bytes=size)
    return True


def _claim(archive_id: UUID, *, now: dt.datetime) -> Archive | None:
    run = uuid4().hex
    mine = Archive.objects.filter(pk=archive_id, state__in=Archive.OPEN, tries__lt=ARCHIVE_TRIES)
    if not mine.update(
        state=State.MAKING, run=run, tries=F("tries") + 1, moved_at=now, steps_done=0, rows=0
    ):
        return None
    ArchivePart.objects.filter(archive_id=archive_id).exclude(run=run).delete()
    return Archive.objects.select_related("person").filter(pk=archive_id, run=run).first()


def _folder() -> Path:
    folder = Path(settings.DATA_DIR) / "tmp"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _pack(archive: Archive, file: IO[bytes], clock: Clock) -> None:
    def tell(steps_done: int, rows: int) -> None:
        _still_mine(archive, moved_at=clock(), steps_done=steps_done, rows=rows)

    now, person = clock(), archive.person
    with Packer(file, folder=_folder(), now=now, tell=tell) as packer:
        packer.pack(person, personal_data)
        packer.explain(
            archive_page(person=person, sections=packer.sections, rows=packer.rows, now=now)
        )
    tell(len(personal_data), packer.rows)


def _still_mine(archive: Archive, **progress: dt.datetime | int) -> None:
    running = Archive.objects.filter(pk=archive.pk, run=archive.run, state=State.MAKING)
    if not running.update(**progress):
        raise TakenOver


def _store(archive: Archive, file: IO[bytes]) -> tuple[str, int]:
    """Put the file into the database, piece by piece; answers with its SHA-256 and its size."""
    digest, size = hashlib.sha256(), 0
    for number, piece in enumerate(_pieces(file)):
        digest.update(piece)
        size += len(piece)
        try:
            ArchivePart.objects.create(
                archive_id=archive.pk, run=archive.run, number=number, content=piece
            )
        except IntegrityError as error:  # the person and the archive have gone
            raise TakenOver from error
    return digest.hexdigest(), size


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    while piece := file.read(PART_BYTES):
        yield piece


@transaction.atomic
def _finish(archive: Archive, *, sha256: str, size: int, now: dt.datetime) -> None:
    mine = Archive.objects.filter(pk=archive.pk, run=archive.run, state=State.MAKING)
    if not mine.update(
        state=State.READY,
        ready_at=now,
        expires_at=now + ARCHIVE_KEPT,
        name=f"daybook-my-data-{now:%Y-%m-%d}.zip",
        sha256=sha256,
        size=size,
    ):
        raise TakenOver
    Archive.objects.filter(person_id=archive.person_id).exclude(pk=archive.pk).delete()
    post(
        Letter(
            kind="accounts.archive-ready",
            person_id=archive.person_id,
            key=str(archive.pk),
            context={
                "name": archive.person.name,
                "days": ARCHIVE_KEPT.days,
                "link": urljoin(settings.SITE_URL, reverse("accounts:my-data")),
            },
        )
    )


def note_download(*, archive: Archive, origin: Origin, now: dt.datetime) -> None:
    """Write into the security log that a copy was taken away."""
    kind = SecurityEvent.Kind.ARCHIVE_DOWNLOADED
    record(user=archive.person, kind=kind, origin=origin, now=now)


def forget_old_archives(*, now: dt.datetime) -> int:
    """Delete the archives that have run out, and give up those that could not be made.

    Says how many were deleted.
    """
    lost = Archive.objects.filter(state__in=Archive.OPEN, moved_at__lt=now - ARCHIVE_SILENT)
    lost.filter(tries__gte=ARCHIVE_TRIES).update(state=State.FAILED)
    expired = Archive.objects.filter(state=State.READY, expires_at__lte=now)
    failed = Archive.objects.filter(state=State.FAILED, asked_at__lte=now - ARCHIVE_KEPT)
    _total, deleted = (expired | failed).delete()
    return deleted.get("accounts.Archive", 0)


def erase_archives(user: AbstractBaseUser, _now: dt.datetime) -> None:
    """Delete the person's copies, one that is being made too; may be done again."""
    Archive.objects.filter(person_id=user.pk).delete()
