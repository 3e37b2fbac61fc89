"""Costs add up, whatever the tariffs and however days are cut."""

import datetime as dt
from decimal import Decimal

import pytest

from daybook.apps.consumption import queries
from daybook.apps.consumption.domain import Days, Unit, Utility
from daybook.apps.consumption.domain.tariffs import NO_COST, Flat, Own, TwoRate, read_bands
from daybook.lib.half_hours import starts
from daybook.lib.periods import LONDON

ONE_DAY = dt.timedelta(days=1)
DAY = dt.date(2026, 3, 2)
SPRING, AUTUMN = dt.date(2025, 3, 30), dt.date(2025, 10, 26)
NEW_YEAR = dt.date(2025, 1, 1)
ELECTRICITY = Utility.ELECTRICITY


def costs(person, first, last=None, utility=ELECTRICITY):
    days = Days(first, (last or first) + ONE_DAY)
    return queries.daily_costs(person.pk, utility, days)


def total(person, first, last=None, utility=ELECTRICITY):
    return sum(costs(person, first, last, utility).values(), NO_COST)


class TestDaysOnWhichClocksChange:
    @pytest.mark.parametrize(("day", "count"), [(SPRING, 46), (DAY, 48), (AUTUMN, 50)])
    def test_cost_each_half_hour_once(self, anna, tariff, smart_meter, day, count):
        tariff(rates=Own(weekdays=read_bands("00:00 10")), first=NEW_YEAR, standing="0")
        smart_meter(day, amount="1")
        found = total(anna, day)
        assert (found.total.inc_vat, found.missing_use) == (count * 10, 0)

    @pytest.mark.parametrize(("day", "hours"), [(SPRING, 0), (AUTUMN, 2)])
    def test_know_the_hour_that_is_skipped_or_comes_twice(
        self, anna, tariff, smart_meter, day, hours
    ):
        rates = Own(weekdays=read_bands("00:00 0; 01:00 10; 02:00 0"))
        tariff(rates=rates, first=NEW_YEAR, standing="0")
        smart_meter(day, amount="0.5")
        assert total(anna, day).total.inc_vat == hours * 10

    @pytest.mark.parametrize(("day", "lost"), [(SPRING, 45), (AUTUMN, 49)])
    def test_say_that_their_last_half_hour_is_missing(self, anna, tariff, smart_meter, day, lost):
        tariff(first=NEW_YEAR)
        smart_meter(day, lost=[lost])
        assert total(anna, day).missing_use == 1


class TestPeriods:
    def test_cost_what_their_days_cost(self, anna, tariff, smart_meter, record):
        tariff(rates=TwoRate(day_pence=Decimal(30), night_pence=Decimal(9)), first=NEW_YEAR)
        smart_meter(AUTUMN - ONE_DAY, AUTUMN + ONE_DAY)
        record("8.123", first=AUTUMN + 2 * ONE_DAY)
        whole = queries.cost_of(anna.pk, ELECTRICITY, Days(NEW_YEAR, DAY))
        halves = [total(anna, NEW_YEAR, AUTUMN), total(anna, AUTUMN + ONE_DAY, DAY - ONE_DAY)]
        assert sum(halves, NO_COST) == whole

    def test_count_every_day_as_covered_or_not(self, anna, tariff):
        tariff(first=DAY, last=DAY)
        tariff(first=DAY + 3 * ONE_DAY)
        found = total(anna, DAY - ONE_DAY, DAY + 4 * ONE_DAY)
        assert (found.days, found.covered_days, found.uncovered_days) == (6, 3, 3)

    def test_of_one_utility_have_nothing_of_another(self, anna, tariff, record):
        for utility in Utility:
            tariff(utility=utility)
        record("3", utility=Utility.WATER, unit=Unit.CUBIC_METRE, first=DAY)
        assert total(anna, DAY).unknown_days == 1
        assert total(anna, DAY, utility=Utility.WATER).total.inc_vat == 3 * 20 + 50


class TestGas:
    def test_is_paid_by_the_kwh_that_cubic_metres_give(self, anna, tariff, record):
        tariff("10", utility=Utility.GAS, standing="0")
        kept = record("1", utility=Utility.GAS, unit=Unit.CUBIC_METRE, first=DAY)
        kept.refresh_from_db()
        assert total(anna, DAY, utility=Utility.GAS).total.inc_vat == kept.amount * 10
        assert 11 < kept.amount < 12


class TestWater:
    def test_is_paid_again_as_wastewater(self, anna, tariff, record):
        rates = Flat(pence=Decimal(200), wastewater_pence=Decimal(100))
        tariff(rates=rates, utility=Utility.WATER, standing="0")
        record("2", utility=Utility.WATER, unit=Unit.CUBIC_METRE, first=DAY)
        assert total(anna, DAY, utility=Utility.WATER).total.inc_vat == 2 * 295


class TestDaysThatSeveralSourcesTell:
    def test_cost_what_half_hours_say_where_all_are_known(self, anna, tariff, record, smart_meter):
        tariff("10", standing="0")
        record("99", first=DAY)
        smart_meter(DAY, amount="0.5")
        assert total(anna, DAY).total.inc_vat == 240

    def test_cost_what_was_typed_where_half_hours_are_missing(
        self, anna, tariff, record, smart_meter
    ):
        tariff(rates=TwoRate(day_pence=Decimal(30), night_pence=Decimal(10)), standing="0")
        record("10", first=DAY)
        smart_meter(DAY, lost=[0])
        found = total(anna, DAY)
        assert (found.total.inc_vat, found.averaged_days) == (216, 1)

    def test_of_nothing_used_cost_the_standing_charge(self, anna, tariff, smart_meter):
        tariff("10", standing="50")
        smart_meter(DAY, amount="0")
        found = total(anna, DAY)
        assert (found.total.inc_vat, found.is_approximate) == (50, False)


class TestRecords:
    def test_of_a_day_cost_what_the_day_costs_without_its_standing_charge(
        self, anna, tariff, record
    ):
        tariff("24.567", standing="50")
        kept = record("8.3", first=DAY)
        alone = queries.record_costs(anna.pk, [kept])[kept.pk]
        assert alone.total.inc_vat == total(anna, DAY).total.inc_vat - 50

    def test_touching_the_days_are_found_in_order(self, anna, record):
        later, before = record("1", first=DAY), record("1", first=DAY - ONE_DAY)
        record("1", first=DAY - 9 * ONE_DAY)
        days = Days(DAY - ONE_DAY, DAY + ONE_DAY)
        assert queries.records_touching(anna.pk, ELECTRICITY, days) == [before, later]

    def test_take_as_many_questions_however_many_there_are(
        self, anna, tariff, record, django_assert_num_queries
    ):
        tariff(first=NEW_YEAR)
        records = [record("1", first=DAY - n * ONE_DAY) for n in range(5)]
        for some in (records[:1], records):
            with django_assert_num_queries(1):
                assert len(queries.record_costs(anna.pk, some)) == len(some)

    def test_over_a_clock_change_take_the_share_of_the_night(self, anna, tariff, record):
        two = TwoRate(day_pence=Decimal(30), night_pence=Decimal(10), night_percent=Decimal(50))
        tariff(rates=two, first=NEW_YEAR)
        kept = record("30", first=AUTUMN - ONE_DAY, last=AUTUMN + ONE_DAY)
        found = queries.record_costs(anna.pk, [kept])[kept.pk]
        assert (found.total.inc_vat, found.averaged_days) == (600, 3)


class TestHalfHours:
    def test_without_a_tariff_for_them_are_not_read(
        self, anna, tariff, metered, django_assert_num_queries
    ):
        tariff()
        metered({at: Decimal(1) for at in starts(DAY, LONDON)})
        with django_assert_num_queries(2):  # tariffs, use
            total(anna, DAY)
