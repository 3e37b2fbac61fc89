"""Readings over HTTP. What is somebody else's does not exist."""

from typing import Annotated, Final, cast

from django.contrib.auth.models import AbstractBaseUser
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils import timezone
from ninja import Path, Query, Router, Status

from daybook.apps.consumption import actions, domain, queries
from daybook.apps.consumption.api.meter_shapes import (
    GoneOut,
    NewReadingIn,
    ReadingIn,
    ReadingOut,
    ReadingsAsked,
    ReadingsOut,
)
from daybook.apps.consumption.api.shapes import LARGEST_ID
from daybook.apps.consumption.domain import Answer, Utility, standard_unit
from daybook.apps.consumption.models import Reading
from daybook.apps.consumption.queries import ToldReading
from daybook.core.bearer import signed_in

PAGE: Final = 20
router = Router(tags=["meters"], auth=signed_in)

ReadingId = Annotated[int, Path(ge=1, le=LARGEST_ID)]


@router.get("", response=ReadingsOut, summary="Your readings")
def readings(request: HttpRequest, asked: Query[ReadingsAsked]) -> object:
    """The readings of all your meters, or of one, newest first."""
    return page_of(queries.readings_of(_person(request).pk, meter_id=asked.meter), asked.page)


@router.post("", response={201: ReadingOut}, summary="Write down a reading")
def add_reading(request: HttpRequest, body: NewReadingIn) -> Status[object]:
    """Write down a reading; the same number of the same day again answers with the first.

    422 `consumption.questionable-step` is for a number below the one before it, above the one
    after, or far above what households use: send `rolled_over` or `is_sure` with it when it is
    right. 409 `consumption.read-on-that-day` is for another number of a day.
    """
    made = actions.add_reading(
        person=_person(request),
        meter_id=body.meter_id,
        read=read_of(body),
        today=timezone.localdate(),
        now=timezone.now(),
    )
    return Status(201, told_one(made))


@router.get("/{int:reading_id}", response=ReadingOut, summary="One reading")
def reading(request: HttpRequest, reading_id: ReadingId) -> object:
    """One of your readings; 404 `consumption.no-such-reading` when it is not yours."""
    return told_one(queries.reading_of(_person(request).pk, reading_id))


@router.put("/{int:reading_id}", response=ReadingOut, summary="Change a reading")
def change_reading(request: HttpRequest, reading_id: ReadingId, body: ReadingIn) -> object:
    """Make a reading say something else; the days before and after it are derived anew."""
    return told_one(
        actions.change_reading(
            person=_person(request),
            reading_id=reading_id,
            read=read_of(body),
            today=timezone.localdate(),
            now=timezone.now(),
        )
    )


@router.delete("/{int:reading_id}", response=GoneOut, summary="Delete a reading")
def delete_reading(request: HttpRequest, reading_id: ReadingId) -> object:
    """Delete a reading; it can be brought back under `/consumption/meters/deletions`."""
    person = _person(request)
    deletion = actions.delete_reading(person=person, reading_id=reading_id, now=timezone.now())
    return {"deletion": deletion}


def read_of(body: ReadingIn) -> actions.Read:
    """What was sent."""
    answer = Answer.SURE if body.is_sure else Answer.NONE
    return actions.Read(
        day=body.day,
        number=domain.dial_number(body.number),
        time=body.time,
        is_estimated=body.is_estimated,
        answer=Answer.ROLLED_OVER if body.rolled_over else answer,
        notes=body.notes,
    )


def page_of(told: list[ToldReading], number: int) -> dict[str, object]:
    """A page of readings; beyond the last it is the last."""
    page = Paginator(told, PAGE).get_page(number)
    return {
        "count": page.paginator.count,
        "page": page.number,
        "pages": page.paginator.num_pages,
        "readings": [_told(one) for one in page.object_list],
    }


def told_one(reading: Reading) -> dict[str, object]:
    """One reading, and what its meter makes of it."""
    told = queries.readings_of(reading.person_id, meter_id=reading.meter_id)
    return _told(next(one for one in told if one.reading.pk == reading.pk))


def _told(told: ToldReading) -> dict[str, object]:
    reading, step = told.reading, told.derived.step
    return {
        "id": reading.pk,
        "meter_id": reading.meter_id,
        "day": reading.day,
        "time": reading.time,
        "number": reading.number,
        "is_estimated": reading.is_estimated,
        "notes": reading.notes,
        "rolled_over": reading.answer == Answer.ROLLED_OVER.value,
        "is_sure": reading.answer == Answer.SURE.value,
        "fate": told.derived.fate,
        "since": step.days.first if step else None,
        "amount": step.amount if step else None,
        "amount_unit": standard_unit(Utility(reading.meter.utility)),
        "made_at": reading.made_at,
        "changed_at": reading.changed_at,
    }


def _person(request: HttpRequest) -> AbstractBaseUser:
    return cast("AbstractBaseUser", request.user)
