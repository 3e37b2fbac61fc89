"""The form of an appliance: what it begins with is what comes out, and it reads as people write."""

import datetime as dt
import uuid
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daybook.apps.prices.domain import PRESETS, Kind, Machine, TimerKind
from daybook.apps.prices.forms import ApplianceForm, appliance_initial
from daybook.apps.prices.forms.machines import RUNS, run_name
from daybook.apps.prices.forms.preferences import plain

LAMP = Machine(kind=Kind.OWN, name="Lamp", kwh=Decimal("0.25"), minutes=45)


def sent(machine, **typed):
    """The form as a browser sends what it began with, some of it typed over."""
    begun = {name: "" if value is None else value for name, value in initial(machine).items()}
    return ApplianceForm(begun | {"key": uuid.uuid4()} | typed)


def initial(machine):
    return appliance_initial(replace(machine, name=machine.name or "Mine"))


def errors(**typed):
    return sent(LAMP, **typed).errors.keys()


class TestRoundTrip:
    @pytest.mark.parametrize("kind", PRESETS)
    def test_of_what_is_usual_changes_nothing(self, kind):
        form = sent(PRESETS[kind])
        assert form.is_valid(), form.errors
        assert form.machine() == replace(PRESETS[kind], name="Mine")

    @settings(max_examples=25)
    @given(
        st.integers(1, 500_000),
        st.times().map(lambda time: time.replace(second=0, microsecond=0)),
        st.integers(1, 12),
        st.sampled_from([TimerKind.START, TimerKind.END]),
    )
    def test_of_anything_else_changes_nothing(self, wh, time, least, timer):
        machine = replace(LAMP, kwh=Decimal(wh) / 1000, ready_by=time, minimum_run=least)
        timed = replace(machine, timer=timer, timer_steps="3 6")
        form = sent(timed)
        assert form.is_valid(), form.errors
        assert form.machine() == timed

    def test_names_what_has_no_name_after_its_kind(self):
        assert appliance_initial(PRESETS[Kind.EV])["name"] == "Electric car"


class TestReading:
    @pytest.mark.parametrize(
        ("typed", "meant"), [("1,5", "1.5"), (" 2 ", "2"), (".5", "0.5"), ("500", "500")]
    )
    def test_energy_as_people_write_it(self, typed, meant):
        form = sent(LAMP, kwh=typed)
        assert form.is_valid()
        assert form.machine().kwh == Decimal(meant)

    @pytest.mark.parametrize(
        "typed",
        [
            {"kwh": "lots"},
            {"kwh": "NaN"},
            {"kwh": "1,000"},
            {"kw": "51"},
            {"kw": "-1"},
            {"battery_kwh": "0"},
            {"minutes": "1.5"},
            {"minutes": "0"},
            {"minutes": "1441"},
            {"ready_by": "7"},
            {"allowed_from": "24:00"},
            {"allowed_until": "late"},
            {"name": ""},
            {"name": "x" * 61},
            {"profile": "1 " * 201},
            {"timer_steps": "1 " * 31},
            {"kind": "toaster"},
            {"timer": "middle"},
            {"minimum_run": "13"},
            {"most_runs": "0"},
            {"key": "7"},
        ],
    )
    def test_says_what_is_wrong_beside_its_field(self, typed):
        assert errors(**typed) == typed.keys()

    def test_needs_neither_hours_nor_timer(self):
        machine = sent(LAMP).machine if sent(LAMP).is_valid() else None
        assert machine is not None
        form = sent(LAMP)
        assert form.is_valid()
        assert (form.machine().hours, form.machine().delay) == (None, None)

    def test_reads_times_of_the_clock(self):
        form = sent(LAMP, allowed_from="22:00", allowed_until="06:30")
        assert form.is_valid()
        assert form.machine().hours.until == dt.time(6, 30)


class TestShowing:
    @pytest.mark.parametrize(
        ("halves", "name"), [(1, "0.5\xa0h"), (2, "1\xa0h"), (3, "1.5\xa0h"), (12, "6\xa0h")]
    )
    def test_names_least_runs_in_hours(self, halves, name):
        assert run_name(halves) == dict(RUNS)[halves] == name

    @pytest.mark.parametrize(
        ("amount", "text"), [("7.400", "7.4"), ("60", "60"), ("500.0", "500"), ("0.001", "0.001")]
    )
    def test_writes_numbers_as_people_type_them(self, amount, text):
        assert plain(Decimal(amount)) == text

    def test_gives_every_form_a_key_of_its_own(self):
        assert ApplianceForm()["key"].value() != ApplianceForm()["key"].value()

    def test_labels_every_field_that_is_seen(self):
        form = ApplianceForm()
        assert all(field.label and field.id_for_label for field in form.visible_fields())
