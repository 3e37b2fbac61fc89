"""How statistics read."""

import datetime as dt
from decimal import Decimal

import pytest

from daybook.apps.prices import domain
from daybook.apps.prices.views import averages

DAY = dt.date(2026, 3, 3)
NEXT = dt.timedelta(days=1)


@pytest.fixture
def found():
    """Two days of which the first has a half-hour below zero and one missing."""
    first = (Decimal(-3), None, *map(Decimal, range(2, 48)))
    second = tuple(map(Decimal, range(48)))
    return domain.history({DAY: first, DAY + NEXT: second}, first=DAY, past=DAY + 2 * NEXT)


def test_figures_say_what_and_when(found):
    told = {figure.label: (figure.value, figure.note) for figure in averages.figures(found, DAY)}
    assert told["Lowest"] == ("\N{MINUS SIGN}3.00p", "today 00:00")
    assert told["Highest"] == ("47.00p", "today 23:30")
    assert told["Below zero"] == ("1", "half-hour, 1.1% of all")
    assert told["Dearest hour"] == ("23:00", "until 24:00, 46.50p on average")


def test_gaps_are_counted_in_words(found):
    assert averages.gap_words(found.whole).startswith("1 of 96 half-hours is missing")


def test_the_average_day_has_a_row_for_each_half_hour_of_the_clock(found):
    day = averages.average_day(found)
    assert (len(day.rows), list(day.columns)) == (48, ["All", "Mar 2026"])
    assert 'data-value="-1.5000"' in day.rows[0]
    assert "band-negative" in day.rows[0]


def test_the_spread_has_all_columns_and_shares_of_a_hundred(found):
    columns = averages.spread(found)
    assert columns[0].words == "\N{MINUS SIGN}5 to 0 p"
    assert sum(column.count for column in columns) == 95


def test_months_say_what_is_missing(found):
    (march,) = averages.month_lines(found)
    assert (march.name, march.negative, march.missing) == ("March 2026", "1 (1.1%)", "1")


@pytest.mark.parametrize(("part", "whole", "words"), [(0, 0, "0.0%"), (1, 3, "33.3%")])
def test_a_share_of_nothing_is_nothing(part, whole, words):
    assert averages.share(part, whole) == words
