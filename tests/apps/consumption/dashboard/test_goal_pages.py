"""The page of goals: what is typed, kept, refused and said."""

import datetime as dt
import threading
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client

from daybook.apps.consumption import actions, queries
from daybook.apps.consumption.actions import Aim
from daybook.apps.consumption.domain import Utility, year_goal
from daybook.apps.consumption.errors import InvalidValue
from daybook.apps.consumption.forms import GoalsForm, goals_initial
from daybook.apps.consumption.models import Goal

PAGE = "/consumption/goals/"
FIELDS = [f"{utility.value}_{part}" for utility in Utility for part in ("starts_on", "amount")]


@pytest.fixture
def goals(anna):
    """Anna's goals as they are kept, by utility."""

    def make():
        return {
            utility: (goal.contract_starts_on, goal.year_amount)
            for utility, goal in queries.goals_of(anna.pk).items()
        }

    return make


class TestShown:
    def test_has_a_part_for_each_utility_in_its_unit(self, own):
        parts = own.get(PAGE).context["parts"]
        assert [str(part["unit"]) for part in parts] == ["kWh", "m³", "kWh"]
        assert own.get(PAGE).content.decode().count("<fieldset") == 3

    @pytest.mark.parametrize("name", FIELDS)
    def test_has_a_label_for_each_field(self, own, name):
        assert f'for="id_{name}"' in own.get(PAGE).content.decode()

    @pytest.mark.parametrize(
        ("kept", "shown"), [("3000", "3000"), ("12.5", "12.5"), ("0.000001", "0.000001")]
    )
    def test_shows_amounts_as_they_were_typed(self, own, anna, kept, shown):
        aims = {Utility.WATER: Aim(year_amount=Decimal(kept))}
        actions.set_goals(person=anna, aims=aims)
        assert own.get(PAGE).context["form"].initial["water_amount"] == shown

    def test_shows_a_start_without_a_goal(self, anna):
        start = dt.date(2026, 1, 1)
        actions.set_goals(person=anna, aims={Utility.GAS: Aim(contract_starts_on=start)})
        initial = goals_initial(queries.goals_of(anna.pk))
        assert initial == {"gas_starts_on": start, "gas_amount": None}

    def test_comes_back_as_it_was_sent(self, own, goals):
        own.post(PAGE, {"gas_amount": "1,234.50", "gas_starts_on": "2026-02-28"})
        shown = own.get(PAGE).context["form"].initial
        again = {name: value for name, value in shown.items() if value is not None}
        own.post(PAGE, again)
        assert goals()[Utility.GAS] == (dt.date(2026, 2, 28), Decimal("1234.5"))


class TestKept:
    def test_is_said(self, own):
        page = own.post(PAGE, {"gas_amount": "100"}, follow=True)
        assert "Your goals are saved." in page.content.decode()

    def test_is_once_however_often_it_is_sent(self, own, goals):
        for _ in range(2):
            own.post(PAGE, {"gas_amount": "100"})
        assert Goal.objects.count() == 3
        assert goals()[Utility.GAS] == (None, 100)

    def test_forgets_what_is_emptied(self, own, goals):
        own.post(PAGE, {"gas_amount": "100", "gas_starts_on": "2026-01-01"})
        own.post(PAGE, {})
        assert goals()[Utility.GAS] == (None, None)

    def test_of_the_second_tab_wins(self, own, goals):
        own.post(PAGE, {"gas_amount": "100"})
        own.post(PAGE, {"gas_amount": "90"})
        assert goals()[Utility.GAS] == (None, 90)

    def test_stands_on_the_overview(self, own, record):
        own.post(PAGE, {"electricity_amount": "100"})
        record("50")
        (panel,) = own.get("/consumption/").context["panels"]
        found = {one["label"]: one["number"] for one in panel.ahead}
        assert found["Of the goal of 100\N{NO-BREAK SPACE}kWh"] == "50%"


class TestRefused:
    @pytest.mark.parametrize("amount", ["0", "-5", "NaN", "Infinity", "1e5", "10000001", "9" * 30])
    def test_amounts_keep_what_was_typed_and_what_was_kept(self, own, goals, amount):
        own.post(PAGE, {"gas_amount": "100"})
        page = own.post(PAGE, {"gas_amount": amount, "water_amount": "55"})
        assert page.status_code == 422
        assert f'value="{amount}"' in page.content.decode()
        assert 'value="55"' in page.content.decode()
        assert goals()[Utility.GAS] == (None, 100)

    @pytest.mark.parametrize("day", ["31/02/2026", "tomorrow", "2026-13-01", "\x00"])
    def test_days_are_told_beside_their_field(self, own, day):
        page = own.post(PAGE, {"electricity_starts_on": day})
        assert (page.status_code, list(page.context["form"].errors)) == (
            422,
            ["electricity_starts_on"],
        )
        assert 'aria-invalid="true"' in page.content.decode()
        assert not Goal.objects.exists()

    def test_sets_nothing_of_the_rest(self, own):
        own.post(PAGE, {"gas_amount": "100", "water_amount": "none"})
        assert not Goal.objects.exists()


class TestWho:
    def test_has_to_sign_in(self, db):
        assert Client().get(PAGE).status_code == 302
        assert Client().post(PAGE, {"gas_amount": "1"}).status_code == 302
        assert not Goal.objects.exists()

    def test_needs_the_token_of_the_page(self, anna):
        browser = Client(enforce_csrf_checks=True)
        browser.force_login(anna)
        assert browser.post(PAGE, {"gas_amount": "1"}).status_code == 403
        assert not Goal.objects.exists()

    def test_cannot_delete_the_page(self, own):
        assert own.delete(PAGE).status_code == 405

    def test_costs_the_same_with_goals(self, own, django_assert_num_queries):
        with django_assert_num_queries(4):  # session, person, goals, unread
            own.get(PAGE)
        own.post(PAGE, {"gas_amount": "1", "water_amount": "1"})
        own.get(PAGE)
        with django_assert_num_queries(4):
            own.get(PAGE)


class TestForm:
    def test_that_is_empty_aims_at_nothing(self):
        form = GoalsForm({})
        assert form.is_valid()
        assert set(form.aims().values()) == {Aim()}

    def test_has_dates_that_browsers_know(self):
        field = GoalsForm(initial={"gas_starts_on": dt.date(2026, 3, 3)})["gas_starts_on"]
        assert 'type="date"' in str(field)
        assert 'value="2026-03-03"' in str(field)


class TestRule:
    @pytest.mark.parametrize("amount", ["0.000001", "9999999"])
    def test_lets_the_ends_pass(self, amount):
        assert year_goal(amount) == Decimal(amount)

    @pytest.mark.parametrize("amount", ["0", "0.0000001", "-1", "10000000"])
    def test_refuses_what_lies_beyond(self, amount):
        with pytest.raises(InvalidValue):
            year_goal(amount)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_keep_one_goal_each(anna):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one write at a time")
    both = threading.Barrier(2, timeout=5)

    def set_goal(amount):
        both.wait()
        actions.set_goals(person=anna, aims={Utility.GAS: Aim(year_amount=Decimal(amount))})
        connection.close()

    threads = [threading.Thread(target=set_goal, args=(n,)) for n in (10, 20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Goal.objects.get().year_amount in {10, 20}
