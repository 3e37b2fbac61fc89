"""The day ruler draws every kind of day and reads as a table."""

import datetime as dt
import re
import xml.etree.ElementTree as ET
from decimal import Decimal
from time import perf_counter

import pytest

from daybook.lib.periods import HALF_HOUR, LONDON, Period, half_hours, local_day
from daybook.ui.ruler import BANDS, Bracket, Cell, Mark, clock_labels, heights, ruler

WINTER = local_day(dt.date(2026, 3, 3), LONDON)
SPRING = local_day(dt.date(2026, 3, 29), LONDON)
AUTUMN = local_day(dt.date(2026, 10, 25), LONDON)


def cells_of(day, value="10", band="fair"):
    return [Cell(at, Decimal(value), band, f"{value}p") for at in half_hours(day)]


def drawn(day=WINTER, **options):
    return ruler(name="r", label="Prices", day=day, zone=LONDON, **options)


def rows_of(made):
    pairs = re.findall(r"<th scope=row>(.*?)</th><td>(.*?)</td><td>(.*?)</td>", made.rows)
    assert len(pairs) == made.rows.count("<tr>")
    return pairs


def svg_of(made):
    return ET.fromstring(made.svg)


def texts_of(made):
    return ["".join(element.itertext()) for element in svg_of(made).iter("text")]


def of_class(made, name):
    return [e for e in svg_of(made).iter() if name in e.get("class", "").split()]


class TestDays:
    @pytest.mark.parametrize(("day", "count"), [(WINTER, 48), (SPRING, 46), (AUTUMN, 50)])
    def test_have_a_cell_and_a_row_for_every_half_hour(self, day, count):
        made = drawn(day, cells=cells_of(day))
        assert len(of_class(made, "ruler-bar")) == count
        assert len(rows_of(made)) == count

    def test_are_labelled_every_three_hours(self):
        hours = ["00", "03", "06", "09", "12", "15", "18", "21", "24"]
        assert texts_of(drawn()) == hours

    def test_the_repeated_hour_names_its_zone(self):
        texts = texts_of(drawn(AUTUMN))
        assert "BST" in texts
        assert "GMT" in texts

    def test_the_skipped_hour_is_not_there(self):
        times = [row[0] for row in rows_of(drawn(SPRING))]
        assert not any(time.startswith("01:") for time in times)
        assert "00:30\N{EN DASH}02:00" in times

    def test_the_last_row_ends_at_midnight(self):
        assert rows_of(drawn())[-1][0] == "23:30\N{EN DASH}00:00"

    def test_of_another_zone_are_whole_too(self):
        made = ruler(name="u", label="UTC", day=WINTER, zone=dt.UTC)
        assert len(rows_of(made)) == 48


class TestLabels:
    def test_carry_the_zone_only_where_a_time_is_shown_twice(self):
        labels = clock_labels((*half_hours(AUTUMN), AUTUMN.ends_at), LONDON)
        assert [label for label in labels if len(label) > 5] == [
            "01:00 BST", "01:30 BST", "01:00 GMT", "01:30 GMT",
        ]  # fmt: skip

    def test_closing_midnight_is_plain(self):
        labels = clock_labels((*half_hours(WINTER), WINTER.ends_at), LONDON)
        assert labels[0] == labels[-1] == "00:00"


class TestPrices:
    def test_are_told_with_their_band_in_words(self):
        made = drawn(cells=cells_of(WINTER, "8.5", "cheap"))
        assert rows_of(made)[0] == ("00:00\N{EN DASH}00:30", "8.5p", "cheap")

    def test_are_tinted_by_their_band(self):
        made = drawn(cells=cells_of(WINTER, band="very-dear"))
        assert len(of_class(made, "band-very-dear")) == 48

    def test_a_cell_outside_the_day_is_left_out(self):
        stray = Cell(WINTER.ends_at, Decimal(1), "fair", "1p")
        made = drawn(cells=[*cells_of(WINTER), stray])
        assert made.missing_count == 0
        assert len(rows_of(made)) == 48

    def test_an_unknown_band_is_refused(self):
        with pytest.raises(ValueError, match="no band"):
            Cell(WINTER.starts_at, Decimal(1), "purple", "1p")

    @pytest.mark.parametrize("band", BANDS)
    def test_every_band_has_a_word(self, band):
        assert str(BANDS[band])


class TestHeights:
    def test_stand_on_nought(self):
        assert heights([Decimal(5), Decimal(20)]) == ((0.0, 0.25), (0.0, 1.0))

    def test_hang_below_it_when_negative(self):
        (zero, low), (_, high) = heights([Decimal(-5), Decimal(15)])
        assert (zero, low, high) == (0.25, 0.0, 1.0)

    def test_are_unknown_where_nothing_is_known(self):
        assert heights([None, Decimal(4)]) == (None, (0.0, 1.0))

    def test_survive_a_day_of_noughts(self):
        assert heights([Decimal(0)] * 3) == ((0.0, 0.0),) * 3

    def test_of_a_nought_can_still_be_seen(self):
        made = drawn(cells=cells_of(WINTER, "0"))
        assert all(float(bar.get("height")) >= 1 for bar in of_class(made, "ruler-bar"))

    def test_never_leave_the_drawing(self):
        values = ["-80", "100", "0", "12.5"]
        cells = [
            Cell(at, Decimal(values[n % 4]), "fair", "") for n, at in enumerate(half_hours(WINTER))
        ]
        for bar in of_class(drawn(cells=cells), "ruler-bar"):
            top, height = float(bar.get("y")), float(bar.get("height"))
            assert top >= 33.9
            assert top + height <= 110.1


class TestGaps:
    def test_are_hatched_counted_and_said(self):
        made = drawn(cells=cells_of(WINTER)[:-4])
        assert len(of_class(made, "ruler-gap")) == made.missing_count == 4
        assert rows_of(made)[-1][1] == "not published"

    def test_name_the_hatching_after_the_ruler(self):
        made = ruler(name="two", label="", day=WINTER, zone=LONDON, cells=cells_of(WINTER)[1:])
        assert 'id="hatch-two"' in made.svg
        assert "url(#hatch-two)" in made.svg

    def test_a_whole_day_needs_no_hatching(self):
        assert "pattern" not in drawn(cells=cells_of(WINTER)).svg


class TestPlainDay:
    def test_has_no_prices_and_misses_none(self):
        made = drawn()
        assert not made.has_prices
        assert made.missing_count == 0
        assert len(of_class(made, "ruler-plain")) == 48

    def test_says_only_the_times(self):
        assert {row[1:] for row in rows_of(drawn())} == {("", "")}


class TestNow:
    def test_is_a_line_at_its_place(self, now):
        made = drawn(now=now)
        x = 12 + (9 + 10 / 60) * 2 * 16
        assert of_class(made, "ruler-now")[0].get("d").startswith(f"M{round(x, 1)} ")
        assert made.current == 18

    def test_dims_what_is_past(self, now):
        assert len(of_class(drawn(cells=cells_of(WINTER), now=now), "ruler-past")) == 18

    def test_hides_no_label_but_those_it_would_cover(self, now):
        assert "09" not in texts_of(drawn(now=now))
        assert "12" in texts_of(drawn(now=now))

    def test_is_not_on_another_day(self, now):
        made = drawn(SPRING, now=now)
        assert of_class(made, "ruler-now") == []
        assert made.current == 0

    @pytest.mark.parametrize("moment", [WINTER.starts_at, WINTER.ends_at - HALF_HOUR / 30])
    def test_keeps_its_tag_inside_the_drawing(self, moment):
        tag = of_class(drawn(now=moment), "ruler-now-tag")[0]
        assert 0 <= float(tag.get("x")) <= 792 - 30


class TestBracket:
    def test_spans_its_period(self):
        period = Period(WINTER.starts_at + 4 * HALF_HOUR, WINTER.starts_at + 10 * HALF_HOUR)
        made = drawn(bracket=Bracket(period, "Cheapest 3 h"))
        assert of_class(made, "ruler-bracket")[0].get("d") == "M77.0 29v-5H171.0v5"
        assert "Cheapest 3 h" in texts_of(made)

    def test_that_runs_over_midnight_ends_with_the_day(self):
        period = Period(WINTER.ends_at - HALF_HOUR, WINTER.ends_at + 4 * HALF_HOUR)
        path = of_class(drawn(bracket=Bracket(period, "x")), "ruler-bracket")[0].get("d")
        assert path.endswith("H779v5")

    def test_keeps_its_words_inside_the_drawing(self):
        period = Period(WINTER.starts_at, WINTER.starts_at + HALF_HOUR)
        text = of_class(drawn(bracket=Bracket(period, "w" * 40)), "ruler-bracket-text")[0]
        assert float(text.get("x")) >= 12 + 40 * 6.2 / 2 - 0.1

    def test_needs_no_room_when_there_is_none(self):
        assert svg_of(drawn()).get("viewBox").split()[1] != "0"


class TestPins:
    def test_are_links_with_names(self):
        made = drawn(marks=[Mark(WINTER.starts_at + 2 * HALF_HOUR, "Bins <out>", "/t/?a=1&b=2")])
        link = ET.fromstring(made.pins).find("a")
        assert link.get("href") == "/t/?a=1&b=2"
        assert link.get("aria-label") == "Bins <out>"

    def test_of_another_day_are_left_out(self):
        assert drawn(marks=[Mark(WINTER.ends_at, "Later", "/")]).pins == ""


class TestSafety:
    def test_nothing_given_becomes_markup(self):
        evil = '<script>"&'
        cells = [Cell(WINTER.starts_at, Decimal(1), "fair", evil)]
        period = Period(WINTER.starts_at, WINTER.ends_at)
        made = drawn(cells=cells, bracket=Bracket(period, evil), marks=[])
        assert "<script" not in made.svg + made.rows
        assert "&lt;script&gt;" in made.svg

    def test_a_drawing_has_classes_and_no_styles(self):
        assert "style=" not in drawn(cells=cells_of(WINTER)).svg

    def test_readers_skip_the_drawing(self):
        assert svg_of(drawn()).get("aria-hidden") == "true"


def test_a_ruler_takes_about_a_millisecond(now):
    cells = cells_of(WINTER)
    drawn(cells=cells, now=now)
    took = []
    for _ in range(5):
        began = perf_counter()
        drawn(cells=cells, now=now)
        took.append(perf_counter() - began)
    assert min(took) < 0.01
