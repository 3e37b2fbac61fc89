"""Connecting an Octopus account, asking it again, and letting go of it."""

import datetime as dt
from collections.abc import Iterable
from typing import Final

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from daybook.apps.consumption.actions.days import locked_supplies
from daybook.apps.consumption.actions.imports import undo_batch
from daybook.apps.consumption.clients import OctopusAccounts
from daybook.apps.consumption.clients.octopus import PATIENCE
from daybook.apps.consumption.domain import (
    ONE_DAY,
    Point,
    Trouble,
    Unit,
    account_number,
    api_key,
    fill_start,
)
from daybook.apps.consumption.errors import (
    ConnectionPaused,
    NoMeterPoint,
    NotConnected,
    OtherAccount,
)
from daybook.apps.consumption.events import OctopusWanted
from daybook.apps.consumption.models import (
    Agreement,
    MeterPoint,
    OctopusAccount,
)
from daybook.core.events import publish
from daybook.core.limits import Limit, spend
from daybook.core.sealing import sealed
from daybook.lib.periods import LONDON, local_date

SEALED_FOR: Final = "consumption.octopus"
HINT_LENGTH: Final = 4
#: A worker that dies before it has begun is made up for after this.
SOON: Final = dt.timedelta(minutes=15)
CONNECTIONS: Final = Limit("consumption.octopus.connect", times=10, seconds=3600)
RENEWALS: Final = Limit("consumption.octopus.renew", times=10, seconds=3600)


def connect_octopus(
    *, person: AbstractBaseUser, number: str, key: str, gas_unit: Unit, now: dt.datetime
) -> OctopusAccount:
    """Check the account with Octopus, keep it with its sealed key, and have its use fetched.

    The same account again gets the new key; with another gas unit everything is fetched anew.
    Raises ``InvalidAccountNumber``, ``InvalidApiKey``, ``TooMany``, ``OtherAccount`` while another
    account is connected, ``KeyRefused`` and ``AccountUnknown`` when Octopus says so,
    ``NoMeterPoint`` for an account without supply, and ``Unavailable`` when it does not answer.
    """
    number, key = account_number(number), api_key(key)
    _check_number(OctopusAccount.objects.filter(person_id=person.pk).first(), number)
    spend(CONNECTIONS, str(person.pk), now=now)
    points = OctopusAccounts(key, limits=PATIENCE).account(number)
    if all(point.is_export for point in points):
        raise NoMeterPoint(_("This account has no meter through which anything is used."))
    return _connected(
        person_id=person.pk, number=number, key=key, gas_unit=gas_unit, points=points, now=now
    )


@transaction.atomic
def _connected(
    *,
    person_id: int,
    number: str,
    key: str,
    gas_unit: Unit,
    points: Iterable[Point],
    now: dt.datetime,
) -> OctopusAccount:
    locked_supplies(person_id)
    account = OctopusAccount.objects.filter(person_id=person_id).select_for_update().first()
    _check_number(account, number)
    is_new = account is None
    account = account or OctopusAccount(person_id=person_id, number=number, connected_at=now)
    if is_new or account.gas_unit != gas_unit.value:
        today = local_date(now, LONDON)
        account.fill_from = fill_start(points, today)
        account.fill_until = account.filled_since = account.asked_until = today + ONE_DAY
    account.gas_unit = gas_unit.value
    account.sealed_key = sealed(key, purpose=SEALED_FOR)
    account.key_hint = key[-HINT_LENGTH:]
    account.trouble = Trouble.NONE.value
    account.answered_at, account.next_ask_at = now, now + SOON
    account.save()
    keep_points(account, points)
    publish(OctopusWanted(account_id=account.pk))
    return account


def keep_points(account: OctopusAccount, points: Iterable[Point]) -> None:
    """Make the meter points and agreements those that Octopus told of; the account is locked."""
    kept = []
    for point in points:
        row, _made = MeterPoint.objects.update_or_create(
            account=account,
            utility=point.utility.value,
            number=point.number,
            defaults={"is_export": point.is_export, "serials": list(point.serials)},
        )
        kept.append(row.pk)
        stay = [
            Agreement.objects.update_or_create(
                point=row,
                tariff_code=one.tariff_code,
                valid_from=one.valid_from,
                defaults={"valid_to": one.valid_to},
            )[0].pk
            for one in point.agreements
        ]
        row.agreements.exclude(pk__in=stay).delete()
    account.points.exclude(pk__in=kept).delete()


@transaction.atomic
def renew_octopus(*, person: AbstractBaseUser, now: dt.datetime) -> OctopusAccount:
    """Have what is new fetched now, and gaps asked for again.

    Raises ``NotConnected``, ``ConnectionPaused`` while the key has to be typed again, ``TooMany``.
    """
    account = OctopusAccount.objects.filter(person_id=person.pk).first()
    if account is None:
        raise _not_connected()
    if account.is_paused:
        raise ConnectionPaused(_("Octopus is asked again as soon as you have typed the API key."))
    spend(RENEWALS, str(person.pk), now=now)
    publish(OctopusWanted(account_id=account.pk))
    return account


@transaction.atomic
def disconnect_octopus(*, person: AbstractBaseUser, keeps: bool, now: dt.datetime) -> None:
    """Forget the account with its key; its half-hours stay as an import if ``keeps``, or go too.

    What Octopus answers later is thrown away. Raises ``NotConnected``.
    """
    locked_supplies(person.pk)
    account = OctopusAccount.objects.filter(person_id=person.pk).select_for_update().first()
    if account is None:
        raise _not_connected()
    batch = account.batch
    account.delete()
    if batch is not None and batch.undone_at is None and not keeps:
        undo_batch(person=person, batch_id=batch.pk, now=now)


def _check_number(account: OctopusAccount | None, number: str) -> None:
    if account is not None and account.number != number:
        raise OtherAccount(
            _("The account %s is connected already. Disconnect it first.") % account.number
        )


def _not_connected() -> NotConnected:
    return NotConnected(_("No Octopus account is connected."))
