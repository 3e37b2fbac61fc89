import datetime as dt
from decimal import Decimal

import pytest
import structlog

from daybook import __version__
from daybook.core.http import (
    Busy,
    Confused,
    JsonClient,
    Limits,
    NothingThere,
    OffLimits,
    Refused,
    Unreachable,
)
from tests.loopback import (
    BROKEN,
    EMPTY,
    FORBIDDEN,
    HALF,
    MISSING,
    WEB_PAGE,
    WRONG_JSON,
    WRONG_SHAPE,
    Replay,
    Reply,
    busy,
    reply,
    slow,
)

NOT_GZIP = Reply(b"not gzip at all", headers={"Content-Encoding": "gzip"})
QUICK = Limits(timeout_seconds=0.3, deadline_seconds=5)


class Sleeper:
    """A clock whose sleeping takes no time but is remembered."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    def __call__(self, seconds: float) -> None:
        self.slept.append(seconds)

    def clock(self) -> float:
        return sum(self.slept)


@pytest.fixture
def sleeper():
    return Sleeper()


@pytest.fixture
def client(service, sleeper):
    return JsonClient(
        service="The service",
        base_url=service.url,
        limits=QUICK,
        clock=sleeper.clock,
        sleep=sleeper,
        chance=lambda: 1.0,
    )


class TestAnswers:
    def test_reads_numbers_exactly(self, client, service):
        service.always("/rates/", Reply(b'{"pence": 18.2910, "count": 3}'))
        answer = client.get("rates")
        assert answer == {"pence": Decimal("18.2910"), "count": 3}
        assert str(answer["pence"]) == "18.2910"

    def test_sends_the_parameters_and_says_who_asks(self, client, service):
        service.always("/rates/", reply({}))
        client.get("rates", params={"period_from": "2026-03-29T00:00Z", "page_size": 1500})
        _path, params = service.requests[0]
        assert params == {"period_from": "2026-03-29T00:00Z", "page_size": "1500"}
        assert service.agents == [f"daybook/{__version__}"]

    def test_keeps_a_strange_segment_one_segment(self, client, service):
        service.always("/products/a%2Fb%3Fc/", reply({}))
        assert client.get("products", "a/b?c") == {}

    @pytest.mark.parametrize("segment", ["..", ".", ""])
    def test_does_not_climb_out_of_its_base(self, client, service, segment):
        with pytest.raises(OffLimits):
            client.get("products", segment)
        assert service.count() == 0


class TestFaults:
    @pytest.mark.parametrize(
        ("fault", "error", "words"),
        [
            (MISSING, NothingThere, "knows nothing"),
            (EMPTY, Confused, "empty"),
            (WEB_PAGE, Confused, "web page"),
            (WRONG_JSON, Confused, "cannot be read"),
            (Reply(b'{"pence": NaN}'), Confused, "cannot be read"),
            (Reply(b"[" * 100_000), Confused, "cannot be read"),
            (
                NOT_GZIP,
                Confused,
                "cannot be read",
            ),
            (FORBIDDEN, Refused, "403"),
            (Reply(status=302, headers={"Location": "http://127.0.0.1:1/"}), Refused, "302"),
            (busy(None), Busy, "slow down"),
        ],
    )
    def test_are_told_apart_and_not_tried_again(self, client, service, fault, error, words):
        service.always("*", fault)
        with pytest.raises(error, match=words) as caught:
            client.get("rates")
        assert service.count() == 1
        assert "127.0.0.1" not in caught.value.message

    @pytest.mark.parametrize(
        ("fault", "words"), [(BROKEN, "trouble"), (HALF, "broke off"), (slow(1.0), "in time")]
    )
    def test_that_may_pass_are_tried_three_times(self, client, service, fault, words):
        service.always("*", fault)
        with pytest.raises(Unreachable, match=words):
            client.get("rates")
        assert service.count() == 3

    @pytest.mark.parametrize("fault", [BROKEN, HALF, slow(1.0)])
    def test_that_have_passed_are_forgotten(self, client, service, fault):
        service.always("/rates/", reply({"fine": True}))
        service.next("/rates/", fault, fault)
        assert client.get("rates") == {"fine": True}

    def test_a_closed_door_is_unreachable(self, client, service):
        service.close()
        with pytest.raises(Unreachable, match="cannot be reached"):
            client.get("rates")

    def test_too_much_is_not_swallowed(self, service):
        service.always("*", Reply(b'"' + b"x" * 5000 + b'"'))
        client = JsonClient(service="It", base_url=service.url, limits=Limits(body_bytes=1000))
        with pytest.raises(Confused, match="far more"):
            client.get("rates")


class TestPatience:
    def test_waits_longer_each_time(self, client, service, sleeper):
        service.always("*", BROKEN)
        with pytest.raises(Unreachable):
            client.get("rates")
        assert sleeper.slept == [0.25, 0.5]

    def test_waits_as_long_as_it_is_asked_to(self, client, service, sleeper):
        service.always("/rates/", reply({}))
        service.next("/rates/", busy("2"))
        assert client.get("rates") == {}
        assert sleeper.slept == [2.0]

    def test_understands_a_date_to_wait_for(self, client, service, sleeper):
        then = (dt.datetime.now(dt.UTC) + dt.timedelta(seconds=3)).strftime(
            "%a, %d %b %Y %H:%M:%S GMT"
        )
        service.always("/rates/", reply({}))
        service.next("/rates/", busy(then))
        client.get("rates")
        assert 1 <= sleeper.slept[0] <= 3

    @pytest.mark.parametrize("wait", ["60", "9" * 400])
    def test_does_not_wait_past_its_deadline(self, client, service, sleeper, wait):
        service.always("*", busy(wait))
        with pytest.raises(Busy):
            client.get("rates")
        assert sleeper.slept == []
        assert service.count() == 1

    @pytest.mark.parametrize("nonsense", ["soon", "-5", "Mon, 99 Foo 2026"])
    def test_ignores_nonsense_about_waiting(self, client, service, nonsense):
        service.always("*", busy(nonsense))
        with pytest.raises(Busy):
            client.get("rates")
        assert service.count() == 1

    def test_does_not_listen_to_an_answer_that_drips(self, service):
        service.always("*", Reply(b'{"a": "long story"}', drip_seconds=0.05))
        limits = Limits(timeout_seconds=0.2, deadline_seconds=0.3)
        client = JsonClient(service="It", base_url=service.url, limits=limits)
        with pytest.raises(Unreachable, match="in time"):
            client.get("rates")
        assert service.count() == 1

    def test_the_deadline_holds_for_all_pages_together(self, service):
        ticks = iter(range(0, 1000, 3))
        client = JsonClient(service="It", base_url=service.url, clock=lambda: next(ticks))
        service.always("*", BROKEN)
        with pytest.raises(Unreachable):
            list(client.rows("rates"))
        assert service.count() < 3


class TestRows:
    def test_follows_the_pages(self, client, service):
        link = f"{service.url}rates/?page=2"
        service.next("/rates/", reply({"results": [{"n": 1}], "next": link}))
        service.next("/rates/", reply({"results": [{"n": 2}], "next": None}))
        assert [row["n"] for row in client.rows("rates")] == [1, 2]
        assert service.requests[1] == ("/rates/", {"page": "2"})

    @pytest.mark.parametrize(
        "link",
        [
            "https://evil.example/v1/rates/?page=2",
            "//evil.example/rates/?page=2",
            "http://127.0.0.1:1/elsewhere/?page=2",
            "http://user:word@127.0.0.1/v1/rates/?page=2",
        ],
    )
    def test_asks_nobody_else_whatever_the_link_says(self, client, service, link):
        service.next("/rates/", reply({"results": [{"n": 1}], "next": link}))
        service.next("/rates/", reply({"results": [{"n": 2}], "next": None}))
        assert [row["n"] for row in client.rows("rates")] == [1, 2]
        assert service.requests[1] == ("/rates/", {"page": "2"})

    def test_a_page_that_says_the_same_again_is_the_last(self, client, service):
        link = "https://original.example/rates/?page=2"
        service.always("/rates/", reply({"results": [{"n": 1}], "next": link}))
        assert [row["n"] for row in client.rows("rates")] == [1]
        assert service.count() == 2

    def test_does_not_walk_without_end(self, client, service):
        for n in range(60):
            link = f"{service.url}rates/?page={n + 2}"
            service.next("/rates/", reply({"results": [{"n": n}], "next": link}))
        with pytest.raises(Confused, match="without end"):
            list(client.rows("rates"))
        assert service.count() == 50

    @pytest.mark.parametrize(
        "page",
        [
            WRONG_SHAPE,
            reply([]),
            reply({"results": [1]}),
            reply({"results": [], "next": 7}),
            reply({"results": [], "next": "http://[::1"}),
            reply({"results": [{"n": 1}], "next": "file:///etc/passwd"}),
        ],
    )
    def test_refuses_another_shape(self, client, service, page):
        service.always("*", page)
        with pytest.raises(Confused, match="shape"):
            list(client.rows("rates"))


class TestLog:
    def test_tells_each_call_without_its_parameters(self, client, service):
        service.always("/rates/", reply({}))
        service.next("/rates/", BROKEN)
        with structlog.testing.capture_logs() as logs:
            client.get("rates", params={"postcode": "SW1A 1AA"})
        assert [(line["status"], line["attempt"]) for line in logs] == [(502, 1), (200, 2)]
        assert logs[0]["path"] == "/v1/rates/"
        assert "SW1A" not in str(logs)
        assert all("duration_ms" in line for line in logs)


def test_the_server_can_be_asked_by_a_second_client(service: Replay):
    service.always("/x/", reply([1]))
    clients = [JsonClient(service="It", base_url=service.url) for _ in range(2)]
    assert [client.get("x") for client in clients] == [[1], [1]]
