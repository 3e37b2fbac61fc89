"""What people read of their account."""

import datetime as dt

import pytest

from daybook.apps.consumption.domain import Days, Trouble, Unit, Utility
from daybook.apps.consumption.models import MeterPoint, OctopusAccount
from daybook.apps.consumption.queries import Gap, PointAgreement
from daybook.apps.consumption.views.octopus_words import (
    TIMES_TOLD,
    facts_of,
    gap_lists,
    meter_of,
    points_table,
)
from daybook.lib.half_hours import starts
from daybook.lib.periods import LONDON
from daybook.ui import formats
from tests.conftest import NOW

TODAY = dt.date(2026, 3, 3)
ONE_DAY = dt.timedelta(days=1)
HALF_HOUR = dt.timedelta(minutes=30)
NOON = dt.datetime(2026, 2, 20, 12, tzinfo=dt.UTC)


def account(**said):
    """An account that was connected today and is supplied since the middle of January."""
    given = {
        "number": "A-1B2C3D4E",
        "key_hint": "x7Qa",
        "sealed_key": "sealed",
        "fill_from": dt.date(2026, 1, 15),
        "fill_until": TODAY + ONE_DAY,
        "filled_since": TODAY + ONE_DAY,
        "answered_at": NOW,
    }
    return OctopusAccount(**(given | said))


def agreed(code, since, until=None, *, number="1", utility=Utility.ELECTRICITY):
    return PointAgreement(
        utility=utility,
        number=number,
        is_export=False,
        tariff_code=code,
        valid_from=since,
        valid_to=until,
    )


def part(day, *places):
    """A gap at some half-hours of a day."""
    all_of_it = starts(day, LONDON)
    return Gap(day, tuple(all_of_it[place] for place in places))


def whole(day):
    return Gap(day, tuple(starts(day, LONDON)), is_whole=True)


def lines(*gaps, today=TODAY):
    (found,) = gap_lists({Utility.ELECTRICITY: list(gaps)}, today=today)
    return found.lines


class TestMeter:
    def test_begins_in_a_moment(self):
        assert meter_of(account()) == {"percent": 0, "words": "It begins in a moment."}

    def test_says_since_which_month_all_is_here(self):
        told = meter_of(account(filled_since=dt.date(2026, 2, 1)))
        assert told["words"] == "Everything since February 2026 is here."
        assert told["percent"] == 100 * 31 // 48

    def test_is_gone_when_all_is_here(self):
        assert meter_of(account(filled_since=dt.date(2026, 1, 15))) is None

    @pytest.mark.parametrize("trouble", [Trouble.KEY, Trouble.ACCOUNT, Trouble.SEAL])
    def test_is_gone_while_nobody_asks(self, trouble):
        assert meter_of(account(trouble=trouble)) is None

    def test_stays_while_octopus_is_away(self):
        assert meter_of(account(trouble=Trouble.AWAY)) is not None


class TestAccount:
    @pytest.mark.parametrize(
        ("filled_since", "percent"),
        [(dt.date(2026, 3, 4), 0), (dt.date(2026, 2, 8), 50), (dt.date(2026, 1, 15), 100)],
    )
    def test_knows_how_much_has_been_asked_for(self, filled_since, percent):
        assert account(filled_since=filled_since).percent_filled == percent

    def test_without_a_day_to_fill_is_at_nothing(self):
        one = account(fill_from=TODAY, fill_until=TODAY, filled_since=TODAY)
        assert (one.percent_filled, one.is_filling) == (0, False)

    @pytest.mark.parametrize("trouble", [Trouble.NONE, Trouble.AWAY])
    def test_goes_on_by_itself(self, trouble):
        assert not account(trouble=trouble).is_paused

    def test_says_nothing_private_of_itself(self):
        one = account(person_id=7)
        assert str(one) == "Octopus account of person #7"
        assert "A-1B2C3D4E" not in repr(one)


class TestFacts:
    def test_are_what_the_account_is(self):
        words = [(fact.label, fact.words) for fact in facts_of(account(), now=NOW)]
        assert words[0] == ("Account", "A-1B2C3D4E")
        assert words[1] == ("API key", "ends with x7Qa")
        assert words[3] == ("Last answer", "today 09:10")

    @pytest.mark.parametrize(("unit", "words"), [(Unit.CUBIC_METRE, "m³"), (Unit.KWH, "kWh")])
    def test_name_what_gas_is_counted_in(self, unit, words):
        assert facts_of(account(gas_unit=unit.value), now=NOW)[2].words.startswith(words)

    def test_have_the_whole_moment_in_a_tooltip(self):
        told = facts_of(account(answered_at=NOW - 40 * ONE_DAY), now=NOW)[3]
        assert told.words == "Thu 22 Jan 09:10"
        assert told.full == "Thursday 22 January 2026, 09:10 GMT"

    def test_never_tell_the_key(self):
        assert "sealed" not in repr(facts_of(account(), now=NOW))


class TestPoints:
    POINT = MeterPoint(utility="electricity", number="1", serials=["E1", "E2"])

    def row(self, *agreements, point=POINT):
        (row,) = points_table([point], agreements, now=NOW)
        return row

    def test_name_all_meters_and_the_tariff_now(self):
        row = self.row(agreed("E-1R-X-C", NOW - ONE_DAY))
        assert row == ["Electricity", "1", "E1, E2", "E-1R-X-C"]

    def test_have_dashes_where_nothing_is_known(self):
        point = MeterPoint(utility="gas", number="2", serials=[])
        assert self.row(point=point) == ["Gas", "2", formats.DASH, formats.DASH]

    def test_of_what_is_fed_in_say_so(self):
        point = MeterPoint(utility="electricity", number="3", serials=["E1"], is_export=True)
        assert self.row(point=point)[0] == "Export, not used here"

    @pytest.mark.parametrize(
        ("since", "until", "tariff"),
        [
            (NOW, None, "X"),
            (NOW + HALF_HOUR, None, formats.DASH),
            (NOW - ONE_DAY, NOW, formats.DASH),
            (NOW - ONE_DAY, NOW + HALF_HOUR, "X"),
        ],
    )
    def test_have_a_tariff_from_its_first_moment_up_to_its_last(self, since, until, tariff):
        assert self.row(agreed("X", since, until))[3] == tariff

    def test_change_tariff_at_the_very_moment(self):
        row = self.row(agreed("OLD", NOW - ONE_DAY, NOW), agreed("NEW", NOW))
        assert row[3] == "NEW"

    def test_do_not_take_the_tariff_of_another_one(self):
        others = [
            agreed("X", NOW, number="2"),
            agreed("Y", NOW, utility=Utility.GAS),
        ]
        assert self.row(*others)[3] == formats.DASH


class TestTotals:
    @pytest.mark.parametrize(
        ("places", "words"),
        [
            ((), "nothing is missing"),
            ((3,), "approximate: 1 half-hour missing"),
            ((3, 4), "approximate: 2 half-hours missing"),
        ],
    )
    def test_count_half_hours(self, places, words):
        gaps = [part(NOON.date(), *places)] if places else []
        (found,) = gap_lists({Utility.GAS: gaps}, today=TODAY)
        assert (found.name, found.total, bool(found.lines)) == ("Gas", words, bool(places))

    def test_are_apart_for_each_utility(self):
        found = gap_lists(
            {Utility.ELECTRICITY: [], Utility.GAS: [part(NOON.date(), 0)]}, today=TODAY
        )
        assert [one.total for one in found] == [
            "nothing is missing",
            "approximate: 1 half-hour missing",
        ]

    @pytest.mark.parametrize(
        ("day", "count"), [(dt.date(2026, 3, 29), 46), (dt.date(2025, 10, 26), 50)]
    )
    def test_of_days_that_change_clocks_are_exact(self, day, count):
        (found,) = gap_lists({Utility.GAS: [whole(day)]}, today=day + 3 * ONE_DAY)
        assert found.total == f"approximate: {count} half-hours missing"


class TestLines:
    def test_name_the_day_and_the_times(self):
        assert lines(part(NOON.date(), 24)) == ["Fri 20 Feb: 1 half-hour missing, at 12:00"]
        assert lines(part(NOON.date(), 24, 26)) == [
            "Fri 20 Feb: 2 half-hours missing, at 12:00, 13:00"
        ]

    def test_do_not_list_times_without_end(self):
        (line,) = lines(part(NOON.date(), *range(TIMES_TOLD + 1)))
        assert line.endswith("00:00, 00:30, 01:00, 01:30, 02:00, 02:30 and later")
        (line,) = lines(part(NOON.date(), *range(TIMES_TOLD)))
        assert "later" not in line

    def test_tell_the_repeated_hour_apart(self):
        day = dt.date(2025, 10, 26)
        (line,) = lines(part(day, 2, 4), today=dt.date(2025, 10, 29))
        assert line.endswith("at 01:00 BST, 01:00 GMT")

    def test_have_the_newest_day_first(self):
        told = lines(part(dt.date(2026, 2, 1), 0), part(dt.date(2026, 2, 2), 0))
        assert [line.split(":")[0] for line in told] == ["Mon 2 Feb", "Sun 1 Feb"]

    def test_join_whole_days_beside_one_another(self):
        days = Days(dt.date(2026, 2, 1), dt.date(2026, 2, 5))
        told = lines(*[whole(day) for day in days.each()])
        assert told == ["Sun 1 Feb to Wed 4 Feb: nothing has come"]

    def test_do_not_join_days_with_one_between(self):
        told = lines(whole(dt.date(2026, 2, 1)), whole(dt.date(2026, 2, 3)))
        assert told == ["Tue 3 Feb: nothing has come", "Sun 1 Feb: nothing has come"]

    def test_do_not_join_over_a_day_of_which_a_part_came(self):
        first = dt.date(2026, 2, 1)
        told = lines(whole(first), part(first + ONE_DAY, 0), whole(first + 2 * ONE_DAY))
        assert len(told) == 3
        assert "at 00:00" in told[1]
