"""Standing charges with their history."""

import datetime as dt
from decimal import Decimal

import pytest

from daybook.apps.prices import actions, domain, queries
from daybook.apps.prices.clients.rows import Rate
from daybook.apps.prices.models import StandingChargePeriod
from daybook.lib.periods import LONDON, local_midnight
from tests.apps.prices.alerts import AGILE, DAY, LONDON_REGION

FIRST = dt.date(2026, 3, 1)
pytestmark = pytest.mark.django_db


def charge(pence, first=FIRST, past=None):
    """What Octopus says: from midnight to midnight in London."""
    return Rate(
        since=local_midnight(first, LONDON) if first else None,
        until=local_midnight(past, LONDON) if past else None,
        pence_inc_vat=Decimal(pence) * Decimal("1.05"),
        pence_exc_vat=Decimal(pence),
    )


def keep(*charges, product=AGILE, region=LONDON_REGION):
    actions.keep_standing_charges(product=product, region=region, charges=charges)


def told(first, past, **other):
    asked = {"product": AGILE, "region": LONDON_REGION} | other
    found = queries.stored_standing_charges(first=first, past=past, **asked)
    return {day.isoformat()[5:]: int(charge.pence_exc_vat) for day, charge in found.items()}


class TestKeeping:
    def test_again_adds_nothing(self):
        for _ in range(3):
            keep(charge(40))
        assert StandingChargePeriod.objects.count() == 1

    def test_corrects_the_price_and_the_end(self):
        keep(charge(40))
        keep(charge(41, past=FIRST + 2 * DAY))
        assert told(FIRST, FIRST + 4 * DAY) == {"03-01": 41, "03-02": 41}

    def test_leaves_out_what_has_no_beginning(self):
        keep(charge(40, first=None))
        assert not StandingChargePeriod.objects.exists()

    def test_of_none_keeps_none(self):
        keep()
        assert not StandingChargePeriod.objects.exists()

    def test_keeps_every_digit(self):
        keep(charge("45.123456"))
        found = queries.stored_standing_charge(product=AGILE, region=LONDON_REGION, day=FIRST)
        assert found.pence_exc_vat == Decimal("45.123456")
        assert str(StandingChargePeriod.objects.get()) == f"{AGILE} C from 2026-03-01"

    def test_is_by_the_day_of_london_in_summer_too(self):
        keep(charge(40, dt.date(2026, 7, 1), dt.date(2026, 7, 2)))
        assert told(dt.date(2026, 6, 29), dt.date(2026, 7, 4)) == {"07-01": 40}


class TestTelling:
    def test_of_days_before_and_after_is_nothing(self):
        keep(charge(40, past=FIRST + DAY))
        assert told(FIRST - DAY, FIRST) == {}
        assert told(FIRST + DAY, FIRST + 2 * DAY) == {}
        assert told(FIRST - DAY, FIRST + 2 * DAY) == {"03-01": 40}

    def test_goes_on_for_as_long_as_nobody_says_otherwise(self):
        keep(charge(40))
        assert len(told(FIRST, FIRST + 300 * DAY)) == 300

    def test_takes_the_later_one_where_two_overlap(self):
        keep(charge(40), charge(50, FIRST + 2 * DAY))
        assert told(FIRST, FIRST + 4 * DAY) == {"03-01": 40, "03-02": 40, "03-03": 50, "03-04": 50}

    def test_leaves_out_days_between_two(self):
        keep(charge(40, past=FIRST + DAY), charge(50, FIRST + 2 * DAY))
        assert told(FIRST, FIRST + 3 * DAY) == {"03-01": 40, "03-03": 50}

    def test_of_no_days_is_nothing(self):
        keep(charge(40))
        assert told(FIRST + DAY, FIRST + DAY) == {}
        assert told(FIRST + 5 * DAY, FIRST) == {}

    def test_is_of_one_tariff(self):
        keep(charge(40))
        keep(charge(50), product="AGILE-23-12-06")
        keep(charge(60), region=domain.region("A"))
        assert told(FIRST, FIRST + DAY) == {"03-01": 40}
        assert told(FIRST, FIRST + DAY, region=domain.region("A")) == {"03-01": 60}

    def test_asks_once_however_many_there_are(self, django_assert_num_queries):
        keep(*(charge(40 + n, FIRST + n * DAY) for n in range(30)))
        with django_assert_num_queries(1):
            assert len(told(FIRST, FIRST + 30 * DAY)) == 30

    @pytest.mark.parametrize("date", ["2026-03-29", "2026-10-25"])
    def test_counts_a_day_on_which_clocks_change_once(self, date):
        day = dt.date.fromisoformat(date)
        keep(charge(40, day, day + DAY))
        assert told(day - DAY, day + 2 * DAY) == {date[5:]: 40}
