import pytest
from django.utils.crypto import get_random_string

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
