"""What lies ahead, in words: ranges, goals, and what is missing."""

from decimal import Decimal

import pytest

from daybook.apps.consumption.domain import Comparison, Coverage, Days, Utility
from daybook.apps.consumption.views.ahead import ahead_of, share
from daybook.ui.formats import DASH, MINUS, SPACE

MONTH = "This month, probably"
SO_FAR = "The last twelve months"
CONTRACT = "Contract year so far"
PROBABLY = "Contract year, probably"


@pytest.fixture
def told(stats):
    """The figures of statistics, by their label."""

    def make(**said):
        return {figure["label"]: figure for figure in ahead_of(stats(**said))}

    return make


@pytest.fixture
def contract(year, day, totalled):
    """A contract year of which 73 of 365 days have passed."""

    def make(**said):
        days = Days(day("2025-12-21"), day("2026-12-21"))
        given = {"days": days, "is_contract": True, "so_far": totalled("620", 73)}
        return year(**(given | said))

    return make


class TestMonth:
    def test_is_a_dash_while_too_little_is_known(self, told):
        figure = told()[MONTH]
        assert figure["number"] == DASH
        assert "seven known days" in figure["note"]

    def test_is_a_range_around_what_is_likely(self, told, ranged):
        figure = told(projection=ranged())[MONTH]
        assert (figure["number"], figure["unit"]) == (f"280{DASH}320", "kWh")
        assert figure["note"] == f"in eight of ten such months, most likely 300{SPACE}kWh"

    def test_stands_beside_the_month_a_year_ago_when_all_of_that_is_known(
        self, told, ranged, totalled
    ):
        figure = told(projection=ranged(), year_ago=totalled("310", 31))[MONTH]
        assert figure["note"].endswith(f"; a year ago 310{SPACE}kWh")

    def test_says_nothing_of_a_year_ago_with_a_gap(self, told, ranged, totalled):
        figure = told(projection=ranged(), year_ago=totalled("310", 30, of=31))[MONTH]
        assert "a year ago" not in figure["note"]

    def test_is_one_number_when_all_of_it_is_known(self, told, ranged):
        figure = told(projection=ranged("300", "300", "300", ahead=0))[MONTH]
        assert (figure["number"], figure["note"]) == ("300", "every day of it is known")

    def test_has_decimals_only_below_a_hundred(self, told, ranged):
        assert told(projection=ranged("9.04", "9.5", "99.96"))[MONTH]["number"] == f"9.0{DASH}100.0"
        assert told(projection=ranged("1234.5", "1300", "1400"))[MONTH]["number"].startswith("1,23")

    def test_of_water_has_two_decimals(self, told, ranged):
        figure = told(utility=Utility.WATER, projection=ranged("9.04", "9.5", "9.96"))[MONTH]
        assert (figure["number"], figure["unit"]) == (f"9.04{DASH}9.96", "m³")


class TestSoFar:
    def test_without_a_contract_is_the_last_twelve_months(self, told):
        figures = told()
        assert (figures[SO_FAR]["number"], figures[SO_FAR]["note"]) == ("2,500", "")
        assert CONTRACT not in figures
        assert PROBABLY not in figures

    def test_of_a_contract_says_since_when(self, told, contract):
        assert told(year=contract())[CONTRACT]["note"] == "since Sunday 21 December 2025"

    def test_has_every_digit_on_hover(self, told, year, totalled):
        figure = told(year=year(so_far=totalled("1234.567", 365)))[SO_FAR]
        assert (figure["number"], figure["exact"]) == ("1,235", f"1,234.567{SPACE}kWh")

    @pytest.mark.parametrize(
        ("now", "change"), [("110", "+10%"), ("90", f"{MINUS}10%"), ("100", "0%")]
    )
    def test_is_set_against_the_year_before(self, told, year, totalled, now, change):
        compared = Comparison(now=totalled(now, 365), before=totalled("100", 365))
        note = told(year=year(on_year_before=compared))[SO_FAR]["note"]
        assert note == f"{change} against the year before"

    def test_says_of_how_many_days_that_is(self, told, year, totalled):
        compared = Comparison(now=totalled("55", 28, of=365), before=totalled("50", 28, of=365))
        note = told(year=year(on_year_before=compared))[SO_FAR]["note"]
        assert note == "+10% against the same 28 days a year before"

    def test_compares_nothing_below_four_weeks(self, told, year, totalled):
        compared = Comparison(now=totalled("55", 27, of=365), before=totalled("50", 27, of=365))
        assert told(year=year(on_year_before=compared))[SO_FAR]["note"] == ""

    @pytest.mark.parametrize(("lost", "note"), [(1, "1 day is missing"), (7, "7 days are missing")])
    def test_counts_what_is_missing(self, told, year, totalled, lost, note):
        found = year(so_far=totalled("900", 365 - lost, of=365))
        assert told(year=found)[SO_FAR]["note"] == note

    def test_joins_its_notes(self, told, contract, totalled):
        compared = Comparison(now=totalled("60", 73), before=totalled("50", 73))
        found = contract(so_far=totalled("60", 72, of=73), on_year_before=compared)
        assert told(year=found)[CONTRACT]["note"] == (
            "since Sunday 21 December 2025; +20% against the year before; 1 day is missing"
        )


class TestContractYear:
    def test_needs_the_year_before(self, told, contract):
        figure = told(year=contract())[PROBABLY]
        assert (figure["number"], figure["note"]) == (
            DASH,
            "not enough yet: it takes the same days of the year before",
        )

    def test_is_a_range(self, told, contract, ranged):
        figure = told(year=contract(projection=ranged("2800", "3000", "3200")))[PROBABLY]
        assert figure["number"] == f"2,800{DASH}3,200"
        assert figure["note"] == f"in eight of ten such years, most likely 3,000{SPACE}kWh"


class TestGoal:
    LABEL = f"Of the goal of 3,100{SPACE}kWh"

    def test_is_set_beside_the_share_of_the_year(self, told, contract):
        figure = told(year=contract(goal=Decimal(3100)))[self.LABEL]
        assert (figure["number"], figure["note"]) == ("20%", "20% of the year has passed")

    def test_tells_where_the_year_will_end(self, told, contract, ranged):
        found = contract(goal=Decimal(3100), projection=ranged("2790", "3000", "3410"))
        note = told(year=found)[self.LABEL]["note"]
        assert note.endswith("; it will probably end at 90% to 110%")

    def test_of_the_last_twelve_months_says_so(self, told, year):
        figure = told(year=year(goal=Decimal(5000)))[f"Of the goal of 5,000{SPACE}kWh"]
        assert (figure["number"], figure["note"]) == ("50%", "in the last twelve months")

    def test_may_be_passed(self, told, year):
        figure = told(year=year(goal=Decimal(1000)))[f"Of the goal of 1,000{SPACE}kWh"]
        assert figure["number"] == "250%"

    def test_is_left_out_without_one(self, told, contract):
        assert not any(label.startswith("Of the goal") for label in told(year=contract()))


class TestComplete:
    @pytest.mark.parametrize(
        ("known", "lost", "words"),
        [
            (10, 0, "100%: all of the last 10 days"),
            (9, 0, "90.0%: 1 of 10 days is missing"),
            (8, 0, "80.0%: 2 of 10 days are missing"),
            (10, 1, "99.9%: 1 half-hour is missing"),
            (9, 2, "90.0%: 1 of 10 days is missing; 2 half-hours are missing"),
        ],
    )
    def test_says_what_is_missing(self, told, known, lost, words):
        share = Decimal(known) / 10
        found = Coverage(days=10, known_days=known, missing_half_hours=lost, share=share)
        figure = told(coverage=found)["Complete"]
        assert f"{figure['number']}: {figure['note']}" == words

    def test_of_one_day_speaks_of_one(self, told):
        found = Coverage(days=1, known_days=1, missing_half_hours=0, share=Decimal(1))
        assert told(coverage=found)["Complete"]["note"] == "the last 1 day"

    def test_comes_last(self, stats, contract):
        labels = [figure["label"] for figure in ahead_of(stats(year=contract(goal=Decimal(9))))]
        assert labels[:3] == [MONTH, CONTRACT, PROBABLY]
        assert labels[-1] == "Complete"


@pytest.mark.parametrize(
    ("part", "places", "words"),
    [("0", 0, "0%"), ("0.004", 0, "0%"), ("0.005", 0, "1%"), ("1.5", 1, "150.0%")],
)
def test_share_is_of_a_hundred(part, places, words):
    assert share(Decimal(part), places) == words
