"""What the API tells of costs, and what it refuses."""

import datetime as dt
from decimal import Decimal

import pytest

from daybook.apps.consumption import actions
from daybook.apps.consumption.domain import Utility
from daybook.apps.consumption.domain.tariffs import HalfHourly, TwoRate
from daybook.lib.half_hours import starts
from daybook.lib.periods import LONDON

COSTS = "/api/v1/consumption/costs"
DAY = dt.date(2026, 3, 1)
ONE_DAY = dt.timedelta(days=1)
AUTUMN, SPRING = dt.date(2025, 10, 26), dt.date(2025, 3, 30)


@pytest.fixture
def ask(own):
    """The costs of a day of electricity, or of what is ``said``; only what is asked for counts."""

    def get(status=200, **said):
        query = {"utility": "electricity", "since": f"{DAY}", "until": f"{DAY}"} | said
        answer = own.get(COSTS, {name: one for name, one in query.items() if one is not None})
        assert answer.status_code == status, answer.content
        return answer.json()

    return get


class TestCosts:
    def test_are_split_into_energy_standing_charge_and_vat(self, ask, record, tariff):
        tariff("21", standing="52.5")
        record("10", first=DAY)
        told = ask()["total"]
        assert (told["energy_pence"], told["standing_pence"]) == ("210.000000", "52.500000")
        assert (told["pounds"], told["pounds_exc_vat"], told["vat_pounds"]) == (
            "2.63",
            "2.50",
            "0.13",
        )
        assert (told["costed"], told["approximate"]) == ("10.000000", False)

    def test_are_credits_where_prices_are_negative(self, ask, record, tariff):
        tariff("-10", standing="0")
        record("10", first=DAY)
        told = ask()["total"]
        assert (told["credit_pence"], told["energy_pence"]) == ("100.000000", "0.000000")
        assert told["pounds"] == "-1.00"

    @pytest.mark.parametrize(("day", "pounds"), [(SPRING, "5.70"), (AUTUMN, "5.90")])
    def test_know_the_night_when_clocks_change(self, ask, tariff, metered, day, pounds):
        rates = TwoRate(day_pence=Decimal(30), night_pence=Decimal(10))
        tariff(rates=rates, standing="0", first=dt.date(2025, 1, 1))
        metered({at: Decimal("0.5") for at in starts(day, LONDON)})
        assert ask(since=f"{day}", until=f"{day}")["total"]["pounds"] == pounds

    def test_count_rates_that_nobody_published(self, ask, tariff, metered):
        tariff(rates=HalfHourly(product="AGILE-24-10-01", region="C"))
        metered({at: Decimal(1) for at in starts(DAY, LONDON)})
        told = ask()["total"]
        assert (told["half_hours_without_rate"], told["costed"]) == (48, "0.000000")

    def test_are_cut_at_the_days_asked_for(self, ask, tariff):
        tariff(first=dt.date(2025, 1, 1), standing="10")
        told = ask(since="2026-01-30", until="2026-03-02", by="month")
        stretches = [(part["first_day"], part["last_day"]) for part in told["parts"]]
        assert stretches == [
            ("2026-01-30", "2026-01-31"),
            ("2026-02-01", "2026-02-28"),
            ("2026-03-01", "2026-03-02"),
        ]
        assert [part["cost"]["pounds"] for part in told["parts"]] == ["0.20", "2.80", "0.20"]

    def test_are_by_month_unless_told(self, ask):
        assert ask() == ask(by="month")

    def test_have_days_in_order(self, ask, tariff):
        tariff()
        told = ask(since="2026-02-20", by="day")["parts"]
        days = [part["first_day"] for part in told]
        assert days == sorted(days)
        assert len(days) == 10

    def test_of_records_leave_out_what_is_of_other_days(self, ask, record, tariff):
        tariff("20")
        record("8", first=DAY - ONE_DAY)
        assert ask(by="record")["parts"] == []

    def test_of_one_utility_are_not_those_of_another(self, ask, record, tariff):
        tariff("20", utility=Utility.GAS)
        record("8", first=DAY)
        assert ask()["total"]["days_without_tariff"] == 1
        assert ask(utility="gas")["total"]["days_without_use"] == 1

    def test_are_nobody_elses(self, strangers, record, tariff):
        tariff("20")
        record("8", first=DAY)
        asked = {"utility": "electricity", "since": f"{DAY}", "until": f"{DAY}", "by": "record"}
        assert strangers.get(COSTS, asked).json()["parts"] == []

    def test_take_as_many_questions_for_a_year_as_for_a_day(
        self, ask, tariff, django_assert_num_queries
    ):
        tariff(first=dt.date(2020, 1, 1))
        for since in (DAY, DAY - 365 * ONE_DAY):
            with django_assert_num_queries(5):  # session, person, tariffs, use, samples
                ask(since=f"{since}", by="day")


class TestSamples:
    def test_are_marked(self, ask, smart_meter):
        smart_meter(DAY, source="sample")
        assert ask()["sample"] is True

    def test_of_tariffs_are_marked_too(self, ask, anna, record, today, now):
        record("8", first=DAY)
        actions.add_sample_tariffs(person=anna, today=today, now=now)
        assert ask()["sample"] is True

    def test_are_not_what_is_ones_own(self, ask, record, tariff):
        tariff()
        record("8", first=DAY)
        assert ask()["sample"] is False


class TestRefusals:
    @pytest.mark.parametrize(
        ("said", "code"),
        [
            ({"utility": "coal"}, "validation"),
            ({"since": None}, "validation"),
            ({"until": None}, "validation"),
            ({"since": "yesterday"}, "validation"),
            ({"until": "2026-02-30"}, "validation"),
            ({"by": "year"}, "validation"),
            ({"since": "2026-03-02"}, "consumption.invalid-days"),
            ({"since": "1969-12-31"}, "consumption.invalid-days"),
            ({"until": "2200-01-01"}, "consumption.invalid-days"),
            ({"since": "2023-12-22"}, "consumption.invalid-days"),
        ],
    )
    def test_say_what_is_wrong(self, ask, said, code):
        told = ask(422, **said)
        assert (told["status"], told["type"]) == (422, f"urn:daybook:{code}")

    def test_begin_after_eight_hundred_days(self, ask):
        assert len(ask(since=f"{DAY - 799 * ONE_DAY}", by="day")["parts"]) == 800

    def test_meet_people_who_did_not_sign_in(self, client, db):
        answer = client.get(COSTS, {"utility": "gas", "since": f"{DAY}", "until": f"{DAY}"})
        assert answer.status_code == 401
