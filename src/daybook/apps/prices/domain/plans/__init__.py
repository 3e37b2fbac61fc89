"""Plans: when an appliance runs best, exactly, by its own profile and within its own hours."""

from daybook.apps.prices.domain.plans.changes import Changes
from daybook.apps.prices.domain.plans.field import Block, Carbon, run_at
from daybook.apps.prices.domain.plans.hours import Hours, next_time
from daybook.apps.prices.domain.plans.loads import Charge, Profile, even, power, profile
from daybook.apps.prices.domain.plans.machines import (
    LONGEST_NAME,
    LONGEST_PROFILE,
    LONGEST_RUN,
    LONGEST_STEPS,
    MOST_RUNS,
    PRESETS,
    USUAL_RUNS,
    Kind,
    Machine,
    energy_of_charge,
)
from daybook.apps.prices.domain.plans.plan import Plan, plan
from daybook.apps.prices.domain.plans.timers import Timer, TimerAnswer, TimerKind, timer_hours

__all__ = [
    "LONGEST_NAME",
    "LONGEST_PROFILE",
    "LONGEST_RUN",
    "LONGEST_STEPS",
    "MOST_RUNS",
    "PRESETS",
    "USUAL_RUNS",
    "Block",
    "Carbon",
    "Changes",
    "Charge",
    "Hours",
    "Kind",
    "Machine",
    "Plan",
    "Profile",
    "Timer",
    "TimerAnswer",
    "TimerKind",
    "energy_of_charge",
    "even",
    "next_time",
    "plan",
    "power",
    "profile",
    "run_at",
    "timer_hours",
]
