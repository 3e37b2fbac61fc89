"""Writes of tariffs that go wrong half way, come late, or come together."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest

from daybook.apps.consumption import actions
from daybook.apps.consumption.domain import Utility
from daybook.apps.consumption.domain.tariffs import HalfHourly, TwoRate
from daybook.apps.consumption.errors import InvalidDays, InvalidTariff, TariffOverlap
from daybook.apps.consumption.models import Tariff
from daybook.apps.prices.models import RateHistory

NEW_YEAR, SPRING, SUMMER = (dt.date(2026, month, 1) for month in (1, 3, 6))
LAST = dt.date(2199, 12, 31)
ONE_DAY = dt.timedelta(days=1)
AGILE = HalfHourly(product="AGILE-24-10-01", region="C")


def stretches():
    return list(Tariff.objects.order_by("starts_on").values_list("starts_on", "ends_on"))


@pytest.fixture
def change(anna, offer, now):
    """Makes a tariff say something else."""

    def make(kept, pence="30", **said):
        return actions.change_tariff(
            person=anna, tariff_id=kept.pk, offer=offer(pence, **said), now=now
        )

    return make


class TestAdding:
    def test_late_with_the_same_key_answers_as_before(self, tariff):
        key = uuid.uuid4()
        first = tariff("20", key=key)
        tariff("30", first=SUMMER)
        assert tariff("99", key=key, first=SPRING).pk == first.pk
        assert Tariff.objects.count() == 2

    def test_with_somebody_elses_key_is_a_tariff_of_ones_own(self, tariff, eve):
        key = uuid.uuid4()
        assert tariff(key=key).pk != tariff(key=key, person=eve).pk

    def test_refused_does_not_end_the_one_that_runs(self, tariff):
        tariff(first=NEW_YEAR)
        tariff(first=SUMMER)
        with pytest.raises(TariffOverlap):
            tariff(first=SPRING, last=SUMMER)
        assert stretches() == [(NEW_YEAR, SUMMER), (SUMMER, None)]

    def test_inside_another_is_refused(self, tariff):
        tariff(first=NEW_YEAR)
        with pytest.raises(TariffOverlap) as told:
            tariff(first=SPRING, last=SPRING + ONE_DAY)
        assert told.value.message == "“Fixed” holds from 1 Jan 2026 on. End it first."
        assert stretches() == [(NEW_YEAR, None)]

    def test_of_the_last_day_there_is_has_that_day(self, tariff):
        tariff(first=NEW_YEAR)
        tariff(first=LAST)
        assert stretches() == [(NEW_YEAR, LAST), (LAST, None)]
        with pytest.raises(TariffOverlap):
            tariff(first=LAST)

    @pytest.mark.parametrize(
        ("said", "error"),
        [
            ({"first": LAST + ONE_DAY}, InvalidDays),
            ({"first": NEW_YEAR, "last": LAST + ONE_DAY}, InvalidDays),
            ({"name": "\u2003 "}, InvalidTariff),
            ({"utility": Utility.GAS, "rates": AGILE}, InvalidTariff),
        ],
    )
    def test_of_what_cannot_be_writes_nothing(self, tariff, said, error):
        with pytest.raises(error):
            tariff(**said)
        assert not Tariff.objects.exists()
        assert not RateHistory.objects.exists()

    def test_keeps_names_that_every_database_can_keep(self, tariff):
        assert tariff(name="Fixed\x00 for\ta year").name == "Fixed for a year"

    def test_cuts_names_that_a_supplier_made_too_long(self, tariff):
        assert len(tariff(name="n" * 200).name) == 80


class TestChanging:
    def test_to_later_days_leaves_a_gap(self, tariff, change):
        kept = tariff(first=NEW_YEAR, last=SPRING - ONE_DAY)
        change(kept, first=SPRING, last=SUMMER)
        assert stretches() == [(SPRING, SUMMER + ONE_DAY)]

    def test_of_an_open_one_ends_before_the_next(self, tariff, change):
        kept = tariff(first=NEW_YEAR, last=NEW_YEAR)
        tariff(first=SUMMER)
        change(kept, first=NEW_YEAR)
        assert stretches() == [(NEW_YEAR, SUMMER), (SUMMER, None)]

    def test_to_the_same_is_no_change(self, tariff, change):
        kept = tariff("20", first=NEW_YEAR)
        for _ in range(2):
            change(kept, "20", first=NEW_YEAR)
        assert stretches() == [(NEW_YEAR, None)]

    def test_makes_a_sample_ones_own(self, tariff, change):
        kept = tariff()
        Tariff.objects.update(is_sample=True)
        change(kept)
        assert not Tariff.objects.get().is_sample

    def test_to_other_rates_is_kept_as_a_whole(self, tariff, change):
        two = TwoRate(day_pence=Decimal(30), night_pence=Decimal(9))
        kept = change(tariff(rates=AGILE), rates=two)
        kept.refresh_from_db()
        assert kept.terms.rates == two

    def test_to_another_utility_must_fit_there(self, tariff, change):
        kept = tariff(first=NEW_YEAR)
        tariff(first=NEW_YEAR, utility=Utility.GAS)
        with pytest.raises(TariffOverlap):
            change(kept, first=SPRING, utility=Utility.GAS)
        kept.refresh_from_db()
        assert (kept.utility, kept.starts_on) == ("electricity", NEW_YEAR)


class TestEnding:
    def test_later_than_it_did_is_allowed_where_there_is_room(self, anna, tariff, now):
        kept = tariff(first=NEW_YEAR, last=NEW_YEAR)
        tariff(first=SUMMER)
        actions.end_tariff(person=anna, tariff_id=kept.pk, last=SUMMER - ONE_DAY, now=now)
        assert stretches() == [(NEW_YEAR, SUMMER), (SUMMER, None)]

    @pytest.mark.parametrize("last", [NEW_YEAR - ONE_DAY, LAST + ONE_DAY])
    def test_on_other_days_changes_nothing(self, anna, tariff, now, last):
        kept = tariff(first=NEW_YEAR)
        with pytest.raises(InvalidDays):
            actions.end_tariff(person=anna, tariff_id=kept.pk, last=last, now=now)
        assert stretches() == [(NEW_YEAR, None)]


class TestRatesThatAreWanted:
    def test_of_two_people_are_wanted_once_since_the_earlier_day(self, tariff, eve, now):
        tariff(rates=AGILE, first=SPRING)
        tariff(rates=AGILE, first=NEW_YEAR, person=eve)
        assert RateHistory.objects.get().since == NEW_YEAR
        assert actions.want_rates(today=SPRING, now=now) == 1

    def test_are_not_wanted_any_more_after_the_last_day(self, tariff, now):
        tariff(rates=AGILE, first=NEW_YEAR, last=SPRING)
        assert actions.want_rates(today=SPRING, now=now) == 1
        assert actions.want_rates(today=SPRING + ONE_DAY, now=now) == 0
