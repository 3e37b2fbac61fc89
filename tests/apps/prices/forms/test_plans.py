"""The form of a plan: empty fields say nothing, and what is said is said exactly."""

import datetime as dt
from decimal import Decimal

import pytest

from daybook.apps.prices.domain import Changes, TimerKind
from daybook.apps.prices.forms import PlanForm

MINE = [("7", "Grandma's car"), ("9", "Kettle")]


def sent(**typed):
    return PlanForm({"what": "ev"} | typed, own=MINE)


def changes(**typed):
    form = sent(**typed)
    assert form.is_valid(), form.errors
    return form.changes()


class TestChanges:
    def test_are_none_where_nothing_is_typed(self):
        empty = dict.fromkeys(("kwh", "kw", "profile", "timer_steps", "tolerance"), " ")
        assert changes(**empty) == changes() == Changes()

    @pytest.mark.parametrize(("typed", "meant"), [("one", False), ("several", True), ("", None)])
    def test_say_one_go_or_several(self, typed, meant):
        assert changes(blocks=typed).is_split is meant

    @pytest.mark.parametrize(
        ("name", "typed", "meant"),
        [
            ("kwh", "5,5", Decimal("5.5")),
            ("kw", "2.3", Decimal("2.3")),
            ("minutes", "75", 75),
            ("from_percent", "0", 0),
            ("to_percent", "100", 100),
            ("battery_kwh", "77", Decimal(77)),
            ("ready_by", "06:15", dt.time(6, 15)),
            ("minimum_run", "3", 3),
            ("timer", "end", TimerKind.END),
            ("timer_steps", "3 6", "3 6"),
            ("profile", "1 2", "1 2"),
        ],
    )
    def test_say_what_was_typed_and_nothing_else(self, name, typed, meant):
        assert changes(**{name: typed}) == Changes(**{name: meant})


class TestRefusals:
    @pytest.mark.parametrize(
        "typed",
        [
            {"what": "8"},
            {"what": ""},
            {"from_percent": "101"},
            {"to_percent": "-1"},
            {"to_percent": "half"},
            {"tolerance": "-1"},
            {"tolerance": "101"},
            {"at": "soon"},
            {"blocks": "none"},
            {"minimum_run": "0"},
            {"timer": "middle"},
        ],
    )
    def test_are_beside_their_field(self, typed):
        assert sent(**typed).errors.keys() == typed.keys()


class TestChoices:
    def test_begin_with_ones_own(self):
        groups = sent().fields["what"].choices
        assert groups[0][1] == MINE
        assert len(groups[1][1]) == 5
        assert groups[2][0] == "own"

    def test_have_no_empty_group_for_strangers(self):
        names = [name for name, _ in PlanForm({"what": "ev"}).fields["what"].choices]
        assert names == ["Usual ones", "own"]

    def test_write_names_so_that_they_cannot_be_markup(self):
        form = PlanForm({"what": "1"}, own=[("1", "<b>Oven</b>")])
        assert "<b>" not in str(form["what"])
        assert form.is_valid()
