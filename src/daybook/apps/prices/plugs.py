"""What prices contributes to the rest of the product."""

from django.utils.translation import gettext_lazy as _

from daybook.apps.prices.jobs import clean_answers
from daybook.apps.prices.views import landing
from daybook.core.contributions import NavItem, footer_notes, landing_cards, nav
from daybook.core.jobs import schedule

nav.register("prices.prices", order=20)(
    NavItem(label=_("Prices"), icon="bolt", url_name="prices:prices", key="p")
)
schedule.register("prices.clean-answers", cron="17 * * * *")(clean_answers)
landing_cards.register("prices.today", order=20)(landing.today)
footer_notes.register("prices.source", order=20)(
    _("Prices by Octopus Energy; Daybook is not affiliated with them.")
)
