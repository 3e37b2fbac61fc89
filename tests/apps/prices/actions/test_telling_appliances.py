"""When prices are out: the best times for what a person runs."""

import datetime as dt
import uuid
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from daybook.apps.notifications.models import Message
from daybook.apps.prices import actions, domain, queries
from daybook.apps.prices.actions.alert_words import context_of
from daybook.apps.prices.domain import Kind, Machine, Outlook
from daybook.apps.prices.models import Alert, Appliance, Preference
from tests.apps.prices.alerts import (
    EVENING,
    SHAPE,
    TOMORROW,
    plain,
    prefer,
    publish,
    slots_of,
    want,
)
from tests.apps.prices.appliances import KETTLE, add

WASHER = Machine(kind=Kind.WASHING_MACHINE, name="Washer", profile="0.5 0.5")
CAR = Machine(kind=Kind.EV, name="Car", kwh=Decimal(10), kw=Decimal(10))
pytestmark = pytest.mark.django_db


def told(person):
    """What the person is told when prices are out, line by line."""
    prefer(person)
    want(person, "published")
    publish()
    actions.tell_of_prices(now=EVENING)
    return plain(Message.objects.get(person=person).text).splitlines()


def words(machines, shape=SHAPE, **said):
    """What is said of ``machines``."""
    outlook = Outlook(TOMORROW, slots_of(TOMORROW, shape), EVENING)
    usual = Preference(region="C", product="AGILE-24-10-01", duration_hours=Decimal(2), **said)
    appliances = [
        Appliance(
            pk=n,
            **{
                name: getattr(machine, name)
                for name in (
                    "kind",
                    "name",
                    "profile",
                    "minutes",
                    "kwh",
                    "kw",
                    "ready_by",
                    "allowed_from",
                    "allowed_until",
                    "is_split",
                    "minimum_run",
                    "most_runs",
                    "timer",
                    "timer_steps",
                )
            },
        )
        for n, machine in enumerate(machines)
    ]
    context = context_of(Alert(kind="published"), usual, outlook, appliances)
    return [{name: plain(text) for name, text in one.items()} for one in context["appliances"]]


class TestTelling:
    def test_names_when_each_runs_best_and_what_that_costs(self, anna, now):
        add(anna, now, WASHER)
        add(anna, now, CAR)
        assert told(anna)[-2:] == [
            "Car: 03:00-04:00 for -£0.16.",
            "Washer: 03:00-04:00 for -£0.02.",
        ]

    def test_names_none_to_those_who_have_none(self, anna, otto, now):
        add(otto, now)
        assert "Kettle" not in "".join(told(anna))

    def test_names_nothing_that_was_deleted(self, anna, now):
        gone = add(anna, now)
        actions.delete_appliance(person=anna, appliance_id=gone.pk, now=now)
        assert "Kettle" not in "".join(told(anna))

    def test_says_it_in_the_mail_too(self, anna):
        outlook = Outlook(TOMORROW, slots_of(TOMORROW), EVENING)
        add(anna, EVENING, replace(KETTLE, name="<Kettle>"))
        context = context_of(
            Alert(kind="published"), prefer(anna), outlook, queries.appliances_of(anna.pk)
        )
        mail = render_to_string("prices/kinds/published.html#body", {**context, "site_url": ""})
        assert "<h2>Your appliances</h2>" in mail
        assert "&lt;Kettle&gt;: <strong>03:00" in mail

    def test_has_no_heading_without_any(self, anna):
        outlook = Outlook(TOMORROW, slots_of(TOMORROW), EVENING)
        context = context_of(Alert(kind="published"), prefer(anna), outlook)
        mail = render_to_string("prices/kinds/published.html#body", {**context, "site_url": ""})
        assert "Your appliances" not in mail

    @pytest.mark.parametrize("kind", ["below", "negative"])
    def test_of_other_kinds_asks_for_no_appliance(self, anna, now, kind):
        add(anna, now)
        prefer(anna)
        want(anna, kind, pence=10 if kind == "below" else None)
        publish()
        with CaptureQueriesContext(connection) as asked:
            assert actions.tell_of_prices(now=EVENING) == 1
        assert not [one for one in asked.captured_queries if "prices_appliance" in one["sql"]]


class TestMany:
    def test_have_their_appliances_loaded_at_once_and_equal_ones_planned_once(
        self, person, now, monkeypatch
    ):
        planned = []
        plan = domain.alerts.plan
        monkeypatch.setattr(
            domain.alerts, "plan", lambda *a, **k: planned.append(a[1]) or plan(*a, **k)
        )
        for n in range(12):
            one = person(f"P{n}")
            prefer(one)
            want(one, "published")
            for machine in (WASHER, CAR):
                add(one, now, replace(machine, name=f"{machine.name} {n}"))
        publish()
        with CaptureQueriesContext(connection) as asked:
            assert actions.tell_of_prices(now=EVENING) == 12
        loaded = [one for one in asked.captured_queries if "prices_appliance" in one["sql"]]
        assert (len(loaded), len(planned)) == (1, 2)

    def test_are_each_told_of_their_own(self, anna, otto, now):
        add(anna, now, WASHER)
        add(otto, now, CAR)
        for someone in (anna, otto):
            prefer(someone)
            want(someone, "published")
        publish()
        actions.tell_of_prices(now=EVENING)
        texts = {one.person_id: one.text for one in Message.objects.all()}
        assert ("Washer" in texts[anna.pk], "Car" in texts[anna.pk]) == (True, False)
        assert ("Washer" in texts[otto.pk], "Car" in texts[otto.pk]) == (False, True)

    def test_go_on_being_told_when_somebody_keeps_what_is_refused_by_now(self, anna, otto, now):
        bad = add(anna, now)
        Appliance.objects.filter(pk=bad.pk).update(kwh=Decimal(-1))
        for someone in (anna, otto):
            prefer(someone)
            want(someone, "published")
        publish()
        assert actions.tell_of_prices(now=EVENING) == 2
        assert "Kettle" not in Message.objects.get(person=anna).text

    def test_are_asked_for_by_person(self, anna, otto, eve, now):
        mine, his = add(anna, now), add(otto, now)
        second = add(anna, now, WASHER, key=uuid.uuid4())
        found = queries.appliances_of_all([anna.pk, otto.pk, eve.pk])
        assert found == {anna.pk: [mine, second], otto.pk: [his]}
        assert queries.appliances_of_all([]) == {}


class TestWords:
    def test_name_the_three_that_draw_most(self):
        machines = [replace(KETTLE, name=f"{n} kWh", kwh=Decimal(n)) for n in (1, 4, 2, 3)]
        assert [one["name"] for one in words(machines)] == ["4 kWh", "3 kWh", "2 kWh"]

    def test_name_of_equals_those_first_that_were_added_first(self):
        machines = [replace(KETTLE, name=name) for name in ("Pot", "Pan", "Kettle", "Iron")]
        assert [one["name"] for one in words(machines)] == ["Pot", "Pan", "Kettle"]

    def test_name_each_run_of_what_is_split(self):
        shape = SHAPE | {20: "-9", 21: "-9"}
        (car,) = words([replace(CAR, is_split=True, most_runs=2, kwh=Decimal(20))], shape)
        assert car["when"] == "03:00-04:00, 09:00-10:00"

    def test_leave_out_what_fits_nowhere(self):
        noon = {"allowed_from": dt.time(12), "allowed_until": dt.time(13)}
        narrow = replace(KETTLE, name="Narrow", minutes=120, **noon)
        assert [one["name"] for one in words([narrow, KETTLE])] == ["Kettle"]

    def test_keep_to_the_allowed_hours(self):
        nap = replace(KETTLE, allowed_from=dt.time(12), allowed_until=dt.time(15))
        assert words([nap])[0]["when"] == "12:00-13:00"

    @pytest.mark.parametrize(
        ("ready", "when"), [(dt.time(2), "Tue 23:00-00:00"), (dt.time(22), "03:00-04:00")]
    )
    def test_are_of_what_is_ready_in_time_on_that_day(self, ready, when):
        assert words([replace(KETTLE, ready_by=ready)])[0]["when"] == when

    def test_take_an_earlier_time_that_is_hardly_dearer(self):
        assert words([KETTLE], tolerance_pence=Decimal(50))[0]["when"] == "Tue 23:00-00:00"

    def test_name_the_zone_in_the_hour_that_comes_twice(self):
        october = dt.date(2026, 10, 25)
        low = dict.fromkeys(range(50), "20") | {4: "3", 5: "2"}
        outlook = Outlook(october, slots_of(october, low), domain.due_at(october))
        plan = outlook.plan(KETTLE)
        assert plan.pence == Decimal("2.5")
        assert plan.blocks[0].ends_at - plan.blocks[0].starts_at == dt.timedelta(hours=1)


class TestOutlook:
    def test_has_no_plan_when_the_day_is_over(self):
        outlook = Outlook(TOMORROW, slots_of(TOMORROW), EVENING + dt.timedelta(days=2))
        assert outlook.plan(KETTLE) is None

    def test_plans_the_same_for_another_name(self):
        outlook = Outlook(TOMORROW, slots_of(TOMORROW), EVENING)
        assert outlook.plan(KETTLE) is outlook.plan(replace(KETTLE, name="Pot"))

    def test_plans_anew_for_another_tolerance(self):
        outlook = Outlook(TOMORROW, slots_of(TOMORROW), EVENING)
        assert outlook.plan(KETTLE) != outlook.plan(KETTLE, tolerance_pence=Decimal(50))

    def test_plans_nothing_that_has_begun(self):
        later = dt.datetime(2026, 3, 4, 4, tzinfo=dt.UTC)
        plan = Outlook(TOMORROW, slots_of(TOMORROW), later).plan(KETTLE)
        assert plan.blocks[0].starts_at == later

    @pytest.mark.parametrize(("date", "count"), [("2026-03-29", 46), ("2026-10-25", 50)])
    def test_plans_over_all_of_a_day_on_which_clocks_change(self, date, count):
        day = dt.date.fromisoformat(date)
        last = dict.fromkeys(range(50), "20") | {count - 2: "1", count - 1: "1"}
        plan = Outlook(day, slots_of(day, last), domain.due_at(day)).plan(KETTLE)
        assert plan.blocks[0].ends_at == domain.agile_day(day).ends_at
