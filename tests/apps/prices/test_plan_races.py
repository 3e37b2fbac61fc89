"""Two forms at the same moment: one appliance, and never more than fifty."""

import uuid
from functools import partial

import pytest

from daybook.apps.prices import actions
from daybook.apps.prices.actions.appliances import MOST_APPLIANCES
from daybook.apps.prices.errors import TooManyAppliances
from daybook.apps.prices.models import Appliance, Preference
from tests import racing
from tests.apps.prices.appliances import add

pytestmark = pytest.mark.django_db(transaction=True)


at_once = partial(racing.at_once, count=4)


def test_one_form_sent_at_once_is_one_appliance(anna, now):
    key = uuid.uuid4()
    assert at_once(lambda _n: add(anna, now, key=key)) == []
    assert Appliance.objects.count() == 1


def test_two_forms_at_once_cannot_both_be_the_fiftieth(anna, now):
    for _ in range(MOST_APPLIANCES - 1):
        add(anna, now)
    failed = at_once(lambda _n: add(anna, now))
    assert [type(error) for error in failed] == [TooManyAppliances] * 3
    assert Appliance.objects.count() == MOST_APPLIANCES


def test_preferences_saved_at_once_are_one_row(anna, now):
    wishes = [actions.Wishes(region=letter) for letter in "ABCD"]
    failed = at_once(lambda n: actions.prefer(person=anna, wishes=wishes[n], now=now))
    assert failed == []
    assert Preference.objects.count() == 1
