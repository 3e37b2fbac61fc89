"""NESO's carbon forecast as a loopback server: a generated world, and recorded payloads.

::

    with serving_carbon(settings) as neso:
        neso.always("*", BROKEN)
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from tests.loopback import MISSING, Replay, Reply, reply

HALF_HOUR = dt.timedelta(minutes=30)
SLOTS = 97  # 48 hours, and the half-hour that has begun


def grams_at(at: dt.datetime) -> int:
    """The forecast of the half-hour from ``at``: made up, green at night."""
    return 60 + 5 * ((at.hour + 20) % 24)


def forecast(since: dt.datetime, region: int = 13) -> dict[str, Any]:
    """An answer as NESO writes it: without seconds, an object in ``data``."""
    starts = [since + n * HALF_HOUR for n in range(SLOTS)]
    rows = [
        {
            "from": f"{at:%Y-%m-%dT%H:%MZ}",
            "to": f"{at + HALF_HOUR:%Y-%m-%dT%H:%MZ}",
            "intensity": {"forecast": grams_at(at), "index": "moderate"},
            "generationmix": [{"fuel": "wind", "perc": 21.3}],
        }
        for at in starts
    ]
    return {"data": {"regionid": region, "shortname": "London", "data": rows}}


class Neso:
    """What NESO forecasts for whoever asks as it wants to be asked."""

    def answer(self, path: str, params: Mapping[str, str], base_url: str) -> Reply:
        """The answer to one request."""
        match path.strip("/").split("/"):
            case ["regional", "intensity", since, "fw48h", "regionid", region]:
                at = dt.datetime.strptime(since, "%Y-%m-%dT%H:%MZ").replace(tzinfo=dt.UTC)
                return reply(forecast(at, int(region)))
        return MISSING


@contextmanager
def serving_carbon(settings: Any) -> Iterator[Replay]:
    """Serve a forecast to this process."""
    with Replay(Neso()) as replay:
        settings.CARBON_URL = replay.url
        yield replay
