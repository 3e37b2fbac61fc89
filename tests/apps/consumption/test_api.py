import datetime as dt
import uuid
from decimal import Decimal

import pytest
from django.utils import timezone

from daybook.apps.consumption import actions
from daybook.apps.consumption.models import Record

API = "/api/v1/consumption"


@pytest.fixture
def given():
    """A record as a script sends it: ``given(value="9")``."""

    def make(**said):
        first = timezone.localdate().isoformat()
        return {"utility": "electricity", "value": "8.3", "unit": "kWh", "first_day": first} | said

    return make


def send(browser, method, address, body):
    return getattr(browser, method)(address, data=body, content_type="application/json")


class TestAdd:
    def test_answers_with_what_was_made(self, own, given):
        first = timezone.localdate() - dt.timedelta(days=2)
        body = given(
            utility="gas", value="12.5", unit="m3", first_day=first, last_day=timezone.localdate()
        )
        answer = send(own, "post", API, body)
        told = answer.json()
        assert answer.status_code == 201
        assert (told["value"], told["amount"], told["amount_unit"]) == (
            "12.500000",
            "142.033333",
            "kWh",
        )
        assert (told["first_day"], told["notes"]) == (first.isoformat(), "")
        assert Record.objects.get().pk == told["id"]

    def test_makes_one_record_for_a_key(self, own, given):
        body = given(key=str(uuid.uuid4()))
        ids = {send(own, "post", API, body).json()["id"] for _ in range(2)}
        assert len(ids) == Record.objects.count() == 1

    def test_does_not_answer_with_what_is_deleted(self, own, given):
        body = given(key=str(uuid.uuid4()))
        made = send(own, "post", API, body).json()["id"]
        own.delete(f"{API}/{made}")
        answer = send(own, "post", API, body)
        assert answer.json()["type"] == "urn:daybook:consumption.recorded-before"
        assert not Record.objects.standing().exists()

    @pytest.mark.parametrize(
        ("said", "code"),
        [
            ({"value": "-1"}, "consumption.invalid-value"),
            ({"value": "lots"}, "consumption.invalid-value"),
            ({"value": "99999"}, "consumption.unusual-value"),
            ({"unit": "l"}, "consumption.invalid-unit"),
            ({"first_day": "2999-01-01"}, "consumption.invalid-days"),
            ({"last_day": "2020-01-01"}, "consumption.invalid-days"),
            ({"utility": "coal"}, "validation"),
            ({"value": 8.3}, "validation"),
            ({"colour": "red"}, "validation"),
        ],
    )
    def test_says_what_is_wrong(self, own, given, said, code):
        answer = send(own, "post", API, given(**said))
        assert answer.status_code == 422
        assert answer.json()["type"] == f"urn:daybook:{code}"
        assert not Record.objects.exists()

    def test_believes_who_is_sure(self, own, given):
        answer = send(own, "post", API, given(value="99999", is_sure=True))
        assert answer.status_code == 201


class TestList:
    def test_tells_records_and_totals(self, own, record):
        record("1")
        record("2", notes="oven")
        told = own.get(API).json()
        assert [one["value"] for one in told["records"]] == ["2.000000", "1.000000"]
        assert (told["count"], told["page"], told["pages"]) == (2, 1, 1)
        assert told["totals"] == [
            {"utility": "electricity", "unit": "kWh", "amount": "3.000000", "count": 2}
        ]

    def test_finds_what_is_asked_for(self, own, record, today):
        record("1", notes="oven")
        record("2", first=today - dt.timedelta(days=9))
        asked = {"words": "oven", "utility": "electricity", "since": today, "until": today}
        told = own.get(API, asked | {"sort": "most"}).json()
        assert [one["value"] for one in told["records"]] == ["1.000000"]

    @pytest.mark.parametrize(
        "asked", [{"sort": "random"}, {"page": 0}, {"utility": "coal"}, {"since": "soon"}]
    )
    def test_says_what_was_asked_wrongly(self, own, asked):
        assert own.get(API, asked).status_code == 422

    def test_has_nothing_of_others(self, strangers, record):
        record()
        assert strangers.get(API).json()["records"] == []


class TestOne:
    def test_is_told(self, own, record):
        kept = record()
        assert own.get(f"{API}/{kept.pk}").json()["value"] == "8.300000"

    def test_is_changed(self, own, record, given):
        kept = record()
        told = send(own, "put", f"{API}/{kept.pk}", given(value="9", notes="new")).json()
        assert (told["value"], told["notes"]) == ("9.000000", "new")

    def test_is_deleted_and_brought_back(self, own, record):
        kept = record()
        deletion = own.delete(f"{API}/{kept.pk}").json()["deletion"]
        assert own.get(f"{API}/{kept.pk}").status_code == 404
        assert own.delete(f"{API}/deletions/{deletion}").json() == {"count": 1}
        assert own.get(f"{API}/{kept.pk}").status_code == 200
        again = own.delete(f"{API}/deletions/{deletion}")
        assert again.json()["type"] == "urn:daybook:consumption.nothing-to-undo"

    def test_does_not_exist_for_others(self, strangers, record, given):
        kept = record()
        address = f"{API}/{kept.pk}"
        answers = [
            strangers.get(address),
            send(strangers, "put", address, given(value="9")),
            strangers.delete(address),
            send(strangers, "post", f"{API}/deletions", {"ids": [kept.pk]}),
        ]
        assert {answer.json()["type"] for answer in answers} == {
            "urn:daybook:consumption.no-such-record"
        }
        kept.refresh_from_db()
        assert (kept.value, kept.deletion) == (Decimal("8.3"), None)


class TestDeletions:
    def test_delete_all_or_none(self, own, eve, record):
        ids = [record().pk, record().pk]
        foreign = record(person=eve).pk
        refused = send(own, "post", f"{API}/deletions", {"ids": [*ids, foreign]})
        assert (refused.status_code, Record.objects.standing().count()) == (404, 3)
        done = send(own, "post", f"{API}/deletions", {"ids": ids})
        assert (done.status_code, done.json()["count"]) == (201, 2)
        assert Record.objects.standing().get().pk == foreign

    @pytest.mark.parametrize("ids", [[], [0], list(range(1, 1002)), ["x"]])
    def test_are_of_some_records(self, own, ids):
        assert send(own, "post", f"{API}/deletions", {"ids": ids}).status_code == 422


class TestStats:
    def test_tell_what_the_page_tells(self, own, anna, now):
        actions.record_sample(person=anna, today=timezone.localdate(), now=now)
        utilities = own.get(f"{API}/stats").json()["utilities"]
        assert [one["utility"] for one in utilities] == ["electricity", "water", "gas"]
        assert [one["unit"] for one in utilities] == ["kWh", "m3", "kWh"]
        assert all(len(one["months"]) == 13 for one in utilities)
        assert all(Decimal(one["month_average"]) > 0 for one in utilities)
        assert all(one["sample"] for one in utilities)
        assert all(one["sample"] for one in own.get(API).json()["records"])

    def test_say_what_nobody_knows(self, own, record):
        record("5")
        (told,) = own.get(f"{API}/stats").json()["utilities"]
        assert told["change_on_last_year"] is None
        assert told["known_days"] == 1

    def test_are_empty_for_others(self, strangers, record):
        record()
        assert strangers.get(f"{API}/stats").json() == {"utilities": []}
