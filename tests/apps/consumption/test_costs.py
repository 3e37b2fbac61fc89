"""What use has cost, by the tariffs that held."""

import datetime as dt
from decimal import Decimal

import pytest

from daybook.apps.consumption import actions, queries
from daybook.apps.consumption.domain import Days, Utility
from daybook.apps.consumption.domain.instalments import Plan, Scope
from daybook.apps.consumption.domain.tariffs import NO_COST, HalfHourly, TwoRate
from daybook.apps.consumption.errors import InvalidInstalment
from daybook.apps.consumption.models import Instalment
from daybook.apps.prices.actions import keep_rates
from daybook.apps.prices.domain import Slot, region
from daybook.lib.half_hours import starts
from daybook.lib.periods import HALF_HOUR, LONDON

DAY = dt.date(2026, 3, 2)
ONE_DAY = dt.timedelta(days=1)
TODAY = DAY + ONE_DAY
AUTUMN = dt.date(2025, 10, 26)
AGILE = HalfHourly(product="AGILE-24-10-01", region="C")
ECONOMY_7 = TwoRate(day_pence=Decimal(30), night_pence=Decimal(10))


def each(day=DAY, amount="0.5"):
    return {at: Decimal(amount) for at in starts(day, LONDON)}


def publish(pence, day=DAY, count=48):
    slots = [
        Slot(
            starts_at=at,
            ends_at=at + HALF_HOUR,
            pence_inc_vat=Decimal(pence) * Decimal("1.05"),
            pence_exc_vat=Decimal(pence),
        )
        for at in starts(day, LONDON)[:count]
    ]
    keep_rates(product=AGILE.product, region=region("C"), slots=slots)


def cost(person, first=DAY, days=1, utility=Utility.ELECTRICITY):
    return queries.cost_of(person.pk, utility, Days(first, first + days * ONE_DAY))


class TestCostOf:
    def test_is_not_known_without_a_tariff(self, anna, record):
        record("8", first=DAY)
        assert cost(anna).uncovered_days == 1
        assert cost(anna).total == NO_COST.total

    def test_adds_use_and_standing_charge(self, anna, record, tariff):
        tariff("20")
        record("8", first=DAY)
        assert cost(anna).total.inc_vat == 8 * 20 + 50

    def test_goes_from_one_tariff_to_the_next(self, anna, record, tariff):
        tariff("20")
        tariff("30", first=DAY + ONE_DAY)
        record("8", first=DAY, last=DAY + ONE_DAY)
        found = cost(anna, days=2)
        assert (found.total.inc_vat, found.is_approximate) == (4 * 20 + 4 * 30 + 100, False)

    def test_counts_days_without_use_and_without_tariff(self, anna, record, tariff):
        tariff(first=DAY, last=DAY + ONE_DAY)
        record("8", first=DAY)
        found = cost(anna, days=4)
        assert (found.unknown_days, found.uncovered_days) == (1, 2)
        assert found.standing.inc_vat == 100

    def test_adds_up_its_days(self, anna, record, tariff):
        tariff("21.37", first=DAY - 3 * ONE_DAY)
        record("9.999", first=DAY - 5 * ONE_DAY, last=DAY)
        days = Days(DAY - 6 * ONE_DAY, DAY + ONE_DAY)
        daily = queries.daily_costs(anna.pk, Utility.ELECTRICITY, days)
        assert tuple(daily) == days.each()
        assert sum(daily.values(), NO_COST) == cost(anna, days.first, 7)

    @pytest.mark.parametrize(
        ("day", "pence"), [(AUTUMN, 17 * 30 + 8 * 10), (DAY, 17 * 30 + 7 * 10)]
    )
    def test_knows_the_night_by_half_hours(self, anna, tariff, metered, day, pence):
        tariff(rates=ECONOMY_7, first=dt.date(2025, 1, 1), standing="0")
        metered(each(day))
        assert cost(anna, day).total.inc_vat == pence

    def test_of_a_typed_day_takes_the_share_of_the_night(self, anna, tariff, record):
        tariff(rates=ECONOMY_7, standing="0")
        record("10", first=DAY)
        found = cost(anna)
        assert (found.total.inc_vat, found.averaged_days) == (216, 1)

    def test_takes_the_rates_that_prices_have_kept(self, anna, tariff, metered):
        tariff(rates=AGILE, standing="0")
        metered(each())
        publish("-2")
        assert cost(anna).total.inc_vat == Decimal(-48) * Decimal("1.05")
        assert cost(anna).credit.exc_vat == 48

    def test_says_what_is_missing(self, anna, tariff, metered):
        tariff(rates=AGILE)
        metered(dict(list(each().items())[3:]))
        publish("10", count=46)
        found = cost(anna)
        assert (found.missing_use, found.missing_rates, found.costed) == (3, 2, Decimal("21.5"))

    def test_is_nobody_elses(self, anna, eve, record, tariff):
        tariff()
        record("8", first=DAY)
        assert cost(eve).uncovered_days == 1

    def test_asks_as_much_for_a_year_as_for_a_day(
        self, anna, tariff, metered, django_assert_num_queries
    ):
        tariff(rates=AGILE, first=DAY - 400 * ONE_DAY)
        metered(each())
        for days in (1, 400):
            with django_assert_num_queries(4):  # tariffs, half-hours, use, rates
                cost(anna, DAY - (days - 1) * ONE_DAY, days)


class TestRecordCosts:
    def test_leave_the_standing_charge_out(self, anna, record, tariff):
        tariff("20")
        kept = record("8", first=DAY)
        assert queries.record_costs(anna.pk, [kept])[kept.pk].total.inc_vat == 160

    def test_share_a_record_among_its_tariffs(self, anna, record, tariff):
        tariff("20")
        tariff("30", first=DAY)
        kept = record("8", first=DAY - ONE_DAY, last=DAY)
        found = queries.record_costs(anna.pk, [kept])[kept.pk]
        assert (found.total.inc_vat, found.is_approximate) == (200, False)

    def test_are_approximate_where_the_time_matters(self, anna, record, tariff):
        tariff(rates=ECONOMY_7)
        kept = record("10", first=DAY)
        assert queries.record_costs(anna.pk, [kept])[kept.pk].averaged_days == 1

    def test_leave_out_what_no_tariff_covers(self, anna, record, tariff):
        tariff(first=DAY)
        kept, half = record("8", first=DAY - ONE_DAY), record("8", first=DAY - ONE_DAY, last=DAY)
        found = queries.record_costs(anna.pk, [kept, half])
        assert (list(found), found[half.pk].uncovered_days) == ([half.pk], 1)
        assert queries.record_costs(anna.pk, []) == {}


class TestSpending:
    def test_tells_months_the_year_and_yesterday(self, anna, record, tariff):
        tariff("20", first=dt.date(2025, 1, 1))
        record("8", first=DAY)
        record("31", first=dt.date(2026, 1, 1), last=dt.date(2026, 1, 31))
        (found,) = queries.spending_of(anna.pk, today=TODAY)
        january = found.months[-3].cost
        assert (found.months[-3].first, len(found.months)) == (dt.date(2026, 1, 1), 13)
        assert january.total.inc_vat == 31 * 70
        assert found.yesterday.total.inc_vat == 210
        assert found.year.energy.inc_vat == 31 * 20

    def test_does_not_wait_for_today(self, anna, record, tariff):
        tariff("20")
        (found,) = queries.spending_of(anna.pk, today=TODAY)
        assert found.this_month.days == 2
        record("8", first=TODAY)
        (found,) = queries.spending_of(anna.pk, today=TODAY)
        assert found.this_month.days == 3

    def test_is_nothing_without_a_tariff(self, anna, record):
        record("8", first=DAY)
        assert queries.spending_of(anna.pk, today=TODAY) == ()


class TestInstalments:
    @pytest.fixture
    def pay(self, anna, now):
        def make(**said):
            given = {
                "scope": Scope.ENERGY,
                "monthly": Decimal(120),
                "balance": Decimal("-20.50"),
                "balance_on": DAY,
            }
            return actions.set_instalment(person=anna, today=TODAY, now=now, **(given | said))

        return make

    def test_are_replaced(self, pay, anna):
        pay()
        pay(monthly=Decimal(90))
        (kept,) = queries.instalments_of(anna.pk)
        assert kept.plan == Plan(monthly=Decimal(90), balance=Decimal("-20.5"), balance_on=DAY)

    @pytest.mark.parametrize(
        "said",
        [{"monthly": Decimal(-1)}, {"balance_on": TODAY + ONE_DAY}, {"balance": Decimal("NaN")}],
    )
    def test_refuse_what_is_none(self, pay, said):
        with pytest.raises(InvalidInstalment):
            pay(**said)
        assert not Instalment.objects.exists()

    def test_are_forgotten(self, pay, anna, eve):
        pay()
        actions.forget_instalment(person=eve, scope=Scope.ENERGY)
        assert Instalment.objects.exists()
        actions.forget_instalment(person=anna, scope=Scope.ENERGY)
        assert not Instalment.objects.exists()

    def test_are_projected_from_what_was_spent(self, pay, anna, record, tariff):
        tariff("10", first=dt.date(2025, 1, 1), standing="0")
        tariff("10", first=dt.date(2025, 1, 1), standing="0", utility=Utility.WATER)
        record("900", first=TODAY - 89 * ONE_DAY, last=TODAY)
        found = queries.projection_of(anna.pk, Scope.ENERGY, pay().plan, today=TODAY)
        assert (found.known_days, len(found.months)) == (90, 12)
        assert found.months[1].cost == 30

    def test_need_some_days(self, pay, anna, record, tariff):
        tariff()
        record("9", first=DAY)
        found = queries.projection_of(anna.pk, Scope.GAS, pay().plan, today=TODAY)
        assert (found.known_days, found.months) == (0, ())
