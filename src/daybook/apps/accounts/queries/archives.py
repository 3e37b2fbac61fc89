"""Copies of a person's data: how far they are, and what is in their file."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from daybook.apps.accounts.domain import ARCHIVE_SILENT
from daybook.apps.accounts.errors import NoSuchArchive
from daybook.apps.accounts.models import Archive, ArchivePart
from daybook.core.contributions import Words, personal_data


@dataclass(frozen=True, slots=True)
class Kept:
    """What one part of the product keeps about people, and for how long."""

    name: str
    label: Words
    retention: Words


def archives_of(person: AbstractBaseUser) -> QuerySet[Archive]:
    """The copies ``person`` has asked for, newest first."""
    return Archive.objects.filter(person_id=person.pk).order_by("-asked_at", "-pk")


def current_archives_of(person: AbstractBaseUser, *, now: dt.datetime) -> list[Archive]:
    """Those that have not run out, newest first: one being made, one ready, or one that failed."""
    return [*archives_of(person).exclude(state=Archive.State.READY, expires_at__lte=now)]


def archive_called(person: AbstractBaseUser, archive_id: UUID, *, now: dt.datetime) -> Archive:
    """One copy of ``person``; raises ``NoSuchArchive`` when it has run out or is not theirs."""
    for archive in current_archives_of(person, now=now):
        if archive.pk == archive_id:
            return archive
    raise NoSuchArchive(_("There is no such copy of your data, or it has been deleted."))


def ready_archive(person: AbstractBaseUser, archive_id: UUID, *, now: dt.datetime) -> Archive:
    """As ``archive_called``; raises ``NoSuchArchive`` also while it is being made."""
    archive = archive_called(person, archive_id, now=now)
    if archive.state != Archive.State.READY:
        raise NoSuchArchive(_("This copy of your data is not ready."))
    return archive


def content_of(archive: Archive) -> Iterator[bytes]:
    """The file, piece by piece, each fetched when the one before has been sent."""
    number = 0
    parts = ArchivePart.objects.filter(archive_id=archive.pk, run=archive.run)
    while content := parts.filter(number=number).values_list("content", flat=True).first():
        yield bytes(content)
        number += 1


def silent_archives(*, now: dt.datetime) -> list[UUID]:
    """Those nobody has worked at for so long that somebody has to begin again."""
    silent = Archive.objects.filter(state__in=Archive.OPEN, moved_at__lt=now - ARCHIVE_SILENT)
    return [*silent.values_list("pk", flat=True)]


def kept_about_people() -> list[Kept]:
    """What is kept about people and how long, in the words of each part of the product."""
    return [Kept(name, source.label or name, source.retention) for name, source in personal_data]


def archives_export(person: AbstractBaseUser) -> Iterable[tuple[str, Mapping[str, Any]]]:
    """When ``person`` asked for copies of their data, and how large those are."""
    for archive in archives_of(person).reverse():
        yield (
            "copy of your data",
            {
                "asked_at": archive.asked_at.isoformat(),
                "state": archive.state,
                "expires_at": archive.expires_at.isoformat() if archive.expires_at else None,
                "size": archive.size,
            },
        )
