"""What consumption contributes to the rest of the product."""

import datetime as dt

from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from daybook.apps.consumption import actions, jobs, queries
from daybook.core.contributions import NavItem, PersonalData, demo_data, nav, personal_data
from daybook.core.jobs import schedule

nav.register("consumption.overview", order=30)(
    NavItem(
        label=_("Consumption"),
        icon="meter",
        url_name="consumption:overview",
        key="c",
        audience="signed-in",
    )
)
schedule.register("consumption.forget-deleted", cron="11 4 * * *")(jobs.forget_deleted)
personal_data.register("consumption.records")(
    PersonalData(
        label=_("What you use"),
        export=queries.export,
        erase=actions.erase,
        tables=(
            "consumption.Supply",
            "consumption.Record",
            "consumption.DayUse",
            "consumption.Batch",
            "consumption.MeteredDay",
            "consumption.Goal",
        ),
        retention=_(
            "Records are kept until you delete them. What you delete can be brought back for thirty"
            " days, then it is gone."
        ),
    )
)


@demo_data.register("consumption.records", order=30)
def demo_records(now: dt.datetime) -> str:
    """Two years of generated use for the sample person Anna; once."""
    anna = get_user_model().objects.filter(email="anna@example.com").first()
    if anna is None:
        return "Sample consumption: there is no sample person to give it to"
    count = actions.record_sample(person=anna, today=now.date(), now=now)
    return f"Sample consumption: {count} records and two years of half-hours for {anna.email}"
