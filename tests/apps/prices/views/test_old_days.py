"""Days that are over, from what is kept."""

import datetime as dt

import pytest

from daybook.apps.prices import actions, domain
from daybook.lib.periods import LONDON, Period, local_midnight
from tests.replay import BROKEN

pytestmark = pytest.mark.django_db


@pytest.fixture
def keep():
    """Keeps sample rates of the day and the one after it."""

    def keep(day, lost=0):
        period = Period(
            local_midnight(day, LONDON), local_midnight(day + dt.timedelta(days=2), LONDON)
        )
        slots = domain.sample_slots(period)[lost:]
        region = domain.region("C")
        actions.keep_rates(product="AGILE-24-10-01", region=region, slots=slots)

    return keep


class TestOldDays:
    @pytest.mark.parametrize(
        ("day", "count"), [("2025-12-24", 48), ("2025-10-26", 50), ("2025-03-30", 46)]
    )
    def test_are_shown_without_asking_octopus(self, prices, keep, octopus, day, count):
        keep(dt.date.fromisoformat(day))
        page = prices(**{"from": day})
        assert len(page.rows) == count
        assert "as this Daybook has kept them" in page.text
        assert octopus.count() == 0

    def test_are_asked_for_when_something_is_missing(self, prices, keep, octopus):
        keep(dt.date(2025, 12, 24), lost=1)
        page = prices(**{"from": "2025-12-24"})
        assert len(page.rows) == 48
        assert octopus.count() > 0

    def test_show_what_is_kept_where_octopus_is_away(self, prices, keep, octopus):
        keep(dt.date(2025, 12, 24), lost=3)
        octopus.next("*", *[BROKEN] * 12)
        page = prices(**{"from": "2025-12-24"})
        assert (page.status, len(page.rows)) == (200, 45)
        assert "3 half-hours have no price" in page.text

    def test_are_reached_by_a_day_of_the_calendar(self, prices):
        page = prices()
        assert page.tags('input[^>]*type="date"[^>]*name="from"[^>]*value="2026-03-03"')
        assert page.tags('input type="hidden" name="product" value="AGILE-24-10-01"')
