"""What prices contributes to the rest of the product."""

import datetime as dt

from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from daybook.apps.prices import actions, queries
from daybook.apps.prices.events import HistoryWanted, PricesPublished
from daybook.apps.prices.jobs import (
    clean_answers,
    fill_histories,
    forget_deleted,
    forget_windows,
    start_filling,
    start_telling,
    tell_of_prices,
    tell_of_windows,
    want_preferred,
)
from daybook.apps.prices.views import landing, windows
from daybook.core.contributions import (
    Health,
    NavItem,
    NotificationKind,
    PersonalData,
    Urgency,
    Verdict,
    calendar,
    demo_data,
    footer_notes,
    health_checks,
    landing_cards,
    nav,
    notification_kinds,
    personal_data,
)
from daybook.core.events import subscribe
from daybook.core.jobs import schedule


def fill(fact: HistoryWanted) -> None:
    """Begin at once to ask for prices that are wanted."""
    start_filling(fact.history_id)


def tell(_fact: PricesPublished) -> None:
    """Tell people of new prices."""
    start_telling()


subscribe(HistoryWanted, fill)
subscribe(PricesPublished, tell)
nav.register("prices.prices", order=20)(
    NavItem(label=_("Prices"), icon="bolt", url_name="prices:prices", key="p")
)
schedule.register("prices.want-preferred", cron="37 1 * * *")(want_preferred)
schedule.register("prices.fill-histories", cron="*/5 * * * *")(fill_histories)
# People are told as soon as prices are known; this makes up for whoever was stopped in between.
schedule.register("prices.tell-of-prices", cron="*/5 * * * *")(tell_of_prices)
schedule.register("prices.tell-of-windows", cron="* * * * *")(tell_of_windows)
schedule.register("prices.clean-answers", cron="17 * * * *")(clean_answers)
schedule.register("prices.forget-deleted", cron="13 4 * * *")(forget_deleted)
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
        tables=(
            "prices.Preference",
            "prices.Alert",
            "prices.Appliance",
            "prices.PlannedWindow",
            "prices.Feed",
        ),
        retention=_(
            "Your tariff, usual wishes, alerts and appliances are kept until you change or delete"
            " them; a deleted appliance can be brought back for thirty days. Planned windows are"
            " kept until ninety days after they end, the calendar feed until you turn it off."
        ),
    )
)


_EVERYWHERE = ("inbox", "email", "push")
notification_kinds.register("prices.published", order=300)(
    NotificationKind(
        label=_("Tomorrow's prices"),
        help=_("When they are out, with the best times for what you run."),
        template="prices/kinds/published.html",
        channels=_EVERYWHERE,
    )
)
notification_kinds.register("prices.below", order=310)(
    NotificationKind(
        label=_("Low prices"),
        help=_("When tomorrow has prices below yours."),
        template="prices/kinds/below.html",
        channels=_EVERYWHERE,
    )
)
notification_kinds.register("prices.above", order=320)(
    NotificationKind(
        label=_("High prices"),
        help=_("When tomorrow has prices above yours."),
        template="prices/kinds/above.html",
        channels=_EVERYWHERE,
    )
)
notification_kinds.register("prices.negative", order=330)(
    NotificationKind(
        label=_("Negative prices"),
        help=_("When you will be paid for what you use."),
        template="prices/kinds/negative.html",
        channels=_EVERYWHERE,
    )
)
notification_kinds.register("prices.window", order=340)(
    NotificationKind(
        label=_("Cheap blocks"),
        help=_("Shortly before your cheapest block begins; never in your quiet hours."),
        template="prices/kinds/window.html",
        channels=_EVERYWHERE,
        # It cannot wait for a digest; whether it may ring is asked before it is made.
        urgency=Urgency.NOW,
    )
)


@health_checks.register("prices.history", order=70)
def history(now: dt.datetime) -> Health:
    """Whether the prices of people's tariffs can be fetched."""
    failing, count = queries.failing_histories(now), queries.wanted_count(now)
    kept = f"{count} tariff" if count == 1 else f"{count} tariffs"
    if failing:
        worst = failing[0]
        return Health(
            Verdict.WARNING,
            f"The prices of {len(failing)} of {kept} could not be fetched, such as those of"
            f" {worst.product} in region {worst.region}, {worst.failures} times in a row:"
            f" {worst.trouble}",
        )
    return Health(Verdict.OK, f"The prices of {kept} are kept.")


@demo_data.register("prices.preferences", order=20)
def demo_preferences(now: dt.datetime) -> str:
    """Sample prices and three appliances for the sample person Anna; once."""
    anna = get_user_model().objects.filter(email="anna@example.com").first()
    if anna is None:
        return "Sample prices: there is no sample person to give them to"
    count = actions.prefer_sample(person=anna, now=now)
    return f"Sample prices: London, and {count} appliances for {anna.email}"
