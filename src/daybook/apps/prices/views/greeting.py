"""A friendly word for whoever is signed in."""

import datetime as dt
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

NOON: Final = 12
EVENING: Final = 18
NIGHT_ENDS: Final = 4


def welcome(name: str, *, now: dt.datetime) -> str:
    """A greeting for the time of the day where the person called ``name`` is."""
    hour = timezone.localtime(now).hour
    if NIGHT_ENDS <= hour < NOON:
        words = _("Good morning, %(name)s.")
    elif NOON <= hour < EVENING:
        words = _("Good afternoon, %(name)s.")
    else:
        words = _("Good evening, %(name)s.")
    return words % {"name": name}
