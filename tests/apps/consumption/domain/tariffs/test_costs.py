import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daybook.apps.consumption.domain.tariffs import (
    NO_COST,
    Band,
    Cost,
    DayUsed,
    Flat,
    HalfHourly,
    Own,
    Pence,
    Terms,
    TwoRate,
    day_cost,
    day_rates,
    energy_cost,
    mean_rate,
    uncovered,
)

TUESDAY = dt.date(2026, 3, 3)
SATURDAY = dt.date(2026, 3, 7)
SPRING = dt.date(2026, 3, 29)
AUTUMN = dt.date(2025, 10, 26)
ECONOMY_7 = TwoRate(day_pence=Decimal(30), night_pence=Decimal(10))
AGILE = HalfHourly(product="AGILE-24-10-01", region="C")
DEAR_EVENING = Own(
    weekdays=(Band(dt.time(16), Decimal(40)), Band(dt.time(19), Decimal(20))),
    weekends=(Band(dt.time(0), Decimal(15)),),
)


def flat(pence="20", standing="50", **said):
    rates = Flat(pence=Decimal(pence))
    return Terms(rates=rates, standing_pence=Decimal(standing), **said)


def even(count=48, amount="0.5"):
    places = (Decimal(amount),) * count
    return DayUsed(amount=sum(places), places=places)


class TestRatesOfADay:
    @pytest.mark.parametrize(("day", "count"), [(TUESDAY, 48), (SPRING, 46), (AUTUMN, 50)])
    def test_has_a_place_for_each_half_hour(self, day, count):
        assert len(day_rates(ECONOMY_7, day)) == len(day_rates(AGILE, day)) == count

    @pytest.mark.parametrize(("day", "nights"), [(TUESDAY, 14), (SPRING, 12), (AUTUMN, 16)])
    def test_goes_by_the_clock_on_the_wall(self, day, nights):
        rates = day_rates(ECONOMY_7, day)
        assert rates.count(Decimal(10)) == nights
        assert (rates[0], rates[1], rates[nights], rates[nights + 1]) == (30, 10, 10, 30)

    def test_takes_a_night_over_midnight(self):
        rates = TwoRate(
            day_pence=Decimal(30),
            night_pence=Decimal(10),
            night_from=dt.time(23, 30),
            night_until=dt.time(5, 30),
        )
        night = [n for n, rate in enumerate(day_rates(rates, TUESDAY)) if rate == 10]
        assert night == [*range(11), 47]

    def test_of_own_bands_goes_on_after_midnight(self):
        rates = day_rates(DEAR_EVENING, TUESDAY)
        assert (rates[0], rates[31], rates[32], rates[37], rates[38]) == (20, 20, 40, 40, 20)
        assert set(day_rates(DEAR_EVENING, SATURDAY)) == {15}

    def test_of_half_hours_are_those_published(self):
        published = (Decimal(5),) * 48
        assert day_rates(AGILE, TUESDAY, published) == published
        assert set(day_rates(AGILE, TUESDAY)) == {None}


class TestMeanRate:
    def test_of_two_rates_goes_by_the_share_of_the_night(self):
        assert mean_rate(ECONOMY_7, TUESDAY) == Decimal("21.6")

    def test_of_others_is_the_plain_mean_of_what_is_known(self):
        assert mean_rate(DEAR_EVENING, TUESDAY) == Decimal("22.5")
        assert mean_rate(AGILE, TUESDAY, (Decimal(4), None, Decimal(8))) == 6
        assert mean_rate(AGILE, TUESDAY) is None


class TestCostOfADay:
    def test_adds_standing_charge_and_splits_vat(self):
        cost = day_cost(flat(includes_vat=False), TUESDAY, DayUsed(Decimal(10)))
        assert cost.energy == Pence(Decimal(200), Decimal(210))
        assert cost.standing == Pence(Decimal(50), Decimal("52.5"))
        assert (cost.total.inc_vat, cost.vat_pence) == (Decimal("262.5"), Decimal("12.5"))
        assert not cost.is_approximate

    def test_takes_vat_off_what_includes_it(self):
        cost = day_cost(flat("21", "0"), TUESDAY, DayUsed(Decimal(10)))
        assert cost.energy == Pence(Decimal(200), Decimal(210))

    def test_has_the_standing_charge_without_any_use(self):
        cost = day_cost(flat(), TUESDAY, None)
        assert (cost.total.inc_vat, cost.unknown_days, cost.is_approximate) == (50, 1, True)
        assert day_cost(flat(), TUESDAY, DayUsed(Decimal(0))).total.inc_vat == 50

    @pytest.mark.parametrize(("day", "count", "pence"), [(SPRING, 46, 570), (AUTUMN, 50, 590)])
    def test_of_a_day_that_clocks_change_has_all_its_half_hours(self, day, count, pence):
        cost = energy_cost(Terms(rates=ECONOMY_7), day, even(count))
        assert (cost.energy.inc_vat, cost.costed) == (pence, Decimal(count) / 2)

    def test_of_a_total_is_approximate_where_the_time_matters(self):
        cost = energy_cost(Terms(rates=ECONOMY_7), TUESDAY, DayUsed(Decimal(10)))
        assert (cost.energy.inc_vat, cost.averaged_days, cost.is_approximate) == (216, 1, True)
        assert not energy_cost(flat(), TUESDAY, DayUsed(Decimal(10))).is_approximate

    def test_shows_what_is_paid_back_as_a_credit(self):
        published = (Decimal(-4),) + (Decimal(10),) * 47
        cost = energy_cost(Terms(rates=AGILE), TUESDAY, even(), published=published)
        assert cost.energy == Pence(Decimal(235), Decimal("246.75"))
        assert cost.credit == Pence(Decimal(2), Decimal("2.1"))
        assert cost.total.exc_vat == 233

    def test_counts_what_it_lacks(self):
        used = DayUsed(Decimal(23), (None, None, *even(46).places), 2)
        published = (Decimal(9),) * 45 + (None,) * 3
        cost = energy_cost(Terms(rates=AGILE), TUESDAY, used, published=published)
        assert (cost.missing_use, cost.missing_rates) == (2, 3)
        assert (cost.costed, cost.is_approximate) == (Decimal("21.5"), True)

    def test_counts_missing_use_of_a_flat_rate_too(self):
        assert energy_cost(flat(), TUESDAY, DayUsed(Decimal(9), None, 2)).missing_use == 2

    def test_is_nothing_where_no_rate_is_known(self):
        cost = energy_cost(Terms(rates=AGILE), TUESDAY, DayUsed(Decimal(9)))
        assert (cost.total, cost.costed, cost.missing_rates) == (Pence(), 0, 48)

    def test_gives_a_total_back_on_a_day_of_negative_prices(self):
        published = (Decimal(-3),) * 48
        cost = energy_cost(Terms(rates=AGILE), TUESDAY, DayUsed(Decimal(10)), published=published)
        assert (cost.energy, cost.credit) == (Pence(), Pence(Decimal(30), Decimal("31.5")))


rates = st.decimals(-100, 100, places=4)
amounts = st.decimals(0, 20, places=3)
days = st.lists(
    st.lists(st.tuples(st.none() | amounts, st.none() | rates), min_size=48, max_size=48),
    min_size=1,
    max_size=2,
)


def cost_of(pairs):
    used, published = zip(*pairs, strict=True)
    known = sum(amount for amount in used if amount is not None)
    terms = Terms(rates=AGILE, standing_pence=Decimal("47.85"))
    return day_cost(terms, TUESDAY, DayUsed(Decimal(known), used), published=published)


class TestSums:
    @settings(max_examples=25)
    @given(days)
    def test_of_parts_are_the_total(self, rows):
        cost = sum(map(cost_of, rows), NO_COST)
        for part in ("exc_vat", "inc_vat", "vat"):
            parts = (getattr(one, part) for one in (cost.energy, cost.standing, cost.credit))
            energy, standing, credit = parts
            assert getattr(cost.total, part) == energy + standing - credit
        assert cost.total.exc_vat + cost.vat_pence == cost.total.inc_vat

    @settings(max_examples=25)
    @given(days)
    def test_of_days_are_the_period(self, rows):
        costs = [cost_of(pairs) for pairs in rows]
        whole = sum(costs, NO_COST)
        assert whole.total.inc_vat == sum(one.total.inc_vat for one in costs)
        assert whole.days == len(rows)
        assert min(whole.energy.inc_vat, whole.credit.inc_vat) >= 0

    @settings(max_examples=25)
    @given(days)
    def test_count_every_half_hour_once(self, rows):
        pairs = rows[0]
        cost = cost_of(pairs)
        whole = sum(used is not None and rate is not None for used, rate in pairs)
        assert whole + cost.missing_use + cost.missing_rates == 48

    @settings(max_examples=25)
    @given(days)
    def test_are_what_binary_would_nearly_say(self, rows):
        pairs = rows[0]
        exact = sum(float(a * r) for a, r in pairs if a is not None and r is not None)
        cost = cost_of(pairs)
        assert float(cost.energy.exc_vat - cost.credit.exc_vat) == pytest.approx(exact)

    def test_keep_days_of_no_tariff_apart(self):
        cost = uncovered(3) + Cost(days=2, unknown_days=1)
        assert (cost.days, cost.covered_days, cost.known_days) == (5, 2, 1)
        assert uncovered().is_approximate
