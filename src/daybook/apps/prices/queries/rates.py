"""Questions about unit rates: what is known of a period, how fresh it is, what is missing."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Final

from django.utils.translation import gettext as _

from daybook.apps.prices import domain
from daybook.apps.prices.clients import rows
from daybook.apps.prices.clients.octopus import Octopus
from daybook.apps.prices.domain import Region, Slot
from daybook.apps.prices.errors import OctopusUnavailable
from daybook.apps.prices.models import RateHistory
from daybook.apps.prices.queries.answers import answers, budget, octopus_errors
from daybook.apps.prices.queries.stored import stored_slots
from daybook.core.http import Json, Question
from daybook.lib.periods import LONDON, InvalidPeriod, Period, days, local_date, local_day

DAY: Final = dt.timedelta(days=1)
HISTORY_KEEP: Final = DAY
#: Prices this old no longer change, nor do those that are missing arrive.
SETTLED: Final = 2 * DAY
#: October has an hour more than its 31 days.
LONGEST: Final = dt.timedelta(days=31, hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """The prices of a period as far as they are known, earliest first.

    ``missing`` are the starts of half-hours without a price, in UTC. A sample was never fetched
    and belongs to no product and no region. What is stored was fetched once and no longer changes.
    """

    period: Period
    slots: tuple[Slot, ...]
    missing: tuple[dt.datetime, ...]
    product: str = ""
    region: Region | None = None
    fetched_at: dt.datetime | None = None
    expires_at: dt.datetime | None = None
    is_stale: bool = False
    is_sample: bool = False
    is_stored: bool = False

    def covers(self, at: dt.datetime) -> bool:
        """Tell whether the price at ``at`` is known; of a retired product today's is not."""
        return domain.slot_at(self.slots, at) is not None


def rates(
    *,
    product: str,
    region: Region,
    period: Period,
    now: dt.datetime,
    asker: str = "",
    patience_seconds: float | None = None,
) -> Rates:
    """The unit rates of ``product`` in ``region`` for the half-hours ``period`` touches.

    What Octopus last said is used, and marked stale, when it does not answer now. Of days that are
    kept for good it is not asked at all. Raises
    ``InvalidPeriod`` for more than 31 days, ``UnknownTariff`` when Octopus knows no such prices,
    ``OctopusUnavailable`` when there is nothing to show (within ``patience_seconds``), ``TooMany``
    when the address ``asker`` has had Octopus asked too often.
    """
    if period.duration > LONGEST:
        raise InvalidPeriod(_("That is too long. Ask for at most 31 days at once."))
    kept = _kept_rates(product, region, period, now)
    if kept is not None:
        return kept
    question = replace(_rates_question(product, region, period, now), spend=budget(asker, now))
    with octopus_errors():
        answer = answers("rates").answer(question, now=now, patience_seconds=patience_seconds)
    slots = domain.touching(answer.value, period)
    return Rates(
        period=period,
        slots=slots,
        missing=domain.missing(period, slots),
        product=product,
        region=region,
        fetched_at=answer.fetched_at,
        expires_at=answer.expires_at,
        # While somebody else renews it, an answer is a little old, but nothing is wrong with it.
        is_stale=answer.is_stale and answer.failure is not None,
    )


def _kept_rates(product: str, region: Region, period: Period, now: dt.datetime) -> Rates | None:
    """The rates of days that are settled and kept as far as Octopus has them; else ``None``."""
    whole = _whole_days(period)
    if now < whole.ends_at + SETTLED:
        return None
    first, past = local_date(whole.starts_at, LONDON), local_date(whole.ends_at, LONDON)
    history = RateHistory.objects.filter(
        product=product,
        region=region.letter,
        complete_since__lte=first,
        complete_until__gte=whole.ends_at,
    ).first()
    if history is None:
        return None
    kept = stored_slots(product=product, region=region, first=first, past=past)
    slots = domain.touching(kept, period)
    if not slots:
        return None
    return Rates(
        period=period,
        slots=slots,
        missing=domain.missing(period, slots),
        product=product,
        region=region,
        fetched_at=history.asked_at,
        expires_at=now + HISTORY_KEEP,
    )


def sample_rates(*, period: Period, now: dt.datetime) -> Rates:
    """Invented prices, marked as a sample, for whoever asked for exactly that.

    As real ones would, they reach at ``now`` only as far as prices have been announced.
    """
    if period.duration > LONGEST:
        raise InvalidPeriod(_("That is too long. Ask for at most 31 days at once."))
    everything = domain.sample_slots(period)
    unknown = set(domain.not_yet_due([slot.starts_at for slot in everything], now))
    slots = tuple(slot for slot in everything if slot.starts_at not in unknown)
    return Rates(period=period, slots=slots, missing=domain.missing(period, slots), is_sample=True)


# --- how rates are kept --------------------------------------------------------------------------


def _rates_question(
    product: str, region: Region, period: Period, now: dt.datetime
) -> Question[tuple[Slot, ...]]:
    live = _live(now)
    is_live = live.covers(period)
    # One answer serves whoever asks about today or tomorrow. Its name has no date: after midnight,
    # with Octopus down, it still holds most of the new today.
    whole = live if is_live else _whole_days(period)
    days_asked = "live" if is_live else f"{whole.starts_at:%Y-%m-%d}/{whole.ends_at:%Y-%m-%d}"

    def fetch() -> Json:
        found = Octopus().unit_rate_rows(product, region, whole)
        bounds = {"from": whole.starts_at.isoformat(), "to": whole.ends_at.isoformat()}
        return {**bounds, "rows": found}

    def expires_at(fetched_at: dt.datetime, slots: tuple[Slot, ...]) -> dt.datetime:
        age = fetched_at - whole.ends_at
        if age >= SETTLED or (age >= dt.timedelta(0) and not domain.missing(whole, slots)):
            return fetched_at + HISTORY_KEEP
        return domain.expires_at(fetched_at, has_tomorrow=domain.has_tomorrow(slots, fetched_at))

    return Question(
        request={
            "what": "unit-rates",
            "product": product,
            "region": region.letter,
            "days": days_asked,
        },
        fetch=fetch,
        parse=_slots,
        expires_at=expires_at,
        is_usable=lambda slots: bool(domain.touching(slots, period)),
    )


def _slots(answer: Json) -> tuple[Slot, ...]:
    if not isinstance(answer, dict):
        raise OctopusUnavailable(_("Octopus sent an answer of another shape."))
    since = dt.datetime.fromisoformat(str(answer.get("from")))
    until = dt.datetime.fromisoformat(str(answer.get("to")))
    return rows.slots(answer.get("rows"), Period(since, until))


def _live(now: dt.datetime) -> Period:
    today = local_date(now, LONDON)
    return Period(local_day(today, LONDON).starts_at, local_day(today + DAY, LONDON).ends_at)


def _whole_days(period: Period) -> Period:
    touched = days(period, LONDON)
    first, last = local_day(touched[0], LONDON), local_day(touched[-1], LONDON)
    return Period(first.starts_at, last.ends_at)
