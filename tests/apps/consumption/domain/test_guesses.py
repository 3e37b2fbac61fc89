from dataclasses import replace

import pytest

from daybook.apps.consumption.domain import (
    DateOrder,
    Decimals,
    RowKind,
    Unit,
    Utility,
    guessed_layout,
    is_of_octopus,
    proposed_layout,
    table_of,
)

OLD = "Consumption (kwh), Start, End"
NEW = (
    "Consumption (kWh), Estimated Cost Inc. Tax (p), Standing Charge Inc. Tax (p), Start, End\n"
    "0.25, 5.51, 1.02, 2026-03-01T00:00:00+00:00, 2026-03-01T00:30:00+00:00\n"
)
OF_OLD = f" {OLD}\n0.25, 2026-03-01T00:00:00+00:00, 2026-03-01T00:30:00+00:00\n"


def guess(text, file_name=""):
    return guessed_layout(table_of(text.encode()), file_name=file_name)


class TestOctopus:
    @pytest.mark.parametrize(("text", "start"), [(OF_OLD, 1), (NEW, 3)])
    def test_is_recognised(self, text, start):
        found = guess(text)
        assert is_of_octopus(table_of(text.encode()))
        assert (found.kind, found.value) == (RowKind.HALF_HOURS, 0)
        assert (found.start, found.end) == (start, start + 1)

    def test_of_gas_says_so_by_its_name_or_its_unit(self):
        assert guess(OF_OLD, "my-gas-2026.csv").utility is Utility.GAS
        found = guess(OF_OLD.replace("(kwh)", "(m³)"), "gas.csv")
        assert (found.utility, found.unit) == (Utility.GAS, Unit.CUBIC_METRE)

    def test_is_not_just_any_file(self):
        assert not is_of_octopus(table_of(b"Date,Amount\n2026-03-01,1\n"))


class TestColumns:
    def test_are_known_by_their_names(self):
        found = guess(
            "notes,type,unit,last day,usage,first day\nx,gas,m3,2026-03-02,9,2026-03-01\n"
        )
        assert (found.notes, found.utility, found.unit) == (0, 1, 2)
        assert (found.end, found.value, found.start) == (3, 4, 5)

    def test_are_known_by_what_stands_in_them(self):
        found = guess("Wann;Was\n01.03.2026;8,25\n02.03.2026;7,5\n")
        assert (found.start, found.value) == (0, 1)
        assert found.decimals is Decimals.COMMA

    def test_stay_unknown_without_an_amount(self):
        assert guess("Date,Words\n2026-03-01,many\n") is None

    def test_have_the_month_first_where_no_day_can_be(self):
        assert guess("Date,kWh\n3/1/2026,8\n3/31/2026,7\n").date_order is DateOrder.MONTH_FIRST
        assert guess("Date,kWh\n3/1/2026,8\n").date_order is DateOrder.DAY_FIRST

    def test_hold_half_hours_where_rows_follow_one_another_so(self):
        text = "Time,kWh\n2026-03-01 00:00,1\n2026-03-01 00:30,1\n2026-03-01 01:00,1\n"
        assert guess(text).kind is RowKind.HALF_HOURS
        assert guess("Day,kWh\n2026-03-01,1\n2026-03-02,1\n").kind is RowKind.DAYS

    def test_tell_what_is_used(self):
        assert guess("Date,Water (litres)\n2026-03-01,340\n").utility is Utility.WATER
        assert guess("Date,Usage m3\n2026-03-01,340\n").utility is Utility.WATER
        assert guess("Date,Amount\n2026-03-01,8\n").utility is Utility.ELECTRICITY


class TestDecimals:
    @pytest.mark.parametrize(
        ("cells", "decimals"),
        [
            (["8.3", "many"], Decimals.POINT),
            (["0.125"], Decimals.POINT),
            (["1,234.5", "1,234"], Decimals.POINT),
            (["8"], Decimals.POINT),
            (["8,3", "many", "7"], Decimals.COMMA),
            (["0,125", "12,250"], Decimals.COMMA),
            (["1.234,5"], Decimals.COMMA),
            (["12,250"], Decimals.COMMA),
        ],
    )
    def test_are_seen_in_the_amounts(self, cells, decimals):
        rows = "".join(f"2026-03-01;{cell}\n" for cell in [*cells, "1"])
        assert guess(f"Date;Amount\n{rows}").decimals is decimals

    def test_are_no_thousands_between_commas(self):
        assert guess('Date,Amount\n2026-03-01,"1,234"\n').decimals is Decimals.POINT


class TestProposing:
    def test_remembers_what_was_chosen_but_not_that_somebody_was_sure(self):
        table = table_of(b"Date,Amount\n2026-03-01,8\n")
        chosen = replace(guessed_layout(table), utility=Utility.WATER, is_sure=True)
        assert proposed_layout(table, used_before=chosen) == replace(chosen, is_sure=False)

    def test_sees_decimals_anew(self):
        before = guess("Date;Amount\n2026-03-01;8.3\n")
        table = table_of(b"Date;Amount\n2026-03-01;0,125\n")
        assert proposed_layout(table, used_before=before).decimals is Decimals.COMMA

    def test_believes_the_name_of_the_file(self):
        table = table_of(OF_OLD.encode())
        found = proposed_layout(
            table, file_name="gas.csv", used_before=guessed_layout(table, file_name="power.csv")
        )
        assert found.utility is Utility.GAS
