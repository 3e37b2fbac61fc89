"""The half-hours of days as tints, with their numbers."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daybook.apps.consumption.domain import ONE_DAY, Days, Unit
from daybook.apps.consumption.views.heat import heat_map
from daybook.ui.formats import DASH

SPRING = dt.date(2026, 3, 29)
AUTUMN = dt.date(2025, 10, 26)
URL = "/?a=1&on=%s"


def days(first, count=1):
    return Days(first, first + count * ONE_DAY)


def heat(rows, of=None, unit=Unit.KWH, url=URL):
    first = min(rows)
    return heat_map(of or days(first, len(rows)), rows, unit, url)


def cells(table):
    """Class and text of each cell."""
    return re.findall(r'<td class="([\w-]+)"[^>]*>([^<]*)</td>', table)


class TestTints:
    def test_rise_with_the_amount(self, half_hours, today):
        rising = {f"p{n}": str(n) for n in range(48)}
        tints = [tint for tint, _ in cells(heat({today: half_hours(today, **rising)}).table)]
        assert tints[0] == "heat-0"
        assert tints[1:] == sorted(tints[1:])
        assert set(tints) == {f"heat-{n}" for n in range(6)}

    def test_end_where_few_are_above(self, half_hours, today):
        table = heat({today: half_hours(today, "1", p7="100")}).table
        assert {tint for tint, _ in cells(table)} == {"heat-5"}

    def test_tell_nought_from_missing(self, half_hours, today):
        found = cells(heat({today: half_hours(today, p0="0", p1=None)}).table)
        assert found[:2] == [("heat-0", "0.000"), ("heat-missing", "missing")]

    def test_of_nothing_but_noughts_are_all_empty(self, half_hours, today):
        found = heat({today: half_hours(today, "0")})
        assert set(cells(found.table)) == {("heat-0", "0.000")}

    def test_of_one_use_among_noughts_show_it(self, half_hours, today):
        found = cells(heat({today: half_hours(today, "0", p9="0.7")}).table)
        assert found[9] == ("heat-5", "0.700")

    def test_are_not_there_where_nothing_is_known(self, today):
        assert heat_map(days(today), {}, Unit.KWH, URL) is None
        assert heat_map(days(today), {today: (None,) * 48}, Unit.KWH, URL) is None


class TestRows:
    def test_are_all_days_also_those_without_half_hours(self, half_hours, today):
        table = heat({today: half_hours(today)}, of=days(today - ONE_DAY, 3)).table
        rows = table.split("<tr>")[2:]
        assert [row.count("heat-missing") for row in rows] == [48, 0, 48]

    def test_lead_to_their_day(self, half_hours, today):
        assert (
            '<a href="/?a=1&amp;on=2026-03-03">Tue 3</a>' in heat({today: half_hours(today)}).table
        )

    def test_cannot_be_broken_by_an_address(self, half_hours, today):
        table = heat({today: half_hours(today)}, url='"><script>%s').table
        assert "<script" not in table

    def test_have_one_header_each(self, half_hours, today):
        rows = {today + n * ONE_DAY: half_hours(today) for n in range(3)}
        assert heat(rows).table.count('<th scope="row">') == 3

    @settings(max_examples=20)
    @given(st.lists(st.one_of(st.none(), st.decimals(0, 50, places=3)), min_size=48, max_size=48))
    def test_show_every_number_in_its_place(self, places):
        day = dt.date(2026, 3, 3)
        found = heat_map(days(day), {day: tuple(places)}, Unit.KWH, URL)
        if found is None:
            assert set(places) == {None}
            return
        shown = [text for _, text in cells(found.table)]
        assert shown == ["missing" if n is None else f"{n:.3f}" for n in places]


class TestClocks:
    def test_that_go_forward_leave_a_blank(self, half_hours):
        found = cells(heat({SPRING: half_hours(SPRING)}).table)
        assert [n for n, (tint, _) in enumerate(found) if tint == "heat-none"] == [2, 3]
        assert not heat({SPRING: half_hours(SPRING)}).has_repeated

    def test_that_go_back_have_columns_of_their_own(self, half_hours):
        found = heat({AUTUMN: half_hours(AUTUMN, p2="0.1", p4="0.9")})
        shown = [text for _, text in cells(found.table)]
        assert (len(shown), shown[2], shown[4]) == (50, "0.100", "0.900")
        assert found.has_repeated

    def test_name_both_times_of_the_hour(self, half_hours):
        table = heat({AUTUMN: half_hours(AUTUMN)}).table
        assert "Sun 26 01:00 BST: " in table
        assert "Sun 26 01:00 GMT: " in table

    @pytest.mark.parametrize(("day", "width"), [(SPRING, 48), (AUTUMN, 50)])
    def test_keep_the_heads_above_their_columns(self, half_hours, day, width):
        table = heat({day: half_hours(day)}).table
        spans = [int(n) for n in re.findall(r'colspan="(\d+)"', table)]
        assert (len(spans), sum(spans)) == (8, width)
        assert spans[0] == width - 42


class TestLegend:
    def test_names_each_tint(self, half_hours, today):
        found = heat({today: half_hours(today, "1")})
        assert [tint for tint, _ in found.legend] == [
            *(f"heat-{n}" for n in range(6)),
            "heat-missing",
        ]

    def test_tells_the_edges_in_the_unit(self, half_hours, today):
        words = [text for _, text in heat({today: half_hours(today, "1")}).legend]
        assert words[1:3] == ["up to 0.20 kWh", f"0.20{DASH}0.40"]
        assert (words[5], words[0], words[6]) == ("above 0.80 kWh", "nothing", "missing")

    def test_of_water_is_in_cubic_metres(self, half_hours, today):
        found = heat({today: half_hours(today, "1")}, unit=Unit.CUBIC_METRE)
        assert found.legend[1][1] == "up to 0.20 m³"
        assert "1.000 m³" in found.table

    def test_edges_belong_to_the_tint_below(self, half_hours, today):
        found = cells(heat({today: half_hours(today, "1", p0="0.2", p1="0.201")}).table)
        assert [tint for tint, _ in found[:2]] == ["heat-1", "heat-2"]


def test_a_month_is_one_table(half_hours):
    march = Days(dt.date(2026, 3, 1), dt.date(2026, 4, 1))
    rows = {day: half_hours(day) for day in march.each()}
    found = heat(rows, of=march)
    assert len(cells(found.table)) == 31 * 48
    assert Decimal(found.table.count("heat-none")) == 2
