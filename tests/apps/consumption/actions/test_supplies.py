"""The calorific value of somebody's gas."""

from decimal import Decimal

import pytest

from daybook.apps.consumption import actions, queries
from daybook.apps.consumption.domain import Unit, Utility
from daybook.apps.consumption.errors import InvalidCalorificValue
from daybook.apps.consumption.models import Supply

GAS = {"utility": Utility.GAS, "unit": Unit.CUBIC_METRE}


@pytest.mark.parametrize("value", ["37", "39.456", "43"])
def test_holds_for_gas_alone(anna, value):
    actions.set_calorific_value(person=anna, value=Decimal(value))
    others = Supply.objects.exclude(utility="gas")
    assert queries.calorific_value_of(anna.pk) == Decimal(value)
    assert {one.calorific_value for one in others} == {40}


@pytest.mark.parametrize("value", ["36.999", "43.001", "NaN", "-39", "Infinity"])
def test_refused_leaves_the_one_before(anna, value):
    actions.set_calorific_value(person=anna, value=Decimal(39))
    with pytest.raises(InvalidCalorificValue):
        actions.set_calorific_value(person=anna, value=Decimal(value))
    assert queries.calorific_value_of(anna.pk) == 39


def test_is_the_usual_one_until_somebody_says_otherwise(anna):
    assert queries.calorific_value_of(anna.pk) == 40
    assert not Supply.objects.exists()


def test_is_nobody_elses(anna, eve, record):
    actions.set_calorific_value(person=anna, value=Decimal(38))
    assert record("10", person=eve, **GAS).amount == Decimal("113.626667")


def test_said_twice_is_the_last(anna):
    for value in (38, 41, 41):
        actions.set_calorific_value(person=anna, value=Decimal(value))
    assert (queries.calorific_value_of(anna.pk), Supply.objects.count()) == (41, 3)


def test_is_kept_to_three_places(anna, record):
    actions.set_calorific_value(person=anna, value=Decimal("39.45678"))
    assert queries.calorific_value_of(anna.pk) == Decimal("39.457")
    assert record("1", **GAS).amount == Decimal("11.208418")
