"""The regional forecast of carbon intensity by NESO, which needs no key.

https://carbon-intensity.github.io/api-definitions/ : regional figures are forecasts only.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

from daybook.apps.prices.domain import Region
from daybook.core.http import Confused, Json, JsonClient, JsonObject
from daybook.lib.errors import Invalid
from daybook.lib.periods import LONDON, instant

#: NESO's number of each region, from the region list of the API's definition. 15 to 18 are
#: England, Scotland, Wales and all of Great Britain.
REGION_IDS: Final[Mapping[str, int]] = {
    "A": 10,
    "B": 9,
    "C": 13,
    "D": 6,
    "E": 8,
    "F": 4,
    "G": 3,
    "H": 12,
    "J": 14,
    "K": 7,
    "L": 11,
    "M": 5,
    "N": 2,
    "P": 1,
}
#: More would be dirtier than burning nothing but coal.
MOST_GRAMS: Final = 2000


class _Client(JsonClient):
    closing = ""
    plain = ":"


class CarbonIntensity:
    """Asks NESO; every failure is a ``DomainError`` with words for people."""

    def __init__(self, client: JsonClient | None = None) -> None:
        self._client = client or _Client(service="NESO", base_url=settings.CARBON_URL)

    def regional_rows(self, region: Region, since: dt.datetime) -> Json:
        """The forecast of ``region`` for 48 hours from ``since``, a half-hour, as it came."""
        start = since.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%MZ")  # it knows no seconds
        number = str(REGION_IDS[region.letter])
        return self._client.get("regional", "intensity", start, "fw48h", "regionid", number)


def intensities(answer: Json) -> dict[dt.datetime, int]:
    """Grams of CO2 per kWh by the start of the half-hour; a row without a forecast is left out.

    ``data`` is an object, or a list of one where a postcode was asked for. Raises ``Confused`` for
    any other shape.
    """
    rows = _region(answer).get("data")
    if not isinstance(rows, list):
        raise _confused()
    return {at: grams for at, grams in map(_row, rows) if grams is not None}


def _region(answer: Json) -> JsonObject:
    data = answer.get("data") if isinstance(answer, dict) else None
    found = data[0] if isinstance(data, list) and data else data
    if not isinstance(found, dict):
        raise _confused()
    return found


def _row(row: Json) -> tuple[dt.datetime, int | None]:
    intensity = row.get("intensity") if isinstance(row, dict) else None
    if not isinstance(row, dict) or not isinstance(intensity, dict):
        raise _confused()
    try:
        starts_at = instant(str(row.get("from")), LONDON)
    except Invalid:
        raise _confused() from None
    grams = intensity.get("forecast")
    if grams is not None and (not isinstance(grams, int) or not 0 <= grams <= MOST_GRAMS):
        raise _confused()
    return starts_at, grams


def _confused() -> Confused:
    return Confused(_("NESO sent an answer of another shape."))
