"""What consumption contributes to the rest of the product."""

import datetime as dt

from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from daybook.apps.consumption import actions, jobs, queries
from daybook.apps.consumption.events import ImportAsked, OctopusWanted
from daybook.core.contributions import NavItem, PersonalData, demo_data, nav, personal_data
from daybook.core.events import subscribe
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
schedule.register("consumption.want-rates", cron="41 3 * * *")(jobs.want_rates)
schedule.register("consumption.fetch-due-octopus", cron="*/15 * * * *")(jobs.fetch_due_octopus)
schedule.register("consumption.tend-drafts", cron="*/5 * * * *")(jobs.tend_drafts)


def import_asked(fact: ImportAsked) -> None:
    """Begin at once; what a crash prevents here, ``tend_drafts`` finds."""
    jobs.import_draft.enqueue(str(fact.draft_id))


subscribe(ImportAsked, import_asked)
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
            "consumption.Meter",
            "consumption.Reading",
            "consumption.Tariff",
            "consumption.Instalment",
            "consumption.OctopusAccount",
            "consumption.MeterPoint",
            "consumption.Agreement",
            "consumption.Goal",
            "consumption.Draft",
        ),
        retention=_(
            "Records and meters are kept until you delete them. What you delete can be brought back"
            " for thirty days, then it is gone. A file you look at before importing it is kept for"
            " a day. The key of an Octopus account is kept sealed until you disconnect the account,"
            " and is part of no copy."
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


@demo_data.register("consumption.tariffs", order=31)
def demo_tariffs(now: dt.datetime) -> str:
    """Tariffs of two years for the sample person Anna; once."""
    anna = get_user_model().objects.filter(email="anna@example.com").first()
    if anna is None:
        return "Sample tariffs: there is no sample person to give them to"
    count = actions.add_sample_tariffs(person=anna, today=now.date(), now=now)
    return f"Sample tariffs: {count} for {anna.email}"


def fetch_wanted(fact: OctopusWanted) -> None:
    """Begin at once; what a crash prevents here, the night makes up for."""
    jobs.begin_fetching(fact.account_id)


subscribe(OctopusWanted, fetch_wanted)
