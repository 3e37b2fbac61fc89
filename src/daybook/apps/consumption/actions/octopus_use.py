"""Fetching the use of an Octopus account: what is new, gaps, and month after month of the past.

Octopus is asked outside of transactions; each answer is kept in one of its own, so that a worker
that dies loses one month at most, and whoever is disconnected meanwhile gets nothing.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from cryptography.fernet import InvalidToken
from django.db import transaction

from daybook.apps.consumption.actions.days import locked_supplies
from daybook.apps.consumption.actions.half_hours import keep_half_hours
from daybook.apps.consumption.actions.octopus import SEALED_FOR, keep_points
from daybook.apps.consumption.clients import OctopusAccounts
from daybook.apps.consumption.domain import (
    PAUSING,
    Days,
    Point,
    Trouble,
    Unit,
    Utility,
    due_again,
    in_standard_unit,
    next_ask,
    next_month,
    period_of,
)
from daybook.apps.consumption.errors import AccountUnknown, KeyRefused
from daybook.apps.consumption.models import OCTOPUS, Batch, OctopusAccount, Supply
from daybook.apps.consumption.queries import octopus_gaps
from daybook.core.sealing import unsealed
from daybook.lib.errors import Unavailable
from daybook.lib.periods import LONDON, local_date

#: How many accounts are begun at once; the rest follows a quarter of an hour later.
AT_ONCE: Final = 500
_KEYS_TRIED: Final = 3

Clock = Callable[[], dt.datetime]
Counted = Mapping[Utility, Mapping[dt.datetime, Decimal]]


class _Gone(Exception):
    """The account was disconnected while it was asked."""


@dataclass(frozen=True, slots=True)
class _Answer:
    """What the meters counted in ``days``; whether these were the next month back."""

    days: Days
    counted: Counted
    fills: bool = False


@transaction.atomic
def begin_due_octopus(*, now: dt.datetime) -> list[int]:
    """The accounts that are to be asked now, and put off until tomorrow; paused ones are not."""
    due = (
        OctopusAccount.objects.filter(next_ask_at__lte=now)
        .exclude(trouble__in=PAUSING)
        .select_for_update()
        .order_by("pk")[:AT_ONCE]
    )
    accounts = list(due)
    for account in accounts:
        account.next_ask_at = next_ask(now, account.pk)
    OctopusAccount.objects.bulk_update(accounts, ["next_ask_at"])
    return [account.pk for account in accounts]


def fetch_octopus(*, account_id: int, clock: Clock) -> int:
    """Fetch what is new, what is missing, and what was never asked for; says how many are new.

    A key that Octopus refuses, or that cannot be read any more, pauses the connection until the
    person has typed it again. Raises ``Unavailable`` when Octopus does not answer.
    """
    for _try in range(_KEYS_TRIED):
        account = OctopusAccount.objects.filter(pk=account_id).first()
        if account is None or account.is_paused:
            return 0
        try:
            return _fetched(account, clock)
        except _Gone:
            return 0
        except KeyRefused:
            trouble = Trouble.KEY
        except AccountUnknown:
            trouble = Trouble.ACCOUNT
        except InvalidToken:
            trouble = Trouble.SEAL
        except Unavailable:
            _note(account, Trouble.AWAY)
            raise
        if _note(account, trouble):
            return 0  # otherwise another key was typed meanwhile
    return 0


def _note(account: OctopusAccount, trouble: Trouble) -> bool:
    """Write down what went wrong, unless another key was typed meanwhile; says whether it did."""
    same = OctopusAccount.objects.filter(pk=account.pk, sealed_key=account.sealed_key)
    return same.update(trouble=trouble.value) > 0


def _fetched(account: OctopusAccount, clock: Clock) -> int:
    octopus = OctopusAccounts(unsealed(account.sealed_key, purpose=SEALED_FOR))
    points = octopus.account(account.number)
    account = _with_points(account, points)
    today = local_date(clock(), LONDON)
    gaps = octopus_gaps(account, today=today)
    again = due_again(
        today=today,
        asked_until=account.asked_until,
        filled_since=account.filled_since,
        gaps={gap.day for found in gaps.values() for gap in found},
    )
    added = 0
    for days in again:
        answer = _Answer(days, _counted(octopus, points, days))
        account, new = _kept(account, answer, now=clock())
        added += new
    while month := next_month(account.fill_from, account.filled_since):
        answer = _Answer(month, _counted(octopus, points, month), fills=True)
        account, new = _kept(account, answer, now=clock())
        added += new
    return added


def _counted(octopus: OctopusAccounts, points: Iterable[Point], days: Days) -> Counted:
    """What all meter points took together, by utility and half-hour, as their meters count."""
    found: dict[Utility, dict[dt.datetime, Decimal]] = defaultdict(dict)
    for point in points:
        period = None if point.is_export else point.supplied(period_of(days))
        if period is None:
            continue
        amounts = found[point.utility]
        for starts_at, amount in octopus.use(point, period).items():
            amounts[starts_at] = amounts.get(starts_at, Decimal(0)) + amount
    return found


@transaction.atomic
def _with_points(account: OctopusAccount, points: Iterable[Point]) -> OctopusAccount:
    held, _supplies = _held(account)
    keep_points(held, points)
    return held


@transaction.atomic
def _kept(
    account: OctopusAccount, answer: _Answer, *, now: dt.datetime
) -> tuple[OctopusAccount, int]:
    """Keep one answer and what it means for the account; says how many half-hours were new."""
    held, supplies = _held(account)
    batch = _batch_of(held, now)
    added = 0
    for utility, amounts in answer.counted.items():
        converted = _converted(utility, amounts, Unit(held.gas_unit), supplies[utility])
        added += keep_half_hours(batch=batch, utility=utility, amounts=converted).added
    # Otherwise the gas unit was changed meanwhile, and everything is asked for anew.
    if answer.fills and held.filled_since == answer.days.past:
        held.filled_since = answer.days.first
    batch.added_rows += added
    batch.save(update_fields=["added_rows"])
    held.asked_until = max(held.asked_until, answer.days.past)
    held.answered_at, held.trouble = now, Trouble.NONE.value
    held.save(update_fields=["batch", "filled_since", "asked_until", "answered_at", "trouble"])
    return held, added


def _held(account: OctopusAccount) -> tuple[OctopusAccount, dict[Utility, Supply]]:
    """The account and the supplies, locked, while the account is still connected."""
    supplies = locked_supplies(account.person_id)
    held = OctopusAccount.objects.filter(pk=account.pk).select_for_update().first()
    if held is None:
        raise _Gone
    return held, supplies


def _batch_of(account: OctopusAccount, now: dt.datetime) -> Batch:
    batch = account.batch
    if batch is None or batch.undone_at is not None:
        batch = Batch.objects.create(
            person_id=account.person_id, source=OCTOPUS, name=account.number, made_at=now
        )
        account.batch = batch
    return batch


def _converted(
    utility: Utility, amounts: Mapping[dt.datetime, Decimal], gas_unit: Unit, supply: Supply
) -> dict[dt.datetime, Decimal]:
    unit = gas_unit if utility is Utility.GAS else Unit.KWH
    return {
        starts_at: in_standard_unit(
            amount, unit, utility, calorific_value_mj=supply.calorific_value
        )
        for starts_at, amount in amounts.items()
    }
