"""Records over HTTP: what is refused, and round trips."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from daybook.apps.consumption.models import DayUse, Record

API = "/api/v1/consumption"
DAY = dt.timedelta(days=1)


def send(browser, method, address="", **body):
    return getattr(browser, method)(f"{API}{address}", body, content_type="application/json")


def kind(answer):
    return answer.status_code, answer.json()["type"].removeprefix("urn:daybook:")


@pytest.fixture
def body():
    """A record as a script sends it: ``body(value="9")``."""

    def make(**said):
        given = {"utility": "gas", "value": "8.3", "unit": "m3"}
        return given | {"first_day": timezone.localdate().isoformat()} | said

    return make


class TestAdd:
    @pytest.mark.parametrize(
        ("said", "code"),
        [
            ({"value": "NaN"}, "consumption.invalid-value"),
            ({"value": "0,125.5"}, "consumption.invalid-value"),
            ({"value": "0.1234567"}, "consumption.invalid-value"),
            ({"value": "10000000"}, "consumption.invalid-value"),
            ({"value": "9" * 25}, "validation"),
            ({"first_day": "0001-01-01"}, "consumption.invalid-days"),
            ({"first_day": "9999-12-31"}, "consumption.invalid-days"),
            ({"first_day": "2024-01-01"}, "consumption.invalid-days"),
            ({"notes": "x" * 501}, "validation"),
            ({"key": "mine"}, "validation"),
            ({"is_sure": "perhaps"}, "validation"),
        ],
    )
    def test_says_what_is_wrong_and_writes_nothing(self, own, body, said, code):
        last = timezone.localdate().isoformat()
        assert kind(send(own, "post", **body(last_day=last, **said))) == (422, code)
        assert not Record.objects.exists()
        assert not DayUse.objects.exists()

    @pytest.mark.parametrize(
        ("value", "told"), [("0,125", "0.125000"), ("1,234", "1234.000000"), (" .5 ", "0.500000")]
    )
    def test_reads_numbers_as_people_write_them(self, own, body, value, told):
        answer = send(own, "post", **body(value=value, is_sure=True))
        assert answer.json()["value"] == told

    @pytest.mark.django_db
    def test_is_for_those_who_are_signed_in(self, client, body):
        assert send(client, "post", **body()).status_code == 401
        assert not Record.objects.exists()

    def test_a_key_is_good_for_one_person(self, own, strangers, body):
        key = str(uuid.uuid4())
        for browser in (own, strangers, own):
            assert send(browser, "post", **body(key=key)).status_code == 201
        assert Record.objects.count() == 2


class TestRoundTrip:
    @settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.decimals(0, 40, places=6), st.integers(1, 20), st.text("abc é\t", max_size=20))
    def test_what_is_told_can_be_sent_again(self, own, body, value, count, notes):
        first = (timezone.localdate() - count * DAY).isoformat()
        said = body(value=str(value), first_day=first, last_day=timezone.localdate(), notes=notes)
        made = send(own, "post", **said).json()
        again = {name: made[name] for name in said}
        told = send(own, "put", f"/{made['id']}", **again).json()
        assert {**told, "changed_at": ""} == {**made, "changed_at": ""}
        assert told["notes"] == " ".join(notes.split())


class TestChange:
    @pytest.mark.parametrize(
        ("said", "code"),
        [
            ({"value": "-1"}, "consumption.invalid-value"),
            ({"unit": "l"}, "consumption.invalid-unit"),
            ({"first_day": "2999-01-01"}, "consumption.invalid-days"),
            ({"value": "999"}, "consumption.unusual-value"),
            ({"key": str(uuid.UUID(int=7))}, "validation"),
        ],
    )
    def test_refused_leaves_it_as_it_was(self, own, body, said, code):
        made = send(own, "post", **body()).json()
        assert kind(send(own, "put", f"/{made['id']}", **body(**said))) == (422, code)
        assert own.get(f"{API}/{made['id']}").json() == made

    def test_of_what_is_deleted_is_none(self, own, body):
        made = send(own, "post", **body()).json()["id"]
        own.delete(f"{API}/{made}")
        answer = send(own, "put", f"/{made}", **body())
        assert kind(answer) == (404, "consumption.no-such-record")
        assert kind(own.delete(f"{API}/{made}")) == (404, "consumption.no-such-record")


class TestDeletions:
    def test_named_twice_are_deleted_once(self, own, body):
        made = send(own, "post", **body()).json()["id"]
        answer = send(own, "post", "/deletions", ids=[made, made])
        assert answer.json()["count"] == 1

    @pytest.mark.parametrize("deletion", ["x", uuid.UUID(int=7)])
    def test_that_never_were_are_not_undone(self, own, deletion):
        assert own.delete(f"{API}/deletions/{deletion}").status_code in {409, 422}

    def test_are_nobody_else_s_to_undo(self, own, strangers, body):
        made = send(own, "post", **body()).json()["id"]
        deletion = own.delete(f"{API}/{made}").json()["deletion"]
        undone = strangers.delete(f"{API}/deletions/{deletion}")
        assert kind(undone) == (409, "consumption.nothing-to-undo")
        assert not Record.objects.standing().exists()


class TestList:
    def test_beyond_the_last_page_is_the_last(self, own, record):
        for _ in range(21):
            record()
        told = own.get(API, {"page": 1_000_000}).json()
        assert (told["page"], told["pages"], len(told["records"])) == (2, 2, 1)

    def test_totals_are_those_of_all_that_fit(self, own, record):
        for _ in range(21):
            record("0.1", notes="oven")
        record("5")
        told = own.get(API, {"words": "OVEN", "page": 2}).json()
        assert (told["totals"][0]["amount"], told["totals"][0]["count"]) == ("2.100000", 21)

    @pytest.mark.parametrize(
        "asked", [{"words": "x" * 101}, {"page": 1_000_001}, {"until": "2026-02-30"}]
    )
    def test_says_what_was_asked_wrongly(self, own, asked):
        assert kind(own.get(API, asked)) == (422, "validation")

    def test_takes_any_days_there_are(self, own, record):
        record()
        told = own.get(API, {"since": "0001-01-01", "until": "9999-12-31"}).json()
        assert told["count"] == 1

    def test_costs_the_same_however_long_it_is(self, own, record, django_assert_num_queries):
        for count in (1, 12):
            for _ in range(count):
                record()
            with django_assert_num_queries(4):  # session, person, sums, page
                own.get(API)
