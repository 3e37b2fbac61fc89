"""Moments as the lists of the account show them."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from daybook.ui import formats


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment in words, with nothing left out for a tooltip, and for machines."""

    words: str
    full: str
    iso: str

    @classmethod
    def of(cls, at: dt.datetime, now: dt.datetime) -> "Moment":
        """``at`` in the zone of the person who looks."""
        zone = timezone.get_current_timezone()
        return cls(formats.moment(at, now, zone), formats.full_moment(at, zone), at.isoformat())
