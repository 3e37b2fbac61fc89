"""What is sent to the API, before anybody looks at it."""

import json

import pytest

from daybook.apps.consumption.models import Meter, Record

API = "/api/v1/consumption"
METER = {"utility": "water", "name": "Cellar", "unit": "m3"}


@pytest.fixture
def own(client, anna):
    """Anna's browser."""
    client.force_login(anna)
    return client


def post(browser, address, body):
    return browser.post(f"{API}{address}", body, content_type="application/json")


class TestBody:
    @pytest.mark.parametrize("said", [{"name": "a\0b"}, {"serial": "\0"}, {"\0": "x"}])
    def test_with_a_nul_is_refused(self, own, said):
        answer = post(own, "/meters", METER | said)
        assert (answer.status_code, answer.json()["type"]) == (422, "urn:daybook:validation")
        assert not Meter.objects.exists()

    def test_with_a_nul_deep_inside_is_refused(self, own):
        assert post(own, "/deletions", {"ids": [[{"x": ["\0"]}]]}).status_code == 422

    def test_may_write_about_it(self, own):
        answer = post(own, "/meters", METER | {"name": r"a\u0000b"})
        assert (answer.status_code, answer.json()["name"]) == (201, r"a\u0000b")

    @pytest.mark.parametrize("body", ["{", "", "[" * 5000, '{"name": "\ud800"'])
    def test_that_is_no_json_is_refused(self, own, body):
        answer = post(own, "/meters", body.encode("utf-8", "surrogatepass"))
        assert answer.status_code in {400, 422}
        assert answer["Content-Type"] == "application/problem+json"

    @pytest.mark.parametrize("body", [[], None, "x", 5, True])
    def test_of_another_shape_is_refused(self, own, body):
        answer = post(own, "/meters", json.dumps(body))
        assert (answer.status_code, answer.json()["type"]) == (422, "urn:daybook:validation")

    def test_with_half_a_character_is_refused(self, own):
        answer = post(own, "/meters", b'{"utility":"water","unit":"m3","name":"\\ud800"}')
        assert answer.status_code == 422
        assert not Meter.objects.exists()


class TestAddress:
    @pytest.mark.parametrize("asked", ["words=%00", "words=a%00b&page=2"])
    def test_with_a_nul_is_refused(self, own, asked):
        answer = own.get(f"{API}?{asked}")
        assert (answer.status_code, answer.json()["type"]) == (422, "urn:daybook:validation")

    def test_may_ask_for_any_other_text(self, own):
        assert own.get(API, {"words": "°é\u200b\t\U0001f600"}).json()["records"] == []
        assert not Record.objects.exists()
