"""Why a day is not compared, and whether what is compared is real."""

import datetime as dt
from decimal import Decimal

import pytest

from daybook.apps.consumption import actions, queries
from daybook.apps.consumption.domain import Days, Utility
from daybook.apps.consumption.domain.tariffs import HalfHourly, TwoRate
from daybook.apps.prices import actions as prices
from daybook.apps.prices.domain import Slot, region
from daybook.lib.half_hours import starts
from daybook.lib.periods import HALF_HOUR, LONDON

ONE_DAY = dt.timedelta(days=1)
WEEK = Days(dt.date(2026, 2, 24), dt.date(2026, 3, 3))
SPRING, AUTUMN = dt.date(2025, 3, 30), dt.date(2025, 10, 26)
PRODUCT = "AGILE-24-10-01"
NIGHT = (dt.time(0, 30), dt.time(7, 30))


def publish(*days, pence="10", count=50):
    for day in days:
        slots = [
            Slot(
                starts_at=at,
                ends_at=at + HALF_HOUR,
                pence_inc_vat=Decimal(pence) * Decimal("1.05"),
                pence_exc_vat=Decimal(pence),
            )
            for at in starts(day, LONDON)[:count]
        ]
        prices.keep_rates(product=PRODUCT, region=region("C"), slots=slots)


def flat(pence="20", standing="0"):
    return queries.flat(pence=Decimal(pence), standing=Decimal(standing))


def agile(standing=Decimal(0)):
    return queries.agile(product=PRODUCT, region="C", standing=standing)


@pytest.fixture
def asked(anna, smart_meter):
    """Compares Anna's week, half a kWh an hour, on the tariffs named."""
    smart_meter(WEEK.first, WEEK.last)
    return lambda *candidates: queries.outcome_of(anna.pk, WEEK, candidates)


class TestDaysLeftOut:
    def test_are_told_from_those_without_ones_own_tariff(self, asked, tariff):
        tariff(first=WEEK.first + 3 * ONE_DAY)
        found = asked(flat())
        assert (found.uncovered_days, found.unpriced_days, found.comparison.days) == (3, 3, 4)
        assert found.missing_prices == {"present": 0, "flat": 0}

    def test_are_none_where_one_has_no_tariff_at_all(self, asked):
        found = asked(flat())
        assert (found.uncovered_days, found.unpriced_days) == (0, 0)

    def test_lie_between_two_tariffs(self, asked, tariff):
        tariff(first=WEEK.first, last=WEEK.first)
        tariff(first=WEEK.last)
        assert asked().uncovered_days == 5

    def test_are_counted_for_the_tariff_without_prices(self, asked, tariff):
        tariff(first=WEEK.first)
        publish(WEEK.first, WEEK.last)
        found = asked(flat(), agile())
        assert found.missing_prices == {"present": 0, "flat": 0, "agile": 5}

    def test_count_a_half_hourly_tariff_of_ones_own_like_any_other(self, asked, tariff):
        tariff(rates=HalfHourly(product=PRODUCT, region="C"))
        publish(WEEK.first)
        found = asked()
        assert (found.missing_prices, found.uncovered_days) == ({"present": 6}, 0)

    def test_lack_a_standing_charge_that_nobody_kept(self, asked):
        publish(*WEEK.each())
        assert asked(agile(None)).missing_prices == {"agile": 7}

    def test_count_once_where_several_do_not_know_them(self, asked, tariff):
        tariff(first=WEEK.last)
        found = asked(agile())
        assert (found.uncovered_days, found.missing_prices["agile"]) == (6, 7)
        assert found.unpriced_days == 7

    def test_are_not_those_of_which_some_half_hours_are_priced(self, asked):
        publish(*WEEK.each(), count=40)
        found = asked(agile())
        assert (found.unpriced_days, found.comparison.missing_half_hours) == (0, 7 * 8)


class TestSamples:
    def test_are_the_half_hours_of_the_sample_world(self, anna, smart_meter):
        smart_meter(WEEK.last, source="sample")
        assert queries.outcome_of(anna.pk, WEEK, [flat()]).is_sample

    def test_are_the_tariffs_of_the_sample_world(self, asked, anna, today, now):
        actions.add_sample_tariffs(person=anna, today=today, now=now)
        assert asked(flat()).is_sample

    def test_are_not_what_somebody_has_brought_in(self, asked, tariff):
        tariff(first=WEEK.first)
        assert not asked(flat()).is_sample

    def test_of_other_days_do_not_matter(self, asked, smart_meter):
        smart_meter(WEEK.past, source="sample")
        assert not asked(flat()).is_sample

    def test_of_others_do_not_matter(self, asked, eve, smart_meter):
        smart_meter(WEEK.last, person=eve, source="sample")
        assert not asked(flat()).is_sample


class TestDaysOnWhichClocksChange:
    @pytest.mark.parametrize(("day", "nights"), [(SPRING, 12), (AUTUMN, 16)])
    def test_have_shorter_and_longer_nights(self, anna, smart_meter, day, nights):
        smart_meter(day, amount="1")
        rates = {"day_pence": Decimal(0), "night_pence": Decimal(10)}
        two = queries.two_rate(**rates, night=NIGHT, standing=Decimal(0))
        found = queries.outcome_of(anna.pk, Days(day, day + ONE_DAY), [two])
        assert found.comparison.of("two-rate").energy_pence == nights * 10

    @pytest.mark.parametrize(("day", "count"), [(SPRING, 46), (AUTUMN, 50)])
    def test_cost_every_half_hour_once(self, anna, smart_meter, day, count):
        smart_meter(day, amount="1")
        publish(day)
        found = queries.outcome_of(anna.pk, Days(day, day + ONE_DAY), [agile()])
        assert found.comparison.half_hours == count
        assert found.comparison.of("agile").energy_pence == count * Decimal("10.5")


class TestOnesOwnTariffs:
    def test_follow_one_another(self, asked, tariff):
        tariff("20", first=WEEK.first, standing="10")
        tariff("30", first=WEEK.last, standing="0")
        present = asked().comparison.of("present")
        assert present.total_pence == 6 * (12 * 20 + 10) + 12 * 30

    def test_cost_as_much_as_the_page_of_costs_says(self, anna, asked, tariff):
        rates = TwoRate(day_pence=Decimal("28.9"), night_pence=Decimal("13.6"))
        tariff(rates=rates, standing="57.21", first=WEEK.first)
        costs = queries.daily_costs(anna.pk, Utility.ELECTRICITY, WEEK)
        total = sum(cost.total.inc_vat for cost in costs.values())
        assert asked().comparison.of("present").total_pence == total

    def test_get_the_vat_that_is_not_in_their_prices(self, anna, smart_meter, tariff):
        smart_meter(WEEK.first, amount="1")
        kept = tariff("20", first=WEEK.first)
        kept.includes_vat = False
        kept.save()
        found = queries.outcome_of(anna.pk, Days(WEEK.first, WEEK.first + ONE_DAY), [])
        assert found.comparison.of("present").total_pence == (48 * 20 + 50) * Decimal("1.05")
