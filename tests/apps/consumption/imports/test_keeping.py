"""Half-hours from several sources: in whatever order they come, each counts once."""

import datetime as dt
import itertools
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daybook.apps.consumption import actions, queries
from daybook.apps.consumption.domain import ONE_DAY, Days, Source, Utility
from daybook.apps.consumption.models import Batch, DayUse, MeteredDay
from daybook.lib.half_hours import by_place, known, merged, packed, place_count, starts, unpacked
from daybook.lib.periods import LONDON
from tests.importing import NOW, imported, octopus

SPRING, PLAIN, AUTUMN = dt.date(2025, 3, 30), dt.date(2026, 3, 2), dt.date(2025, 10, 26)
DAYS = [SPRING, PLAIN, AUTUMN]
ROW = st.lists(st.none() | st.decimals(0, 100, places=6), min_size=50, max_size=50).map(tuple)


@pytest.fixture
def batch(anna):
    """Makes an import of Anna's."""
    return lambda source="csv": Batch.objects.create(person=anna, source=source, made_at=NOW)


def amounts_of(day, places, amount="0.5"):
    return {at: Decimal(amount) for n, at in enumerate(starts(day, LONDON)) if n in places}


def keep(batch, day, places, amount="0.5", utility=Utility.ELECTRICITY):
    return actions.keep_half_hours(
        batch=batch, utility=utility, amounts=amounts_of(day, places, amount)
    )


def kept(anna, day, utility=Utility.ELECTRICITY):
    return queries.half_hours(anna.pk, utility, Days(day, day + ONE_DAY)).get(day, ())


class TestDaysOfAnyLength:
    @pytest.mark.parametrize("day", DAYS)
    def test_keep_each_half_hour_in_its_place(self, anna, batch, day):
        instants = starts(day, LONDON)
        told = {at: Decimal(n) for n, at in enumerate(instants)}
        actions.keep_half_hours(batch=batch(), utility=Utility.GAS, amounts=told)
        assert kept(anna, day, Utility.GAS) == tuple(Decimal(n) for n in range(len(instants)))

    @pytest.mark.parametrize("day", DAYS)
    def test_of_two_halves_are_whole(self, anna, batch, day):
        count = place_count(day, LONDON)
        first, second = range(20), range(15, count)
        assert keep(batch(), day, first).added == 20
        found = keep(batch(), day, second)
        assert (found.added, found.known) == (count - 20, 5)
        use = DayUse.objects.get()
        assert (use.amount, use.missing_half_hours) == (count * Decimal("0.5"), 0)

    @pytest.mark.parametrize("day", DAYS)
    def test_come_and_go_with_their_import(self, anna, day):
        one = imported(anna, octopus(first=day))
        assert len(known(kept(anna, day))) == place_count(day, LONDON) == one.added_rows
        actions.undo_batch(person=anna, batch_id=one.pk, now=NOW)
        assert (kept(anna, day), DayUse.objects.count()) == ((), 0)


class TestSeveralImports:
    def test_undone_leaves_the_others_whole(self, anna, batch):
        first, second = batch(), batch()
        keep(first, PLAIN, range(24))
        keep(second, PLAIN, range(48))
        actions.undo_batch(person=anna, batch_id=first.pk, now=NOW)
        use = DayUse.objects.get()
        assert (use.amount, use.missing_half_hours) == (12, 24)
        assert keep(batch(), PLAIN, range(48)).added == 24

    def test_of_a_day_count_what_differs(self, batch):
        keep(batch(), PLAIN, range(10), "0.5")
        found = keep(batch(), PLAIN, range(5, 15), "0.7")
        assert (found.added, found.known, found.differing) == (5, 0, 5)

    def test_of_two_utilities_stay_apart(self, anna, batch):
        one = batch()
        for utility in (Utility.GAS, Utility.ELECTRICITY):
            assert keep(one, PLAIN, range(48), utility=utility).added == 48
        assert {use.utility for use in DayUse.objects.all()} == {"gas", "electricity"}

    def test_of_two_people_stay_apart(self, anna, eve, batch):
        keep(batch(), PLAIN, range(48), "0.5")
        other = Batch.objects.create(person=eve, source="csv", made_at=NOW)
        assert keep(other, PLAIN, range(48), "0.7").added == 48
        assert {use.person_id: use.amount for use in DayUse.objects.all()} == {
            anna.pk: 24,
            eve.pk: Decimal("33.6"),
        }

    def test_corrects_only_what_it_brought_itself(self, anna, batch):
        first, second = batch(), batch()
        keep(first, PLAIN, range(2), "1")
        keep(second, PLAIN, range(4), "2")
        keep(second, PLAIN, range(4), "3")
        assert kept(anna, PLAIN)[:4] == (1, 1, 3, 3)

    def test_sent_again_unchanged_writes_nothing(self, batch, django_assert_max_num_queries):
        one = batch()
        keep(one, PLAIN, range(48))
        with django_assert_max_num_queries(7) as asked:
            keep(one, PLAIN, range(48))
        assert not any("metered" in q["sql"] and "INSERT" in q["sql"] for q in asked)

    def test_costs_the_same_for_more_days(self, anna, batch, django_assert_max_num_queries):
        for count in (1, 30):
            one = batch()
            told = {}
            for n in range(count):
                told |= amounts_of(PLAIN - n * ONE_DAY, range(48), f"0.{count}")
            with django_assert_max_num_queries(14):
                actions.keep_half_hours(batch=one, utility=Utility.GAS, amounts=told)


class TestBesideOtherSources:
    def test_a_gap_gives_way_to_what_was_typed(self, batch, record):
        record("9", first=PLAIN)
        keep(batch(), PLAIN, range(47))
        use = DayUse.objects.get()
        assert (use.amount, use.source) == (9, Source.RECORDS)

    def test_the_last_half_hour_takes_its_place(self, batch, record):
        record("9", first=PLAIN)
        keep(batch(), PLAIN, range(47))
        keep(batch(), PLAIN, [47])
        use = DayUse.objects.get()
        assert (use.amount, use.source) == (24, Source.HALF_HOURS)

    def test_nothing_used_is_known_too(self, batch, record):
        record("9", first=PLAIN)
        keep(batch(), PLAIN, range(48), "0")
        use = DayUse.objects.get()
        assert (use.amount, use.source) == (0, Source.HALF_HOURS)


class TestPlaces:
    @settings(max_examples=20)
    @given(st.lists(ROW, min_size=1, max_size=4))
    def test_merged_are_those_any_row_knows(self, rows):
        found = merged(rows)
        for place in range(50):
            told = [row[place] for row in rows if row[place] is not None]
            assert found[place] == (told[0] if told else None)

    @settings(max_examples=20)
    @given(ROW)
    def test_merged_with_themselves_stay_the_same(self, row):
        assert merged([row, row]) == merged([row]) == row

    @settings(max_examples=20)
    @given(ROW)
    def test_packed_twice_say_the_same(self, row):
        text = packed(known(row), 50)
        assert unpacked(text) == row
        assert packed(known(unpacked(text)), 50) == text

    @given(st.integers(46, 50))
    def test_of_an_unknown_day_are_all_empty(self, count):
        assert unpacked(packed({}, count)) == (None,) * count

    @settings(max_examples=30)
    @given(st.dates(dt.date(1971, 1, 1), dt.date(2037, 12, 31)))
    def test_of_any_day_follow_one_another(self, day):
        instants = starts(day, LONDON)
        assert [*by_place(dict.fromkeys(instants, Decimal(1)), LONDON)] == [day]
        assert {b - a for a, b in itertools.pairwise(instants)} == {dt.timedelta(minutes=30)}
        assert instants[-1] + dt.timedelta(minutes=30) == starts(day + ONE_DAY, LONDON)[0]

    def test_of_uneven_rows_are_as_long_as_the_longest(self):
        assert merged([(Decimal(1),), (None, None, Decimal(3))]) == (1, None, 3)
        assert merged([]) == ()

    @pytest.mark.parametrize("number", ["0", "-0.5", "0.000001", "123456.654321", "1E+3"])
    def test_keep_every_digit(self, number):
        assert unpacked(packed({1: Decimal(number)}, 3)) == (None, Decimal(number), None)


def test_days_of_a_batch_are_kept_once(batch):
    one = batch()
    for amount in ("0.1", "0.2", "0.3"):
        keep(one, PLAIN, range(48), amount)
    day = MeteredDay.objects.get()
    assert {*day.places} == {Decimal("0.3")}
