import datetime as dt
import json

import pytest

from daybook.apps.prices import domain, queries
from daybook.apps.prices.clients.carbon import REGION_IDS, intensities
from daybook.apps.prices.errors import CarbonUnavailable
from daybook.core.http import Confused
from tests.carbon import forecast, grams_at
from tests.loopback import BROKEN, EMPTY, MISSING, WEB_PAGE, WRONG_SHAPE, Reply
from tests.recorded import recorded

LONDON = domain.region("C")
HALF_HOUR = dt.timedelta(minutes=30)
# What the address of some postcodes and of wrong regions answers.
TURNED_DOWN = Reply(b'{"error": {"code": "400 Bad Request"}}', status=400)


@pytest.fixture
def ask(now, octopus):
    """Asks for London's forecast, so many minutes from now."""

    def ask(minutes=0, region=LONDON):
        at = now + dt.timedelta(minutes=minutes)
        return queries.carbon_intensities(region=region, now=at)

    return ask


class TestReading:
    def test_reads_a_recorded_answer(self):
        answer = json.loads(recorded("carbon/carbon_regional_BS16_2025-10-22.json"))
        found = intensities(answer)
        assert found[dt.datetime(2025, 10, 22, 23, 30, tzinfo=dt.UTC)] == 162
        assert len(found) == 9

    def test_reads_the_list_that_a_postcode_gives(self, now):
        answer = forecast(now)
        assert intensities({"data": [answer["data"]]}) == intensities(answer)

    def test_leaves_out_a_half_hour_without_a_forecast(self, now):
        answer = forecast(now)
        answer["data"]["data"][0]["intensity"]["forecast"] = None
        assert len(intensities(answer)) == 96

    @pytest.mark.parametrize(
        "answer",
        [
            None,
            [],
            {},
            {"data": []},
            {"data": {"data": None}},
            {"data": {"data": [1]}},
            {"data": {"data": [{"from": "2026-03-03T00:00Z"}]}},
            {"data": {"data": [{"from": "soon", "intensity": {"forecast": 1}}]}},
            {"data": {"data": [{"from": "2026-03-03T00:00Z", "intensity": {"forecast": "1"}}]}},
            {"data": {"data": [{"from": "2026-03-03T00:00Z", "intensity": {"forecast": -1}}]}},
        ],
    )
    def test_refuses_another_shape(self, answer):
        with pytest.raises(Confused):
            intensities(answer)


class TestRegions:
    def test_are_those_of_prices_each_with_a_number_of_its_own(self):
        assert REGION_IDS.keys() == {region.letter for region in domain.REGIONS}
        assert sorted(REGION_IDS.values()) == list(range(1, 15))

    def test_has_the_number_that_a_recorded_answer_tells(self):
        answer = json.loads(recorded("carbon/carbon_regional_BS16_2025-10-22.json"))
        south_west = next(r for r in domain.REGIONS if r.name == answer["data"]["shortname"])
        assert REGION_IDS[south_west.letter] == answer["data"]["regionid"]


class TestAsking:
    def test_gives_two_days_from_the_running_half_hour(self, ask, neso):
        found = ask()
        start = dt.datetime(2026, 3, 3, 9, tzinfo=dt.UTC)
        assert (min(found), len(found), found[start]) == (start, 97, grams_at(start))

    def test_asks_without_seconds_and_with_the_number_of_the_region(self, ask, neso):
        ask()
        path = neso.requests[0][0].rstrip("/")
        assert path.endswith("/regional/intensity/2026-03-03T09:00Z/fw48h/regionid/13")

    def test_asks_once_in_half_an_hour(self, ask, neso):
        ask()
        ask(minutes=29)
        assert neso.count() == 1
        ask(minutes=31)
        assert neso.count() == 2

    def test_keeps_regions_apart(self, ask, neso):
        ask()
        ask(region=domain.region("G"))
        assert neso.count() == 2

    def test_uses_the_last_answer_as_far_as_it_reaches(self, ask, neso):
        first = ask()
        neso.always("*", BROKEN)
        assert ask(minutes=60) == first
        with pytest.raises(CarbonUnavailable):
            ask(minutes=49 * 60)

    @pytest.mark.parametrize("answer", [BROKEN, EMPTY, MISSING, WEB_PAGE, WRONG_SHAPE, TURNED_DOWN])
    def test_says_when_there_is_none(self, ask, neso, answer):
        neso.always("*", answer)
        with pytest.raises(CarbonUnavailable):
            ask()

    def test_is_spared_after_a_failure_and_octopus_is_not_blamed(self, ask, neso, octopus, now):
        neso.always("*", BROKEN)
        for _ in range(2):
            with pytest.raises(CarbonUnavailable):
                ask()
        asked = neso.count()
        with pytest.raises(CarbonUnavailable):
            ask()
        assert neso.count() == asked
        assert queries.products(now=now).products
