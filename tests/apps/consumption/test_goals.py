"""When a person's years begin, and what they should take."""

import datetime as dt
from decimal import Decimal

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from daybook.apps.consumption import actions, queries
from daybook.apps.consumption.actions import Aim
from daybook.apps.consumption.domain import Utility
from daybook.apps.consumption.errors import InvalidValue
from daybook.apps.consumption.models import Goal
from daybook.ui.formats import DASH

PAGE = "/consumption/goals/"
APRIL = dt.date(2025, 4, 1)
DAY = dt.timedelta(days=1)


@pytest.fixture
def aim(anna):
    """Sets Anna's goal for electricity."""

    def set_goal(amount="3000", starts_on=APRIL, *, person=anna):
        made = Aim(contract_starts_on=starts_on, year_amount=amount and Decimal(amount))
        actions.set_goals(person=person, aims={Utility.ELECTRICITY: made})

    return set_goal


class TestSetGoals:
    def test_keeps_one_goal_however_often_it_is_set(self, anna, aim):
        aim()
        aim("2900", None)
        goal = Goal.objects.get(person=anna)
        assert (goal.year_amount, goal.contract_starts_on) == (2900, None)
        assert str(goal) == f"goal for electricity of person #{anna.pk}"

    @pytest.mark.parametrize("amount", ["0", "-1", "10000000"])
    def test_refuses_what_no_year_takes(self, aim, amount):
        aim()
        with pytest.raises(InvalidValue):
            aim(amount)
        assert Goal.objects.get().year_amount == 3000

    def test_changes_nothing_when_one_is_refused(self, anna):
        aims = {Utility.ELECTRICITY: Aim(year_amount=Decimal(5))}
        aims[Utility.WATER] = Aim(year_amount=Decimal(0))
        with pytest.raises(InvalidValue):
            actions.set_goals(person=anna, aims=aims)
        assert not Goal.objects.exists()

    def test_is_exported_and_erased(self, anna, aim, now):
        aim()
        told = dict(queries.export(anna))["goal"]
        assert (told["contract_starts_on"], told["year_amount"]) == ("2025-04-01", "3000.000000")
        actions.erase(anna, now)
        assert not Goal.objects.exists()


class TestYear:
    def year(self, anna, today):
        return queries.stats_of(anna.pk, today=today)[0].year

    def test_is_the_last_twelve_months_without_a_contract(self, anna, record, today):
        record("12", first=dt.date(2025, 3, 1), last=dt.date(2025, 3, 12))
        year = self.year(anna, today)
        assert (year.days.first, year.is_contract) == (dt.date(2025, 3, 4), False)
        assert (year.so_far.amount, year.goal, year.used, year.projection) == (9, None, None, None)

    def test_of_a_contract_is_told_up_to_what_is_known(self, anna, record, aim, today):
        aim("100")
        record("50", first=dt.date(2026, 1, 1), last=dt.date(2026, 2, 19))
        year = self.year(anna, today)
        assert (year.days.first, year.is_contract) == (APRIL, True)
        assert (year.used, year.so_far.days) == (Decimal("0.5"), 325)
        assert round(year.passed, 2) == Decimal("0.89")

    def test_is_projected_with_the_year_before(self, anna, record, aim, today):
        aim()
        for first in (dt.date(2024, 3, 1), dt.date(2025, 3, 1)):
            record("3600", first=first, last=first + dt.timedelta(days=359))
        record("80", first=dt.date(2026, 2, 24), last=today)
        told = self.year(anna, today).projection
        assert (told.low, told.middle, told.high) == (3650, 3650, 3650)
        assert told.expected_days == 28

    def test_counts_the_same_questions(self, anna, record, aim, today, django_assert_num_queries):
        aim()
        record("3600", first=dt.date(2025, 3, 1), last=dt.date(2026, 2, 28))
        with django_assert_num_queries(3):
            queries.stats_of(anna.pk, today=today)


class TestThePage:
    def test_keeps_what_is_typed(self, own, anna):
        sent = {"electricity_starts_on": "2025-04-01", "gas_amount": "12,000.5"}
        assert own.post(PAGE, sent).url == PAGE
        goals = queries.goals_of(anna.pk)
        assert goals[Utility.ELECTRICITY].contract_starts_on == APRIL
        assert goals[Utility.GAS].year_amount == Decimal("12000.5")
        assert b'value="12000.5"' in own.get(PAGE).content

    @pytest.mark.parametrize(
        ("sent", "told"),
        [
            ({"gas_amount": "0"}, "A goal is above 0"),
            ({"water_amount": "lots"}, "as a number"),
            ({"water_starts_on": "31 June"}, "Give a day such as"),
        ],
    )
    def test_says_beside_the_field_what_is_wrong(self, own, sent, told):
        page = own.post(PAGE, sent)
        assert page.status_code == 422
        assert set(page.context["form"].errors) == set(sent)
        assert told in page.content.decode()
        assert not Goal.objects.exists()

    def test_shows_nobody_elses(self, strangers, aim):
        aim()
        assert strangers.get(PAGE).context["form"].initial == {}
        strangers.post(PAGE, {})
        own = get_user_model().objects.get(name="Anna").pk
        assert queries.goals_of(own)[Utility.ELECTRICITY].year_amount == 3000


class TestAhead:
    def ahead(self, own):
        (panel,) = own.get("/consumption/").context["panels"]
        return {figure["label"]: figure for figure in panel.ahead}

    def test_is_a_range_and_never_a_bare_number(self, own, record):
        today = timezone.localdate()
        for n in range(1, 15):
            record(str(5 + n % 3), first=today - n * DAY, by=today)
        month = self.ahead(own)["This month, probably"]
        assert DASH in month["number"]
        assert month["note"].startswith("in eight of ten such months, most likely")

    def test_says_when_too_little_is_known(self, own, record, aim):
        aim()
        today = timezone.localdate()
        record(first=today - DAY, by=today)
        told = self.ahead(own)
        assert told["This month, probably"]["number"] == DASH
        assert told["Contract year, probably"]["note"].startswith("not enough yet")

    def test_sets_the_goal_beside_the_year(self, own, record, aim):
        today = timezone.localdate()
        aim("1000", today - 72 * DAY)
        record("620", first=today - 72 * DAY, last=today, by=today)
        goal = self.ahead(own)["Of the goal of 1,000\N{NO-BREAK SPACE}kWh"]
        assert (goal["number"], goal["note"]) == ("62%", "20% of the year has passed")

    def test_says_what_is_missing(self, own, smart_meter):
        today = timezone.localdate()
        smart_meter(today - 4 * DAY, today - 3 * DAY, lost=[0, 1, 2])
        told = self.ahead(own)["Complete"]
        assert told["note"] == "2 of 4 days are missing; 6 half-hours are missing"
        assert told["number"] in {"46.9%", "46.7%", "47.0%"}

    def test_is_not_whole_while_anything_is_missing(self, own, smart_meter):
        today = timezone.localdate()
        smart_meter(today - 30 * DAY, today - 2 * DAY)
        smart_meter(today - DAY, lost=[5])
        assert self.ahead(own)["Complete"]["number"] == "99.9%"
