"""What is refused to those who look after jobs."""

from daybook.lib.errors import Conflict, NotFound


class AnotherOneWaits(Conflict):
    """Another job of the same key waits or runs already."""

    code = "jobs.another-one-waits"


class NoSuchJob(NotFound):
    """There is no such job, or not any more."""

    code = "jobs.no-such-job"
