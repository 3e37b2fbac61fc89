import datetime as dt
import json
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from ninja import Schema

from daybook.core import rest
from daybook.lib import errors


class Amounts(Schema):
    rate: rest.Pence
    cost: rest.Pounds
    at: rest.Instant


def written(rate="1", cost="1", at=None):
    amounts = Amounts(
        rate=Decimal(rate), cost=Decimal(cost), at=at or dt.datetime(2026, 3, 3, tzinfo=dt.UTC)
    )
    return json.loads(amounts.model_dump_json())


class TestAmounts:
    @pytest.mark.parametrize(
        ("pence", "text"),
        [
            ("18.291", "18.2910"),
            ("0", "0.0000"),
            ("-1.23456", "-1.2346"),
            ("-0.00001", "0.0000"),
            ("0.00005", "0.0001"),
            ("1E+2", "100.0000"),
        ],
    )
    def test_pence_have_four_places(self, pence, text):
        assert written(rate=pence)["rate"] == text

    @pytest.mark.parametrize(
        ("pounds", "text"),
        [("1.005", "1.01"), ("-1.005", "-1.01"), ("-0.004", "0.00"), ("7", "7.00")],
    )
    def test_pounds_have_two_places_halves_away_from_zero(self, pounds, text):
        assert written(cost=pounds)["cost"] == text


class TestInstants:
    def test_are_utc_with_a_z(self):
        summer = dt.datetime(2026, 7, 1, 12, tzinfo=ZoneInfo("Europe/London"))
        assert written(at=summer)["at"] == "2026-07-01T11:00:00Z"

    def test_have_whole_seconds(self):
        precise = dt.datetime(2026, 3, 3, 9, 10, 11, 999, tzinfo=dt.UTC)
        assert rest.utc_text(precise) == "2026-03-03T09:10:11Z"


class TestStatusOf:
    @pytest.mark.parametrize(
        ("kind", "status"),
        [
            (errors.Invalid, 422),
            (errors.NotFound, 404),
            (errors.Forbidden, 403),
            (errors.Conflict, 409),
            (errors.TooMany, 429),
            (errors.Unavailable, 503),
        ],
    )
    def test_every_kind_of_refusal_has_its_own(self, kind, status):
        refusal = type("SlotTaken", (kind,), {"code": "tests.slot-taken"})
        assert rest.status_of(refusal("Somebody was first.")) == status

    def test_no_kind_is_forgotten(self):
        assert set(rest.STATUS) == set(errors.DomainError.__subclasses__())


class TestProblem:
    def test_is_a_problem_document(self):
        response = rest.problem(409, "tests.slot-taken", "Somebody was first.", slot=3)
        assert response.status_code == 409
        assert response["Content-Type"] == "application/problem+json"
        assert json.loads(response.content) == {
            "type": "urn:daybook:tests.slot-taken",
            "title": "Conflict",
            "status": 409,
            "detail": "Somebody was first.",
            "slot": 3,
        }
