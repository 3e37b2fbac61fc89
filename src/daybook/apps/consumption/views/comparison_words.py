"""A comparison of tariffs as people read it, each text made once for its page."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from daybook.apps.consumption.domain.comparison import Priced
from daybook.apps.consumption.domain.tariffs import Flat, HalfHourly, TwoRate
from daybook.apps.consumption.queries import AGILE, PRESENT, SHIFTS_KWH, Candidate, Outcome
from daybook.lib.money import pounds_from_pence
from daybook.ui import formats

DAYS_OF_A_YEAR: Final = 365
#: Below this it is a matter of luck which of two is cheaper.
WORTH_SAYING_PENCE: Final = Decimal(50)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Everything the page shows of a comparison.

    ``rows``, ``months`` and ``shifts`` are those of tables, the first cell naming the row.
    """

    is_sample: bool
    has_use: bool
    has_result: bool
    has_own: bool
    sentence: str
    warning: str
    advice: str
    gaps: Sequence[str]
    wants_prices: bool
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    month_columns: Sequence[str]
    months: Sequence[Sequence[str]]
    shift_columns: Sequence[str]
    shifts: Sequence[Sequence[str]]


def page_of(outcome: Outcome, candidates: Sequence[Candidate]) -> Page:
    """Make ``outcome`` ready."""
    names = _names(outcome, candidates)
    has_result = outcome.comparison.days > 0
    return Page(
        is_sample=outcome.is_sample,
        has_use=outcome.use_days > 0,
        has_result=has_result,
        has_own=PRESENT in names,
        sentence=_sentence(outcome, names) if has_result else "",
        warning=_warning(outcome, names) if has_result else "",
        advice=_advice(outcome, names) if has_result else "",
        gaps=[*_gaps(outcome, names), *_without_standing(outcome, names)],
        wants_prices=outcome.missing_prices.get(AGILE, 0) > 0,
        columns=[_("Tariff"), _("In all"), _("Standing charge"), _("A year"), _("A kWh")],
        rows=[_row(one, outcome, names) for one in outcome.comparison.offers],
        month_columns=[_("Month"), *(names[one.key] for one in outcome.comparison.offers)],
        months=_months(outcome),
        shift_columns=[
            _("Tariff"),
            *(_("%(kwh)s kWh a day") % {"kwh": kwh} for kwh in SHIFTS_KWH),
        ],
        shifts=_shifts(outcome, names),
    )


def pounds(pence: Decimal) -> str:
    """An amount in pence as pounds."""
    return formats.pounds(pounds_from_pence(pence))


def _names(outcome: Outcome, candidates: Sequence[Candidate]) -> dict[str, str]:
    names = {one.key: _("Your tariff") for one in outcome.comparison.offers if one.key == PRESENT}
    for candidate in candidates:
        match candidate.terms.rates:
            case HalfHourly(product=product):
                names[candidate.key] = product
            case Flat(pence=pence):
                names[candidate.key] = _("One rate of %s") % formats.pence(pence)
            case TwoRate(day_pence=day, night_pence=night):
                rates = {"day": formats.pence(day), "night": formats.pence(night)}
                names[candidate.key] = _("%(day)s by day, %(night)s by night") % rates
            case _:
                names[candidate.key] = _("Rates of your own")
    return names


def _sentence(outcome: Outcome, names: dict[str, str]) -> str:
    found = outcome.comparison
    best, reference = found.cheapest, _reference(outcome)
    days = ngettext("%d day", "%d days", found.days) % found.days
    used = formats.kwh(found.kwh.quantize(Decimal(1)))
    if best is None or reference is None:
        return ""
    if best is reference:
        told = _("Over %(days)s your %(used)s cost %(cost)s with “%(name)s”.")
        if len(found.offers) > 1:
            told = _(
                "Over %(days)s your %(used)s cost %(cost)s with “%(name)s”: none of the others is "
                "cheaper."
            )
        cost = {"cost": pounds(reference.total_pence), "name": names[reference.key]}
        return told % {"days": days, "used": used, **cost}
    return _(
        "Over %(days)s your %(used)s would have cost %(cost)s with “%(name)s”, %(less)s less than "
        "with “%(other)s”."
    ) % {
        "days": days,
        "used": used,
        "cost": pounds(best.total_pence),
        "name": names[best.key],
        "less": pounds(reference.total_pence - best.total_pence),
        "other": names[reference.key],
    }


def _reference(outcome: Outcome) -> Priced | None:
    """What the others are held against: the present tariff, else the one that costs most."""
    offers = outcome.comparison.offers
    own = next((one for one in offers if one.key == PRESENT), None)
    return own or max(offers, key=lambda one: one.total_pence, default=None)


def _warning(outcome: Outcome, names: dict[str, str]) -> str:
    """That the half-hourly tariff was dearer than another one."""
    offers = {one.key: one for one in outcome.comparison.offers}
    best = outcome.comparison.cheapest
    agile = offers.get(AGILE)
    if agile is None or best is None or best is agile:
        return ""
    more = agile.total_pence - best.total_pence
    if more < WORTH_SAYING_PENCE:
        return ""
    return _("%(agile)s was dearer: %(more)s more than “%(name)s”, for the same use.") % {
        "agile": names[AGILE],
        "more": pounds(more),
        "name": names[best.key],
    }


def _advice(outcome: Outcome, names: dict[str, str]) -> str:
    """What shifting two kWh a day would have changed, where that is worth saying."""
    kwh = SHIFTS_KWH[1]
    saved = {key: shifts[1].saved_pence for key, shifts in outcome.shifts.items()}
    key = max(saved, key=lambda one: saved[one], default=None)
    if key is None or saved[key] < WORTH_SAYING_PENCE:
        return ""
    return _(
        "Moving %(kwh)s kWh a day from the dearest to the cheapest hours would have saved "
        "%(saved)s with “%(name)s”."
    ) % {"kwh": kwh, "saved": pounds(saved[key]), "name": names[key]}


def _without_standing(outcome: Outcome, names: dict[str, str]) -> list[str]:
    """Which tariffs look cheaper than they are, because nobody has typed their daily charge."""
    offers = outcome.comparison.offers
    if not outcome.comparison.days or not any(one.standing_pence for one in offers):
        return []
    told = _("“%s” stands here without a standing charge: nothing is added for its days.")
    return [told % names[one.key] for one in offers if not one.standing_pence]


def _gaps(outcome: Outcome, names: dict[str, str]) -> list[str]:
    found, gaps = outcome.comparison, list[str]()
    if found.missing_half_hours:
        told = ngettext(
            "Approximate: %d half-hour is missing.",
            "Approximate: %d half-hours are missing.",
            found.missing_half_hours,
        )
        gaps.append(told % found.missing_half_hours)
    without_use = outcome.days.count - outcome.use_days
    if without_use and outcome.use_days:
        told = ngettext(
            "No half-hours are known of %d day.",
            "No half-hours are known of %d days.",
            without_use,
        )
        gaps.append(told % without_use)
    if outcome.unpriced_days and outcome.comparison.offers:
        gaps.append(_left_out(outcome, names))
    return gaps


def _left_out(outcome: Outcome, names: dict[str, str]) -> str:
    """How many days are not compared, and which tariff is the reason."""
    told = ngettext(
        "%(n)d day is left out, since not every tariff has prices for it",
        "%(n)d days are left out, since not every tariff has prices for them",
        outcome.unpriced_days,
    )
    words, reasons = told % {"n": outcome.unpriced_days}, list[str]()
    if count := outcome.uncovered_days:
        told = ngettext(
            "you have no tariff for %(n)d day", "you have no tariff for %(n)d days", count
        )
        reasons.append(told % {"n": count})
    for key, count in outcome.missing_prices.items():
        told = ngettext(
            "“%(name)s” has no prices yet for %(n)d day",
            "“%(name)s” has no prices yet for %(n)d days",
            count,
        )
        reasons += [told % {"n": count, "name": names[key]}] * bool(count)
    return f"{words}: {', '.join(reasons)}." if reasons else f"{words}."


def _row(one: Priced, outcome: Outcome, names: dict[str, str]) -> list[str]:
    days, kwh = outcome.comparison.days, outcome.comparison.kwh
    return [
        names[one.key],
        pounds(one.total_pence),
        pounds(one.standing_pence),
        pounds(one.total_pence * DAYS_OF_A_YEAR / days) if days else formats.DASH,
        formats.pence(one.energy_pence / kwh) if kwh else formats.DASH,
    ]


def _months(outcome: Outcome) -> list[list[str]]:
    offers = [one.months for one in outcome.comparison.offers]
    months = sorted(offers[0]) if offers else []
    return [
        [f"{month:%b %Y}", *(pounds(costs[month]) for costs in offers)] for month in months[::-1]
    ]


def _shifts(outcome: Outcome, names: dict[str, str]) -> list[list[str]]:
    return [
        [names[key], *(pounds(one.saved_pence) for one in shifts)]
        for key, shifts in outcome.shifts.items()
        if any(one.saved_pence for one in shifts)
    ]
