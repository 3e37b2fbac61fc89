"""What the API tells of a comparison, and what it refuses."""

import datetime as dt

import pytest

API = "/api/v1/consumption/compare"
ONE_DAY = dt.timedelta(days=1)
AGILE = {"product": "AGILE-24-10-01", "region": "C"}


@pytest.fixture(autouse=True)
def _today(monkeypatch, now):
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)


@pytest.fixture
def ask(own):
    """The comparison that is asked for."""

    def get(status=200, **said):
        answer = own.get(API, said)
        assert answer.status_code == status, answer.content
        return answer.json()

    return get


@pytest.fixture
def used(smart_meter, today):
    """A kWh in each half-hour of the last two days."""
    smart_meter(today - 2 * ONE_DAY, today - ONE_DAY, amount="1")


@pytest.mark.usefixtures("used")
class TestComparing:
    def test_takes_the_year_up_to_yesterday(self, ask, today):
        told = ask(flat_rate="10")
        assert told["first_day"] == f"{today - 365 * ONE_DAY}"
        assert told["last_day"] == f"{today - ONE_DAY}"
        assert (told["compared_days"], told["days_without_use"]) == (2, 363)

    def test_takes_the_days_that_are_asked_for(self, ask, today):
        day = f"{today - ONE_DAY}"
        told = ask(flat_rate="10", flat_standing="5.5", since=day, until=day)
        (flat,) = told["tariffs"]
        assert (flat["energy_pence"], flat["standing_pence"]) == ("480.000000", "5.500000")
        assert flat["total_pence"] == "485.500000"

    def test_tells_months_that_add_up(self, ask):
        (flat,) = ask(flat_rate="10")["tariffs"]
        assert flat["months"] == [{"month": "2026-03", "total_pence": "960.000000"}]

    def test_tells_what_shifting_saves(self, ask):
        told = ask(day_rate="30", night_rate="10", two_rate_standing="0")["tariffs"][0]
        saved = [shift["saved_pence"] for shift in told["shifts"]]
        assert saved == ["40.000000", "80.000000", "120.000000"]

    def test_goes_by_the_hours_of_the_night(self, ask):
        night = {"night_from": "22:00", "night_until": "23:00"}
        told = ask(day_rate="0", night_rate="10", **night)["tariffs"][0]
        assert told["energy_pence"] == "40.000000"

    def test_tells_which_days_have_no_tariff_of_ones_own(self, ask, tariff, today):
        tariff(first=today - ONE_DAY)
        told = ask(flat_rate="10")
        assert [one["tariff"] for one in told["tariffs"]] == ["present", "flat"]
        assert (told["days_without_your_tariff"], told["days_without_prices"]) == (1, 1)

    def test_tells_of_days_without_published_prices(self, ask):
        told = ask(**AGILE, product_standing="0")
        assert (told["days_without_prices"], told["compared_days"]) == (2, 0)
        assert told["tariffs"][0]["total_pence"] == "0.000000"

    def test_of_nothing_tells_of_nothing(self, ask):
        told = ask()
        assert (told["tariffs"], told["compared_days"], told["kwh"]) == ([], 0, "0.000000")

    def test_is_no_sample_unless_it_has_one(self, ask, smart_meter, today):
        assert ask(flat_rate="1")["sample"] is False
        smart_meter(today - 9 * ONE_DAY, source="sample")
        assert ask(flat_rate="1")["sample"] is True

    def test_takes_the_largest_prices_there_are(self, ask):
        told = ask(flat_rate="2000", flat_standing="2000")["tariffs"][0]
        assert told["total_pence"] == "196000.000000"


class TestRefusals:
    @pytest.mark.parametrize(
        ("said", "field"),
        [
            ({"day_rate": "30"}, "night_rate"),
            ({"night_rate": "30"}, "night_rate"),
            (
                {"day_rate": "3", "night_rate": "1", "night_from": "01:00", "night_until": "01:00"},
                "night_until",
            ),
            ({"day_rate": "3", "night_rate": "1", "night_from": "01:10"}, "night_from"),
            ({"day_rate": "3", "night_rate": "1", "night_from": "01:00Z"}, "night_from"),
        ],
    )
    def test_name_the_field(self, ask, said, field):
        told = ask(422, **said)
        assert (told["type"], told["field"]) == ("urn:daybook:consumption.invalid-tariff", field)

    @pytest.mark.parametrize(
        "said",
        [
            {"flat_rate": "2000.01"},
            {"flat_rate": "1", "flat_standing": "-1"},
            {"flat_rate": "1.1234567"},
            {"product_standing": "-1", **AGILE},
            {"day_rate": "-2001", "night_rate": "1"},
        ],
    )
    def test_are_of_prices_that_cannot_be(self, ask, said):
        assert ask(422, **said)["type"] == "urn:daybook:consumption.invalid-tariff"

    @pytest.mark.parametrize(
        "said",
        [
            {"flat_rate": "NaN"},
            {"flat_rate": "lots"},
            {"flat_rate": "Infinity"},
            {"product_standing": "-Infinity", **AGILE},
            {"since": "last week"},
            {"night_from": "25:00"},
            {"region": "CC"},
            {"product": "A" * 61},
        ],
    )
    def test_are_of_what_is_none(self, ask, said):
        assert ask(422, **said)["type"] == "urn:daybook:validation"

    @pytest.mark.parametrize(
        ("said", "code"),
        [
            ({"product": "AGILE-24-10-01"}, "unknown-region"),
            ({"product": "AGILE-24-10-01", "region": "I"}, "unknown-region"),
            ({"product": "?", "region": "C"}, "invalid-product"),
            ({"region": "C"}, "invalid-product"),
        ],
    )
    def test_are_of_products_that_are_not_sold(self, ask, said, code):
        assert ask(422, **said)["type"] == f"urn:daybook:prices.{code}"

    @pytest.mark.parametrize(
        "said",
        [
            {"since": "2026-03-04"},
            {"since": "2026-03-02", "until": "2026-03-01"},
            {"since": "1969-12-31", "until": "1970-01-02"},
            {"until": "2200-01-01"},
            {"since": "2023-01-01"},
        ],
    )
    def test_are_of_days(self, ask, said):
        assert ask(422, **said)["type"] == "urn:daybook:consumption.invalid-days"

    def test_begin_after_three_years(self, ask, today):
        assert ask(since=f"{today - 1100 * ONE_DAY}")["days_without_use"] == 1100

    def test_meet_people_who_did_not_sign_in(self, client, db):
        assert client.get(API, {"flat_rate": "20"}).status_code == 401

    def test_meet_other_verbs(self, own):
        assert own.post(API, {"flat_rate": "20"}).status_code == 405
