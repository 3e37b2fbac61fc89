"""The page of statistics, and the same over the API."""

import datetime as dt

import pytest

from daybook.apps.prices import actions, domain
from daybook.lib.periods import LONDON, Period, local_midnight

AGILE = "AGILE-24-10-01"
HERE = {"region": "C", "product": AGILE}
FEBRUARY = {"since": "2026-02-01", "until": "2026-02-28"}
MARCH = dt.date(2026, 3, 1)
DAY = dt.timedelta(days=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def keep():
    """Keeps sample rates of London from ``first`` up to ``past``."""

    def keep(first, past=MARCH, letter="C", lost=0):
        period = Period(local_midnight(first, LONDON), local_midnight(past, LONDON))
        slots = domain.sample_slots(period)[lost:]
        actions.keep_rates(product=AGILE, region=domain.region(letter), slots=slots)
        return slots

    return keep


@pytest.fixture
def statistics(visit):
    return lambda **asked: visit("/prices/statistics/", **asked)


class TestPage:
    def test_of_nothing_kept_says_what_to_do(self, statistics, octopus):
        page = statistics()
        assert "No prices are kept of that yet" in page.text
        assert octopus.count() == 0

    def test_shows_what_is_kept_unasked(self, statistics, keep):
        keep(dt.date(2026, 2, 1))
        page = statistics()
        assert "AGILE-24-10-01 in London, Sun 1 Feb\N{EN DASH}Sat 28 Feb" in page.text
        assert "is missing" not in page.text

    def test_has_the_same_numbers_as_the_rates(self, statistics, keep):
        slots = keep(MARCH - DAY)
        lowest = min(slot.pence_inc_vat for slot in slots)
        page = statistics(**HERE)
        assert f"{lowest:.2f}p" in page.text
        assert len(page.tags('tr data-value="[-\\d.]+"')) >= 48

    def test_is_honest_about_gaps(self, statistics, keep):
        keep(dt.date(2026, 2, 1), lost=12)
        assert "12 of 1,344 half-hours are missing" in statistics(**HERE, **FEBRUARY).text

    def test_tells_of_the_tariff_that_was_asked_for(self, statistics, keep):
        keep(MARCH - DAY, letter="C")
        keep(MARCH - DAY, letter="P")
        assert "in North Scotland" in statistics(region="P").text

    def test_says_which_are_kept_when_that_one_is_not(self, statistics, keep):
        keep(MARCH - DAY)
        page = statistics(region="D", product=AGILE, **FEBRUARY)
        assert "No prices are kept of that yet" in page.text
        assert "?region=C&amp;product=AGILE-24-10-01" in page.html

    @pytest.mark.parametrize(
        "wrong",
        [
            {"since": "2026-03-02", "until": "2026-03-01"},
            {"since": "2020-01-01"},
            {"region": "I"},
            {"product": "!"},
            {"since": "nonsense"},
            {"until": "9999-12-31"},
            {"since": "0001-01-01", "until": "0001-01-02"},
        ],
    )
    def test_refuses_nonsense_beside_its_field(self, statistics, keep, wrong):
        keep(MARCH - DAY)
        page = statistics(**(HERE | FEBRUARY | wrong))
        is_empty = wrong.get("since") == "0001-01-01"
        assert page.status == (200 if is_empty else 422)
        assert is_empty or "field-error" in page.html

    def test_costs_two_queries_however_long(self, statistics, keep, django_assert_num_queries):
        keep(dt.date(2025, 10, 1))
        with django_assert_num_queries(2):
            page = statistics(**HERE)
        assert "Oct 2025" in page.text


class TestApi:
    @pytest.fixture
    def ask(self, client, clock):
        return lambda **asked: client.get("/api/v1/prices/statistics", HERE | FEBRUARY | asked)

    def test_tells_what_the_rates_come_to(self, ask, keep):
        slots = keep(dt.date(2026, 2, 1), lost=2)
        body = ask().json()
        mean = sum(slot.pence_inc_vat for slot in slots) / len(slots)
        assert body["mean_pence"] == f"{mean:.4f}"
        assert (body["known_half_hours"], body["missing_half_hours"]) == (1342, 2)
        assert sum(column["count"] for column in body["bins"]) == 1342
        assert [month["month"] for month in body["months"]] == ["2026-02-01"]
        assert len(body["by_clock_pence"]) == 48

    def test_counts_days_when_clocks_change(self, ask, keep):
        keep(dt.date(2025, 10, 26), dt.date(2025, 10, 27))
        body = ask(since="2025-10-26", until="2025-10-26").json()
        assert (body["known_half_hours"], body["missing_half_hours"]) == (50, 0)

    def test_of_nothing_is_not_found(self, ask, db):
        assert ask().status_code == 404

    @pytest.mark.parametrize(
        "wrong", [{"since": "x"}, {"since": "2020-01-01"}, {"until": "2026-01-01"}, {"region": "I"}]
    )
    def test_refuses_nonsense(self, ask, db, wrong):
        assert ask(**wrong).status_code == 422
