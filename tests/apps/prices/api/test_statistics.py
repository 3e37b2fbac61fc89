"""Statistics of kept prices over the API."""

import datetime as dt
from decimal import Decimal

import pytest

from daybook.apps.prices import actions, domain
from daybook.lib.periods import LONDON, local_day
from tests.priced import priced
from tests.replay import AGILE

PATH = "/api/v1/prices/statistics"
DAY = dt.date(2026, 3, 3)
SPRING, AUTUMN = dt.date(2026, 3, 29), dt.date(2025, 10, 26)
pytestmark = pytest.mark.django_db


@pytest.fixture
def keep():
    """Keeps rates from a local midnight on."""

    def keep(*pence, day=DAY):
        slots = priced(*pence, start=local_day(day, LONDON).starts_at)
        actions.keep_rates(product=AGILE["code"], region=domain.region("C"), slots=slots)

    return keep


@pytest.fixture
def ask(client, clock):
    said = {"region": "C", "product": AGILE["code"], "since": f"{DAY}", "until": f"{DAY}"}
    return lambda **asked: client.get(PATH, {k: v for k, v in (said | asked).items() if v})


class TestAnswer:
    def test_has_every_number_as_text_or_nothing(self, ask, keep):
        keep(-2, None, *[20] * 46)
        body = ask().json()
        assert (body["lowest_pence"], body["negative_half_hours"]) == ("-2.0000", 1)
        assert body["by_clock_pence"][:3] == ["-2.0000", None, "20.0000"]
        assert (body["known_half_hours"], body["missing_half_hours"]) == (47, 1)

    def test_names_hours_and_extremes(self, ask, keep):
        keep(*[10] * 8, *[5] * 2, *[10] * 24, *[30] * 2, *[10] * 12)
        body = ask().json()
        assert (body["cheapest_hour"], body["dearest_hour"]) == (4, 17)
        assert body["lowest"] == {"starts_at": "2026-03-03T04:00:00Z", "pence": "5.0000"}
        assert body["highest"] == {"starts_at": "2026-03-03T17:00:00Z", "pence": "30.0000"}

    def test_has_a_month_without_any_price(self, ask, keep):
        keep(*[10] * 48)
        april = ask(until="2026-04-01").json()["months"][1]
        assert (april["month"], april["mean_pence"], april["missing_half_hours"]) == (
            "2026-04-01",
            None,
            48,
        )

    @pytest.mark.parametrize(("day", "count"), [(SPRING, 46), (AUTUMN, 50)])
    def test_counts_days_of_every_length(self, ask, keep, day, count):
        keep(*[10] * count, day=day)
        body = ask(since=f"{day}", until=f"{day}").json()
        assert (body["known_half_hours"], body["missing_half_hours"]) == (count, 0)
        assert len(body["by_clock_pence"]) == 48
        assert Decimal(body["mean_pence"]) == 10

    def test_gives_columns_without_a_hole(self, ask, keep):
        keep(-1, *[11] * 47)
        columns = [(one["from_pence"], one["count"]) for one in ask().json()["bins"]]
        assert columns == [(-5, 1), (0, 0), (5, 0), (10, 47)]


class TestRefusal:
    @pytest.mark.parametrize("name", ["region", "product", "since", "until"])
    def test_names_what_is_left_out(self, ask, name):
        answer = ask(**{name: ""})
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["loc"][-1] == name

    @pytest.mark.parametrize(
        "wrong",
        [
            {"until": "2026-03-02"},
            {"since": "2024-01-01"},
            {"until": "9999-12-31"},
            {"since": "0001-01-01"},
        ],
    )
    def test_of_days_is_about_the_last_one(self, ask, keep, wrong):
        keep(*[10] * 48)
        answer = ask(**wrong)
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["loc"] == ["query", "until"]

    @pytest.mark.parametrize("day", ["2026-02-30", "today", "1", "99999999999999", "2026-3-3"])
    def test_of_what_is_no_day(self, ask, day):
        assert ask(since=day).status_code in {404, 422}

    def test_of_what_is_not_kept_says_so(self, ask, keep):
        keep(*[10] * 48)
        answer = ask(region="P")
        assert (answer.status_code, answer.json()["type"]) == (404, "urn:daybook:prices.no-prices")
