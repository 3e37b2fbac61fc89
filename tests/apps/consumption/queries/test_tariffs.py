"""Whose tariff it is, what it asks on which days, and what is prefilled."""

import datetime as dt

import pytest

from daybook.apps.consumption import queries
from daybook.apps.consumption.domain import Days, Utility
from daybook.apps.consumption.domain.tariffs import HalfHourly
from daybook.apps.consumption.errors import NoSuchTariff
from daybook.apps.consumption.queries.tariffs import published_rates
from daybook.apps.prices import actions as prices
from daybook.apps.prices.domain import region, sample_slots
from daybook.lib.periods import LONDON, local_day

ONE_DAY = dt.timedelta(days=1)
NEW_YEAR = dt.date(2026, 1, 1)
WEEK = Days(NEW_YEAR, NEW_YEAR + 7 * ONE_DAY)
AGILE = HalfHourly(product="AGILE-24-10-01", region="C")


@pytest.fixture
def kept(db):
    """The prices of London for a week."""
    for day in WEEK.each():
        slots = sample_slots(local_day(day, LONDON))
        prices.keep_rates(product=AGILE.product, region=region("C"), slots=slots)


class TestTariffs:
    def test_are_found_by_their_owner_alone(self, anna, eve, tariff):
        kept = tariff()
        assert queries.tariff_of(anna.pk, kept.pk) == kept
        with pytest.raises(NoSuchTariff):
            queries.tariff_of(eve.pk, kept.pk)

    def test_are_there_or_not(self, anna, eve, tariff):
        tariff()
        assert (queries.has_tariffs(anna.pk), queries.has_tariffs(eve.pk)) == (True, False)

    def test_are_grouped_in_the_order_of_utilities(self, anna, tariff):
        tariff(utility=Utility.GAS)
        tariff(utility=Utility.ELECTRICITY)
        assert list(queries.tariffs_of(anna.pk)) == [Utility.ELECTRICITY, Utility.GAS]


@pytest.mark.usefixtures("kept")
class TestPublishedRates:
    def test_are_those_of_the_days_it_holds(self, tariff):
        one = tariff(rates=AGILE, first=NEW_YEAR + ONE_DAY, last=NEW_YEAR + 2 * ONE_DAY)
        assert sorted(published_rates(one, WEEK)) == [NEW_YEAR + n * ONE_DAY for n in (1, 2)]

    def test_are_without_vat(self, tariff):
        one = tariff(rates=AGILE, first=NEW_YEAR)
        slots = sample_slots(local_day(NEW_YEAR, LONDON))
        assert published_rates(one, WEEK)[NEW_YEAR][0] == slots[0].pence_exc_vat

    def test_of_another_region_are_not_known(self, tariff):
        one = tariff(rates=HalfHourly(product=AGILE.product, region="P"), first=NEW_YEAR)
        assert published_rates(one, WEEK) == {}

    def test_of_other_days_are_none(self, tariff):
        one = tariff(rates=AGILE, first=NEW_YEAR + 30 * ONE_DAY)
        assert published_rates(one, WEEK) == {}

    def test_of_other_kinds_are_not_asked_for(self, tariff, django_assert_num_queries):
        one = tariff(first=NEW_YEAR)
        with django_assert_num_queries(0):
            assert published_rates(one, WEEK) == {}


class TestThePreferredProduct:
    @pytest.mark.parametrize(
        ("product", "found"),
        [("AGILE-24-10-01", ("AGILE-24-10-01", "C")), ("SAMPLE", None)],
    )
    def test_is_what_prices_are_shown_of_but_for_samples(self, anna, now, product, found):
        wishes = prices.Wishes(product=product, region="C")
        prices.prefer(person=anna, wishes=wishes, now=now)
        assert queries.preferred_product(anna.pk) == found

    def test_is_none_of_who_prefers_nothing(self, eve):
        assert queries.preferred_product(eve.pk) is None
