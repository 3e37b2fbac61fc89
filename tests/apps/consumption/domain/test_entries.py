import datetime as dt
from decimal import Decimal

import pytest

from daybook.apps.consumption.domain import (
    Days,
    Decimals,
    Layout,
    RowKind,
    Unit,
    Utility,
    entries_of,
    table_of,
)
from daybook.lib.half_hours import starts
from daybook.lib.periods import LONDON

TODAY = dt.date(2026, 3, 30)
DAILY = Layout(kind=RowKind.DAYS, start=0, value=1, end=2, notes=3)
HALF_HOURLY = Layout(kind=RowKind.HALF_HOURS, start=0, value=1, end=2)


def read(layout, *rows, today=TODAY, **said):
    table = table_of("\n".join(["a;b;c;d", *rows]).encode())
    return entries_of(table, layout, today=today, **said)


def reason(layout, row):
    (bad,) = read(layout, row).bad
    return bad.reason


class TestDays:
    def test_are_what_a_row_says(self):
        (use,) = read(DAILY, "1/3/2026;8,25;7/3/2026;two  guests").uses
        assert (use.value, use.amount, use.notes) == (
            Decimal("8.25"),
            Decimal("8.25"),
            "two guests",
        )
        assert use.days == Days(dt.date(2026, 3, 1), dt.date(2026, 3, 8))

    def test_end_where_a_time_says_so(self):
        (use,) = read(DAILY, "2026-03-01T00:00Z;8;2026-03-03T00:00Z;").uses
        assert use.days.count == 2

    def test_are_london_days(self):
        (use,) = read(DAILY, "2025-06-30T23:00Z;8;2025-07-01T23:00Z;").uses
        assert use.days.first == dt.date(2025, 7, 1)

    def test_turn_a_unit_into_the_standard_one(self):
        layout = Layout(kind=RowKind.DAYS, start=0, value=1, utility=2, unit=3)
        (use,) = read(layout, "2026-03-01;10;Gas;m3", calorific_value_mj=Decimal(39)).uses
        assert (use.utility, use.unit, use.value) == (Utility.GAS, Unit.CUBIC_METRE, 10)
        assert use.amount == Decimal("110.786")

    def test_have_amounts_with_decimal_commas(self):
        layout = Layout(kind=RowKind.DAYS, start=0, value=1, decimals=Decimals.COMMA, is_sure=True)
        uses = read(layout, "2026-03-01;1.234,125;;", "2026-03-01;0,125;;").uses
        assert [use.value for use in uses] == [Decimal("1234.125"), Decimal("0.125")]

    def test_are_rounded_to_what_is_kept(self):
        assert read(DAILY, "2026-03-01;1.23456789;;").uses[0].value == Decimal("1.234568")

    @pytest.mark.parametrize(
        ("row", "told"),
        [
            (";8;;", "date is missing"),
            ("2026-03-01;;;", "amount is missing"),
            ("2026-03-01;many;;", "as a number"),
            ("2026-03-01;-1;;", "0 or more"),
            ("2026-03-31;8;;", "still to come"),
            ("2026-03-02;8;2026-03-01;", "first day or a later"),
            ("2026-03-01T01:00;8;2026-03-01T02:00;", "whole days"),
            ("2026-03-01;9000;;", "sure"),
        ],
    )
    def test_that_cannot_be_are_told_with_their_line(self, row, told):
        (bad,) = read(DAILY, row).bad
        assert bad.line == 2
        assert told in bad.reason

    def test_may_be_far_above_the_usual_when_somebody_is_sure(self):
        layout = Layout(kind=RowKind.DAYS, start=0, value=1, is_sure=True)
        assert read(layout, "2026-03-01;9000;;").uses

    def test_of_unknown_things_are_told(self):
        layout = Layout(kind=RowKind.DAYS, start=0, value=1, utility=2, unit=3)
        assert "not electricity" in reason(layout, "2026-03-01;1;oil;kWh")
        assert "not a unit" in reason(layout, "2026-03-01;1;gas;therms")
        assert "measured in" in reason(layout, "2026-03-01;1;water;kWh")


class TestHalfHours:
    def test_are_instants(self):
        found = read(HALF_HOURLY, "2025-07-01T00:00+01:00;0.5;2025-07-01T00:30+01:00").half_hours
        (key,) = found
        assert key == (Utility.ELECTRICITY, dt.datetime(2025, 6, 30, 23, tzinfo=dt.UTC))

    @pytest.mark.parametrize("day", [dt.date(2025, 10, 26), dt.date(2026, 3, 29)])
    @pytest.mark.parametrize("is_reversed", [False, True])
    def test_without_offsets_follow_the_clocks_of_london(self, day, is_reversed):
        instants = [at for n in (-1, 0, 1) for at in starts(day + n * dt.timedelta(1), LONDON)]
        rows = [f"{at.astimezone(LONDON):%d/%m/%Y %H:%M};0.5;;" for at in instants]
        found = read(HALF_HOURLY, *(rows[::-1] if is_reversed else rows))
        assert (len(found.half_hours), found.bad) == (len(instants), [])
        assert {at for _, at in found.half_hours} == set(instants)

    def test_with_ends_on_the_wall_are_read_through_the_change(self):
        rows = ["2025-10-26 00:30;1;2025-10-26 01:00", "2025-10-26 01:00;1;2025-10-26 01:30"]
        rows += ["2025-10-26 01:30;1;2025-10-26 01:00", "2025-10-26 01:00;1;2025-10-26 01:30"]
        assert len(read(HALF_HOURLY, *rows).half_hours) == 4

    @pytest.mark.parametrize(
        ("row", "told"),
        [
            ("2026-03-01;1;", "time is missing"),
            ("2026-03-01 00:10;1;", "on the hour"),
            ("2026-03-01 00:00;1;2026-03-01 01:00", "half an hour"),
            ("2026-03-29 01:30;1;", "Clocks went forward"),
            ("2026-03-31 01:30;1;", "still to come"),
            ("2026-03-01 00:00;500;", "sure"),
        ],
    )
    def test_that_cannot_be_are_told(self, row, told):
        assert told in reason(HALF_HOURLY, row)

    def test_told_twice_count_once(self):
        found = read(HALF_HOURLY, *["2026-03-01T00:00Z;1;"] * 2)
        assert (len(found.half_hours), found.repeated, found.bad) == (1, 1, [])

    def test_told_differently_are_bad(self):
        found = read(HALF_HOURLY, "2026-03-01T00:00Z;1;", "2026-03-01T00:00Z;2;")
        assert [(row.line, "Line 2" in row.reason) for row in found.bad] == [(3, True)]


def test_tells_how_far_it_is():
    told = []
    read(DAILY, *["2026-03-01;1;;"] * 1500, tell=told.append)
    assert told == [0, 1000]
