"""Saying what one wants to be told of prices."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from daybook.apps.prices import domain, queries
from daybook.apps.prices.domain import AlertKind
from daybook.apps.prices.errors import InvalidMinutes, InvalidThreshold, NoTariff, WrongAlert
from daybook.apps.prices.models import Alert


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertWish:
    """Whether something is to be told; the price in pence and the minutes where it needs them."""

    kind: AlertKind
    is_on: bool
    threshold_pence: Decimal | None = None
    minutes_before: int | None = None


@transaction.atomic
def wish_alerts(*, person: AbstractBaseUser, wishes: Iterable[AlertWish], now: dt.datetime) -> None:
    """Keep what the person wants to be told; alerts that are not named stay as they are.

    What was told of a day is not told of it again. Raises ``WrongAlert``, and ``NoTariff`` when
    something is switched on by somebody whose tariff is not known.
    """
    checked = [_checked(wish) for wish in wishes]
    if any(wish.is_on for wish in checked) and queries.tariff_of(person.pk) is None:
        raise NoTariff(_("Save your tariff first: your region and your product."))
    rows = [Alert(person_id=person.pk, kind=wish.kind.value, changed_at=now) for wish in checked]
    Alert.objects.bulk_create(rows, ignore_conflicts=True)
    kept = Alert.objects.select_for_update().filter(person_id=person.pk).order_by("pk")
    by_kind = {alert.kind: alert for alert in kept}
    for wish in checked:
        _change(by_kind[wish.kind.value], wish, now)


def _change(alert: Alert, wish: AlertWish, now: dt.datetime) -> None:
    said = (wish.is_on, wish.threshold_pence, wish.minutes_before)
    if said == (alert.is_on, alert.threshold_pence, alert.minutes_before):
        return
    alert.is_on, alert.threshold_pence, alert.minutes_before = said
    alert.told_for = alert.starts_at = alert.tell_at = None
    alert.changed_at = now
    alert.save()


def _checked(wish: AlertWish) -> AlertWish:
    pence, minutes = wish.threshold_pence, wish.minutes_before
    if wish.kind in domain.THRESHOLDS:
        field = f"{wish.kind}_pence"
        if pence is None and wish.is_on:
            raise WrongAlert(field, _("Give the price in pence per kWh."))
        try:
            pence = None if pence is None else domain.threshold(pence)
        except InvalidThreshold as error:
            raise WrongAlert(field, error.message) from error
    else:
        pence = None
    return AlertWish(
        kind=wish.kind,
        is_on=wish.is_on,
        threshold_pence=pence,
        minutes_before=_minutes(minutes, wish.is_on) if wish.kind is AlertKind.WINDOW else None,
    )


def _minutes(minutes: int | None, is_on: bool) -> int | None:
    field = "window_minutes"
    if minutes is None:
        if is_on:
            raise WrongAlert(field, _("Say how many minutes before."))
        return None
    try:
        return domain.minutes(minutes)
    except InvalidMinutes as error:
        raise WrongAlert(field, error.message) from error
