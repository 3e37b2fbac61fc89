import datetime as dt

import pytest
from django.core.cache import caches
from redis.exceptions import RedisError

from daybook.core.limits import CannotCount, Limit, UnknownAddress, address_of, asker_of, spend
from daybook.lib.errors import TooMany

cache = caches["default"]
THRICE = Limit("test", 3, 60)


def tries(now, times, who="anna", limit=THRICE):
    return [spend(limit, who, now=now) for _ in range(times)]


class TestSpend:
    def test_allows_as_many_as_it_says(self, now):
        tries(now, 3)

        with pytest.raises(TooMany):
            spend(THRICE, "anna", now=now)

    def test_tells_when_the_oldest_try_is_forgotten(self, now):
        tries(now, 1)
        tries(now + dt.timedelta(seconds=20), 2)

        with pytest.raises(TooMany) as refused:
            spend(THRICE, "anna", now=now + dt.timedelta(seconds=30))

        assert refused.value.details["retry_after_seconds"] == 30

    def test_allows_again_exactly_then(self, now):
        tries(now, 3)

        assert spend(THRICE, "anna", now=now + dt.timedelta(seconds=60))

    def test_does_not_punish_for_asking_too_early(self, now):
        tries(now, 3)
        for second in range(0, 60, 5):
            with pytest.raises(TooMany):
                spend(THRICE, "anna", now=now + dt.timedelta(seconds=second))

        assert spend(THRICE, "anna", now=now + dt.timedelta(seconds=60))

    def test_counts_each_by_itself(self, now):
        tries(now, 3)

        assert tries(now, 3, who="otto")
        assert tries(now, 3, limit=Limit("other", 3, 60))

    def test_forgives(self, now):
        tries(now, 2)
        spend(THRICE, "anna", now=now + dt.timedelta(seconds=1)).forgive()

        assert spend(THRICE, "anna", now=now + dt.timedelta(seconds=2))
        with pytest.raises(TooMany):
            spend(THRICE, "anna", now=now + dt.timedelta(seconds=2))


class TestCacheAway:
    @pytest.mark.parametrize("error", [OSError("disk full"), RedisError("connection refused")])
    def test_lets_nobody_in_uncounted(self, now, monkeypatch, error):
        monkeypatch.setattr(type(cache), "add", raising(error))

        with pytest.raises(CannotCount):
            spend(THRICE, "anna", now=now)

    def test_is_told_plainly_by_the_sign_in_page(self, client, anna, monkeypatch):
        monkeypatch.setattr(type(cache), "add", raising(RedisError("connection refused")))
        form = {"email": anna.email, "password": "nine green bottles"}

        page = client.post("/accounts/login/", form)

        assert (page.status_code, "not possible right now" in page.content.decode()) == (503, True)


def raising(error):
    def add(*_args, **_options):
        raise error

    return add


class TestAddressOf:
    def test_is_the_address_of_the_line(self, rf):
        assert address_of(rf.get("/", REMOTE_ADDR="192.0.2.1")) == "192.0.2.1"

    def test_takes_ipv6_by_its_network(self, rf):
        neighbours = {
            address_of(rf.get("/", REMOTE_ADDR=f"2001:db8::{end}")) for end in ("1", "ffff")
        }

        assert len(neighbours) == 1

    def test_does_not_believe_strangers(self, rf):
        request = rf.get("/", REMOTE_ADDR="192.0.2.1", headers={"X-Forwarded-For": "203.0.113.9"})

        assert address_of(request) == "192.0.2.1"

    def test_believes_the_proxies_we_trust(self, rf, settings):
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
        forwarded = {"X-Forwarded-For": "198.51.100.4, 203.0.113.9"}
        request = rf.get("/", REMOTE_ADDR="192.0.2.1", headers=forwarded)

        assert address_of(request) == "203.0.113.9"

    @pytest.mark.parametrize("forwarded", ["nonsense", "203.0.113.9, <b>", " , "])
    def test_refuses_what_is_no_address(self, rf, settings, forwarded):
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
        request = rf.get("/", headers={"X-Forwarded-For": forwarded})

        with pytest.raises(UnknownAddress, match="X-Forwarded-For"):
            address_of(request)
        assert asker_of(request) == "unknown"

    def test_refuses_fewer_addresses_than_proxies(self, rf, settings):
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2

        with pytest.raises(UnknownAddress):
            address_of(rf.get("/", headers={"X-Forwarded-For": "203.0.113.9"}))

    @pytest.mark.parametrize("address", ["/accounts/login/", "/api/v1/auth/login"])
    def test_is_missed_with_a_plain_message(self, client, settings, address):
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
        body = {"email": "anna@example.com", "password": "nine green bottles"}
        kind = {"content_type": "application/json"} if "api" in address else {}

        answer = client.post(address, body, headers={"X-Forwarded-For": "nonsense"}, **kind)

        assert (answer.status_code, "X-Forwarded-For" in answer.content.decode()) == (422, True)
