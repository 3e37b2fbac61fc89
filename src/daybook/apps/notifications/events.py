"""Facts about messages."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryQueued:
    """A delivery may be carried out at once."""

    delivery_id: int
