"""Meters over HTTP: refusals, strangers, what is told."""

import uuid

import pytest
from django.utils import timezone

from daybook.apps.consumption.models import Meter

API = "/api/v1/consumption/meters"
GIVEN = {"utility": "water", "name": "Cellar", "unit": "m3"}


def send(browser, method, address="", **body):
    return getattr(browser, method)(f"{API}{address}", body, content_type="application/json")


def kind(answer):
    return answer.status_code, answer.json()["type"].removeprefix("urn:daybook:")


@pytest.fixture
def made(own):
    """The number of a meter of Anna's."""
    return send(own, "post", **GIVEN).json()["id"]


class TestAdd:
    def test_takes_all_there_is_to_say(self, own):
        said = GIVEN | {
            "serial": "AB 1",
            "multiplier": "0,5",
            "digits": 6,
            "decimals": 3,
            "installed_on": "2020-05-01",
            "removed_on": "2025-05-01",
        }
        told = send(own, "post", **said).json()
        assert {name: told[name] for name in said} == said | {"multiplier": "0.5000"}

    def test_has_usual_digits(self, own):
        told = send(own, "post", **GIVEN).json()
        assert (told["digits"], told["decimals"], told["multiplier"]) == (5, 0, "1.0000")
        assert (told["reading_count"], told["a_day"], told["sample"]) == (0, None, False)

    @pytest.mark.parametrize(
        ("said", "code"),
        [
            ({"multiplier": "NaN"}, "consumption.invalid-meter"),
            ({"multiplier": "-1"}, "consumption.invalid-meter"),
            ({"multiplier": "1000.5"}, "consumption.invalid-meter"),
            ({"multiplier": "0.12345"}, "consumption.invalid-meter"),
            ({"name": " "}, "consumption.invalid-meter"),
            (
                {"removed_on": "2020-01-01", "installed_on": "2021-01-01"},
                "consumption.invalid-days",
            ),
            ({"utility": "electricity"}, "consumption.invalid-unit"),
            ({"utility": "steam"}, "validation"),
            ({"unit": "pint"}, "validation"),
            ({"digits": 9}, "validation"),
            ({"digits": 5.5}, "validation"),
            ({"digits": None}, "validation"),
            ({"decimals": -1}, "validation"),
            ({"multiplier": 1}, "validation"),
            ({"name": "x" * 61}, "validation"),
            ({"serial": "x" * 41}, "validation"),
            ({"installed_on": "2026-02-30"}, "validation"),
            ({"key": "mine"}, "validation"),
            ({"id": 7}, "validation"),
        ],
    )
    def test_says_what_is_wrong_and_writes_nothing(self, own, said, code):
        assert kind(send(own, "post", **(GIVEN | said))) == (422, code)
        assert not Meter.objects.exists()

    @pytest.mark.parametrize("lost", list(GIVEN))
    def test_needs_what_it_cannot_guess(self, own, lost):
        given = {name: said for name, said in GIVEN.items() if name != lost}
        answer = send(own, "post", **given)
        assert answer.json()["errors"][0]["loc"][-1] == lost

    def test_under_the_key_of_one_that_is_deleted_is_refused(self, own):
        body = GIVEN | {"key": str(uuid.uuid4())}
        own.delete(f"{API}/{send(own, 'post', **body).json()['id']}")
        assert kind(send(own, "post", **body)) == (409, "consumption.meter-added-before")
        assert not Meter.objects.standing().exists()

    @pytest.mark.django_db
    def test_is_for_those_who_are_signed_in(self, client):
        assert send(client, "post", **GIVEN).status_code == 401
        assert client.get(API).status_code == 401
        assert not Meter.objects.exists()


class TestOne:
    @pytest.mark.parametrize("number", [0, 2**63, 2**64])
    def test_is_not_there_under_any_number(self, own, number):
        for method in ("get", "put", "delete"):
            assert kind(send(own, method, f"/{number}", **GIVEN)) == (422, "validation")

    def test_does_not_exist_for_a_stranger(self, strangers, made):
        answers = [
            strangers.get(f"{API}/{made}"),
            send(strangers, "put", f"/{made}", **(GIVEN | {"name": "Mine"})),
            strangers.delete(f"{API}/{made}"),
        ]
        assert {kind(answer) for answer in answers} == {(404, "consumption.no-such-meter")}
        assert Meter.objects.standing().get().name == "Cellar"

    def test_is_not_changed_into_another_utility(self, own, made):
        answer = send(own, "put", f"/{made}", **(GIVEN | {"utility": "gas"}))
        assert kind(answer) == (422, "consumption.invalid-meter")
        assert Meter.objects.get().utility == "water"

    def test_is_not_changed_against_its_readings(self, own, made):
        body = {"day": timezone.localdate().isoformat(), "number": "12345"}
        send(own, "post", f"/{made}/readings", **body)
        answer = send(own, "put", f"/{made}", **(GIVEN | {"digits": 4}))
        assert kind(answer) == (422, "consumption.invalid-reading")
        assert Meter.objects.get().digits == 5

    def test_takes_no_key_when_it_is_changed(self, own, made):
        answer = send(own, "put", f"/{made}", **GIVEN, key=str(uuid.uuid4()))
        assert kind(answer) == (422, "validation")

    def test_is_changed_twice_alike(self, own, made):
        told = [send(own, "put", f"/{made}", **(GIVEN | {"name": "Attic"})) for _ in range(2)]
        assert [answer.json()["name"] for answer in told] == ["Attic", "Attic"]
        assert Meter.objects.count() == 1


class TestList:
    def test_has_those_in_use_first(self, own, made):
        send(own, "put", f"/{made}", **GIVEN, removed_on="2026-01-01")
        send(own, "post", **(GIVEN | {"name": "New"}))
        names = [one["name"] for one in own.get(API).json()["meters"]]
        assert names == ["New", "Cellar"]

    def test_tells_the_latest_reading(self, own, made):
        day = timezone.localdate().isoformat()
        send(own, "post", f"/{made}/readings", day=day, number="7")
        (told,) = own.get(API).json()["meters"]
        assert told["latest"] == {"day": day, "number": "7.000"}

    def test_has_nothing_of_others(self, strangers, made):
        assert made
        assert strangers.get(API).json() == {"meters": []}

    def test_costs_the_same_however_many_there_are(self, own, django_assert_num_queries):
        for count in (1, 3):
            for _ in range(count):
                send(own, "post", **GIVEN)
            with django_assert_num_queries(4):  # session, person, meters, readings
                own.get(API)


class TestDeletions:
    @pytest.mark.parametrize(
        ("deletion", "told"),
        [
            ("x", (422, "validation")),
            (uuid.UUID(int=7), (409, "consumption.nothing-to-undo")),
        ],
    )
    def test_that_never_were_are_not_undone(self, own, deletion, told):
        assert kind(own.delete(f"{API}/deletions/{deletion}")) == told

    def test_are_nobody_else_s(self, own, strangers, made):
        deletion = own.delete(f"{API}/{made}").json()["deletion"]
        undone = strangers.delete(f"{API}/deletions/{deletion}")
        assert kind(undone) == (409, "consumption.nothing-to-undo")
        assert not Meter.objects.standing().exists()
