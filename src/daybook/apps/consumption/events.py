"""Facts about consumption."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportAsked:
    """A person wants a large file imported."""

    draft_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class OctopusWanted:
    """Somebody has connected an Octopus account, or wants to know what is new in it."""

    account_id: int
