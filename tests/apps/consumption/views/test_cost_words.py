"""Costs and tariffs as people read them."""

import datetime as dt
from decimal import Decimal

import pytest

from daybook.apps.consumption.domain import Utility
from daybook.apps.consumption.domain.tariffs import (
    Band,
    Cost,
    Flat,
    HalfHourly,
    Own,
    Pence,
    TwoRate,
)
from daybook.apps.consumption.views.cost_words import (
    cost_words,
    costed_lines,
    gap_words,
    rate_words,
    tariff_days,
    tariff_line,
)

TODAY = dt.date(2026, 3, 3)
DAY = dt.timedelta(days=1)


def pence(amount):
    return Pence(Decimal(amount), Decimal(amount))


class TestRates:
    @pytest.mark.parametrize(
        ("rates", "words"),
        [
            (Flat(pence=Decimal("24.5")), "24.50p per kWh"),
            (Flat(pence=Decimal("-1.5")), "\N{MINUS SIGN}1.50p per kWh"),
            (
                TwoRate(day_pence=Decimal(30), night_pence=Decimal(9)),
                "30.00p by day, 9.00p from 00:30 to 07:30",
            ),
            (HalfHourly(product="AGILE-24-10-01", region="P"), "AGILE-24-10-01, North Scotland"),
            (
                Own(
                    weekdays=(Band(dt.time(0), Decimal(9)), Band(dt.time(7), Decimal(30))),
                    weekends=(Band(dt.time(0), Decimal(8)),),
                ),
                "8.00p to 30.00p by the time of the day",
            ),
        ],
    )
    def test_say_what_a_unit_costs(self, rates, words):
        assert rate_words(rates, "kWh") == words

    def test_of_water_name_the_wastewater(self):
        rates = Flat(pence=Decimal(200), wastewater_pence=Decimal(148))
        assert rate_words(rates, "m³") == "200.00p per m³, wastewater 148.00p"


class TestDaysOfATariff:
    @pytest.mark.parametrize(
        ("first", "last", "words"),
        [
            (TODAY, None, "since today"),
            (TODAY + DAY, None, "from tomorrow"),
            (dt.date(2025, 1, 1), None, "since Wed 1 Jan 2025"),
            (dt.date(2025, 1, 1), TODAY - DAY, "Wed 1 Jan 2025 to yesterday"),
            (dt.date(2026, 4, 1), dt.date(2027, 3, 31), "Wed 1 Apr to Wed 31 Mar 2027"),
        ],
    )
    def test_are_said_as_people_do(self, tariff, first, last, words):
        assert tariff_days(tariff(first=first, last=last), TODAY) == words

    @pytest.mark.parametrize(
        ("first", "last", "holds"),
        [
            (TODAY, None, True),
            (TODAY - DAY, TODAY, True),
            (TODAY - DAY, TODAY - DAY, False),
            (TODAY + DAY, None, False),
        ],
    )
    def test_decide_whether_it_holds_today(self, tariff, first, last, holds):
        line = tariff_line(tariff(first=first, last=last), today=TODAY)
        assert (line.is_current, line.is_open) == (holds, last is None)


class TestALine:
    def test_says_what_is_asked_and_with_which_vat(self, tariff):
        line = tariff_line(tariff("24.5", standing="53.8"), today=TODAY)
        assert (line.kind, line.rates) == ("One rate", "24.50p per kWh")
        assert (line.standing, line.vat) == ("53.80p a day", "with VAT")
        assert not line.is_sample

    def test_counts_water_in_cubic_metres(self, tariff):
        line = tariff_line(tariff(utility=Utility.WATER), today=TODAY)
        assert line.rates == "20.00p per m³"


class TestCosts:
    def test_are_pounds(self):
        assert cost_words(Cost(days=1, energy=pence("120"))) == "£1.20"

    def test_of_half_a_penny_are_rounded_up(self):
        assert cost_words(Cost(days=1, energy=pence("0.5"))) == "£0.01"

    def test_may_be_a_credit(self):
        assert cost_words(Cost(days=1, credit=pence("150"))) == "\N{MINUS SIGN}£1.50"

    def test_that_lack_something_are_about_right(self):
        cost = Cost(days=1, energy=pence("120"), missing_use=1)
        assert cost_words(cost).replace("\xa0", " ") == "≈ £1.20"

    def test_of_no_tariff_are_a_dash(self):
        assert cost_words(Cost(days=3, uncovered_days=3)) == "\N{EN DASH}"


class TestGaps:
    def test_of_nothing_are_not_mentioned(self):
        assert gap_words(Cost(days=1)) == ""

    @pytest.mark.parametrize(
        ("gap", "one", "more"),
        [
            ("missing_use", "1 half-hour missing", "2 half-hours missing"),
            ("missing_rates", "1 half-hour without a rate", "2 half-hours without a rate"),
            ("unknown_days", "1 day without use", "2 days without use"),
            ("averaged_days", "1 day at a mean rate", "2 days at a mean rate"),
            ("uncovered_days", "1 day without a tariff", "2 days without a tariff"),
        ],
    )
    def test_are_counted(self, gap, one, more):
        assert gap_words(Cost(days=9, **{gap: 1})) == f"approximate: {one}"
        assert gap_words(Cost(days=9, **{gap: 2})) == f"approximate: {more}"

    def test_are_listed(self):
        words = gap_words(Cost(days=9, missing_use=3, uncovered_days=1))
        assert words == "approximate: 3 half-hours missing, 1 day without a tariff"


class TestLinesOfRecords:
    def test_keep_their_order_and_have_a_cost_each(self, anna, record, tariff):
        tariff("20", first=TODAY - 3 * DAY)
        records = [record("5", first=TODAY - n * DAY) for n in range(3)]
        lines = costed_lines(anna.pk, records, today=TODAY)
        assert [line.id for line in lines] == [one.pk for one in records]
        assert {(line.cost, line.cost_note) for line in lines} == {("£1.00", "")}

    def test_say_why_a_cost_is_approximate(self, anna, record, tariff):
        tariff(rates=TwoRate(day_pence=Decimal(30), night_pence=Decimal(10)))
        (line,) = costed_lines(anna.pk, [record("10", first=TODAY)], today=TODAY)
        assert line.cost.replace("\xa0", " ") == "≈ £2.16"
        assert line.cost_note == "approximate: 1 day at a mean rate"

    def test_have_none_without_a_tariff(self, anna, record):
        (line,) = costed_lines(anna.pk, [record()], today=TODAY)
        assert (line.cost, line.cost_note) == ("", "")
