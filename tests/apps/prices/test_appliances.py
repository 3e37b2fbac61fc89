import datetime as dt
import uuid
from dataclasses import replace
from decimal import Decimal

import pytest

from daybook.apps.prices import actions, jobs, queries
from daybook.apps.prices.actions.appliances import MOST_APPLIANCES
from daybook.apps.prices.domain import PRESETS, Kind
from daybook.apps.prices.errors import (
    AddedBefore,
    InvalidName,
    NoSuchAppliance,
    TooManyAppliances,
)
from daybook.apps.prices.models import Appliance, Preference
from daybook.core.contributions import demo_data, personal_data
from tests.apps.prices.appliances import KETTLE, add

pytestmark = pytest.mark.django_db


class TestAdding:
    @pytest.mark.parametrize("kind", PRESETS)
    def test_gives_back_what_was_put_in(self, anna, now, kind):
        machine = replace(PRESETS[kind], name="Mine")
        kept = add(anna, now, machine)
        assert queries.appliance_of(anna.pk, kept.pk).machine == machine

    def test_happens_once_for_a_form(self, anna, now):
        key = uuid.uuid4()
        assert add(anna, now, key=key) == add(anna, now, key=key)
        assert Appliance.objects.count() == 1

    def test_does_not_bring_back_what_was_deleted_since(self, anna, now):
        key = uuid.uuid4()
        kept = add(anna, now, key=key)
        actions.delete_appliance(person=anna, appliance_id=kept.pk, now=now)
        with pytest.raises(AddedBefore):
            add(anna, now, key=key)
        assert queries.appliances_of(anna.pk) == []

    def test_needs_a_name(self, anna, now):
        with pytest.raises(InvalidName):
            add(anna, now, replace(KETTLE, name="  "))
        assert not Appliance.objects.exists()

    def test_ends_at_fifty(self, anna, eve, now):
        for _ in range(MOST_APPLIANCES):
            add(anna, now)
        with pytest.raises(TooManyAppliances):
            add(anna, now)
        assert add(eve, now).pk


class TestChanging:
    def test_makes_it_another(self, anna, now):
        kept = add(anna, now)
        changed = replace(KETTLE, name="Big kettle", kwh=Decimal(2))
        actions.change_appliance(person=anna, appliance_id=kept.pk, machine=changed, now=now)
        assert queries.appliances_of(anna.pk)[0].machine == changed

    def test_is_for_its_owner(self, anna, eve, now):
        kept = add(anna, now)
        big = replace(KETTLE, name="Eve's")
        with pytest.raises(NoSuchAppliance):
            actions.change_appliance(person=eve, appliance_id=kept.pk, machine=big, now=now)
        assert queries.appliance_of(anna.pk, kept.pk).name == "Kettle"
        assert queries.appliances_of(eve.pk) == []


class TestDeleting:
    def test_can_be_undone_and_that_twice(self, anna, now):
        kept = add(anna, now)
        actions.delete_appliance(person=anna, appliance_id=kept.pk, now=now)
        assert queries.appliances_of(anna.pk) == []
        for _ in range(2):
            actions.restore_appliance(person=anna, appliance_id=kept.pk)
        assert queries.appliances_of(anna.pk) == [kept]

    def test_happens_once(self, anna, now):
        kept = add(anna, now)
        actions.delete_appliance(person=anna, appliance_id=kept.pk, now=now)
        with pytest.raises(NoSuchAppliance):
            actions.delete_appliance(person=anna, appliance_id=kept.pk, now=now)

    def test_and_its_undoing_are_for_the_owner(self, anna, eve, now):
        kept = add(anna, now)
        with pytest.raises(NoSuchAppliance):
            actions.delete_appliance(person=eve, appliance_id=kept.pk, now=now)
        actions.delete_appliance(person=anna, appliance_id=kept.pk, now=now)
        with pytest.raises(NoSuchAppliance):
            actions.restore_appliance(person=eve, appliance_id=kept.pk)
        assert queries.deleted_appliance_of(eve.pk, kept.pk) is None
        assert queries.deleted_appliance_of(anna.pk, kept.pk) == kept

    def test_is_for_good_after_thirty_days(self, anna, clock, now):
        gone, fresh = add(anna, now), add(anna, now)
        actions.delete_appliance(person=anna, appliance_id=gone.pk, now=now)
        clock.now = now + dt.timedelta(days=31)
        actions.delete_appliance(person=anna, appliance_id=fresh.pk, now=clock.now)
        assert jobs.forget_deleted.call() == 1
        assert list(Appliance.objects.all()) == [fresh]


class TestPersonalData:
    def test_leaves_and_goes_with_the_person(self, anna, eve, now):
        add(anna, now)
        hers = add(eve, now)
        ours = dict(personal_data)["prices.preferences"]
        told = dict(ours.export(anna))["appliance"]
        assert (told["name"], told["kwh"], told["ready_by"]) == ("Kettle", "1.000", None)
        ours.erase(anna, now)
        assert list(Appliance.objects.all()) == [hers]


class TestSaveAsDefault:
    def test_keeps_what_the_page_does_not_ask_for(self, anna, now):
        usual = actions.Wishes(region="C", export_product="AGILE-OUTGOING-19-05-13")
        actions.prefer(person=anna, wishes=usual, now=now)
        chosen = actions.Wishes(region="G", duration_hours=Decimal(3))
        actions.save_as_default(person=anna, wishes=chosen, now=now)
        kept = Preference.objects.get()
        assert (kept.region, kept.duration_hours) == ("G", 3)
        assert kept.export_product == "AGILE-OUTGOING-19-05-13"


class TestDemo:
    def test_gives_the_sample_person_labelled_appliances_once(self, anna, now):
        for _ in range(2):
            told = dict(demo_data)["prices.preferences"](now)
        assert "3 appliances" in told
        assert [one.is_sample for one in Appliance.objects.all()] == [True] * 3
        assert Preference.objects.get().product == "SAMPLE"

    def test_leaves_what_the_person_said_themselves(self, anna, now):
        actions.prefer(person=anna, wishes=actions.Wishes(region="G"), now=now)
        dict(demo_data)["prices.preferences"](now)
        assert queries.preference_of(anna.pk).region == "G"
        kinds = [one.kind for one in queries.appliances_of(anna.pk)]
        assert kinds == [Kind.WASHING_MACHINE, Kind.DISHWASHER, Kind.EV]
