"""What prices contributes to the rest of the product."""

from django.utils.translation import gettext_lazy as _

from daybook.apps.prices import actions, queries
from daybook.apps.prices.jobs import clean_answers, forget_windows
from daybook.apps.prices.views import landing, windows
from daybook.core.contributions import (
    NavItem,
    PersonalData,
    calendar,
    footer_notes,
    landing_cards,
    nav,
    personal_data,
)
from daybook.core.jobs import schedule

nav.register("prices.prices", order=20)(
    NavItem(label=_("Prices"), icon="bolt", url_name="prices:prices", key="p")
)
schedule.register("prices.clean-answers", cron="17 * * * *")(clean_answers)
schedule.register("prices.forget-windows", cron="23 3 * * *")(forget_windows)
calendar.register("prices.windows", order=20)(windows.entries_of)
landing_cards.register("prices.today", order=20)(landing.today)
footer_notes.register("prices.source", order=20)(
    _("Prices by Octopus Energy; Daybook is not affiliated with them.")
)
personal_data.register("prices.preferences")(
    PersonalData(
        label=_("Prices"),
        export=queries.export,
        erase=actions.erase,
        tables=("prices.Preference", "prices.PlannedWindow", "prices.Feed"),
        retention=_(
            "Your tariff and usual wishes are kept until you change or delete them; planned windows"
            " until ninety days after they end, the calendar feed until you turn it off."
        ),
    )
)
