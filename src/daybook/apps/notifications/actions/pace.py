"""How what is not urgent comes by e-mail, and whether it is noted that its links are opened."""

import datetime as dt

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from daybook.apps.notifications.actions.digests import retime
from daybook.apps.notifications.domain import Pace, checked_morning
from daybook.apps.notifications.errors import WrongWish
from daybook.apps.notifications.models import Rest
from daybook.lib.errors import Invalid


@transaction.atomic
def change_pace(
    *,
    person: AbstractBaseUser,
    pace: Pace,
    morning_at: dt.time,
    notes_openings: bool,
    now: dt.datetime,
) -> Rest:
    """Keep how the person wants their digests; what is held follows at once.

    ``morning_at`` is a time on the person's wall. Raises ``WrongWish``.
    """
    try:
        checked = checked_morning(morning_at)
    except Invalid as error:
        raise WrongWish("morning_at", error.message) from None
    values = {"pace": pace.value, "morning_at": checked, "notes_openings": notes_openings}
    rest, _is_new = Rest.objects.update_or_create(person_id=person.pk, defaults=values)
    retime(person=person, now=now)
    return rest
