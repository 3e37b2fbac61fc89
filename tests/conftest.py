"""The fixed cast and the fixed clock of the tests."""

import datetime as dt
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import AbstractBaseUser
from django.utils import timezone, translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from tests import cache_keys

# A busy machine is slow, and nothing is wrong with the rule that is tried on it.
hypothesis_settings.register_profile(
    "daybook", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("daybook")

#: Files whose tests start processes of their own.
WITH_PROCESSES = ("kill.py", "test_serve.py")
NOW = dt.datetime(2026, 3, 3, 9, 10, tzinfo=dt.UTC)
PASSWORD = "nine green bottles"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What kills and starts processes gets a second try, as browsers do; the report says so (R)."""
    for item in items:
        if item.path.name.endswith(WITH_PROCESSES):
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture
def now() -> dt.datetime:
    """A Tuesday morning in winter, ten past nine in London."""
    return NOW


@pytest.fixture(autouse=True)
def fresh_cache() -> None:
    """No test meets the limits that another one has used up; nobody's cache is emptied."""
    cache_keys.renew()


@pytest.fixture(autouse=True)
def own_zone_and_language() -> Iterator[None]:
    """No test leaves its zone or its language to the next one."""
    with timezone.override(None), translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(scope="session")
def password_hash() -> str:
    """``PASSWORD``, hashed once: Argon2 is slow on purpose."""
    return make_password(PASSWORD)


@pytest.fixture
def person(db: None, password_hash: str) -> Callable[..., AbstractBaseUser]:
    """Makes people whose password is ``PASSWORD``: ``person("Anna", time_zone="...")``."""

    def make(name: str, **fields: object) -> AbstractBaseUser:
        fields = {"email": f"{name.lower()}@example.com", "password": password_hash} | fields
        return get_user_model().objects.create(name=name, **fields)

    return make


@pytest.fixture
def anna(person: Callable[..., AbstractBaseUser]) -> AbstractBaseUser:
    """Anna owns things."""
    return person("Anna")


@pytest.fixture
def otto(person: Callable[..., AbstractBaseUser]) -> AbstractBaseUser:
    """Otto is a member of Anna's things, where things have members."""
    return person("Otto")


@pytest.fixture
def eve(person: Callable[..., AbstractBaseUser]) -> AbstractBaseUser:
    """Eve is a stranger to Anna and Otto."""
    return person("Eve")
