"""What is refused to those who look after jobs."""

from typing import Self

from django.utils.translation import gettext as _

from daybook.lib.errors import Conflict, NotFound


class AnotherOneWaits(Conflict):
    """Another job of the same key waits or runs already."""

    code = "jobs.another-one-waits"


class NoSuchJob(NotFound):
    """There is no such job, or not any more."""

    code = "jobs.no-such-job"

    @classmethod
    def in_redis(cls) -> Self:
        """The sentence for whoever asks for Redis where that is not used."""
        return cls(_("There are no jobs in Redis here."))
