"""What has happened in consumption."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportAsked:
    """A person wants a large file imported."""

    draft_id: UUID
