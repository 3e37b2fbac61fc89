"""Readings over HTTP: questions and answers, refusals, days, pages."""

import datetime as dt

import pytest
from django.utils import timezone

from daybook.apps.consumption.models import DayUse, Meter, Reading

API = "/api/v1/consumption"
DAY = dt.timedelta(days=1)


def send(browser, method, address, **body):
    return getattr(browser, method)(f"{API}{address}", body, content_type="application/json")


def kind(answer):
    return answer.status_code, answer.json()["type"].removeprefix("urn:daybook:")


@pytest.fixture
def made(own):
    """The number of a meter of Anna's."""
    body = {"utility": "water", "name": "Cellar", "unit": "m3", "decimals": 3}
    return send(own, "post", "/meters", **body).json()["id"]


@pytest.fixture
def day():
    """Makes a day of so many days ago as a script sends it."""
    return lambda ago=0: (timezone.localdate() - ago * DAY).isoformat()


@pytest.fixture
def dialled(own, made, day):
    """Sends a reading of so many days ago of Anna's meter."""

    def make(number, ago=0, **said):
        body = {"meter_id": made, "day": day(ago), "number": number}
        return send(own, "post", "/readings", **(body | said))

    return make


class TestOne:
    def test_is_told_as_the_list_tells_it(self, own, dialled):
        dialled("100", 5)
        told = dialled("104.125").json()
        assert own.get(f"{API}/readings/{told['id']}").json() == told
        assert own.get(f"{API}/readings").json()["readings"][0] == told

    def test_tells_its_step(self, dialled, day):
        dialled("100", 5)
        told = dialled("104.125").json()
        assert (told["since"], told["amount"], told["amount_unit"]) == (day(5), "4.125000", "m3")

    def test_tells_no_step_where_it_is_the_first(self, dialled):
        told = dialled("100").json()
        assert (told["fate"], told["since"], told["amount"]) == ("first", None, None)

    @pytest.mark.parametrize("number", [0, 2**63, "x", -1])
    def test_is_not_there_under_any_number(self, own, number):
        assert own.get(f"{API}/readings/{number}").status_code in {404, 422}

    def test_is_not_there_for_a_stranger_or_once_deleted(self, own, strangers, dialled):
        address = f"{API}/readings/{dialled('100').json()['id']}"
        assert kind(strangers.get(address)) == (404, "consumption.no-such-reading")
        own.delete(address)
        assert kind(own.get(address)) == (404, "consumption.no-such-reading")
        assert kind(own.delete(address)) == (404, "consumption.no-such-reading")

    def test_is_for_those_who_are_signed_in(self, client):
        assert client.get(f"{API}/readings/1").status_code == 401
        assert client.get(f"{API}/readings").status_code == 401


class TestQuestion:
    @pytest.mark.parametrize(
        ("said", "told"),
        [
            ({"is_sure": True}, (False, True, "lower")),
            ({"rolled_over": True}, (True, False, "rolled-over")),
            ({"rolled_over": True, "is_sure": True}, (True, False, "rolled-over")),
        ],
    )
    def test_is_answered_and_the_answer_told(self, dialled, said, told):
        dialled("100", 5)
        answer = dialled("90", **said).json()
        assert (answer["rolled_over"], answer["is_sure"], answer["fate"]) == told

    def test_is_asked_by_the_meter_too(self, own, made, dialled, day):
        dialled("100", 5)
        answer = send(own, "post", f"/meters/{made}/readings", day=day(), number="90")
        assert kind(answer) == (422, "consumption.questionable-step")
        assert "Check the number, or say why." in answer.json()["detail"]
        assert Reading.objects.count() == 1

    @pytest.mark.parametrize(("number", "ago"), [("90", 0), ("200", 9), ("9000", 0)])
    def test_writes_nothing(self, dialled, number, ago):
        dialled("100", 5)
        assert kind(dialled(number, ago)) == (422, "consumption.questionable-step")
        assert (Reading.objects.count(), DayUse.objects.count()) == (1, 0)

    def test_is_asked_of_a_change_until_it_is_answered(self, own, dialled, day):
        dialled("100", 5)
        address = f"/readings/{dialled('104').json()['id']}"
        refused = send(own, "put", address, day=day(), number="90")
        assert kind(refused) == (422, "consumption.questionable-step")
        assert Reading.objects.filter(number=104).exists()
        done = send(own, "put", address, day=day(), number="90", is_sure=True)
        assert (done.status_code, done.json()["is_sure"]) == (200, True)

    def test_is_no_question_for_an_estimate_that_is_overtaken(self, own, dialled):
        dialled("100", 5)
        dialled("110", 3, is_estimated=True)
        assert dialled("105").status_code == 201
        told = own.get(f"{API}/readings").json()["readings"]
        assert [one["fate"] for one in told] == ["counted", "overtaken", "first"]

    def test_answers_are_yes_or_no(self, dialled):
        assert kind(dialled("100", is_sure="perhaps")) == (422, "validation")
        assert not Reading.objects.exists()


class TestRefusals:
    @pytest.mark.parametrize(
        ("said", "code"),
        [
            ({"number": "NaN"}, "consumption.invalid-reading"),
            ({"number": "1e3"}, "consumption.invalid-reading"),
            ({"number": "-1"}, "consumption.invalid-reading"),
            ({"number": ""}, "consumption.invalid-reading"),
            ({"number": "100000"}, "consumption.invalid-reading"),
            ({"number": "1.2345"}, "consumption.invalid-reading"),
            ({"number": "9" * 20}, "consumption.invalid-reading"),
            ({"number": "9" * 21}, "validation"),
            ({"number": 5}, "validation"),
            ({"number": None}, "validation"),
            ({"day": "9999-12-31"}, "consumption.invalid-days"),
            ({"day": "0001-01-01"}, "consumption.invalid-days"),
            ({"day": "2026-02-30"}, "validation"),
            ({"day": "soon"}, "validation"),
            ({"time": "24:00"}, "validation"),
            ({"time": "18:30Z"}, "validation"),
            ({"time": "18:30+01:00"}, "validation"),
            ({"time": 3600}, "validation"),
            ({"notes": "x" * 201}, "validation"),
            ({"meter_id": 0}, "validation"),
            ({"meter_id": 2**63}, "validation"),
            ({"fate": "counted"}, "validation"),
        ],
    )
    def test_say_what_is_wrong_and_write_nothing(self, dialled, said, code):
        assert kind(dialled(**({"number": "100"} | said))) == (422, code)
        assert not Reading.objects.exists()

    def test_name_the_field(self, dialled):
        (error,) = dialled("100", time="18:30Z").json()["errors"]
        assert error["loc"][-1] == "time"
        assert "without an offset" in error["msg"]

    def test_of_a_meter_there_is_not(self, dialled, made):
        assert kind(dialled("100", meter_id=made + 1)) == (404, "consumption.no-such-meter")
        assert not Reading.objects.exists()

    def test_of_a_meter_of_somebody_else(self, strangers, made, day):
        for address in ("/readings", f"/meters/{made}/readings"):
            body = {"meter_id": made} if address == "/readings" else {}
            answer = send(strangers, "post", address, day=day(), number="1", **body)
            assert kind(answer) == (404, "consumption.no-such-meter")
        assert not Reading.objects.exists()

    def test_of_a_meter_that_is_gone(self, own, made, dialled):
        own.delete(f"{API}/meters/{made}")
        assert kind(dialled("100")) == (404, "consumption.no-such-meter")

    def test_of_a_change_to_a_day_that_is_taken(self, own, dialled, day):
        dialled("100", 5)
        address = f"/readings/{dialled('104').json()['id']}"
        answer = send(own, "put", address, day=day(5), number="104")
        assert kind(answer) == (409, "consumption.read-on-that-day")
        assert Reading.objects.filter(number=104, day=timezone.localdate()).exists()

    def test_a_meter_cannot_be_changed_with_its_reading(self, own, dialled, day, made):
        address = f"/readings/{dialled('100').json()['id']}"
        answer = send(own, "put", address, day=day(), number="1", meter_id=made)
        assert kind(answer) == (422, "validation")


class TestNumbers:
    @pytest.mark.parametrize(
        ("typed", "told"),
        [
            ("0,125", "0.125"),
            ("00042,125", "42.125"),
            ("1234,567", "1234.567"),
            ("1,234", "1234.000"),
            ("48 213", "48213.000"),
            ("0", "0.000"),
        ],
    )
    def test_are_read_as_people_write_them(self, dialled, typed, told):
        assert dialled(typed).json()["number"] == told

    def test_sent_again_otherwise_written_are_the_same(self, dialled):
        first = dialled("100.5")
        assert dialled("0100,500").json() == first.json()
        assert Reading.objects.count() == 1


class TestList:
    def test_beyond_the_last_page_is_the_last(self, own, dialled):
        dialled("100")
        told = own.get(f"{API}/readings", {"page": 1_000_000}).json()
        assert (told["page"], told["count"], len(told["readings"])) == (1, 1, 1)

    @pytest.mark.parametrize("asked", [{"page": 0}, {"page": "x"}, {"meter": 0}, {"meter": "x"}])
    def test_says_what_was_asked_wrongly(self, own, asked):
        assert kind(own.get(f"{API}/readings", asked)) == (422, "validation")

    def test_costs_the_same_however_long_it_is(self, own, dialled, django_assert_num_queries):
        dialled("10", 15)
        for number in range(3):
            # session, person, readings with their meters
            with django_assert_num_queries(3):
                own.get(f"{API}/readings")
            dialled(str(11 + number), 9 - number)

    def test_of_a_meter_is_not_there_for_a_stranger(self, strangers, made, dialled):
        dialled("100")
        answer = strangers.get(f"{API}/meters/{made}/readings")
        assert kind(answer) == (404, "consumption.no-such-meter")

    def test_leaves_out_what_went_with_its_meter(self, own, made, dialled):
        dialled("100")
        own.delete(f"{API}/meters/{made}")
        assert own.get(f"{API}/readings").json()["readings"] == []
        assert Meter.objects.exists()


class TestDeletion:
    def test_brings_a_reading_back_by_its_meter(self, own, made, dialled):
        gone = dialled("100").json()["id"]
        deletion = own.delete(f"{API}/readings/{gone}").json()["deletion"]
        undone = own.delete(f"{API}/meters/deletions/{deletion}")
        assert undone.json() == {"meter_id": made}
        assert own.get(f"{API}/readings/{gone}").status_code == 200

    def test_is_not_undone_where_another_one_stands(self, own, dialled):
        gone = dialled("100").json()["id"]
        deletion = own.delete(f"{API}/readings/{gone}").json()["deletion"]
        dialled("101")
        undone = own.delete(f"{API}/meters/deletions/{deletion}")
        assert kind(undone) == (409, "consumption.read-on-that-day")
        assert Reading.objects.standing().get().number == 101

    def test_is_nobody_else_s_to_undo(self, own, strangers, dialled):
        gone = dialled("100").json()["id"]
        deletion = own.delete(f"{API}/readings/{gone}").json()["deletion"]
        undone = strangers.delete(f"{API}/meters/deletions/{deletion}")
        assert kind(undone) == (409, "consumption.nothing-to-undo")
        assert not Reading.objects.standing().exists()
