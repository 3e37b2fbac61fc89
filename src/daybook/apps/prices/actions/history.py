"""Keeping the prices that are wanted: asking Octopus piece by piece, so that nothing is lost.

Each piece is kept in a transaction of its own, together with how far it brought us. Whoever is
stopped in the middle goes on from there.
"""

import datetime as dt
from typing import Final

import structlog
from django.db import transaction

from daybook.apps.prices import domain, queries
from daybook.apps.prices.actions.charges import keep_standing_charges
from daybook.apps.prices.actions.rates import keep_rates
from daybook.apps.prices.clients.octopus import Octopus
from daybook.apps.prices.domain import Region, Slot
from daybook.apps.prices.errors import UnknownTariff
from daybook.apps.prices.events import HistoryWanted, PricesPublished
from daybook.apps.prices.models import Preference, RateHistory, RateHistoryQuerySet
from daybook.core.events import publish
from daybook.lib.errors import Unavailable
from daybook.lib.periods import LONDON, Period, local_date, local_midnight

log = structlog.get_logger(__name__)

#: How many pieces of 31 days one run asks for; the next run goes on.
MOST_PIECES: Final = 12
#: How far back the prices of somebody's usual tariff are kept.
USUAL_DAYS: Final = dt.timedelta(days=60)
#: The first Agile day there was.
EARLIEST: Final = dt.date(2017, 1, 1)
CHARGES_KEEP: Final = dt.timedelta(hours=20)
_STILL_WANTED: Final = dt.timedelta(days=1)
_TROUBLE_LENGTH: Final = 255


@transaction.atomic
def want_history(*, product: str, region: Region, since: dt.date, now: dt.datetime) -> None:
    """See to it that the prices of a tariff are kept from the day ``since`` on.

    May be done again and should be, whenever they are used: a tariff that nobody has wanted for a
    hundred days is not asked about any more. Of sample prices there is nothing to keep. Raises
    ``InvalidProduct``.
    """
    code = domain.product_code(product)
    if code == domain.SAMPLE_PRODUCT:
        return
    since = max(EARLIEST, min(since, local_date(now, LONDON)))
    history, is_new = RateHistory.objects.get_or_create(
        product=code,
        region=region.letter,
        defaults={"since": since, "wanted_at": now, "ask_at": now},
    )
    this = RateHistory.objects.filter(pk=history.pk)
    is_earlier = not is_new and bool(this.filter(since__gt=since).update(since=since, ask_at=now))
    if history.wanted_at <= now - _STILL_WANTED:
        this.update(wanted_at=now)
    if is_new or is_earlier:
        publish(HistoryWanted(history_id=history.pk))


def want_preferred(*, now: dt.datetime) -> int:
    """Want the last sixty days of every tariff that is somebody's usual one; says how many."""
    said = Preference.objects.exclude(region="")
    tariffs = {
        (product, letter)
        for column in ("product", "export_product")
        for product, letter in said.values_list(column, "region").distinct()
        if product not in {"", domain.SAMPLE_PRODUCT}
    }
    since = local_date(now, LONDON) - USUAL_DAYS
    for product, letter in sorted(tariffs):
        want_history(product=product, region=domain.region(letter), since=since, now=now)
    return len(tariffs)


def fill_history(*, history_id: int, now: dt.datetime, chance: float) -> int:
    """Ask for what is missing of a wanted tariff, and keep it; says how many pieces were asked for.

    What Octopus fails to answer is noted and asked for again later; ``chance`` (0 to 1) spreads
    the questions. May be done again, and by two at once.
    """
    history = RateHistory.objects.filter(pk=history_id).first()
    if history is None or history.ask_at > now:
        return 0
    try:
        pieces = _fill(history, now)
        _ask_charges(history, now)
    except (Unavailable, UnknownTariff) as error:
        _note_failure(history, error.message, isinstance(error, UnknownTariff), now, chance)
        return 0
    _note_success(history, now, chance)
    return pieces


def _fill(history: RateHistory, now: dt.datetime) -> int:
    """What is new first, then what lies further back; a gap is asked for once."""
    pieces, asked_until = 0, None
    while pieces < MOST_PIECES:
        piece = domain.newer_piece(history.since, history.complete_until, now)
        if piece is None or piece.starts_at < (asked_until or piece.starts_at):
            break
        _ask(history, piece, now)
        pieces, asked_until = pieces + 1, piece.ends_at
    while pieces < MOST_PIECES and (piece := _older(history)):
        _ask(history, piece, now)
        pieces += 1
    return pieces


def _older(history: RateHistory) -> Period | None:
    since = history.complete_since
    return None if since is None else domain.older_piece(history.since, since)


def _ask(history: RateHistory, piece: Period, now: dt.datetime) -> None:
    """Ask for ``piece`` and keep what comes.

    Of two who ask at once only the first moves on how far it brought us.
    """
    region = domain.region(history.region)
    slots = Octopus().unit_rates(history.product, region, piece)
    with transaction.atomic():
        keep_rates(product=history.product, region=region, slots=slots)
        known = (history.complete_since, history.complete_until)
        row = RateHistory.objects.select_for_update().get(pk=history.pk)
        if (row.complete_since, row.complete_until) == known:
            _go_on(row, piece, slots, now)
    history.refresh_from_db()


def _go_on(row: RateHistory, piece: Period, slots: tuple[Slot, ...], now: dt.datetime) -> None:
    """Write down how far ``piece`` has brought us, and announce a day that is complete now."""
    reached = domain.complete_until(piece, slots, now)
    first = local_date(piece.starts_at, LONDON)
    if row.complete_since is None or first < row.complete_since:
        row.complete_since = first
    is_newer = row.complete_until is None or row.complete_until <= piece.starts_at
    if is_newer:
        row.complete_until = reached
    elif reached < piece.ends_at and row.complete_until is not None:
        row.complete_until = min(row.complete_until, reached)
    announced = _announced(row, now) if is_newer else row.announced
    is_news = announced is not None and announced != row.announced
    row.announced, row.asked_at = announced, now
    row.save(update_fields=["complete_since", "complete_until", "announced", "asked_at"])
    if is_news and announced is not None:
        publish(PricesPublished(product=row.product, region=row.region, day=announced))


def _announced(row: RateHistory, now: dt.datetime) -> dt.date | None:
    """The latest Agile day all of whose prices are kept, of those that matter now."""
    due, day = domain.due_date(now), dt.timedelta(days=1)
    slots = queries.stored_slots(
        product=row.product,
        region=domain.region(row.region),
        first=due - (domain.RUNNING_DAYS + 1) * day,
        past=due + day,
    )
    for back in range(domain.RUNNING_DAYS + 1):
        if not domain.missing(domain.agile_day(due - back * day), slots):
            return max(due - back * day, row.announced or due - back * day)
    return row.announced


def _ask_charges(history: RateHistory, now: dt.datetime) -> None:
    """Ask for the standing charges of the wanted days, once a day."""
    is_known = history.charges_since is not None and history.charges_since <= history.since
    if is_known and history.charges_at is not None and now - history.charges_at < CHARGES_KEEP:
        return
    region = domain.region(history.region)
    wanted = Period(local_midnight(history.since, LONDON), domain.due_until(now))
    found = Octopus().standing_charges(history.product, region, wanted)
    with transaction.atomic():
        keep_standing_charges(product=history.product, region=region, charges=found)
        RateHistory.objects.filter(pk=history.pk).update(
            charges_since=history.since, charges_at=now
        )


def _note_success(history: RateHistory, now: dt.datetime, chance: float) -> None:
    """Forget earlier failures and say when to ask again, unless more was wanted meanwhile."""
    if history.complete_until is None or _older(history):
        ask_at = now
    else:
        ask_at = domain.next_ask(
            announced=history.announced,
            complete_until=history.complete_until,
            now=now,
            chance=chance,
        )
    _row(history).update(failures=0, trouble="", ask_at=ask_at)


def _note_failure(
    history: RateHistory, message: str, is_unknown: bool, now: dt.datetime, chance: float
) -> None:
    failures = history.failures + 1
    log.warning("prices.history", product=history.product, region=history.region, trouble=message)
    _row(history).update(
        failures=failures,
        trouble=message[:_TROUBLE_LENGTH],
        asked_at=now,
        ask_at=domain.retry_at(failures=failures, is_unknown=is_unknown, now=now, chance=chance),
    )


def _row(history: RateHistory) -> RateHistoryQuerySet:
    # Whoever has moved ``since`` back after we looked wants another run at once.
    return RateHistory.objects.filter(pk=history.pk, since=history.since)
