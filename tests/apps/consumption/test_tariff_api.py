import datetime as dt
import uuid

import pytest

from daybook.apps.consumption.models import Tariff

TARIFFS = "/api/v1/consumption/tariffs"
COSTS = "/api/v1/consumption/costs"
FLAT = {"kind": "flat", "pence": "24.5"}


@pytest.fixture
def given():
    """A tariff as a script sends it."""

    def make(**said):
        base = {
            "utility": "electricity",
            "name": "Fixed",
            "first_day": "2026-01-01",
            "standing_pence": "53.8",
            "rates": FLAT,
        }
        return base | said

    return make


def send(browser, method, address, body):
    return getattr(browser, method)(address, data=body, content_type="application/json")


class TestTariffs:
    @pytest.mark.parametrize(
        "rates",
        [
            FLAT,
            {"kind": "two-rate", "pence": "30", "night_pence": "9", "night_from": "23:30:00"},
            {"kind": "half-hourly", "product": "AGILE-24-10-01", "region": "C"},
            {"kind": "own", "weekdays": [{"from_time": "05:00:00", "pence": "9.5"}]},
        ],
    )
    def test_come_back_as_they_were_sent(self, own, given, rates):
        answer = send(own, "post", TARIFFS, given(rates=rates))
        assert answer.status_code == 201
        (told,) = own.get(TARIFFS).json()["tariffs"]
        assert told == own.get(f"{TARIFFS}/{told['id']}").json()
        assert told["rates"]["kind"] == rates["kind"]
        again = send(own, "put", f"{TARIFFS}/{told['id']}", given(rates=told["rates"]))
        assert again.json()["rates"] == told["rates"]

    def test_are_added_once_for_a_key(self, own, given):
        body = given(key=str(uuid.uuid4()))
        assert len({send(own, "post", TARIFFS, body).json()["id"] for _ in range(2)}) == 1
        assert Tariff.objects.count() == 1

    @pytest.mark.parametrize(
        ("said", "code"),
        [
            ({"standing_pence": "lots"}, "consumption.invalid-value"),
            ({"standing_pence": "-1"}, "consumption.invalid-tariff"),
            ({"rates": {"kind": "flat", "pence": "9999"}}, "consumption.invalid-tariff"),
            ({"rates": {"kind": "free"}}, "validation"),
            (
                {"rates": {"kind": "half-hourly", "product": "?", "region": "C"}},
                "prices.invalid-product",
            ),
            ({"last_day": "2025-01-01"}, "consumption.invalid-days"),
            ({"first_day": "1900-01-01"}, "consumption.invalid-days"),
        ],
    )
    def test_are_refused_with_a_reason(self, own, given, said, code):
        answer = send(own, "post", TARIFFS, given(**said))
        assert (answer.status_code, answer.json()["type"]) == (422, f"urn:daybook:{code}")
        assert not Tariff.objects.exists()

    def test_do_not_overlap(self, own, given, tariff):
        tariff(first=dt.date(2026, 1, 1))
        answer = send(own, "post", TARIFFS, given())
        assert answer.status_code == 409
        assert answer.json()["type"] == "urn:daybook:consumption.tariff-overlap"

    def test_are_deleted(self, own, tariff):
        assert own.delete(f"{TARIFFS}/{tariff().pk}").status_code == 204
        assert not Tariff.objects.exists()

    def test_of_others_do_not_exist(self, strangers, given, tariff):
        address = f"{TARIFFS}/{tariff().pk}"
        answers = [
            strangers.get(address),
            strangers.delete(address),
            send(strangers, "put", address, given()),
        ]
        assert {answer.status_code for answer in answers} == {404}
        assert Tariff.objects.get().pence == 20


class TestCosts:
    @pytest.fixture
    def ask(self, own):
        def get(**said):
            query = {"utility": "electricity", "since": "2026-02-27", "until": "2026-03-02"}
            return own.get(COSTS, query | said)

        return get

    def test_add_up_by_day_and_by_month(self, ask, record, tariff):
        tariff("20")
        record("8", first=dt.date(2026, 3, 1))
        by_day, by_month = ask(by="day").json(), ask(by="month").json()
        assert by_day["total"] == by_month["total"]
        assert [part["cost"]["pounds"] for part in by_day["parts"]] == [
            "0.50",
            "0.50",
            "2.10",
            "0.50",
        ]
        assert [part["first_day"] for part in by_month["parts"]] == ["2026-02-27", "2026-03-01"]
        assert (by_day["total"]["pounds"], by_day["total"]["days_without_use"]) == ("3.60", 3)

    def test_are_told_by_record(self, ask, record, tariff):
        tariff("20")
        kept = record("8", first=dt.date(2026, 3, 1))
        (part,) = ask(by="record").json()["parts"]
        assert (part["record_id"], part["cost"]["pounds"]) == (kept.pk, "1.60")

    def test_of_no_tariff_are_not_known(self, ask, record):
        record("8", first=dt.date(2026, 3, 1))
        told = ask().json()["total"]
        assert (told["pounds"], told["approximate"], told["days_without_tariff"]) == (
            "0.00",
            True,
            4,
        )

    @pytest.mark.parametrize(
        "said",
        [
            {"until": "2026-02-01"},
            {"since": "2020-01-01"},
            {"since": "1900-01-01"},
            {"until": "9999-12-31"},
            {"by": "hour"},
        ],
    )
    def test_refuse_days_that_are_none_or_too_many(self, ask, said):
        assert ask(**said).status_code == 422
