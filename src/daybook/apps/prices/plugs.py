"""What prices contributes to the rest of the product."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from daybook.apps.prices import actions, queries
from daybook.apps.prices.events import HistoryWanted
from daybook.apps.prices.jobs import (
    clean_answers,
    fill_histories,
    start_filling,
    want_preferred,
)
from daybook.apps.prices.views import landing
from daybook.core.contributions import (
    Health,
    NavItem,
    PersonalData,
    Verdict,
    footer_notes,
    health_checks,
    landing_cards,
    nav,
    personal_data,
)
from daybook.core.events import subscribe
from daybook.core.jobs import schedule


def fill(fact: HistoryWanted) -> None:
    """Begin at once to ask for prices that are wanted."""
    start_filling(fact.history_id)


subscribe(HistoryWanted, fill)
nav.register("prices.prices", order=20)(
    NavItem(label=_("Prices"), icon="bolt", url_name="prices:prices", key="p")
)
schedule.register("prices.clean-answers", cron="17 * * * *")(clean_answers)
schedule.register("prices.want-preferred", cron="37 1 * * *")(want_preferred)
schedule.register("prices.fill-histories", cron="*/5 * * * *")(fill_histories)
landing_cards.register("prices.today", order=20)(landing.today)
footer_notes.register("prices.source", order=20)(
    _("Prices by Octopus Energy; Daybook is not affiliated with them.")
)
personal_data.register("prices.preferences")(
    PersonalData(
        label=_("Prices"),
        export=queries.export,
        erase=actions.erase,
        tables=("prices.Preference",),
        retention=_("Your tariff and usual wishes are kept until you change or delete them."),
    )
)


@health_checks.register("prices.history", order=70)
def history(now: dt.datetime) -> Health:
    """Whether the prices of people's tariffs can be fetched."""
    failing = queries.failing_histories(now)
    if failing:
        worst = failing[0]
        return Health(
            Verdict.WARNING,
            f"The prices of {len(failing)} tariffs could not be fetched, such as {worst.product} in"
            f" region {worst.region}, {worst.failures} times in a row: {worst.trouble}",
        )
    return Health(Verdict.OK, f"The prices of {queries.wanted_count(now)} tariffs are kept.")
