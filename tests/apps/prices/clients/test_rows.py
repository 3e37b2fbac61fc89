import datetime as dt
from decimal import Decimal

import pytest

from daybook.apps.prices.clients import rows
from daybook.apps.prices.errors import InvalidSlots
from daybook.core.http import Confused
from daybook.lib.periods import Period

NOON = dt.datetime(2026, 3, 3, 12, tzinfo=dt.UTC)
HOUR = Period(NOON, NOON + dt.timedelta(hours=1))


def row(since="2026-03-03T12:00:00Z", until="2026-03-03T12:30:00Z", pence="10.5", **more):
    return {
        "valid_from": since,
        "valid_to": until,
        "value_inc_vat": pence,
        "value_exc_vat": "10",
    } | more


class TestSlots:
    def test_take_those_who_pay_by_direct_debit(self):
        answer = [
            row(payment_method="NON_DIRECT_DEBIT", pence="99"),
            row(payment_method="DIRECT_DEBIT"),
        ]
        assert [slot.pence_inc_vat for slot in rows.slots(answer, HOUR)] == [Decimal("10.5")]

    def test_come_once_when_repeated(self):
        assert len(rows.slots([row(), row()], HOUR)) == 1

    def test_that_contradict_each_other_are_refused(self):
        with pytest.raises(InvalidSlots):
            rows.slots([row(), row(pence="11")], HOUR)

    def test_outside_the_period_are_left_out(self):
        before = row("2026-03-03T11:30:00Z", "2026-03-03T12:00:00Z")
        after = row("2026-03-03T13:00:00Z", "2026-03-03T13:30:00Z")
        assert rows.slots([after, before], HOUR) == ()

    @pytest.mark.parametrize(("since", "until"), [(None, None), ("2026-01-01T00:00:00Z", None)])
    def test_of_an_open_rate_fill_the_period(self, since, until):
        slots = rows.slots([row(since, until)], HOUR)
        assert [slot.starts_at for slot in slots] == [NOON, NOON + dt.timedelta(minutes=30)]

    def test_start_on_the_half_hour(self):
        slots = rows.slots([row("2026-03-03T12:10:00Z", "2026-03-03T13:00:00Z")], HOUR)
        assert [slot.starts_at.minute for slot in slots] == [30]

    def test_without_an_offset_are_in_london(self):
        summer = Period(
            dt.datetime(2026, 7, 1, 12, tzinfo=dt.UTC), dt.datetime(2026, 7, 1, 13, tzinfo=dt.UTC)
        )
        slots = rows.slots([row("2026-07-01T13:00:00", "2026-07-01T13:30:00")], summer)
        assert slots[0].starts_at == summer.starts_at

    @pytest.mark.parametrize("pence", [-5, 0, Decimal("-3.1500"), "18.2910"])
    def test_may_be_negative_or_nothing(self, pence):
        (slot,) = rows.slots([row(pence=pence)], HOUR)
        assert str(slot.pence_inc_vat) == str(pence)


class TestWrongRows:
    @pytest.mark.parametrize(
        "wrong",
        [
            {"value_inc_vat": None},
            {"value_inc_vat": True},
            {"value_inc_vat": "dear"},
            {"value_inc_vat": "NaN"},
            {"value_inc_vat": "1e9"},
            {"value_exc_vat": [1]},
            {"valid_from": "noon"},
            {"valid_to": 5},
        ],
    )
    def test_are_refused(self, wrong):
        with pytest.raises(Confused, match="another shape"):
            rows.slots([row() | wrong], HOUR)

    @pytest.mark.parametrize("answer", [None, {}, "rows", 3, [1], [None]])
    def test_that_are_no_rows_are_refused(self, answer):
        with pytest.raises(Confused):
            rows.rates(answer)
