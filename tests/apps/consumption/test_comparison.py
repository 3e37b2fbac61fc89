"""Tariffs compared over what a person has used: the question, the page and the API."""

import datetime as dt
from decimal import Decimal

import pytest

from daybook.apps.consumption import queries
from daybook.apps.consumption.domain import Days
from daybook.apps.consumption.domain.tariffs import HalfHourly
from daybook.apps.prices import actions as prices
from daybook.apps.prices.domain import region, sample_slots
from daybook.apps.prices.models import RateHistory
from daybook.lib.half_hours import starts
from daybook.lib.periods import LONDON, local_day

PAGE = "/consumption/compare/"
API = "/api/v1/consumption/compare"
AGILE = {"product": "AGILE-24-10-01", "region": "C"}
ONE_DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _today(monkeypatch, now):
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)


@pytest.fixture
def days(today):
    """The last week."""
    return Days(today - 7 * ONE_DAY, today)


@pytest.fixture
def used(metered, days):
    """Half a kWh in each half-hour of the week."""
    metered({at: Decimal("0.5") for day in days.each() for at in starts(day, LONDON)})


@pytest.fixture
def priced(db, days):
    """The prices of Agile for the week are kept."""
    for day in days.each():
        slots = sample_slots(local_day(day, LONDON))
        prices.keep_rates(product=AGILE["product"], region=region("C"), slots=slots)


def flat(pence="20", standing="0"):
    return queries.flat(pence=Decimal(pence), standing=Decimal(standing))


def agile(standing="0"):
    kept = None if standing is None else Decimal(standing)
    return queries.agile(product=AGILE["product"], region="C", standing=kept)


@pytest.mark.usefixtures("used")
class TestOutcome:
    def test_costs_the_use_at_one_rate(self, anna, days):
        found = queries.outcome_of(anna.pk, days, [flat("20", "50")]).comparison
        assert found.of("flat").total_pence == 7 * (24 * 20 + 50)

    def test_costs_the_night_at_its_own_rate(self, anna, days):
        night = (dt.time(0, 30), dt.time(7, 30))
        two = queries.two_rate(
            day_pence=Decimal(30), night_pence=Decimal(10), night=night, standing=Decimal(0)
        )
        found = queries.outcome_of(anna.pk, days, [two]).comparison
        assert found.of("two-rate").energy_pence == 7 * (7 * 10 + 17 * 30)

    @pytest.mark.usefixtures("priced")
    def test_costs_each_half_hour_at_its_published_rate(self, anna, days):
        found = queries.outcome_of(anna.pk, days, [agile()]).comparison
        rates = [slot for day in days.each() for slot in sample_slots(local_day(day, LONDON))]
        assert found.of("agile").energy_pence == sum(one.pence_inc_vat for one in rates) / 2

    @pytest.mark.usefixtures("priced")
    def test_without_a_kept_standing_charge_knows_no_total(self, anna, days):
        assert queries.outcome_of(anna.pk, days, [agile(None)]).comparison.days == 0

    def test_counts_the_days_of_which_prices_are_missing(self, anna, days):
        outcome = queries.outcome_of(anna.pk, days, [flat(), agile()])
        assert (outcome.comparison.days, outcome.unpriced_days) == (0, 7)

    def test_puts_the_persons_own_tariff_first(self, anna, days, tariff):
        tariff("25", standing="10")
        found = queries.outcome_of(anna.pk, days, [flat("20")]).comparison
        assert [one.key for one in found.offers] == ["present", "flat"]
        assert found.of("present").total_pence == 7 * (24 * 25 + 10)

    @pytest.mark.usefixtures("priced")
    def test_takes_a_half_hourly_tariff_of_ones_own(self, anna, days, tariff):
        tariff(rates=HalfHourly(**AGILE), standing="0")
        found = queries.outcome_of(anna.pk, days, [agile()]).comparison
        assert found.of("present").total_pence == found.of("agile").total_pence

    def test_knows_nothing_of_a_stranger(self, eve, days):
        assert queries.outcome_of(eve.pk, days, [flat()]).use_days == 0

    @pytest.mark.usefixtures("priced")
    def test_asks_as_often_for_a_day_as_for_a_week(
        self, anna, days, django_assert_num_queries, tariff
    ):
        tariff()
        for span in (days, Days(days.first, days.first + ONE_DAY)):
            with django_assert_num_queries(5):
                queries.outcome_of(anna.pk, span, [flat(), agile(None)])


@pytest.mark.usefixtures("used")
class TestPage:
    ASKED = {"months": "1", **AGILE, "agile_standing": "0", "flat_rate": "20"}

    def test_says_which_tariff_has_no_standing_charge(self, own):
        asked = {"months": "1", "flat_rate": "20", "day_rate": "30", "night_rate": "10"}
        told = "“One rate of 20.00p” stands here without a standing charge"
        assert told in own.get(PAGE, asked | {"two_standing": "50"}).content.decode()
        assert "without a standing charge" not in own.get(PAGE, asked).content.decode()

    def test_says_in_a_sentence_what_is_cheapest(self, own):
        told = own.get(PAGE, {"months": "1", "flat_rate": "20", "flat_standing": "50"})
        words = told.content.decode().replace("\xa0", " ")
        assert "Over 7 days your 168 kWh cost £37.10 with “One rate of 20.00p”." in words

    @pytest.mark.usefixtures("priced")
    def test_warns_that_agile_was_dearer(self, own):
        words = own.get(PAGE, {**self.ASKED, "flat_rate": "1"}).content.decode()
        assert "AGILE-24-10-01 was dearer" in words

    @pytest.mark.usefixtures("priced")
    def test_does_not_warn_when_agile_was_cheaper(self, own):
        words = own.get(PAGE, {**self.ASKED, "flat_rate": "99"}).content.decode()
        assert "was dearer" not in words
        assert "less than with “One rate of 99.00p”" in words.replace("\xa0", " ")

    @pytest.mark.usefixtures("priced")
    def test_says_what_moving_use_would_have_saved(self, own):
        assert "Moving 2 kWh a day" in own.get(PAGE, self.ASKED).content.decode()

    def test_offers_to_fetch_prices_that_are_not_kept(self, own):
        words = own.get(PAGE, self.ASKED).content.decode()
        assert "7 days are left out, since" in words
        assert "Fetch the missing prices" in words

    def test_asks_for_the_other_half_of_two_rates(self, own):
        told = own.get(PAGE, {"day_rate": "30"})
        assert told.status_code == 422
        assert "Type the rate by night too." in told.content.decode()
        assert 'value="30"' in told.content.decode()

    def test_refuses_a_price_that_cannot_be(self, own):
        told = own.get(PAGE, {"flat_rate": "99999"})
        assert told.status_code == 422
        assert "a rate in pence" in told.content.decode()

    def test_begins_with_the_product_the_person_prefers(self, own, anna, now):
        prices.prefer(person=anna, wishes=prices.Wishes(**AGILE), now=now)
        assert 'value="AGILE-24-10-01"' in own.get(PAGE).content.decode()

    def test_tells_strangers_nothing(self, strangers):
        words = strangers.get(PAGE, {"flat_rate": "20"}).content.decode()
        assert "No half-hours yet" in words


class TestWantingPrices:
    def test_has_them_fetched_and_goes_back(self, own, today):
        told = own.post(f"{PAGE}prices/", {"months": "3", **AGILE, **NIGHT})
        assert told.url == f"{PAGE}?months=3&region=C&product=AGILE-24-10-01&{NIGHT_QUERY}"
        assert RateHistory.objects.get().since == today - 91 * ONE_DAY

    def test_twice_is_once(self, own):
        for _ in range(2):
            own.post(f"{PAGE}prices/", {"months": "3", **AGILE, **NIGHT})
        assert RateHistory.objects.count() == 1

    def test_of_nothing_fetches_nothing(self, own):
        assert own.post(f"{PAGE}prices/", {"months": "3", **NIGHT}).status_code == 302
        assert not RateHistory.objects.exists()


NIGHT = {"night_from": "00:30", "night_until": "07:30"}
NIGHT_QUERY = "night_from=00%3A30&night_until=07%3A30"


@pytest.mark.usefixtures("used")
class TestApi:
    def test_tells_every_tariff(self, own):
        told = own.get(API, {"flat_rate": "20", "day_rate": "30", "night_rate": "10"}).json()
        assert [one["tariff"] for one in told["tariffs"]] == ["flat", "two-rate"]
        assert (told["compared_days"], told["kwh"]) == (7, "168.000000")
        assert told["tariffs"][0]["energy_pence"] == "3360.000000"

    @pytest.mark.parametrize(
        "asked",
        [
            {"day_rate": "30"},
            {"flat_rate": "99999"},
            {"product": "AGILE-24-10-01"},
            {"since": "2026-03-03", "until": "2026-03-01"},
            {"since": "2010-01-01"},
            {"until": "9999-12-31"},
            {"since": "0001-01-01"},
            {"flat_rate": "1", "flat_standing": "NaN"},
        ],
    )
    def test_refuses_what_cannot_be_compared(self, own, asked):
        assert own.get(API, asked).status_code in {404, 422}

    def test_tells_strangers_nothing(self, strangers):
        assert strangers.get(API, {"flat_rate": "20"}).json()["compared_days"] == 0
