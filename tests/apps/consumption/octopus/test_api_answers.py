"""The account over HTTP: what is refused, how, and that nothing is written then."""

import json
import uuid

import pytest
from django.utils import timezone

from daybook.apps.consumption.domain import Trouble
from daybook.apps.consumption.models import MeteredDay, OctopusAccount
from tests.loopback import BROKEN, EMPTY, HALF, MISSING, WEB_PAGE, WRONG_JSON, Reply, busy, reply
from tests.octopus_home import ACCOUNT, EXPORT, KEY, MPRN, NUMBER

API = "/api/v1/consumption/octopus"
BODY = {"number": NUMBER, "api_key": KEY, "gas_unit": "m3"}
EXPORT_ONLY = {
    "properties": [
        {"electricity_meter_points": [{"mpan": EXPORT, "is_export": True, "meters": []}]}
    ]
}


def put(browser, body=None, **said):
    text = json.dumps(BODY | said) if body is None else body
    return browser.put(API, data=text, content_type="application/json")


def kind(answer):
    return answer.json()["type"].removeprefix("urn:daybook:")


class TestBody:
    @pytest.mark.parametrize(
        "text",
        ["", "{", "[]", "null", '"text"', "7", '{"number": NaN}', "[" * 5000, "\x00", '{"a":1}'],
    )
    def test_that_is_no_account_is_refused(self, own, octopus, text):
        assert put(own, text).status_code in {400, 422}
        assert octopus.count() == 0
        assert not OctopusAccount.objects.exists()

    @pytest.mark.parametrize("name", BODY)
    @pytest.mark.parametrize("value", [None, 7, True, [], {}, "", "x" * 5000, "\x00" * 20])
    def test_with_a_value_that_cannot_be_is_refused(self, own, octopus, name, value):
        answer = put(own, **{name: value})
        assert answer.status_code == 422
        assert octopus.count() == 0
        assert KEY not in answer.content.decode()

    @pytest.mark.parametrize("name", ["number", "api_key"])
    def test_has_to_have_both(self, own, octopus, name):
        body = json.dumps({key: value for key, value in BODY.items() if key != name})
        answer = put(own, body)
        assert answer.status_code == 422
        assert name in answer.content.decode()
        assert KEY not in answer.content.decode()

    def test_may_leave_out_what_gas_is_counted_in(self, own, octopus):
        answer = put(own, json.dumps({"number": NUMBER, "api_key": KEY}))
        assert (answer.status_code, answer.json()["gas_unit"]) == (200, "m3")

    @pytest.mark.parametrize("key", ["sk_live_short", "sk_live_with a space in it", "ü" * 30])
    def test_with_a_key_that_cannot_be_does_not_repeat_it(self, own, octopus, key):
        answer = put(own, api_key=key)
        assert answer.status_code == 422
        assert key not in json.dumps(answer.json(), ensure_ascii=False)


class TestOctopus:
    @pytest.mark.parametrize(
        ("answer", "status", "expected"),
        [
            (Reply(b"{}", status=401), 422, "consumption.key-refused"),
            (MISSING, 422, "consumption.account-unknown"),
            (reply({"properties": []}), 422, "consumption.no-meter-point"),
            (reply(EXPORT_ONLY), 422, "consumption.no-meter-point"),
            (BROKEN, 503, "http.unreachable"),
            (HALF, 503, "http.unreachable"),
            (EMPTY, 503, "http.confused"),
            (WEB_PAGE, 503, "http.confused"),
            (WRONG_JSON, 503, "http.confused"),
            (reply([]), 503, "http.confused"),
            (busy("3600"), 503, "http.busy"),
            (Reply(b"{}", status=400), 503, "http.refused"),
            (Reply(b"{}", status=302, headers={"Location": "/"}), 503, "http.refused"),
        ],
    )
    def test_is_told_apart(self, own, octopus, answer, status, expected):
        octopus.always(ACCOUNT, answer)
        told = put(own)
        assert (told.status_code, kind(told)) == (status, expected)
        assert KEY not in told.content.decode()
        assert not OctopusAccount.objects.exists()

    def test_refusing_a_new_key_leaves_the_old_one(self, own, octopus, connect):
        sealed = connect().sealed_key
        octopus.always(ACCOUNT, Reply(b"{}", status=403))
        assert put(own, api_key="sk_live_anotherGeneratedKeyZz99").status_code == 422
        kept = OctopusAccount.objects.get()
        assert (kept.sealed_key, kept.key_hint) == (sealed, "x7Qa")

    def test_is_not_asked_for_guesses_without_end(self, own, octopus):
        octopus.always(ACCOUNT, Reply(b"{}", status=403))
        codes = [put(own).status_code for _try in range(11)]
        assert codes == [422] * 10 + [429]
        assert octopus.count() == 10


class TestAccount:
    def test_is_told_whole(self, own, octopus):
        told = put(own).json()
        assert (told["trouble"], told["percent_filled"]) == ("", 0)
        assert set(told) == {
            "number",
            "key_hint",
            "gas_unit",
            "trouble",
            "percent_filled",
            "known_since",
            "connected_at",
            "answered_at",
            "agreements",
        }

    def test_tells_of_each_agreement(self, own, connect):
        connect()
        told = {one["meter_point"]: one for one in own.get(API).json()["agreements"]}
        assert told[MPRN]["utility"] == "gas"
        assert told[EXPORT]["is_export"] is True
        assert told[EXPORT]["valid_from"] == "2026-01-15T00:00:00Z"
        assert told[EXPORT]["valid_to"] is None

    def test_connected_twice_is_one(self, own, octopus):
        first, second = put(own).json(), put(own).json()
        assert first["connected_at"] == second["connected_at"]
        assert OctopusAccount.objects.count() == 1

    @pytest.mark.parametrize("trouble", list(Trouble))
    def test_says_why_it_is_silent(self, own, connect, trouble):
        OctopusAccount.objects.filter(pk=connect().pk).update(trouble=trouble)
        assert own.get(API).json()["trouble"] == trouble.value

    def test_asks_the_database_as_often_however_much_there_is(
        self, own, connect, django_assert_max_num_queries
    ):
        account = connect()
        with django_assert_max_num_queries(8) as few:
            own.get(API)
        for n in range(20):
            account.points.create(utility="gas", number=str(n))
        with django_assert_max_num_queries(len(few)):
            own.get(API)


class TestStrangers:
    @pytest.mark.parametrize(
        ("method", "path"),
        [("get", ""), ("put", ""), ("delete", ""), ("post", "/renew"), ("get", "/gaps")],
    )
    def test_have_to_sign_in(self, client, db, method, path):
        answer = getattr(client, method)(f"{API}{path}")
        assert answer.status_code == 401
        assert not OctopusAccount.objects.exists()

    @pytest.mark.parametrize(
        ("method", "path"), [("get", ""), ("delete", ""), ("post", "/renew"), ("get", "/gaps")]
    )
    def test_find_nothing(self, strangers, connect, method, path):
        connect()
        answer = getattr(strangers, method)(f"{API}{path}")
        assert (answer.status_code, kind(answer)) == (404, "consumption.not-connected")
        assert NUMBER not in answer.content.decode()
        assert OctopusAccount.objects.count() == 1

    def test_may_have_the_same_account(self, strangers, own, octopus):
        assert put(own).status_code == put(strangers).status_code == 200
        assert OctopusAccount.objects.count() == 2


class TestDisconnecting:
    @pytest.mark.parametrize("keep", ["maybe", "7", ""])
    def test_wants_to_know_what_becomes_of_the_rest(self, own, connected, keep):
        assert own.delete(f"{API}?keep={keep}").status_code == 422
        assert OctopusAccount.objects.get() == connected
        assert MeteredDay.objects.exists()

    def test_twice_is_not_found(self, own, connect):
        connect()
        assert own.delete(API).status_code == 204
        assert own.delete(API).status_code == 404

    def test_does_not_need_the_key_to_be_readable(self, own, connect, settings):
        connect()
        settings.SECRET_KEY = uuid.uuid4().hex * 2
        own.force_login(OctopusAccount.objects.get().person)
        assert own.delete(API).status_code == 204


class TestGaps:
    def test_before_anything_was_asked_for_are_none(self, own, connect):
        connect(at=timezone.now())
        assert own.get(f"{API}/gaps").json() == {"gaps": []}

    def test_renewing_is_asked_for_ten_times_an_hour_at_most(self, own, connect):
        connect()
        codes = [own.post(f"{API}/renew").status_code for _time in range(11)]
        assert codes == [202] * 10 + [429]
