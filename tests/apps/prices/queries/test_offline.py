"""Prices of days that are kept: when Octopus is asked, and when what is kept has to do."""

import datetime as dt

import pytest

from daybook.apps.prices import actions, domain, queries
from daybook.apps.prices.errors import OctopusUnavailable, UnknownTariff
from daybook.apps.prices.models import RateHistory
from daybook.lib.periods import HALF_HOUR, LONDON, InvalidPeriod, Period, local_day
from tests.apps.prices.alerts import AGILE, DAY, LONDON_REGION, TODAY
from tests.replay import BROKEN, MISSING

pytestmark = pytest.mark.django_db
CLOCK_CHANGES = [
    (dt.date(2025, 3, 30), 46),
    (dt.date(2025, 12, 24), 48),
    (dt.date(2025, 10, 26), 50),
]


def keep(day, *, lost=(), days=1):
    """Keep invented prices of ``days`` from ``day`` on, without those whose place is lost."""
    period = Period(
        local_day(day, LONDON).starts_at, local_day(day + (days - 1) * DAY, LONDON).ends_at
    )
    slots = [slot for n, slot in enumerate(domain.sample_slots(period)) if n not in lost]
    actions.keep_rates(product=AGILE, region=LONDON_REGION, slots=slots)
    return period


def ask(period, now):
    return queries.rates_or_stored(product=AGILE, region=LONDON_REGION, period=period, now=now)


class TestStoredRates:
    @pytest.mark.parametrize(("day", "count"), CLOCK_CHANGES)
    def test_are_of_all_the_day(self, day, count):
        period = keep(day)
        found = queries.stored_rates(product=AGILE, region=LONDON_REGION, period=period)
        assert (len(found.slots), found.missing, found.is_stored) == (count, (), True)
        assert (found.product, found.region, found.is_sample) == (AGILE, LONDON_REGION, False)

    @pytest.mark.parametrize(("day", "count"), CLOCK_CHANGES)
    def test_name_each_half_hour_that_is_missing(self, day, count):
        period = keep(day, lost={0, 7, count - 1})
        found = queries.stored_rates(product=AGILE, region=LONDON_REGION, period=period)
        assert len(found.slots) + len(found.missing) == count
        assert [(at - period.starts_at) // HALF_HOUR for at in found.missing] == [0, 7, count - 1]

    def test_of_an_hour_are_its_half_hours(self):
        period = keep(TODAY)
        hour = Period(period.starts_at + HALF_HOUR / 2, period.starts_at + HALF_HOUR)
        found = queries.stored_rates(product=AGILE, region=LONDON_REGION, period=hour)
        assert [slot.starts_at for slot in found.slots] == [period.starts_at]

    def test_of_another_tariff_are_missing(self):
        period = keep(TODAY)
        found = queries.stored_rates(product=AGILE, region=domain.region("A"), period=period)
        assert (found.slots, len(found.missing)) == ((), 48)

    def test_know_whether_they_cover_a_moment(self):
        period = keep(TODAY, lost={1})
        found = queries.stored_rates(product=AGILE, region=LONDON_REGION, period=period)
        assert found.covers(period.starts_at)
        assert not found.covers(period.starts_at + HALF_HOUR)


class TestRatesOrStored:
    def test_of_a_whole_day_that_is_over_ask_nobody(self, octopus, now):
        found = ask(keep(TODAY - 9 * DAY), now)
        assert (found.is_stored, octopus.count()) == (True, 0)

    def test_of_today_ask_though_it_is_kept(self, octopus, now):
        found = ask(keep(TODAY), now)
        assert (found.is_stored, octopus.count()) == (False, 1)

    def test_of_a_day_with_a_gap_ask(self, octopus, now):
        found = ask(keep(TODAY - 9 * DAY, lost={3}), now)
        assert (found.is_stored, octopus.count(), found.missing) == (False, 1, ())

    def test_of_today_do_when_octopus_is_away(self, octopus, now):
        octopus.always("*", BROKEN)
        found = ask(keep(TODAY, lost={3}), now)
        assert (found.is_stored, len(found.slots), len(found.missing)) == (True, 47, 1)

    def test_of_nothing_say_that_octopus_is_away(self, octopus, now):
        octopus.always("*", BROKEN)
        with pytest.raises(OctopusUnavailable):
            ask(local_day(TODAY, LONDON), now)

    def test_of_a_tariff_that_is_not_known_say_so(self, octopus, now):
        octopus.always("*", MISSING)
        with pytest.raises(UnknownTariff):
            ask(keep(TODAY), now)

    def test_of_too_many_days_are_refused_unless_all_are_kept(self, octopus, now):
        period = keep(TODAY - 60 * DAY, days=40)
        assert ask(period, now).is_stored
        with pytest.raises(InvalidPeriod):
            ask(Period(period.starts_at - DAY, period.ends_at), now)
        assert octopus.count() == 0

    def test_of_what_was_fetched_before_are_those_when_octopus_is_away(self, octopus, now):
        day = local_day(TODAY, LONDON)
        before = ask(day, now)
        octopus.always("*", BROKEN)
        found = ask(day, now + 20 * HALF_HOUR)
        assert (found.slots, found.is_stale, found.is_stored) == (before.slots, True, False)


class TestKeptRates:
    """What ``rates`` answers by itself, from a history that is complete."""

    def history(self, first, until, **said):
        RateHistory.objects.create(
            product=AGILE,
            region="C",
            since=first,
            complete_since=first,
            complete_until=until,
            wanted_at=until,
            ask_at=until,
            asked_at=until,
            **said,
        )

    def rates(self, period, now):
        return queries.rates(product=AGILE, region=LONDON_REGION, period=period, now=now)

    @pytest.mark.parametrize(("day", "count"), CLOCK_CHANGES)
    def test_are_taken_from_what_is_kept(self, octopus, now, day, count):
        period = keep(day)
        self.history(day, now)
        found = self.rates(period, now)
        assert (len(found.slots), found.fetched_at, octopus.count()) == (count, now, 0)

    def test_have_gaps_that_octopus_has_too(self, octopus, now):
        period = keep(TODAY - 20 * DAY, lost={4})
        self.history(TODAY - 20 * DAY, now)
        assert (len(self.rates(period, now).missing), octopus.count()) == (1, 0)

    @pytest.mark.parametrize("short", ["first", "until"])
    def test_are_asked_for_beyond_what_is_complete(self, octopus, now, short):
        period = keep(TODAY - 20 * DAY)
        first, until = TODAY - 20 * DAY, now
        if short == "first":
            self.history(first + DAY, until)
        else:
            self.history(first, period.ends_at - HALF_HOUR)
        self.rates(period, now)
        assert octopus.count() == 1

    def test_are_asked_for_when_the_days_were_emptied(self, octopus, now):
        self.history(TODAY - 20 * DAY, now)
        self.rates(local_day(TODAY - 10 * DAY, LONDON), now)
        assert octopus.count() == 1

    @pytest.mark.parametrize(("days_back", "count"), [(1, 1), (2, 1), (3, 0)])
    def test_are_asked_for_while_they_may_change(self, octopus, now, days_back, count):
        period = keep(TODAY - days_back * DAY)
        self.history(TODAY - 20 * DAY, now)
        self.rates(period, now)
        assert octopus.count() == count

    def test_of_part_of_a_day_are_that_part(self, octopus, now):
        day = keep(TODAY - 20 * DAY)
        self.history(TODAY - 20 * DAY, now)
        found = self.rates(Period(day.starts_at, day.starts_at + 3 * HALF_HOUR), now)
        assert (len(found.slots), found.missing, octopus.count()) == (3, (), 0)
