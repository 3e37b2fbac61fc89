"""The dashboard on a fixed day, and what its words are made from, without a database."""

import datetime as dt
from decimal import Decimal

import pytest

from daybook.apps.consumption import domain
from daybook.apps.consumption.domain import (
    ONE_DAY,
    Comparison,
    Coverage,
    Days,
    Projection,
    Source,
    Total,
    Utility,
)
from daybook.apps.consumption.queries import Ever, Looked, UtilityStats, YearUse
from daybook.lib.half_hours import place_count
from daybook.lib.periods import LONDON


@pytest.fixture(autouse=True)
def today_is(monkeypatch, today):
    """Every page believes that it is ``today``; call it with another day to change that."""

    def make(day):
        monkeypatch.setattr("django.utils.timezone.localdate", lambda: day)

    make(today)
    return make


@pytest.fixture
def half_hours():
    """The half-hours of a day, all the same but for some places: ``half_hours(day, p3=None)``."""

    def make(day, usual="0.25", **said):
        places = [Decimal(usual)] * place_count(day, LONDON)
        for name, amount in said.items():
            places[int(name[1:])] = None if amount is None else Decimal(amount)
        return tuple(places)

    return make


@pytest.fixture
def looked():
    """What is known of some days: ``looked(span, {day: "5"}, half_hours={...})``."""

    def make(span, daily=None, *, past=None, utility=Utility.ELECTRICITY, source=None, **said):
        days = Days(span.first, past or span.past)
        rows = said.get("half_hours", {})
        daily = {day: Decimal(amount) for day, amount in (daily or {}).items()}
        for day, places in rows.items():
            daily.setdefault(day, sum(used for used in places if used is not None))
        usual = Source.HALF_HOURS if rows else Source.RECORDS
        return Looked(
            utility=utility,
            span=span,
            days=days,
            daily=daily,
            sources=dict.fromkeys(daily, source or usual),
            half_hours=rows,
            is_sample=False,
            total=domain.total(daily, days),
            profile=domain.profile(rows),
        )

    return make


@pytest.fixture
def totalled():
    """A total: ``totalled("50", 10, of=12)`` knows ten of twelve days."""

    def make(amount="30", known=10, *, of=None):
        return Total(amount=Decimal(amount), known_days=known, days=of or known)

    return make


@pytest.fixture
def ranged():
    """A projection: ``ranged("280", "300", "320")``."""

    def make(low="280", middle="300", high="320", ahead=20):
        ends = {"low": Decimal(low), "middle": Decimal(middle), "high": Decimal(high)}
        return Projection(**ends, expected_days=ahead)

    return make


@pytest.fixture
def year(today, totalled):
    """The twelve months of a utility, or another year: ``year(is_contract=True, goal=...)``."""

    def make(**said):
        unknown = Comparison(now=totalled("0", 0, of=365), before=totalled("0", 0, of=365))
        given = {
            "days": domain.rolling_year(today),
            "is_contract": False,
            "so_far": totalled("2500", 365),
            "on_year_before": unknown,
            "projection": None,
            "goal": None,
        }
        return YearUse(**(given | said))

    return make


@pytest.fixture
def stats(today, totalled, year):
    """The statistics of a utility, in which little is known but for what is ``said``."""

    def make(**said):
        unknown = Comparison(now=totalled("0", 0, of=3), before=totalled("0", 0, of=3))
        ever = {"amount": Decimal(100), "known_days": 10, "is_sample": False}
        given = {
            "utility": Utility.ELECTRICITY,
            "ever": Ever(**ever, first=today - 9 * ONE_DAY, last=today),
            "this_month": totalled("30", 3),
            "on_last_month": unknown,
            "on_last_year": unknown,
            "months": (),
            "coverage": Coverage(days=9, known_days=9, missing_half_hours=0, share=Decimal(1)),
            "projection": None,
            "year_ago": totalled("0", 0, of=31),
            "year": year(),
        }
        return UtilityStats(**(given | said))

    return make


@pytest.fixture
def day():
    """A date by its text: ``day("2026-03-03")``."""
    return dt.date.fromisoformat
