import pytest

from daybook.apps.prices import actions
from daybook.apps.prices.models import Alert

AGILE = "AGILE-24-10-01"
PAGE = "/prices/alerts/"
API = "/api/v1/prices/alerts"
TYPED = {"below": "on", "below_pence": "9,5", "above_pence": "35", "window_minutes": "15"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def own(client, anna, now):
    """Anna's browser; Octopus is not asked about her tariff."""
    usual = actions.Wishes(region="C", product=AGILE)
    actions.prefer(person=anna, wishes=usual, now=now)
    client.force_login(anna)
    return client


def text(response):
    return response.content.decode()


def put(browser, **alert):
    return browser.put(API, data={"alerts": [alert]}, content_type="application/json")


class TestPage:
    def test_names_the_tariff_and_proposes_prices(self, own):
        page = text(own.get(PAGE))
        assert AGILE in page
        assert 'name="below_pence" value="10"' in page
        assert "Save your tariff first" not in page

    def test_keeps_what_is_typed(self, own, anna):
        answer = own.post(PAGE, TYPED, follow=True)
        assert "Your alerts are saved." in text(answer)
        assert [str(alert) for alert in Alert.objects.filter(is_on=True)] == [
            f"below for person #{anna.pk}"
        ]
        assert 'name="below_pence" value="9.5"' in text(answer)

    @pytest.mark.parametrize(
        ("typed", "words"),
        [
            ({"below_pence": ""}, "Give the price in pence per kWh."),
            ({"below_pence": "lots"}, "Give a price from -100 to 200 pence"),
            ({"window": "on", "window_minutes": "1"}, "Give a number of minutes from 5 to 180."),
            ({"window": "on", "window_minutes": ""}, "Say how many minutes before."),
        ],
    )
    def test_says_beside_the_field_what_is_wrong(self, own, typed, words):
        answer = own.post(PAGE, TYPED | typed)
        assert answer.status_code == 422
        assert words in text(answer)
        assert not Alert.objects.filter(is_on=True).exists()

    def test_asks_for_the_tariff_first(self, client, eve):
        client.force_login(eve)
        assert "Save your tariff first" in text(client.get(PAGE))
        answer = client.post(PAGE, TYPED)
        assert answer.status_code == 422
        assert not Alert.objects.exists()

    def test_proposes_a_price_again_where_none_was_given(self, own):
        put(own, kind="below", is_on=False)
        assert 'name="below_pence" value="10"' in text(own.get(PAGE))

    def test_changes_nothing_of_others(self, own, otto, client):
        own.post(PAGE, TYPED)
        assert not Alert.objects.filter(person=otto).exists()

    def test_costs_as_many_questions_before_as_after(self, own, django_assert_max_num_queries):
        own.post(PAGE, TYPED)
        with django_assert_max_num_queries(8):
            own.get(PAGE)

    def test_is_reached_from_the_prices(self, own, octopus, clock):
        assert f'href="{PAGE}"' in text(own.get("/prices/", {"region": "C", "product": AGILE}))

    def test_is_not_shown_to_strangers(self, client, octopus, clock):
        assert f'href="{PAGE}"' not in text(
            client.get("/prices/", {"region": "C", "product": AGILE})
        )


class TestApi:
    def test_tells_every_alert(self, own):
        told = own.get(API).json()
        assert told["tariff"] is True
        assert told["alerts"][1] == {
            "kind": "below",
            "is_on": False,
            "threshold_pence": "10.0000",
            "minutes_before": None,
        }

    def test_changes_only_what_is_named(self, own):
        put(own, kind="negative", is_on=True)
        told = put(own, kind="window", is_on=True, minutes_before=30).json()["alerts"]
        assert [alert["kind"] for alert in told if alert["is_on"]] == ["negative", "window"]

    @pytest.mark.parametrize(
        ("alert", "code"),
        [
            ({"kind": "below", "is_on": True}, "prices.wrong-alert"),
            ({"kind": "above", "is_on": True, "threshold_pence": "500"}, "prices.wrong-alert"),
            ({"kind": "window", "is_on": True, "minutes_before": -5}, "prices.wrong-alert"),
            ({"kind": "above", "is_on": True, "threshold_pence": "NaN"}, "validation"),
            ({"kind": "gossip", "is_on": True}, "validation"),
            ({"kind": "negative", "is_on": True, "colour": "red"}, "validation"),
        ],
    )
    def test_says_what_is_wrong(self, own, alert, code):
        answer = put(own, **alert)
        assert answer.status_code == 422
        assert answer.json()["type"] == f"urn:daybook:{code}"
        assert not Alert.objects.exists()

    def test_needs_a_tariff(self, client, eve):
        client.force_login(eve)
        answer = put(client, kind="negative", is_on=True)
        assert (answer.status_code, answer.json()["type"]) == (
            409,
            "urn:daybook:prices.no-tariff",
        )
        assert client.get(API).json()["tariff"] is False

    def test_is_not_for_strangers(self, client):
        assert client.get(API).status_code == 401
        assert put(client, kind="negative", is_on=True).status_code == 401
        assert not Alert.objects.exists()
