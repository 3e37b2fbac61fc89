import pytest
import redis
from django.conf import settings
from django.utils.crypto import get_random_string
from django_tasks import task_backends

from daybook.config.databases import tasks
from daybook.core.jobs.bulk import RedisBackend
from daybook.core.jobs.policy import BULK
from daybook.core.jobs.worker import Worker
from tests import jobs_of_tests


@pytest.fixture
def heard():
    """What the jobs of the tests have noted."""
    jobs_of_tests.heard.clear()
    return jobs_of_tests.heard


@pytest.fixture
def work_off():
    """Lets a worker run everything that is due."""

    def run() -> Worker:
        worker = Worker(worker_id=get_random_string(32), batch=True, interval=0.01)
        worker.run()
        return worker

    return run


@pytest.fixture
def bulk_jobs(monkeypatch):
    """Redis as the place of bulk jobs; skipped where none answers."""
    url = settings.ENV.redis_url or "redis://127.0.0.1:6379/15"
    backend = use_redis(monkeypatch, url)
    try:
        backend.shelves.count("failed")
    except redis.RedisError:
        pytest.skip("no Redis answers")
    yield backend
    shelves = backend.shelves
    for key in shelves._redis.scan_iter(f"{shelves._prefix}:*"):
        shelves._redis.delete(key)
    shelves.close()


@pytest.fixture
def away(monkeypatch):
    """Redis as the place of bulk jobs, but nobody answers there."""
    return use_redis(monkeypatch, "redis://127.0.0.1:9/0")


def use_redis(monkeypatch, url):
    # The secret key of these tests is their own, and so are their names in Redis.
    place = tasks("redis", url, settings.SECRET_KEY)[BULK]
    backend = RedisBackend(BULK, place)
    monkeypatch.setitem(settings.TASKS, BULK, place)
    monkeypatch.setitem(task_backends.settings, BULK, place)
    monkeypatch.setattr(task_backends._connections, BULK, backend, raising=False)
    return backend
