"""A comparison in words: which tariff won, by how much, and what is not in it."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from daybook.apps.consumption import queries
from daybook.apps.consumption.domain import Days
from daybook.apps.consumption.domain.comparison import Offer, Shifted, compared
from daybook.apps.consumption.queries import Outcome
from daybook.apps.consumption.views.comparison_words import page_of

DAY = dt.date(2026, 3, 2)
MONTH = Days(dt.date(2026, 2, 1), dt.date(2026, 3, 3))
NIGHT = (dt.time(0, 30), dt.time(7, 30))
FLAT = queries.flat(pence=Decimal(20), standing=Decimal(0))
AGILE = queries.agile(product="AGILE-24-10-01", region="C", standing=Decimal(0))
TWO_RATE = queries.two_rate(
    day_pence=Decimal(30), night_pence=Decimal(9), night=NIGHT, standing=Decimal(0)
)
EVERY = [AGILE, FLAT, TWO_RATE]


def outcome(*costs, kwh="0.5", count=48, shifts=None, days=(DAY,), **said):
    """Of ``days`` used alike, and tariffs given by their key and rate: ``("flat", "20")``."""
    uses = {day: (Decimal(kwh),) * count + (None,) * (48 - count) for day in days}
    offers = [
        Offer(
            key=key,
            rates={day: (Decimal(rate),) * 48 for day in days},
            standing=dict.fromkeys(days, Decimal(50)),
        )
        for key, rate in costs
    ]
    given = {
        "days": MONTH,
        "is_sample": False,
        "use_days": len(days),
        "uncovered_days": 0,
        "missing_prices": {},
        "comparison": compared(uses, offers),
        "shifts": shifts or {},
    }
    return Outcome(**(given | said))


def page(*costs, **said):
    return page_of(outcome(*costs, **said), EVERY)


def plain(text):
    return text.replace("\xa0", " ")


def saved(*pounds):
    return tuple(Shifted(Decimal(one) * 100, Decimal(1)) for one in pounds)


class TestTheSentence:
    def test_compares_the_cheapest_with_ones_own(self):
        words = page(("present", "30"), ("flat", "20"), ("agile", "25")).sentence
        assert plain(words) == (
            "Over 1 day your 24 kWh would have cost £5.30 with “One rate of 20.00p”, "
            "£2.40 less than with “Your tariff”."
        )

    def test_says_that_ones_own_is_the_cheapest(self):
        words = page(("present", "10"), ("flat", "20")).sentence
        assert "cost £2.90 with “Your tariff”: none of the others is cheaper." in words

    def test_claims_nothing_of_others_where_there_are_none(self):
        words = plain(page(("present", "10")).sentence)
        assert words == "Over 1 day your 24 kWh cost £2.90 with “Your tariff”."

    def test_names_the_days_that_are_compared(self):
        days = [DAY - n * dt.timedelta(days=1) for n in range(3)]
        assert page(("flat", "20"), days=days).sentence.startswith("Over 3 days")

    def test_is_none_where_nothing_is_compared(self):
        found = page(("flat", "20"), days=())
        assert (found.sentence, found.warning, found.advice) == ("", "", "")
        assert (found.has_use, found.has_result) == (False, False)

    def test_is_none_without_tariffs(self):
        found = page()
        assert (found.sentence, found.has_use, found.has_own) == ("", True, False)


class TestTheWarning:
    def test_is_that_agile_was_dearer(self):
        words = page(("agile", "30"), ("flat", "20")).warning
        assert words == (
            "AGILE-24-10-01 was dearer: £2.40 more than “One rate of 20.00p”, for the same use."
        )

    @pytest.mark.parametrize(
        "costs",
        [
            [("agile", "20.5"), ("flat", "20")],
            [("agile", "10"), ("flat", "20")],
            [("two-rate", "30"), ("flat", "20")],
        ],
    )
    def test_is_not_given_for_luck_or_for_others(self, costs):
        assert page(*costs).warning == ""


class TestTheAdvice:
    def test_tells_of_the_tariff_where_shifting_saves_most(self):
        shifts = {"agile": saved(1, 2, 3), "two-rate": saved(3, 5, 6)}
        words = page(("agile", "20"), ("two-rate", "20"), shifts=shifts).advice
        assert words.startswith("Moving 2 kWh a day")
        assert "would have saved £5.00 with “30.00p by day, 9.00p by night”." in words

    @pytest.mark.parametrize("shifts", [{}, {"agile": saved("0.1", "0.49", 1)}])
    def test_is_left_out_where_it_saves_nothing(self, shifts):
        assert page(("agile", "20"), shifts=shifts).advice == ""

    def test_has_a_table_without_tariffs_where_nothing_is_saved(self):
        shifts = {"agile": saved(1, 2, 3), "flat": saved(0, 0, 0)}
        found = page(("agile", "20"), ("flat", "20"), shifts=shifts)
        assert found.shifts == [["AGILE-24-10-01", "£1.00", "£2.00", "£3.00"]]
        assert found.shift_columns[1:] == ["1 kWh a day", "2 kWh a day", "3 kWh a day"]


class TestTheGaps:
    @pytest.mark.parametrize(
        ("count", "words"),
        [
            (47, "Approximate: 1 half-hour is missing."),
            (40, "Approximate: 8 half-hours are missing."),
        ],
    )
    def test_are_half_hours(self, count, words):
        assert words in page(("flat", "20"), count=count).gaps

    @pytest.mark.parametrize(
        ("first", "words"),
        [
            (dt.date(2026, 3, 1), "No half-hours are known of 1 day."),
            (dt.date(2026, 2, 1), "No half-hours are known of 29 days."),
        ],
    )
    def test_are_days_without_use(self, first, words):
        days = Days(first, DAY + dt.timedelta(days=1))
        assert page(("flat", "20"), days=[DAY]).has_result
        assert words in page_of(replace(outcome(("flat", "20")), days=days), EVERY).gaps

    def test_are_days_without_ones_own_tariff(self):
        found = page(("present", "20"), use_days=6, uncovered_days=5)
        assert found.gaps[-1] == (
            "5 days are left out, since not every tariff has prices for them: "
            "you have no tariff for 5 days."
        )
        assert not found.wants_prices

    def test_are_days_without_prices_that_can_be_fetched(self):
        found = page(("agile", "20"), use_days=2, missing_prices={"agile": 1})
        assert found.gaps[-1] == (
            "1 day is left out, since not every tariff has prices for it: "
            "“AGILE-24-10-01” has no prices yet for 1 day."
        )
        assert found.wants_prices

    def test_name_every_reason(self):
        missing = {"present": 0, "agile": 3}
        found = page(
            ("present", "20"), ("agile", "9"), use_days=9, uncovered_days=1, missing_prices=missing
        )
        assert found.gaps[-1].endswith(
            ": you have no tariff for 1 day, “AGILE-24-10-01” has no prices yet for 3 days."
        )

    def test_need_no_reason_where_only_half_hours_do_not_meet(self):
        words = page(("agile", "20"), use_days=3, missing_prices={"agile": 0}).gaps[-1]
        assert words == "2 days are left out, since not every tariff has prices for them."

    def test_are_none_where_nothing_is_missing(self):
        whole = replace(outcome(("flat", "20")), days=Days(DAY, DAY + dt.timedelta(days=1)))
        assert page_of(whole, EVERY).gaps == []

    def test_do_not_blame_prices_where_no_tariff_was_named(self):
        assert not any("left out" in gap for gap in page(use_days=5).gaps)


class TestTheTables:
    def test_have_the_cost_the_year_and_the_kwh(self):
        (row,) = page(("flat", "20")).rows
        assert row == ["One rate of 20.00p", "£5.30", "£0.50", "£1,934.50", "20.00p"]

    def test_have_dashes_for_what_cannot_be_divided(self):
        (row,) = page(("flat", "20"), days=()).rows
        assert row[-2:] == ["\N{EN DASH}", "\N{EN DASH}"]
        (row,) = page(("flat", "20"), kwh="0").rows
        assert row[-2:] == ["£182.50", "\N{EN DASH}"]

    def test_have_the_newest_month_first(self):
        days = [dt.date(2025, 12, 31), dt.date(2026, 1, 1)]
        found = page(("flat", "20"), ("present", "10"), days=days)
        assert found.months == [
            ["Jan 2026", "£5.30", "£2.90"],
            ["Dec 2025", "£5.30", "£2.90"],
        ]
        assert found.month_columns == ["Month", "One rate of 20.00p", "Your tariff"]

    def test_show_what_is_paid_back_with_its_sign(self):
        (row,) = page(("flat", "-20")).rows
        assert row[1] == "\N{MINUS SIGN}£4.30"

    def test_are_labelled_as_samples_where_they_are(self):
        assert page(("flat", "20"), is_sample=True).is_sample
        assert page(("present", "20")).has_own
