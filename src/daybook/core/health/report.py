"""Runs health checks and gathers what they found."""

import datetime as dt
from collections.abc import Container
from dataclasses import asdict, dataclass

from django.db import DatabaseError

from daybook.core.contributions import Health, HealthCheck, Verdict, health_checks
from daybook.lib.errors import DomainError


@dataclass(frozen=True, slots=True)
class Finding:
    """What the check called ``name`` found."""

    name: str
    verdict: Verdict
    message: str

    def as_dict(self) -> dict[str, str]:
        """The finding as plain text values, for JSON."""
        return {name: str(value) for name, value in asdict(self).items()}


def examine(*, now: dt.datetime, only: Container[str] | None = None) -> list[Finding]:
    """Run the registered checks, or those named in ``only``, in their order."""
    return [
        _found(name, check, now) for name, check in health_checks if only is None or name in only
    ]


def worst(findings: list[Finding]) -> Verdict:
    """The worst verdict of all; ok when there is none."""
    order = [*Verdict]
    return max((finding.verdict for finding in findings), key=order.index, default=Verdict.OK)


def _found(name: str, check: HealthCheck, now: dt.datetime) -> Finding:
    try:
        health = check(now)
    except (DatabaseError, OSError, DomainError) as error:
        # What a check leans on is itself away: that is an answer too.
        health = Health(Verdict.FAILED, f"Could not be checked: {error}".strip())
    return Finding(name, health.verdict, health.message)
