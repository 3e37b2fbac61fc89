"""The page of costs in its states."""

import datetime as dt
from decimal import Decimal

import pytest

from daybook.apps.consumption.domain import Unit, Utility
from daybook.apps.consumption.domain.tariffs import TwoRate

PAGE = "/consumption/costs/"
ONE_DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _today(monkeypatch, now):
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)


@pytest.fixture
def look(own):
    return lambda: own.get(PAGE).content.decode().replace("\xa0", " ")


@pytest.fixture
def panel(own):
    """The one utility of the page."""

    def get():
        (found,) = own.get(PAGE).context["panels"]
        return found

    return get


class TestFigures:
    def test_tell_this_month_yesterday_and_the_year(self, panel, record, tariff, today):
        tariff("20", first=dt.date(2025, 1, 1))
        record("10", first=today - ONE_DAY)
        record("10", first=dt.date(2025, 7, 1), last=dt.date(2025, 7, 2))
        labels = [figure["label"] for figure in panel().figures]
        assert labels == ["This month so far", "Yesterday", "The twelve months before"]
        month, yesterday, year = (figure["number"] for figure in panel().figures)
        assert (yesterday, month.endswith("£3.00"), year.endswith("£184.50")) == (
            "£2.50",
            True,
            True,
        )

    def test_have_no_number_where_there_was_no_tariff(self, panel, tariff, today):
        tariff(first=today)
        figures = panel().figures
        assert [figure["note"] for figure in figures[1:]] == ["no tariff", "no tariff"]

    def test_are_exact_in_their_tips(self, look, record, tariff, today):
        tariff("24.567", first=today - ONE_DAY, standing="0")
        record("1.111", first=today - ONE_DAY)
        assert "£0.272939" in look()

    def test_of_a_clock_change_count_half_hours(self, panel, tariff, smart_meter):
        rates = TwoRate(day_pence=Decimal(30), night_pence=Decimal(10))
        tariff(rates=rates, standing="0", first=dt.date(2025, 10, 26), last=dt.date(2025, 10, 26))
        smart_meter(dt.date(2025, 10, 26), amount="1")
        october = next(row for row in panel().rows if row.name == "Oct 2025")
        assert october.energy == "£11.80"


class TestMonths:
    def test_are_thirteen_and_the_last_one_runs(self, look, tariff):
        tariff()
        words = look()
        assert words.count("data-amount=") == 13
        assert words.count('data-state="running"') == 1
        assert words.index("Mar 2025") < words.index("Mar 2026")

    def test_have_no_bar_without_a_tariff(self, panel, tariff):
        tariff(first=dt.date(2026, 2, 1))
        pounds = [row.pounds is None for row in panel().rows]
        assert pounds == [True] * 11 + [False] * 2
        assert panel().rows[0].note == "approximate: 31 days without a tariff"

    def test_say_what_their_sum_lacks(self, panel, record, tariff):
        tariff(first=dt.date(2026, 1, 1))
        record("31", first=dt.date(2026, 1, 1), last=dt.date(2026, 1, 30))
        assert panel().rows[-3].note == "approximate: 1 day without use"

    def test_have_a_column_for_credits_only_where_there_are_any(self, look, record, tariff):
        tariff("-5")
        assert ">Credit<" not in look()
        record("10", first=dt.date(2026, 2, 1))
        words = look()
        assert ">Credit<" in words
        assert "\N{MINUS SIGN}£0.50" in words

    def test_split_the_vat_off(self, panel, record, tariff):
        tariff("21", standing="0", first=dt.date(2026, 2, 1))
        record("28", first=dt.date(2026, 2, 1), last=dt.date(2026, 2, 28))
        row = panel().rows[-2]
        assert (row.total, row.energy, row.standing, row.vat) == (
            "£5.88",
            "£5.88",
            "£0.00",
            "£0.28",
        )


class TestUtilities:
    def test_have_a_panel_each(self, own, tariff):
        for utility in Utility:
            tariff(utility=utility)
        panels = own.get(PAGE).context["panels"]
        assert [panel.utility for panel in panels] == [utility.value for utility in Utility]

    def test_without_a_tariff_have_none(self, panel, tariff, record, today):
        tariff()
        record("3", utility=Utility.WATER, unit=Unit.CUBIC_METRE, first=today - ONE_DAY)
        assert panel().utility == "electricity"


class TestSamples:
    def test_are_marked_where_only_the_use_is_one(self, panel, tariff, smart_meter, today):
        tariff()
        assert not panel().is_sample
        smart_meter(today - ONE_DAY, source="sample")
        assert panel().is_sample

    def test_of_another_utility_mark_nothing(self, own, tariff, smart_meter, today):
        tariff()
        tariff(utility=Utility.GAS)
        smart_meter(today - ONE_DAY, source="sample")
        marked = {panel.utility: panel.is_sample for panel in own.get(PAGE).context["panels"]}
        assert marked == {"electricity": True, "gas": False}

    def test_of_long_ago_mark_nothing(self, panel, tariff, smart_meter, today):
        tariff()
        smart_meter(today - 800 * ONE_DAY, source="sample")
        assert not panel().is_sample


class TestWhoMayLook:
    def test_is_whoever_signs_in(self, client, db):
        assert client.get(PAGE).url.startswith("/accounts/login/")

    def test_sees_only_what_is_their_own(self, strangers, tariff):
        tariff()
        assert "No tariff yet" in strangers.get(PAGE).content.decode()

    def test_only_looks(self, own):
        assert own.post(PAGE).status_code == 405
