"""The price of this moment over the API."""

import datetime as dt

import pytest

from daybook.apps.prices import actions, domain
from daybook.lib.periods import LONDON, local_day
from tests.replay import BROKEN

HERE = {"region": "C", "product": "AGILE-24-10-01"}


@pytest.fixture
def ask(client, clock, octopus):
    return lambda **asked: client.get("/api/v1/prices/now", HERE | asked)


class TestNow:
    def test_is_one_flat_object(self, ask):
        body = ask().json()
        assert not [name for name, value in body.items() if isinstance(value, dict | list)]
        assert body["current_starts_at"] == "2026-03-03T09:00:00Z"
        assert body["known_half_hours"] == 48
        assert body["is_negative"] is False

    def test_is_the_rate_that_rates_tell(self, ask, client):
        rates = client.get("/api/v1/prices/rates", HERE).json()["rates"]
        current = next(r for r in rates if r["starts_at"] == "2026-03-03T09:00:00Z")
        cheaper = [
            r for r in rates[:48] if float(r["pence_inc_vat"]) < float(current["pence_inc_vat"])
        ]
        body = ask().json()
        assert body["current_pence"] == current["pence_inc_vat"]
        assert body["rank"] == len(cheaper) + 1

    def test_says_when_to_switch_on(self, ask, clock):
        starts_at = dt.datetime.fromisoformat(ask().json()["today_block_starts_at"])
        for minutes, is_on in ((-1, False), (0, True), (239, True), (240, False)):
            clock.now = starts_at + dt.timedelta(minutes=minutes)
            assert ask().json()["is_in_today_block"] is is_on

    def test_holds_until_it_changes(self, ask, clock):
        clock.now = clock.now.replace(minute=28)
        assert ask()["Cache-Control"] == "public, max-age=120"
        assert not ask().cookies

    def test_lives_without_octopus_as_long_as_prices_are_kept(self, ask, clock, octopus, db):
        octopus.next("*", *[BROKEN] * 9)
        today = local_day(clock.now.date(), LONDON)
        slots = domain.sample_slots(today)
        actions.keep_rates(product=HERE["product"], region=domain.region("C"), slots=slots)
        assert ask().json()["known_half_hours"] == 48

    def test_is_unavailable_where_nothing_is_known(self, ask, octopus, db):
        octopus.next("*", *[BROKEN] * 9)
        assert ask().status_code == 503

    def test_is_null_where_the_product_has_ended(self, ask):
        body = ask(product="AGILE-18-02-21").json()
        assert (body["current_pence"], body["rank"], body["missing_half_hours"]) == (None, None, 48)

    @pytest.mark.parametrize(
        "wrong", [{"region": "I"}, {"product": "!"}, {"duration": "9"}, {"duration": "x"}]
    )
    def test_refuses_and_names_the_parameter(self, ask, wrong):
        answer = ask(**wrong)
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["loc"] == ["query", *wrong]

    def test_of_a_sample_says_so(self, ask, octopus):
        assert ask(sample="true").json()["sample"] is True
        assert octopus.count() == 0
