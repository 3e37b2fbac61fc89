"""What prices announces to whoever cares."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PricesPublished:
    """All prices of the Agile day ``day`` are known of a tariff: a product in a region's letter."""

    product: str
    region: str
    day: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryWanted:
    """Prices of a tariff are wanted that were not wanted before."""

    history_id: int
