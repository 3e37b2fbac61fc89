"""Alerts over HTTP: whoever may, and whatever may be sent."""

import json

import pytest

from daybook.apps.prices import domain
from daybook.apps.prices.models import Alert
from tests.apps.prices.alerts import prefer, want

API = "/api/v1/prices/alerts"
pytestmark = pytest.mark.django_db


@pytest.fixture
def own(client, anna):
    """Anna's browser; her tariff is known."""
    prefer(anna)
    client.force_login(anna)
    return client


def put(browser, *alerts, **more):
    body = {"alerts": list(alerts)} | more
    return browser.put(API, data=json.dumps(body), content_type="application/json")


def send(browser, text):
    return browser.put(API, data=text, content_type="application/json")


def below(pence="10", *, is_on=True, **more):
    return {"kind": "below", "is_on": is_on, "threshold_pence": pence} | more


class TestReading:
    def test_names_every_kind_once(self, own):
        told = own.get(API).json()
        assert list(told) == ["tariff", "alerts"]
        kinds = [alert["kind"] for alert in told["alerts"]]
        assert kinds == ["published", "below", "above", "negative", "window"]

    def test_proposes_and_keeps_nothing(self, own):
        alerts = {alert["kind"]: alert for alert in own.get(API).json()["alerts"]}
        assert alerts["above"]["threshold_pence"] == "35.0000"
        assert alerts["window"]["minutes_before"] == 15
        assert not Alert.objects.exists()

    def test_is_of_oneself(self, own, otto):
        prefer(otto)
        want(otto, "negative")
        assert not any(alert["is_on"] for alert in own.get(API).json()["alerts"])

    def test_says_whether_the_tariff_is_known(self, own, anna):
        assert own.get(API).json()["tariff"] is True
        prefer(anna, product=domain.SAMPLE_PRODUCT)
        assert own.get(API).json()["tariff"] is False

    def test_asks_as_much_however_many_are_on(self, own, anna, django_assert_max_num_queries):
        for kind in ("published", "negative"):
            want(anna, kind)
        with django_assert_max_num_queries(5):
            own.get(API)


class TestChanging:
    def test_tells_what_is_kept_now_with_every_digit(self, own):
        told = put(own, below("12.3456")).json()["alerts"][1]
        assert (told["is_on"], told["threshold_pence"]) == (True, "12.3456")
        assert own.get(API).json()["alerts"][1] == told

    @pytest.mark.parametrize("pence", ["-100", "-0.5", "0", "200", "200.0000"])
    def test_takes_every_price_there_may_be(self, own, pence):
        assert put(own, below(pence)).status_code == 200
        assert Alert.objects.get().is_on

    def test_again_changes_nothing(self, own):
        put(own, below())
        rows = list(Alert.objects.values())
        assert put(own, below()).status_code == 200
        assert list(Alert.objects.values()) == rows

    def test_of_none_is_no_change(self, own):
        assert put(own).status_code == 200
        assert not Alert.objects.exists()

    def test_of_one_kind_twice_takes_the_last(self, own):
        put(own, below("5"), below("6"))
        assert Alert.objects.get().threshold_pence == 6

    def test_leaves_alone_those_of_others(self, own, otto):
        prefer(otto)
        want(otto, "below", pence=3)
        put(own, below("9"))
        assert Alert.objects.get(person=otto).threshold_pence == 3

    def test_needs_no_price_to_switch_off(self, own):
        put(own, below("9"))
        told = put(own, {"kind": "below", "is_on": False}).json()["alerts"][1]
        assert told["is_on"] is False

    def test_drops_numbers_that_mean_nothing(self, own):
        put(own, {"kind": "negative", "is_on": True, "threshold_pence": "5", "minutes_before": 9})
        alert = Alert.objects.get()
        assert (alert.threshold_pence, alert.minutes_before) == (None, None)


class TestRefusing:
    @pytest.mark.parametrize(
        "pence", ["", "x", "NaN", "Infinity", "1e3", "1,5", "٣", " 5", "1.23456", "9" * 400, "--1"]
    )
    def test_says_that_a_price_is_no_number(self, own, pence):
        answer = put(own, below(pence))
        assert (answer.status_code, answer.json()["type"]) == (422, "urn:daybook:validation")
        assert not Alert.objects.exists()

    @pytest.mark.parametrize("pence", ["-100.0001", "200.0001", "999"])
    def test_says_which_prices_there_may_be(self, own, pence):
        answer = put(own, {"kind": "negative", "is_on": True}, below(pence))
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["loc"] == ["body", "below_pence"]
        assert not Alert.objects.exists()

    @pytest.mark.parametrize("pence", [10, 10.5, True, [], {}])
    def test_takes_a_price_as_text_only(self, own, pence):
        assert put(own, below(pence)).status_code == 422
        assert not Alert.objects.exists()

    @pytest.mark.parametrize("minutes", [0, 4, 181, -15, 10**18, True, 7.5, "soon"])
    def test_says_which_waits_there_may_be(self, own, minutes):
        answer = put(own, {"kind": "window", "is_on": True, "minutes_before": minutes})
        assert answer.status_code == 422
        assert not Alert.objects.exists()

    @pytest.mark.parametrize(
        "body",
        [
            '{"alerts": [',
            "[]",
            "null",
            "{}",
            '{"alerts": null}',
            '{"alerts": {}}',
            '{"alerts": [null]}',
            '{"alerts": [{"kind": "below"}]}',
            '{"alerts": [{"is_on": true}]}',
            '{"alerts": [{"kind": 1, "is_on": true}]}',
            '{"alerts": [{"kind": "negative", "is_on": "perhaps"}]}',
            '{"alerts": [], "person": 1}',
        ],
    )
    def test_of_another_shape_keeps_nothing(self, own, body):
        answer = send(own, body)
        assert answer.status_code in {400, 422}
        assert answer.json()["type"].startswith("urn:daybook:")
        assert not Alert.objects.exists()

    def test_takes_no_more_than_there_are_kinds(self, own):
        assert put(own, *[below()] * 6).status_code == 422
        assert not Alert.objects.exists()

    @pytest.mark.parametrize("tariff", [{"product": ""}, {"product": domain.SAMPLE_PRODUCT}])
    def test_is_for_want_of_a_tariff(self, own, anna, tariff):
        prefer(anna, **tariff)
        answer = put(own, below())
        assert (answer.status_code, answer.json()["type"]) == (409, "urn:daybook:prices.no-tariff")
        assert not Alert.objects.exists()

    @pytest.mark.parametrize("verb", ["post", "patch", "delete"])
    def test_knows_no_other_verb(self, own, verb):
        assert getattr(own, verb)(API).status_code == 405


class TestWhoMay:
    def test_is_nobody_who_is_not_signed_in(self, client):
        assert (client.get(API).status_code, put(client, below()).status_code) == (401, 401)
        assert not Alert.objects.exists()

    def test_is_nobody_with_a_token_that_was_made_up(self, client):
        headers = {"authorization": "Bearer nobody"}
        assert client.get(API, headers=headers).status_code == 401

    def test_sees_nothing_of_others(self, client, anna, eve):
        prefer(anna)
        want(anna, "below", pence=3)
        client.force_login(eve)
        told = client.get(API).json()
        assert told["tariff"] is False
        assert told["alerts"][1]["threshold_pence"] == "10.0000"
