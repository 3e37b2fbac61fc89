"""What is refused to those who look after jobs."""

from daybook.lib.errors import Conflict


class AnotherOneWaits(Conflict):
    """Another job of the same key waits or runs already."""

    code = "jobs.another-one-waits"
