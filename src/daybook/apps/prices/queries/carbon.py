"""How much CO2 a kWh causes, half-hour by half-hour, as far as it is forecast."""

import datetime as dt
from typing import Final

from daybook.apps.prices.clients.carbon import CarbonIntensity, intensities
from daybook.apps.prices.domain import Region
from daybook.apps.prices.errors import CarbonUnavailable
from daybook.apps.prices.queries.answers import answers, budget
from daybook.core.http import NothingThere, Question
from daybook.lib.errors import Unavailable
from daybook.lib.periods import half_hour_of

KEEP: Final = dt.timedelta(minutes=30)
#: A plan is good without it, so nobody waits long for it.
PATIENCE_SECONDS: Final = 1.5


def carbon_intensities(
    *, region: Region, now: dt.datetime, asker: str = "", patience_seconds: float = PATIENCE_SECONDS
) -> dict[dt.datetime, int]:
    """Grams of CO2 per kWh in ``region`` by the start of each half-hour, for two days from ``now``.

    At most half an hour old; what was said last is used when NESO does not answer now, as far as
    it reaches. Raises ``CarbonUnavailable`` when there is nothing, ``TooMany`` when the address
    ``asker`` has had others asked too often.
    """
    since = half_hour_of(now)
    question = Question(
        request={"what": "carbon-intensity", "region": region.letter},
        fetch=lambda: CarbonIntensity().regional_rows(region, since),
        parse=intensities,
        expires_at=lambda fetched_at, _found: fetched_at + KEEP,
        is_usable=lambda found: since in found,
        spend=budget(asker, now),
    )
    try:
        answer = answers("carbon").answer(question, now=now, patience_seconds=patience_seconds)
    except (NothingThere, Unavailable) as error:
        raise CarbonUnavailable(error.message) from error
    return answer.value
