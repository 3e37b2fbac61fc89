"""Records and statistics over HTTP. What is somebody else's does not exist."""

import uuid
from typing import Annotated, cast

from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest
from django.utils import timezone
from ninja import Path, Query, Router, Status

from daybook.apps.consumption import actions, domain, queries
from daybook.apps.consumption.api.shapes import (
    LARGEST_ID,
    DeletionIn,
    DeletionOut,
    NewRecordIn,
    RecordIn,
    RecordOut,
    RecordsAsked,
    RecordsOut,
    RestoredOut,
    StatsOut,
)
from daybook.apps.consumption.domain import Utility, standard_unit
from daybook.apps.consumption.models import Record
from daybook.core.bearer import signed_in

router = Router(tags=["consumption"], auth=signed_in)

RecordId = Annotated[int, Path(ge=1, le=LARGEST_ID)]


@router.get("", response=RecordsOut, summary="Your records")
def records(request: HttpRequest, asked: Query[RecordsAsked]) -> object:
    """A page of your records, with the totals of all that fit; beyond the last it is the last."""
    wanted = queries.Wanted(
        utility=asked.utility,
        since=asked.since,
        until=asked.until,
        words=asked.words,
        sort=asked.sort,
    )
    found = queries.records_of(_person(request).pk, wanted, page=asked.page)
    return {
        "count": found.page.paginator.count,
        "page": found.page.number,
        "pages": found.page.paginator.num_pages,
        "totals": [
            {
                "utility": total.utility,
                "unit": standard_unit(total.utility),
                "amount": total.amount,
                "count": total.count,
            }
            for total in found.totals
        ],
        "records": [_told(record) for record in found.page.object_list],
    }


@router.post("", response={201: RecordOut}, summary="Record a use")
def add(request: HttpRequest, body: NewRecordIn) -> Status[object]:
    """Record an amount used; 422 says what is wrong with it.

    `consumption.unusual-value` is for amounts far above what households use: send `is_sure` with
    them when they are right.
    """
    record = actions.record_use(
        person=_person(request),
        use=_use(body),
        key=body.key or uuid.uuid4(),
        today=timezone.localdate(),
        now=timezone.now(),
    )
    return Status(201, _told(record))


@router.get("/stats", response=StatsOut, summary="What it adds up to")
def stats(request: HttpRequest) -> object:
    """Totals, averages, months, this month against others, and what month and year may come to."""
    found = queries.stats_of(_person(request).pk, today=timezone.localdate())
    return {"utilities": [_figures(stats) for stats in found]}


@router.post("/deletions", response={201: DeletionOut}, summary="Delete several records")
def delete_several(request: HttpRequest, body: DeletionIn) -> Status[object]:
    """Delete records together, or none: 404 `consumption.no-such-record` if one is not yours."""
    deletion = actions.delete_records(
        person=_person(request), record_ids=body.ids, now=timezone.now()
    )
    return Status(201, {"deletion": deletion, "count": len(set(body.ids))})


@router.delete("/deletions/{deletion}", response=RestoredOut, summary="Undo a deletion")
def undo(request: HttpRequest, deletion: uuid.UUID) -> object:
    """Bring back what was deleted together; 409 `consumption.nothing-to-undo` when it cannot be."""
    return {"count": actions.undo_deletion(person=_person(request), deletion=deletion)}


@router.get("/{int:record_id}", response=RecordOut, summary="One record")
def record(request: HttpRequest, record_id: RecordId) -> object:
    """One of your records; 404 `consumption.no-such-record` when it is not yours."""
    return _told(queries.record_of(_person(request).pk, record_id))


@router.put("/{int:record_id}", response=RecordOut, summary="Change a record")
def change(request: HttpRequest, record_id: RecordId, body: RecordIn) -> object:
    """Make a record say something else; 404 `consumption.no-such-record` when it is not yours."""
    return _told(
        actions.change_record(
            person=_person(request),
            record_id=record_id,
            use=_use(body),
            today=timezone.localdate(),
            now=timezone.now(),
        )
    )


@router.delete("/{int:record_id}", response=DeletionOut, summary="Delete a record")
def delete(request: HttpRequest, record_id: RecordId) -> object:
    """Delete a record; it can be brought back for thirty days by its `deletion`."""
    deletion = actions.delete_records(
        person=_person(request), record_ids=[record_id], now=timezone.now()
    )
    return {"deletion": deletion, "count": 1}


def _use(body: RecordIn) -> actions.Use:
    return actions.Use(
        utility=body.utility,
        value=domain.amount(body.value),
        unit=body.unit,
        first=body.first_day,
        last=body.last_day,
        notes=body.notes,
        is_sure=body.is_sure,
    )


def _told(record: Record) -> dict[str, object]:
    return {
        "id": record.pk,
        "utility": record.utility,
        "value": record.value,
        "unit": record.unit,
        "amount": record.amount,
        "amount_unit": standard_unit(Utility(record.utility)),
        "first_day": record.days.first,
        "last_day": record.days.last,
        "notes": record.notes,
        "sample": record.is_sample,
        "made_at": record.made_at,
        "changed_at": record.changed_at,
    }


def _figures(stats: queries.UtilityStats) -> dict[str, object]:
    return {
        "utility": stats.utility,
        "unit": stats.unit,
        "amount": stats.ever.amount,
        "known_days": stats.ever.known_days,
        "first_day": stats.ever.first,
        "last_day": stats.ever.last,
        "sample": stats.ever.is_sample,
        "month_average": stats.month_average,
        "this_month": {
            "amount": stats.this_month.amount,
            "known_days": stats.this_month.known_days,
            "missing_days": stats.this_month.missing_days,
        },
        "change_on_last_month": stats.on_last_month.change,
        "change_on_last_year": stats.on_last_year.change,
        "months": [
            {"month": one.month, "amount": one.total.amount, "known_days": one.total.known_days}
            for one in stats.months
        ],
        "completeness": {
            "days": stats.coverage.days,
            "known_days": stats.coverage.known_days,
            "missing_half_hours": stats.coverage.missing_half_hours,
            "share": stats.coverage.share,
        },
        "month_projection": stats.projection,
        "year": {
            "first_day": stats.year.days.first,
            "last_day": stats.year.days.last,
            "contract": stats.year.is_contract,
            "amount": stats.year.so_far.amount,
            "known_days": stats.year.so_far.known_days,
            "missing_days": stats.year.so_far.missing_days,
            "passed": stats.year.passed,
            "change_on_year_before": stats.year.on_year_before.change,
            "projection": stats.year.projection,
            "goal": stats.year.goal,
            "used": stats.year.used,
        },
    }


def _person(request: HttpRequest) -> AbstractBaseUser:
    return cast("AbstractBaseUser", request.user)
