"""Appliances: kept tidy, refused without a trace, and never more than fifty by any way."""

import datetime as dt
import uuid
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from daybook.apps.prices import actions, queries
from daybook.apps.prices.actions.appliances import (
    KEEP_DELETED,
    forget_deleted_appliances,
)
from daybook.apps.prices.domain import PRESETS, Kind, TimerKind
from daybook.apps.prices.errors import InvalidName, NoSuchAppliance, TooManyAppliances
from daybook.apps.prices.models import Appliance
from tests.apps.prices.appliances import KETTLE, add

MOST_APPLIANCES = 3
LATER = dt.timedelta(hours=1)
pytestmark = pytest.mark.django_db
machines = st.builds(
    replace,
    st.sampled_from([PRESETS[kind] for kind in PRESETS]),
    name=st.text("Aé 中", min_size=1, max_size=60).filter(str.strip),
    ready_by=st.none() | st.times().map(lambda time: time.replace(microsecond=0)),
    is_split=st.booleans(),
    minimum_run=st.integers(1, 12),
    most_runs=st.integers(1, 8),
)


def tidy(machine):
    return replace(machine, name=" ".join(machine.name.split()))


def delete(person, appliance, now):
    actions.delete_appliance(person=person, appliance_id=appliance.pk, now=now)


def change(person, appliance, now, **said):
    return actions.change_appliance(
        person=person, appliance_id=appliance.pk, machine=replace(KETTLE, **said), now=now
    )


@pytest.fixture(autouse=True)
def _few_are_enough(monkeypatch):
    """Fifty of them take long to write."""
    monkeypatch.setattr("daybook.apps.prices.actions.appliances.MOST_APPLIANCES", MOST_APPLIANCES)


class TestRoundTrip:
    @settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(machines)
    def test_gives_back_what_was_put_in(self, anna, now, machine):
        kept = add(anna, now, machine)
        assert Appliance.objects.get(pk=kept.pk).machine == tidy(machine)
        kept.delete()

    def test_takes_superfluous_blanks_out_of_what_was_typed(self, anna, now):
        typed = replace(
            KETTLE, name="  Big \t kettle ", timer=TimerKind.START, timer_steps=" 3   6 "
        )
        kept = add(anna, now, replace(typed, profile=" 0.5  0.5 "))
        assert (kept.name, kept.timer_steps, kept.profile) == ("Big kettle", "3 6", "0.5 0.5")


class TestAdding:
    def test_of_a_form_again_changes_nothing(self, anna, now):
        key = uuid.uuid4()
        add(anna, now, key=key)
        again = add(anna, now + LATER, replace(KETTLE, name="Pot"), key=key)
        assert (again.name, again.changed_at) == ("Kettle", now)

    def test_of_a_form_again_is_found_also_among_fifty(self, anna, now):
        key = uuid.uuid4()
        first = add(anna, now, key=key)
        for _ in range(MOST_APPLIANCES - 1):
            add(anna, now)
        assert add(anna, now, key=key) == first

    def test_with_the_key_of_somebody_else_is_an_appliance_of_ones_own(self, anna, eve, now):
        key = uuid.uuid4()
        assert add(anna, now, key=key) != add(eve, now, key=key)
        assert len(queries.appliances_of(eve.pk)) == 1

    def test_counts_no_deleted_ones(self, anna, now):
        kept = [add(anna, now) for _ in range(MOST_APPLIANCES)]
        delete(anna, kept[0], now)
        assert add(anna, now).pk

    def test_lists_them_as_they_were_added(self, anna, now):
        names = ["C", "A", "B"]
        for name in names:
            add(anna, now, replace(KETTLE, name=name))
        assert [one.name for one in queries.appliances_of(anna.pk)] == names


class TestChanging:
    def test_says_when_and_keeps_the_rest(self, anna, now):
        kept = add(anna, now)
        changed = change(anna, kept, now + LATER, name="Pot")
        assert (changed.made_at, changed.changed_at) == (now, now + LATER)
        assert (changed.key, changed.pk) == (kept.key, kept.pk)

    def test_can_take_back_what_was_said(self, anna, now):
        kept = add(anna, now, replace(PRESETS[Kind.EV], name="Car"))
        changed = change(anna, kept, now)
        assert (changed.ready_by, changed.kw, changed.is_split) == (None, None, False)

    def test_needs_a_name(self, anna, now):
        kept = add(anna, now)
        with pytest.raises(InvalidName):
            change(anna, kept, now + LATER, name=" ")
        assert Appliance.objects.get().changed_at == now

    def test_does_not_reach_what_is_deleted(self, anna, now):
        kept = add(anna, now)
        delete(anna, kept, now)
        with pytest.raises(NoSuchAppliance):
            change(anna, kept, now, name="Pot")
        assert Appliance.objects.get().name == "Kettle"

    @pytest.mark.parametrize("number", [0, -1, 10**9])
    def test_finds_nothing_by_a_number_that_nobody_has(self, anna, now, number):
        with pytest.raises(NoSuchAppliance):
            actions.change_appliance(person=anna, appliance_id=number, machine=KETTLE, now=now)


class TestRestoring:
    def test_keeps_to_fifty(self, anna, now):
        first = add(anna, now)
        delete(anna, first, now)
        for _ in range(MOST_APPLIANCES):
            add(anna, now)
        with pytest.raises(TooManyAppliances):
            actions.restore_appliance(person=anna, appliance_id=first.pk)
        assert len(queries.appliances_of(anna.pk)) == MOST_APPLIANCES
        assert queries.deleted_appliance_of(anna.pk, first.pk) == first

    def test_of_what_is_there_works_also_among_fifty(self, anna, now):
        kept = [add(anna, now) for _ in range(MOST_APPLIANCES)]
        assert actions.restore_appliance(person=anna, appliance_id=kept[0].pk) == kept[0]

    def test_of_what_never_was_is_refused(self, anna):
        with pytest.raises(NoSuchAppliance):
            actions.restore_appliance(person=anna, appliance_id=1)


class TestForgetting:
    def test_waits_for_the_end_of_thirty_days(self, anna, now):
        delete(anna, add(anna, now), now)
        assert forget_deleted_appliances(now=now + KEEP_DELETED) == 0
        assert forget_deleted_appliances(now=now + KEEP_DELETED + LATER) == 1
        assert forget_deleted_appliances(now=now + KEEP_DELETED + LATER) == 0

    def test_leaves_what_is_not_deleted_however_old(self, anna, now):
        kept = add(anna, now)
        assert forget_deleted_appliances(now=now + 100 * KEEP_DELETED) == 0
        assert queries.appliances_of(anna.pk) == [kept]

    def test_leaves_what_was_brought_back(self, anna, now):
        kept = add(anna, now)
        delete(anna, kept, now)
        actions.restore_appliance(person=anna, appliance_id=kept.pk)
        assert forget_deleted_appliances(now=now + 2 * KEEP_DELETED) == 0


def test_an_appliance_is_named_without_what_it_is_called(anna, now):
    kept = add(anna, now, replace(KETTLE, name="Grandma's"))
    assert str(kept) == f"own #{kept.pk}"
