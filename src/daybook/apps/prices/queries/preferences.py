"""What people usually want."""

from daybook.apps.prices.models import Preference


def preference_of(person_id: int) -> Preference | None:
    """What the person has said is usual, ``None`` where they have not."""
    return Preference.objects.filter(person_id=person_id).first()
