"""What Octopus may answer: pages, times, names, and what is made of them."""

import base64
import datetime as dt
import json
from decimal import Decimal

import pytest

from daybook.apps.consumption.clients import OctopusAccounts
from daybook.apps.consumption.clients.octopus import PATIENCE
from daybook.apps.consumption.domain import Days, Point, Utility, period_of
from daybook.apps.consumption.errors import KeyRefused
from daybook.core.http import Busy, Confused, Limits
from daybook.lib.errors import Unavailable
from daybook.lib.periods import Period
from tests.loopback import BROKEN, FORBIDDEN, HALF, WEB_PAGE, Reply, busy, reply
from tests.octopus_home import ACCOUNT, KEY, MPAN, MPRN, NUMBER, row, used_path

POINT = Point(utility=Utility.ELECTRICITY, number=MPAN, serials=("E1",))
DAY = dt.date(2026, 2, 1)
MIDNIGHT = dt.datetime(2026, 2, 1, tzinfo=dt.UTC)
HALF_HOUR, ONE_DAY = dt.timedelta(minutes=30), dt.timedelta(days=1)


@pytest.fixture
def client(octopus):
    return OctopusAccounts(KEY)


def used(client, day=DAY, point=POINT):
    return client.use(point, period_of(Days(day, day + ONE_DAY)))


def page(*rows, following=None):
    return reply({"count": len(rows), "results": rows, "next": following})


def home(**point):
    """An account with one electricity meter point that says something else."""
    good = {"mpan": MPAN, "meters": [{"serial_number": "E1"}], "agreements": []}
    return reply({"properties": [{"electricity_meter_points": [good | point]}]})


class TestQuestion:
    def test_names_the_whole_period_in_utc(self, client, octopus):
        used(client, dt.date(2026, 7, 1))
        (_path, params) = octopus.requests[0]
        assert params == {
            "period_from": "2026-06-30T23:00:00Z",
            "period_to": "2026-07-01T23:00:00Z",
            "page_size": "25000",
            "order_by": "period",
        }

    def test_is_asked_of_each_meter(self, client, octopus):
        point = Point(utility=Utility.GAS, number=MPRN, serials=("G0", "G1"))
        used(client, point=point)
        assert [path for path, _params in octopus.requests] == [
            used_path(MPRN, "G0", "gas"),
            used_path(MPRN, "G1", "gas"),
        ]

    def test_of_a_point_without_meters_is_not_asked(self, client, octopus):
        assert used(client, point=Point(utility=Utility.GAS, number=MPRN)) == {}
        assert octopus.count() == 0

    def test_keeps_a_strange_serial_number_one_segment(self, client, octopus):
        point = Point(utility=Utility.ELECTRICITY, number=MPAN, serials=("E/../1 2",))
        assert len(used(client, point=point)) == 48
        assert octopus.requests[0][0] == used_path(serial="E%2F..%2F1%202")

    def test_for_somebody_who_waits_takes_eight_seconds_at_most(self):
        assert PATIENCE.deadline_seconds == 8
        assert PATIENCE.attempts * PATIENCE.timeout_seconds >= PATIENCE.deadline_seconds


class TestPages:
    def test_are_put_together(self, client, octopus):
        first = page(row(MIDNIGHT, 0.1), following=f"{octopus.url}x/?page=2&page_size=25000")
        octopus.next(used_path(), first, page(row(MIDNIGHT + HALF_HOUR, 0.2)))
        assert used(client) == {
            MIDNIGHT: Decimal("0.1"),
            MIDNIGHT + HALF_HOUR: Decimal("0.2"),
        }
        assert octopus.requests[1][1] == {"page": "2", "page_size": "25000"}

    def test_all_come_with_the_key(self, client, octopus):
        first = page(row(MIDNIGHT, 1), following=f"{octopus.url}x/?page=2")
        octopus.next(used_path(), first, page())
        used(client)
        expected = "Basic " + base64.b64encode(f"{KEY}:".encode()).decode()
        assert octopus.credentials == [expected] * 2

    def test_elsewhere_are_not_given_the_key(self, client, octopus):
        elsewhere = "https://octopus.example/v1/steal/?page=2"
        octopus.next(used_path(), page(row(MIDNIGHT, 1), following=elsewhere), page())
        used(client)
        assert [path for path, _params in octopus.requests] == [used_path()] * 2

    @pytest.mark.parametrize("fault", [BROKEN, HALF, WEB_PAGE])
    def test_half_of_them_are_none(self, client, octopus, fault):
        octopus.next(used_path(), page(row(MIDNIGHT, 1), following=f"{octopus.url}x/?page=2"))
        octopus.always(used_path(), fault)
        with pytest.raises(Unavailable):
            used(client)

    def test_may_be_refused_in_the_middle(self, client, octopus):
        octopus.next(used_path(), page(row(MIDNIGHT, 1), following=f"{octopus.url}x/?page=2"))
        octopus.always(used_path(), FORBIDDEN)
        with pytest.raises(KeyRefused):
            used(client)

    def test_without_end_are_refused(self, octopus):
        client = OctopusAccounts(KEY, limits=Limits(pages=2))
        pages = [
            page(row(MIDNIGHT + n * HALF_HOUR, 1), following=f"{octopus.url}x/?page={n}")
            for n in range(2)
        ]
        octopus.next(used_path(), *pages)
        with pytest.raises(Confused, match="without end"):
            used(client)

    @pytest.mark.parametrize("following", [7, "", "http://127.0.0.1/", {"page": 2}])
    def test_that_lead_nowhere_are_refused(self, client, octopus, following):
        octopus.always(used_path(), page(row(MIDNIGHT, 1), following=following))
        with pytest.raises(Confused):
            used(client)


class TestRows:
    def test_of_the_same_half_hour_count_once(self, client, octopus):
        octopus.always(used_path(), page(row(MIDNIGHT, 0.5), row(MIDNIGHT, 0.5)))
        assert used(client) == {MIDNIGHT: Decimal("0.5")}

    def test_may_come_in_any_order(self, client, octopus):
        rows = [row(MIDNIGHT + n * HALF_HOUR, n) for n in (3, 1, 2, 0)]
        octopus.always(used_path(), page(*rows))
        assert sum(used(client).values()) == 6

    @pytest.mark.parametrize("amount", [0, 0.0, 1000, 0.001])
    def test_of_any_possible_amount_count(self, client, octopus, amount):
        octopus.always(used_path(), page(row(MIDNIGHT, amount)))
        assert used(client) == {MIDNIGHT: Decimal(str(amount))}

    def test_keep_more_digits_than_a_float_has(self, client, octopus):
        text = json.dumps({"results": [row(MIDNIGHT, 7)], "next": None})
        exact = text.replace('"consumption": 7', '"consumption": 0.12345678901234567890')
        octopus.always(used_path(), reply(exact.encode()))
        assert used(client) == {MIDNIGHT: Decimal("0.12345678901234567890")}

    def test_from_before_and_after_the_period_are_left_out(self, client, octopus):
        rows = [row(MIDNIGHT + n * HALF_HOUR, 1) for n in (-1, 0, 47, 48)]
        octopus.always(used_path(), page(*rows))
        assert sorted(used(client)) == [MIDNIGHT, MIDNIGHT + 47 * HALF_HOUR]

    @pytest.mark.parametrize(
        ("starts", "ends"),
        [
            ("2026-02-01T00:00:00Z", "2026-02-01T00:30:00Z"),
            ("2026-02-01T00:00:00+00:00", "2026-02-01T00:30:00+00:00"),
            ("2026-02-01T01:00:00+01:00", "2026-02-01T01:30:00+01:00"),
            ("2026-02-01T00:00:00", "2026-02-01T00:30:00"),
        ],
    )
    def test_are_told_by_the_moment(self, client, octopus, starts, ends):
        told = {"consumption": 1, "interval_start": starts, "interval_end": ends}
        octopus.always(used_path(), page(told))
        assert list(used(client)) == [MIDNIGHT]

    @pytest.mark.parametrize(
        "wrong",
        [
            {"interval_start": "2026-02-01T00:07:00Z", "interval_end": "2026-02-01T00:37:00Z"},
            {"interval_start": "2026-02-01T00:00:00Z", "interval_end": "2026-02-01T01:00:00Z"},
            {"interval_end": None},
            {"interval_start": "9999-12-31T23:30:00Z"},
            {"interval_start": 7},
            {"consumption": True},
            {"consumption": []},
        ],
    )
    def test_of_another_shape_are_refused(self, client, octopus, wrong):
        octopus.always(used_path(), page(row(MIDNIGHT, 1) | wrong))
        with pytest.raises(Confused):
            used(client)

    @pytest.mark.parametrize("rows", ["7", '"text"', "null", "[1]"])
    def test_that_are_no_rows_are_refused(self, client, octopus, rows):
        octopus.always(used_path(), Reply(f'{{"results": [{rows}], "next": null}}'.encode()))
        with pytest.raises(Confused):
            used(client)

    def test_that_are_no_numbers_are_refused(self, client, octopus):
        octopus.always(used_path(), Reply(b'{"results": [{"consumption": NaN}], "next": null}'))
        with pytest.raises(Unavailable):
            used(client)


class TestNames:
    @pytest.mark.parametrize(
        "point",
        [
            {"mpan": "1" * 33},
            {"mpan": None},
            {"mpan": 1200000000001},
            {"mpan": "12\x0034"},
            {"meters": [{"serial_number": "E" * 33}]},
            {"meters": [{"serial_number": None}]},
            {"meters": "E1"},
            {"agreements": [{"tariff_code": "E" * 101, "valid_from": "2026-01-01"}]},
            {"agreements": [{"tariff_code": None, "valid_from": "2026-01-01"}]},
            {"agreements": [{"tariff_code": "X", "valid_from": "soon"}]},
            {"agreements": [{"tariff_code": "X", "valid_from": "2026-01-01", "valid_to": "9"}]},
        ],
    )
    def test_that_cannot_be_kept_are_refused(self, client, octopus, point):
        octopus.always(ACCOUNT, home(**point))
        with pytest.raises(Confused):
            client.account(NUMBER)

    def test_of_the_greatest_length_are_kept(self, client, octopus):
        code = {"tariff_code": "E" * 100, "valid_from": "2026-01-01"}
        octopus.always(ACCOUNT, home(mpan="1" * 32, agreements=[code]))
        (point,) = client.account(NUMBER)
        assert (len(point.number), len(point.agreements[0].tariff_code)) == (32, 100)

    def test_of_meters_come_once_and_not_empty(self, client, octopus):
        meters = [{"serial_number": serial} for serial in ("E1", "", "E1", "E2")]
        octopus.always(ACCOUNT, home(meters=meters))
        assert client.account(NUMBER)[0].serials == ("E1", "E2")

    def test_of_agreements_without_a_beginning_are_left_out(self, client, octopus):
        agreed = [{"tariff_code": "X", "valid_from": None, "valid_to": None}]
        octopus.always(ACCOUNT, home(agreements=agreed))
        assert client.account(NUMBER)[0].agreements == ()

    def test_of_agreements_without_an_offset_are_of_london(self, client, octopus):
        agreed = [{"tariff_code": "X", "valid_from": "2025-07-01T00:00:00"}]
        octopus.always(ACCOUNT, home(agreements=agreed))
        (one,) = client.account(NUMBER)[0].agreements
        assert one.valid_from == dt.datetime(2025, 6, 30, 23, tzinfo=dt.UTC)

    @pytest.mark.parametrize("said", ["true", 1, None, "yes"])
    def test_of_a_direction_are_taken_at_their_word(self, client, octopus, said):
        octopus.always(ACCOUNT, home(is_export=said))
        assert not client.account(NUMBER)[0].is_export

    @pytest.mark.parametrize("answer", [{}, {"properties": []}, {"properties": [{}]}])
    def test_of_an_empty_account_are_none(self, client, octopus, answer):
        octopus.always(ACCOUNT, reply(answer))
        assert client.account(NUMBER) == ()


class TestPatience:
    def test_is_lost_with_an_octopus_that_asks_to_wait_long(self, client, octopus):
        octopus.always(ACCOUNT, busy("3600"))
        with pytest.raises(Busy):
            client.account(NUMBER)
        assert octopus.count() == 1

    def test_is_kept_with_one_that_stumbles(self, client, octopus):
        octopus.next(ACCOUNT, BROKEN, HALF)
        assert len(client.account(NUMBER)) == 3
        assert octopus.count() == 3

    @pytest.mark.parametrize("status", [401, 403])
    def test_is_not_tried_with_a_wrong_key(self, client, octopus, status):
        octopus.always(used_path(), Reply(b"<html>No.</html>", status=status))
        with pytest.raises(KeyRefused) as told:
            client.use(POINT, Period(MIDNIGHT, MIDNIGHT + ONE_DAY))
        assert octopus.count() == 1
        assert KEY not in repr(told.value)
        assert told.value.__cause__ is None
