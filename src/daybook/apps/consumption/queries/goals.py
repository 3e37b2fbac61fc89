"""The goals of a person."""

from daybook.apps.consumption.domain import Utility
from daybook.apps.consumption.models import Goal


def goals_of(person_id: int) -> dict[Utility, Goal]:
    """What the person has said of the years of utilities, those left alone left out."""
    return {Utility(goal.utility): goal for goal in Goal.objects.filter(person_id=person_id)}
