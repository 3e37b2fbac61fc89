"""Octopus' private answers, with every trap that is known of them."""

import base64
import datetime as dt
import json
from decimal import Decimal

import pytest
from structlog.testing import capture_logs

from daybook.apps.consumption.clients import OctopusAccounts
from daybook.apps.consumption.domain import Days, Point, Utility, period_of
from daybook.apps.consumption.errors import AccountUnknown, KeyRefused
from daybook.core.http import Confused
from daybook.lib.errors import Unavailable
from daybook.lib.periods import Period
from tests.loopback import (
    BROKEN,
    EMPTY,
    FORBIDDEN,
    HALF,
    MISSING,
    WEB_PAGE,
    WRONG_JSON,
    WRONG_SHAPE,
    Reply,
    reply,
)
from tests.octopus_home import ACCOUNT, EXPORT, KEY, MPAN, MPRN, NUMBER, row, used_path
from tests.recorded import recorded

UNAUTHORISED = Reply(b'{"detail": "No."}', status=401)
POINT = Point(utility=Utility.ELECTRICITY, number=MPAN, serials=("E1",))
SPRING, AUTUMN = dt.date(2025, 3, 30), dt.date(2025, 10, 26)
ONE_DAY = dt.timedelta(days=1)


@pytest.fixture
def client(octopus):
    return OctopusAccounts(KEY)


def used(client, first=dt.date(2026, 2, 1), past=dt.date(2026, 2, 2), point=POINT):
    return client.use(point, period_of(Days(first, past)))


class TestAccount:
    def test_tells_of_all_meter_points(self, client):
        found = {point.number: point for point in client.account(NUMBER)}
        assert found.keys() == {MPAN, EXPORT, MPRN}
        assert found[EXPORT].is_export
        assert (found[MPRN].utility, found[MPRN].serials) == (Utility.GAS, ("G1",))
        assert found[MPAN].agreements[0].tariff_code == "E-1R-AGILE-24-10-01-C"

    def test_sends_the_key_as_a_name_without_a_password(self, client, octopus):
        client.account(NUMBER)
        assert octopus.credentials == ["Basic " + base64.b64encode(f"{KEY}:".encode()).decode()]

    @pytest.mark.parametrize("answer", [FORBIDDEN, UNAUTHORISED])
    def test_says_that_the_key_is_refused(self, client, octopus, answer):
        octopus.always(ACCOUNT, answer)
        with pytest.raises(KeyRefused, match="does not accept"):
            client.account(NUMBER)
        assert octopus.count() == 1

    def test_says_that_there_is_no_such_account(self, client, octopus):
        octopus.always(ACCOUNT, MISSING)
        with pytest.raises(AccountUnknown, match=NUMBER):
            client.account(NUMBER)

    @pytest.mark.parametrize("answer", [BROKEN, WEB_PAGE, EMPTY, HALF, WRONG_JSON])
    def test_tells_trouble_of_octopus_from_a_wrong_key(self, client, octopus, answer):
        octopus.always(ACCOUNT, answer)
        with pytest.raises(Unavailable):
            client.account(NUMBER)

    @pytest.mark.parametrize(
        "answer",
        [
            [],
            {"properties": {}},
            {"properties": [1]},
            {"properties": [{"gas_meter_points": [{"mprn": 7}]}]},
            {"properties": [{"gas_meter_points": [{"mprn": "1", "meters": [{}]}]}]},
        ],
    )
    def test_refuses_another_shape(self, client, octopus, answer):
        octopus.always(ACCOUNT, reply(answer))
        with pytest.raises(Confused):
            client.account(NUMBER)

    def test_joins_a_meter_point_that_stands_in_two_homes(self, client, octopus, home):
        told = home.account
        moved = json.loads(json.dumps(told["properties"][0]))
        moved["electricity_meter_points"][0]["meters"] = [{"serial_number": "E0"}]
        octopus.always(ACCOUNT, reply(told | {"properties": [*told["properties"], moved]}))
        found = {point.number: point.serials for point in client.account(NUMBER)}
        assert found[MPAN] == ("E1", "E0")

    def test_follows_no_redirect_with_the_key(self, client, octopus):
        octopus.always(ACCOUNT, Reply(status=302, headers={"Location": "http://127.0.0.1:9/"}))
        with pytest.raises(Unavailable):
            client.account(NUMBER)
        assert octopus.count() == 1


class TestUse:
    def test_has_no_half_hour_from_after_the_end(self, client, octopus):
        found = used(client)
        assert len(found) == 48
        assert max(found) == dt.datetime(2026, 2, 1, 23, 30, tzinfo=dt.UTC)

    @pytest.mark.parametrize(("day", "count"), [(SPRING, 46), (AUTUMN, 50)])
    def test_of_a_day_that_changes_clocks_is_whole(self, client, home, day, count):
        home.since = dt.datetime(2025, 3, 1, tzinfo=dt.UTC)
        found = used(client, day, day + ONE_DAY)
        assert len(found) == count
        assert all(at.tzinfo is dt.UTC for at in found)

    def test_is_exact(self, client, home):
        at = dt.datetime(2026, 2, 1, tzinfo=dt.UTC)
        home.amounts["E1", at] = Decimal("0.123")
        assert used(client)[at] == Decimal("0.123")

    def test_of_a_swapped_meter_is_that_of_the_one_that_counts(self, client, home):
        midnight = dt.datetime(2026, 2, 1, tzinfo=dt.UTC)
        home.amounts["E0", midnight] = Decimal(0)
        both = Point(utility=Utility.ELECTRICITY, number=MPAN, serials=("E0", "E1"))
        assert used(client, point=both)[midnight] == Decimal("0.5")

    def test_of_a_meter_that_octopus_has_forgotten_is_nothing(self, client, octopus):
        octopus.always(used_path(), MISSING)
        assert used(client) == {}

    def test_says_that_the_key_is_refused(self, client, octopus):
        octopus.always(used_path(), FORBIDDEN)
        with pytest.raises(KeyRefused):
            used(client)

    @pytest.mark.parametrize("amount", [None, -1, 100_000])
    def test_leaves_out_what_no_meter_can_count(self, client, octopus, amount):
        at = dt.datetime(2026, 2, 1, tzinfo=dt.UTC)
        octopus.always(used_path(), reply({"results": [row(at, amount)], "next": None}))
        assert used(client) == {}

    @pytest.mark.parametrize(
        "wrong",
        [
            {"consumption": True},
            {"consumption": "0.5"},
            {"interval_start": None},
            {"interval_start": "soon"},
            {"interval_end": "2026-02-02T00:00:00Z"},
        ],
    )
    def test_refuses_rows_of_another_shape(self, client, octopus, wrong):
        good = row(dt.datetime(2026, 2, 1, tzinfo=dt.UTC), 0.5)
        octopus.always(used_path(), reply({"results": [good | wrong], "next": None}))
        with pytest.raises(Confused):
            used(client)

    @pytest.mark.parametrize("answer", [BROKEN, WRONG_SHAPE])
    def test_says_that_octopus_is_away(self, client, octopus, answer):
        octopus.always(used_path(), answer)
        with pytest.raises(Unavailable):
            used(client)

    def test_of_a_recorded_answer(self, client, octopus):
        page = json.loads(recorded("octopus/consumption.json")) | {"next": None}
        octopus.always(used_path(), reply(page))
        period = Period(
            dt.datetime(2020, 9, 30, 21, 30, tzinfo=dt.UTC), dt.datetime(2020, 10, 3, tzinfo=dt.UTC)
        )
        found = client.use(POINT, period)
        assert (len(found), sum(found.values())) == (100, Decimal("54.867"))

    def test_refuses_what_is_grouped_by_the_week(self, client, octopus):
        octopus.always(used_path(), reply(recorded("octopus/consumption_weekly.json")))
        with pytest.raises(Confused):
            used(client)


def test_neither_account_nor_meter_nor_key_is_logged(client):
    with capture_logs() as logs:
        client.account(NUMBER)
        used(client)
    told = repr(logs)
    assert len(logs) == 2
    assert not any(secret in told for secret in (KEY, NUMBER, MPAN, "E1"))
