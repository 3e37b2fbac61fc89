"""What the API takes as a tariff, and what it refuses without writing anything."""

import datetime as dt
import json
import uuid

import pytest

from daybook.apps.consumption.models import Tariff

TARIFFS = "/api/v1/consumption/tariffs"
FLAT = {"kind": "flat", "pence": "24.5"}
TWO = {"kind": "two-rate", "pence": "30", "night_pence": "9"}
AGILE = {"kind": "half-hourly", "product": "AGILE-24-10-01", "region": "C"}


def own_rates(*bands, **said):
    weekdays = [{"from_time": time, "pence": pence} for time, pence in bands]
    return {"kind": "own", "weekdays": weekdays} | said


@pytest.fixture
def body():
    """A tariff as a script sends it: ``body(rates=...)``."""

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


@pytest.fixture
def send(own):
    def call(said, *, method="post", address=TARIFFS):
        return getattr(own, method)(address, data=said, content_type="application/json")

    return call


class TestATariff:
    def test_is_told_in_full(self, send, body):
        told = send(body(last_day="2026-12-31", vat_percent="20", includes_vat=False)).json()
        expected = {
            "name": "Fixed",
            "first_day": "2026-01-01",
            "last_day": "2026-12-31",
            "standing_pence": "53.800000",
            "vat_percent": "20.000000",
            "includes_vat": False,
            "sample": False,
        }
        assert {name: told[name] for name in expected} == expected
        assert told["rates"]["pence"] == "24.500000"

    @pytest.mark.parametrize("rates", [FLAT, TWO, AGILE, own_rates(("00:00", "9.50"))])
    def test_is_told_alike_when_added_and_when_read(self, send, body, own, rates):
        told = send(body(rates=rates)).json()
        assert own.get(f"{TARIFFS}/{told['id']}").json()["rates"] == told["rates"]

    def test_ends_the_one_before_it(self, send, body):
        first = send(body()).json()["id"]
        send(body(first_day="2026-02-01"))
        kept = send(None, method="get", address=f"{TARIFFS}/{first}").json()
        assert kept["last_day"] == "2026-01-31"

    def test_keeps_its_bands_in_order(self, send, body):
        told = send(body(rates=own_rates(("07:00", "30"), ("00:00", "9")))).json()
        times = [band["from_time"] for band in told["rates"]["weekdays"]]
        assert times == ["00:00:00", "07:00:00"]

    def test_has_a_night_unless_told(self, send, body):
        rates = send(body(rates=TWO)).json()["rates"]
        assert (rates["night_from"], rates["night_until"]) == ("00:30:00", "07:30:00")
        assert rates["night_percent"] == "42.00"

    def test_may_be_of_water_with_its_wastewater(self, send, body):
        rates = FLAT | {"wastewater_pence": "148.1", "returned_percent": "92.5"}
        told = send(body(utility="water", rates=rates, vat_percent="0")).json()
        assert told["rates"]["returned_percent"] == "92.50"

    def test_tells_the_newest_first(self, send, body, own):
        for day in ("2024-01-01", "2026-01-01", "2025-01-01"):
            send(body(first_day=day))
        days = [one["first_day"] for one in own.get(TARIFFS).json()["tariffs"]]
        assert days == ["2026-01-01", "2025-01-01", "2024-01-01"]

    def test_changes_as_a_whole(self, send, body):
        address = f"{TARIFFS}/{send(body()).json()['id']}"
        changed = body(name="New", rates=TWO, last_day="2026-06-30")
        told = send(changed, method="put", address=address).json()
        assert (told["name"], told["rates"]["kind"]) == ("New", "two-rate")
        assert told["last_day"] == "2026-06-30"

    def test_changed_to_other_rates_forgets_the_ones_before(self, send, body):
        address = f"{TARIFFS}/{send(body(rates=AGILE)).json()['id']}"
        send(body(rates=FLAT), method="put", address=address)
        assert Tariff.objects.get().kind == "flat"

    def test_is_listed_in_as_many_questions_however_many_there_are(
        self, send, body, own, django_assert_num_queries
    ):
        for day in ("2024-01-01", "2025-01-01"):
            send(body(first_day=day))
            with django_assert_num_queries(3):  # session, person, tariffs
                own.get(TARIFFS)


class TestRefusals:
    @pytest.mark.parametrize(
        ("rates", "field"),
        [
            (TWO | {"night_from": "00:10"}, "night_from"),
            (TWO | {"night_until": "00:30"}, "night_until"),
            (TWO | {"night_from": "00:30Z"}, "night_from"),
            (own_rates(("00:10", "9")), "weekdays"),
            (own_rates(("00:00", "9"), ("00:00", "8")), "weekdays"),
            (own_rates(("00:00Z", "9"), ("05:00", "8")), "weekdays"),
            (
                own_rates(("00:00", "9"), weekends=[{"from_time": "00:01", "pence": "1"}]),
                "weekends",
            ),
        ],
    )
    def test_of_times_name_the_field(self, send, body, rates, field):
        answer = send(body(rates=rates))
        told = answer.json()
        assert (answer.status_code, told["field"]) == (422, field)
        assert not Tariff.objects.exists()

    @pytest.mark.parametrize(
        "said",
        [
            {"rates": FLAT | {"pence": "NaN"}},
            {"rates": FLAT | {"pence": "1e3"}},
            {"rates": FLAT | {"pence": ""}},
            {"rates": FLAT | {"pence": "1.1234567"}},
            {"rates": FLAT | {"returned_percent": "101"}},
            {"rates": TWO | {"night_percent": "-1"}},
            {"standing_pence": "2000.5"},
            {"vat_percent": "31"},
            {"vat_percent": "5.123"},
            {"utility": "gas", "rates": TWO},
            {"utility": "water", "rates": AGILE},
            {"name": "   "},
            {"first_day": "2200-01-01"},
            {"last_day": "9999-12-31"},
        ],
    )
    def test_of_rules_write_nothing(self, send, body, said):
        answer = send(body(**said))
        assert answer.status_code == 422
        assert answer.json()["type"].startswith("urn:daybook:consumption.invalid")
        assert not Tariff.objects.exists()

    @pytest.mark.parametrize(
        "said",
        [
            {"rates": FLAT | {"pence": 24.5}},
            {"rates": FLAT | {"pence": "1" * 17}},
            {"rates": FLAT | {"extra": 1}},
            {"rates": own_rates()},
            {"rates": own_rates(*[("00:00", "1")] * 49)},
            {"rates": AGILE | {"product": "A" * 61}},
            {"rates": None},
            {"name": ""},
            {"name": "n" * 81},
            {"utility": "coal"},
            {"first_day": "soon"},
            {"includes_vat": "perhaps"},
            {"key": "once"},
            {"id": 7},
        ],
    )
    def test_of_shapes_write_nothing(self, send, body, said):
        answer = send(body(**said))
        assert (answer.status_code, answer.json()["type"]) == (422, "urn:daybook:validation")
        assert not Tariff.objects.exists()

    @pytest.mark.parametrize("sent", ["", "{", "[]", "null", '"flat"'])
    def test_of_no_tariff_at_all_write_nothing(self, own, sent):
        answer = own.post(TARIFFS, data=sent, content_type="application/json")
        assert answer.status_code in {400, 422}
        assert not Tariff.objects.exists()

    def test_of_a_change_leave_the_tariff_as_it_was(self, send, body):
        address = f"{TARIFFS}/{send(body()).json()['id']}"
        send(body(first_day="2027-01-01"))
        later = body(first_day="2026-02-01", last_day="2027-02-01", name="Other")
        answer = send(later, method="put", address=address)
        assert answer.json()["type"] == "urn:daybook:consumption.tariff-overlap"
        assert Tariff.objects.filter(name="Fixed", starts_on="2026-01-01").exists()

    @pytest.mark.parametrize("number", ["0", "-1", "99999999999999999999", "x"])
    @pytest.mark.parametrize("method", ["get", "put", "delete"])
    def test_of_numbers_that_are_none(self, send, body, tariff, number, method):
        tariff()
        said = body() if method == "put" else None
        answer = send(said, method=method, address=f"{TARIFFS}/{number}")
        assert answer.status_code in {404, 422}
        assert Tariff.objects.count() == 1

    def test_of_a_tariff_that_is_gone_say_so(self, own, tariff):
        address = f"{TARIFFS}/{tariff().pk}"
        assert own.delete(address).status_code == 204
        told = own.delete(address)
        assert told.json()["type"] == "urn:daybook:consumption.no-such-tariff"

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_meet_people_who_did_not_sign_in(self, client, db, body, method):
        sent = json.dumps(body()) if method == "post" else None
        answer = getattr(client, method)(TARIFFS, data=sent, content_type="application/json")
        assert answer.status_code == 401
        assert not Tariff.objects.exists()

    def test_of_a_strangers_key_are_none(self, send, strangers, body, now):
        said = body(key=str(uuid.uuid4()))
        send(said)
        strangers.post(TARIFFS, data=said, content_type="application/json")
        assert Tariff.objects.values("person").distinct().count() == 2


class TestTheLastDayThereIs:
    def test_can_be_a_tariffs_only_one(self, send, body):
        assert send(body(first_day="2199-12-31", last_day="2199-12-31")).status_code == 201

    def test_can_begin_a_tariff_without_an_end(self, send, body):
        answer = send(body(first_day="2199-12-31"))
        assert answer.status_code == 201, answer.json()
        assert Tariff.objects.get().starts_on == dt.date(2199, 12, 31)
