"""The page that compares tariffs: what was asked for, kept and shown."""

import datetime as dt
from decimal import Decimal

import pytest

from daybook.apps.consumption import actions
from daybook.apps.prices import actions as prices
from daybook.apps.prices.domain import region, sample_slots
from daybook.apps.prices.models import RateHistory
from daybook.lib.periods import LONDON, local_day

PAGE = "/consumption/compare/"
FETCH = f"{PAGE}prices/"
ONE_DAY = dt.timedelta(days=1)
AGILE = {"product": "AGILE-24-10-01", "region": "C"}
NIGHT = {"night_from": "00:30", "night_until": "07:30"}


@pytest.fixture(autouse=True)
def _today(monkeypatch, now):
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)


@pytest.fixture
def used(smart_meter, today):
    """Half-hours of the last three days."""
    smart_meter(today - 3 * ONE_DAY, today - ONE_DAY)


@pytest.fixture
def look(own):
    """Opens the page; its words, without what only keeps lines together."""

    def get(status=200, **asked):
        answer = own.get(PAGE, asked)
        assert answer.status_code == status
        return answer.content.decode().replace("\xa0", " ")

    return get


@pytest.fixture
def ask(own):
    return lambda **asked: own.get(PAGE, asked).context["form"]


class TestTheForm:
    def test_begins_with_a_year_and_a_usual_night(self, ask):
        form = ask()
        shown = {name: form[name].value() for name in ("months", *NIGHT)}
        assert shown == {"months": "12", **NIGHT}
        assert form["product"].value() is None

    def test_begins_without_the_sample_product(self, ask, anna, now):
        wishes = prices.Wishes(product="SAMPLE", region="C")
        prices.prefer(person=anna, wishes=wishes, now=now)
        assert ask()["product"].value() is None

    def test_keeps_what_was_typed(self, ask):
        asked = {**AGILE, "flat_rate": "24,5", "day_rate": "30", "night_rate": "9", "months": "3"}
        form = ask(**asked)
        assert {name: form[name].value() for name in asked} == asked

    def test_is_sent_with_get_so_that_it_can_be_kept(self, look):
        assert f'<form method="get" class="form" action="{PAGE}"' in look()

    @pytest.mark.parametrize(
        ("asked", "field", "words"),
        [
            ({"day_rate": "30"}, "night_rate", "Type the rate by night too."),
            ({"night_rate": "9"}, "day_rate", "Type the rate by day too."),
            ({"region": "C"}, "product", "Type the product code too."),
            ({"product": "AGILE-24-10-01"}, "region", "Choose the region too."),
            ({"flat_rate": "lots"}, "flat_rate", "Type it as a number, such as 8.3."),
            ({"flat_standing": "-1"}, "flat_standing", "Give pence a day"),
            ({"night_from": "late"}, "night_from", "Give a time such as 00:30."),
            ({"night_until": ""}, "night_until", "Give a time such as 00:30."),
            ({"months": "7"}, "months", "Select a valid choice"),
            ({"region": "I", "product": "X-1"}, "region", "Select a valid choice"),
        ],
    )
    def test_says_beside_the_field_what_is_wrong(self, own, asked, field, words):
        answer = own.get(PAGE, asked)
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
        page = answer.content.decode()
        assert words in page.split(f'id="id_{field}_error"')[1][:600]

    def test_says_of_a_wrong_half_only_that_it_is_wrong(self, own):
        errors = own.get(PAGE, {"day_rate": "lots", "night_rate": "9"}).context["form"].errors
        assert (list(errors), len(errors["day_rate"])) == (["day_rate"], 1)

    def test_shows_no_result_of_what_is_wrong(self, look):
        assert "Over the same half-hours" not in look(422, flat_rate="lots")

    def test_takes_an_old_link_with_other_names(self, look):
        assert "Compare tariffs" in look(utm_source="mail", page="3")

    @pytest.mark.parametrize("night", [{"night_until": "00:30"}, {"night_from": "00:10"}])
    def test_never_breaks_over_a_night_that_is_none(self, own, night):
        asked = {"day_rate": "30", "night_rate": "9", **night}
        assert own.get(PAGE, asked).status_code == 422


@pytest.mark.usefixtures("used")
class TestTheResult:
    def test_teaches_what_to_type(self, look):
        words = look()
        assert "Type the prices of a tariff above" in words
        assert "Add your own tariff, to see it beside these" in words

    def test_shows_ones_own_tariff_at_once(self, look, tariff):
        tariff("20", standing="0")
        words = look()
        assert "cost £7.20 with “Your tariff”" in words
        assert "Add your own tariff" not in words

    def test_says_which_days_have_no_tariff_of_ones_own(self, look, tariff, today):
        tariff(first=today - ONE_DAY)
        words = look(flat_rate="20")
        assert "Over 1 day" in words
        assert "you have no tariff for 2 days" in words
        assert "Fetch the missing prices" not in words

    def test_says_that_nothing_can_be_compared(self, look):
        words = look(**AGILE)
        assert "No day can be compared yet." in words
        assert "“AGILE-24-10-01” has no prices yet for 3 days." in words
        assert "<caption>Costs, with VAT</caption>" not in words

    def test_has_tables_with_titles(self, look):
        words = look(flat_rate="20")
        for caption in ("Costs, with VAT", "Costs by month"):
            assert f"<caption>{caption}</caption>" in words
        assert words.count('scope="row"') == 1 + 2

    def test_shows_half_hourly_prices_once_they_are_kept(self, look, today):
        for n in range(1, 4):
            slots = sample_slots(local_day(today - n * ONE_DAY, LONDON))
            prices.keep_rates(product=AGILE["product"], region=region("C"), slots=slots)
        words = look(**AGILE, agile_standing="48")
        assert "with “AGILE-24-10-01”." in words
        assert "Fetch the missing prices" not in words

    @pytest.mark.parametrize("months", ["1", "3", "12", "24"])
    def test_counts_days_without_use(self, look, months):
        days = {"1": 30, "3": 91, "12": 365, "24": 730}[months] - 3
        assert f"No half-hours are known of {days} days." in look(flat_rate="1", months=months)

    def test_is_marked_as_a_sample_where_it_is_one(self, look, smart_meter, today):
        assert "Sample data" not in look(flat_rate="20")
        smart_meter(today - 9 * ONE_DAY, source="sample")
        assert "Sample data" in look(flat_rate="20")

    def test_takes_as_many_questions_for_a_month_as_for_two_years(
        self, own, tariff, django_assert_num_queries
    ):
        tariff()
        asked = {**AGILE, "flat_rate": "20", "day_rate": "30", "night_rate": "9"}
        for months in ("1", "24"):
            # session, person, preference, half-hours, tariffs, rates, charges, samples, unread
            with django_assert_num_queries(9):
                own.get(PAGE, {**asked, "months": months})


class TestWithoutUse:
    def test_teaches_where_half_hours_come_from(self, look):
        words = look(flat_rate="20")
        assert "No half-hours yet" in words
        assert "Over the same half-hours" not in words

    def test_says_the_same_where_only_days_are_known(self, look, record, today):
        record("8", first=today - ONE_DAY)
        assert "No half-hours yet" in look(flat_rate="20")


class TestFetchingPrices:
    def test_says_what_comes_next(self, own):
        page = own.post(FETCH, {"months": "3", **AGILE, **NIGHT}, follow=True)
        assert "The prices are being fetched. Look again in a minute." in page.content.decode()

    @pytest.mark.parametrize("wrong", [{"months": "x"}, {"product": "?"}, {"region": ""}])
    def test_of_what_is_wrong_goes_back_to_say_so(self, own, wrong):
        page = own.post(FETCH, {"months": "3", **AGILE, **NIGHT, **wrong}, follow=True)
        assert page.status_code == 422
        assert not RateHistory.objects.exists()

    def test_has_an_end(self, own, monkeypatch):
        sent = {"months": "3", **AGILE, **NIGHT}
        for _ in range(actions.comparison.HISTORIES.times):
            own.post(FETCH, sent)
        assert own.post(FETCH, sent).status_code == 429

    def test_needs_a_form_and_a_person(self, own, client, db):
        assert own.get(FETCH).status_code == 405
        client.logout()
        assert client.post(FETCH, AGILE).url.startswith("/accounts/login/")
        assert not RateHistory.objects.exists()


class TestNumbersPeopleType:
    @pytest.mark.parametrize("typed", ["24.5", "24,5", " 24.5 ", "+24.5", "24.50"])
    def test_mean_the_same(self, own, typed):
        form = own.get(PAGE, {"flat_rate": typed}).context["form"]
        assert form.cleaned_data["flat_rate"] == Decimal("24.5")
