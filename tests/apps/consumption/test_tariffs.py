"""Tariffs: one after the other, never two on a day."""

import datetime as dt
import uuid
from dataclasses import replace
from decimal import Decimal

import pytest

from daybook.apps.consumption import actions, queries
from daybook.apps.consumption.domain import Utility
from daybook.apps.consumption.domain.tariffs import Band, Flat, HalfHourly, Own, TwoRate
from daybook.apps.consumption.errors import (
    InvalidDays,
    InvalidTariff,
    NoSuchTariff,
    TariffOverlap,
)
from daybook.apps.consumption.models import Tariff
from daybook.apps.prices.models import RateHistory

NEW_YEAR = dt.date(2026, 1, 1)
SPRING = dt.date(2026, 3, 1)
SUMMER = dt.date(2026, 6, 1)
ONE_DAY = dt.timedelta(days=1)
AGILE = HalfHourly(product="AGILE-24-10-01", region="C")


def stretches():
    return list(Tariff.objects.order_by("starts_on").values_list("starts_on", "ends_on"))


class TestTerms:
    @pytest.mark.parametrize(
        "rates",
        [
            Flat(pence=Decimal("24.123456"), wastewater_pence=Decimal(3)),
            TwoRate(day_pence=Decimal(30), night_pence=Decimal("-1.5"), night_from=dt.time(23, 30)),
            Own(weekdays=(Band(dt.time(0), Decimal("9.5")),)),
            Own(weekdays=(Band(dt.time(5), Decimal(9)),), weekends=(Band(dt.time(6), Decimal(8)),)),
            HalfHourly(product="AGILE-24-10-01", region="C"),
        ],
    )
    def test_come_back_as_they_were_kept(self, tariff, anna, rates):
        kept = tariff(rates=rates)
        assert queries.tariff_of(anna.pk, kept.pk).terms.rates == rates


class TestAdding:
    def test_ends_the_one_that_runs(self, tariff):
        tariff(first=NEW_YEAR)
        tariff(first=SPRING)
        assert stretches() == [(NEW_YEAR, SPRING), (SPRING, None)]

    def test_of_an_older_one_ends_where_the_next_begins(self, tariff):
        tariff(first=SPRING)
        tariff(first=NEW_YEAR)
        assert stretches() == [(NEW_YEAR, SPRING), (SPRING, None)]

    def test_between_two_shortens_the_first(self, tariff):
        tariff(first=NEW_YEAR)
        tariff(first=SUMMER)
        tariff(first=SPRING)
        assert stretches() == [(NEW_YEAR, SPRING), (SPRING, SUMMER), (SUMMER, None)]

    def test_fills_a_gap(self, tariff):
        tariff(first=NEW_YEAR, last=SPRING - ONE_DAY)
        tariff(first=SUMMER)
        tariff(first=SPRING, last=SUMMER - ONE_DAY)
        assert Tariff.objects.count() == 3

    def test_leaves_other_utilities_alone(self, tariff):
        tariff(first=NEW_YEAR)
        tariff(first=SPRING, utility=Utility.GAS)
        assert stretches() == [(NEW_YEAR, None), (SPRING, None)]

    @pytest.mark.parametrize(
        "said",
        [
            {"first": NEW_YEAR},
            {"first": NEW_YEAR - ONE_DAY, "last": NEW_YEAR},
            {"first": SPRING, "last": SPRING},
        ],
    )
    def test_refuses_days_that_are_taken(self, tariff, said):
        tariff(first=NEW_YEAR)
        with pytest.raises(TariffOverlap, match="Fixed"):
            tariff(**said)
        assert stretches() == [(NEW_YEAR, None)]

    def test_makes_one_of_a_form_sent_twice(self, tariff):
        key = uuid.uuid4()
        assert tariff(key=key) == tariff(key=key)
        assert Tariff.objects.count() == 1

    @pytest.mark.parametrize(
        ("said", "error"),
        [
            ({"name": "  "}, InvalidTariff),
            ({"first": dt.date(1969, 12, 31)}, InvalidDays),
            ({"last": NEW_YEAR - ONE_DAY}, InvalidDays),
            ({"last": dt.date.max}, InvalidDays),
            (
                {
                    "utility": Utility.GAS,
                    "rates": TwoRate(day_pence=Decimal(1), night_pence=Decimal(1)),
                },
                InvalidTariff,
            ),
        ],
    )
    def test_refuses_what_no_supplier_offers(self, tariff, said, error):
        with pytest.raises(error):
            tariff(**said)
        assert not Tariff.objects.exists()


class TestChanging:
    @pytest.fixture
    def change(self, anna, offer, now):
        def make(tariff, *, person=anna, **said):
            return actions.change_tariff(
                person=person, tariff_id=tariff.pk, offer=offer(**said), now=now
            )

        return make

    def test_says_something_else(self, tariff, change):
        changed = change(tariff(), pence="30", name="Dearer", last=SPRING)
        changed.refresh_from_db()
        assert (changed.pence, changed.name, changed.last_day) == (30, "Dearer", SPRING)

    def test_does_not_shorten_another(self, tariff, change):
        tariff(first=NEW_YEAR, last=SPRING)
        with pytest.raises(TariffOverlap):
            change(tariff(first=SUMMER), first=SPRING)
        assert stretches() == [(NEW_YEAR, SPRING + ONE_DAY), (SUMMER, None)]

    def test_of_a_strangers_changes_nothing(self, tariff, change, eve):
        with pytest.raises(NoSuchTariff):
            change(tariff(), person=eve, pence="1")
        assert Tariff.objects.get().pence == 20


class TestEnding:
    @pytest.fixture
    def end(self, anna, now):
        def make(tariff, last, *, person=anna):
            return actions.end_tariff(person=person, tariff_id=tariff.pk, last=last, now=now)

        return make

    def test_sets_the_last_day(self, tariff, end):
        assert end(tariff(), SPRING).last_day == SPRING

    def test_refuses_a_day_before_the_first(self, tariff, end):
        with pytest.raises(InvalidDays):
            end(tariff(), NEW_YEAR - ONE_DAY)
        assert stretches() == [(NEW_YEAR, None)]

    def test_refuses_to_run_into_the_next(self, tariff, end):
        first = tariff(first=NEW_YEAR)
        tariff(first=SPRING)
        with pytest.raises(TariffOverlap):
            end(first, SPRING)
        assert stretches() == [(NEW_YEAR, SPRING), (SPRING, None)]

    def test_of_a_strangers_ends_nothing(self, tariff, end, eve):
        with pytest.raises(NoSuchTariff):
            end(tariff(), SPRING, person=eve)
        assert stretches() == [(NEW_YEAR, None)]


class TestDeleting:
    def test_is_for_good(self, tariff, anna):
        kept = tariff()
        actions.delete_tariff(person=anna, tariff_id=kept.pk)
        assert not queries.has_tariffs(anna.pk)

    def test_of_a_strangers_deletes_nothing(self, tariff, eve):
        with pytest.raises(NoSuchTariff):
            actions.delete_tariff(person=eve, tariff_id=tariff().pk)
        assert Tariff.objects.exists()


class TestHalfHourlyRates:
    def wanted(self):
        return list(RateHistory.objects.values_list("product", "region", "since"))

    def test_are_wanted_since_the_first_day(self, tariff):
        tariff(rates=AGILE, first=NEW_YEAR)
        assert self.wanted() == [("AGILE-24-10-01", "C", NEW_YEAR)]

    def test_are_wanted_once_a_tariff_becomes_half_hourly(self, tariff, offer, anna, now):
        kept = tariff()
        changed = offer(rates=AGILE, first=NEW_YEAR - ONE_DAY)
        actions.change_tariff(person=anna, tariff_id=kept.pk, offer=changed, now=now)
        assert self.wanted() == [("AGILE-24-10-01", "C", NEW_YEAR - ONE_DAY)]

    def test_stay_wanted_while_a_tariff_holds(self, tariff, now, person):
        tariff(rates=AGILE, first=SPRING)
        tariff(rates=AGILE, first=NEW_YEAR, person=person("Otto"))
        tariff(rates=replace(AGILE, region="A"), last=SPRING, person=person("Eve"))
        RateHistory.objects.all().delete()
        assert actions.want_rates(today=SPRING + ONE_DAY, now=now) == 1
        assert self.wanted() == [("AGILE-24-10-01", "C", NEW_YEAR)]

    def test_of_other_kinds_are_not_asked_for(self, tariff):
        tariff()
        assert not self.wanted()


class TestReading:
    def test_is_by_utility_and_newest_first(self, tariff, anna):
        gas = tariff(utility=Utility.GAS)
        first, second = tariff(first=NEW_YEAR), tariff(first=SPRING)
        assert queries.tariffs_of(anna.pk) == {
            Utility.ELECTRICITY: [second, first],
            Utility.GAS: [gas],
        }

    def test_shows_a_stranger_nothing(self, tariff, eve):
        kept = tariff()
        assert queries.tariffs_of(eve.pk) == {}
        with pytest.raises(NoSuchTariff):
            queries.tariff_of(eve.pk, kept.pk)
