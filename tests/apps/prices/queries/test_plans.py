"""The prices a plan rests on, and what it knows of carbon."""

import datetime as dt
from decimal import Decimal

import pytest

from daybook.apps.prices import domain, queries
from daybook.apps.prices.domain import PRESETS, Kind
from daybook.apps.prices.errors import NoPrices, OctopusUnavailable, UnknownTariff
from daybook.lib.periods import LONDON, local_day
from tests.loopback import BROKEN

AGILE = "AGILE-24-10-01"
HOME = domain.region("C")
DAY = dt.timedelta(days=1)
SPRING, AUTUMN = dt.date(2026, 3, 29), dt.date(2026, 10, 25)
pytestmark = pytest.mark.django_db


def rates(now, **more):
    return queries.rates_to_plan(product=AGILE, region=HOME, now=now, **more)


def planned(found, now, at=None, kind=Kind.DRYER):
    return queries.planned(
        machine=PRESETS[kind], rates=found, now=now, at=at or now, tolerance_pence=Decimal(0)
    )


def evening(day):
    return local_day(day, LONDON).starts_at + dt.timedelta(hours=20)


class TestRatesToPlan:
    @pytest.mark.parametrize(
        ("day", "halves"), [(SPRING - DAY, 94), (SPRING, 94), (AUTUMN - DAY, 98), (AUTUMN, 98)]
    )
    def test_of_a_sample_end_as_real_ones_do_at_eleven_at_night(self, day, halves):
        found = rates(evening(day), is_sample=True)
        assert (len(found.slots), len(found.missing)) == (halves - 2, 2)
        assert found.slots[-1].ends_at.astimezone(LONDON).hour == 23

    def test_of_a_sample_end_today_while_those_of_tomorrow_are_not_due(self):
        before = local_day(SPRING, LONDON).starts_at + DAY / 4
        assert len(rates(before, is_sample=True).slots) == 44

    def test_are_as_far_as_they_are_known(self, octopus, now):
        found = rates(now)
        assert found.slots[0].starts_at == local_day(now.date(), LONDON).starts_at
        assert len(found.slots) + len(found.missing) == 96

    def test_begin_at_midnight_also_at_the_last_minute_of_the_day(self):
        late = local_day(SPRING, LONDON).ends_at - dt.timedelta(minutes=1)
        assert rates(late, is_sample=True).period.starts_at == local_day(SPRING, LONDON).starts_at

    def test_are_asked_for_once(self, octopus, now):
        rates(now)
        rates(now + dt.timedelta(seconds=30))
        assert octopus.count() == 1

    def test_are_refused_where_octopus_knows_none(self, octopus, now):
        with pytest.raises(UnknownTariff):
            queries.rates_to_plan(product="AGILE-99-01-01", region=HOME, now=now)

    def test_are_unavailable_where_it_is_silent(self, octopus, now):
        octopus.always("*", BROKEN)
        with pytest.raises(OctopusUnavailable):
            rates(now)


class TestPlanned:
    def test_knows_the_carbon_of_the_region(self, octopus, neso, now):
        found = planned(rates(now), now)
        assert found.plan.grams is not None
        assert found.carbon_failure == ""

    def test_of_a_sample_asks_for_no_carbon_and_misses_none(self, neso, now):
        found = planned(rates(now, is_sample=True), now)
        assert (found.plan.grams, found.carbon_failure, neso.count()) == (None, "", 0)

    def test_is_as_cheap_without_a_forecast(self, octopus, neso, now):
        known = planned(rates(now), now)
        neso.always("*", BROKEN)
        later = now + dt.timedelta(minutes=31)
        unknown = planned(rates(now), later + 2 * DAY, at=now)
        assert unknown.carbon_failure
        assert unknown.plan.pence == known.plan.pence

    def test_starts_no_earlier_than_somebody_stands_there(self, octopus, neso, now):
        at = now + dt.timedelta(hours=5)
        found = planned(rates(now), now, at=at)
        assert found.plan.blocks[0].starts_at >= at
        assert found.plan.at_once.starts_at == at

    def test_is_refused_beyond_the_prices_that_are_known(self, octopus, neso, now):
        with pytest.raises(NoPrices):
            planned(rates(now), now, at=now + 3 * DAY)

    @pytest.mark.parametrize("day", [SPRING - DAY, AUTUMN - DAY])
    @pytest.mark.parametrize("kind", PRESETS)
    def test_fits_every_usual_kind_into_nights_when_clocks_change(self, day, kind):
        at = evening(day)
        found = planned(rates(at, is_sample=True), at, kind=kind).plan
        assert found.kwh == PRESETS[kind].load.kwh
        assert found.finish_by is None or found.blocks[-1].ends_at <= found.finish_by
