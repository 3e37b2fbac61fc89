"""What prices contributes to the rest of the product."""

import datetime as dt

from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from daybook.apps.prices import actions, jobs, queries
from daybook.apps.prices.views import landing
from daybook.core.contributions import (
    NavItem,
    PersonalData,
    demo_data,
    footer_notes,
    landing_cards,
    nav,
    personal_data,
)
from daybook.core.jobs import schedule

nav.register("prices.prices", order=20)(
    NavItem(label=_("Prices"), icon="bolt", url_name="prices:prices", key="p")
)
schedule.register("prices.clean-answers", cron="17 * * * *")(jobs.clean_answers)
schedule.register("prices.forget-deleted", cron="13 4 * * *")(jobs.forget_deleted)
landing_cards.register("prices.today", order=20)(landing.today)
footer_notes.register("prices.source", order=20)(
    _("Prices by Octopus Energy; Daybook is not affiliated with them.")
)
personal_data.register("prices.preferences")(
    PersonalData(
        label=_("Prices"),
        export=queries.export,
        erase=actions.erase,
        tables=("prices.Preference", "prices.Appliance"),
        retention=_(
            "Your tariff, usual wishes and appliances are kept until you change or delete them. A"
            " deleted appliance can be brought back for thirty days, then it is gone."
        ),
    )
)


@demo_data.register("prices.preferences", order=20)
def demo_preferences(now: dt.datetime) -> str:
    """Sample prices and three appliances for the sample person Anna; once."""
    anna = get_user_model().objects.filter(email="anna@example.com").first()
    if anna is None:
        return "Sample prices: there is no sample person to give them to"
    count = actions.prefer_sample(person=anna, now=now)
    return f"Sample prices: London, and {count} appliances for {anna.email}"
