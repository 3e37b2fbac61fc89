"""Saying what is usual: refused without a trace, kept at once, in the place of what was before."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from daybook.apps.prices import actions, queries
from daybook.apps.prices.actions import Wishes
from daybook.apps.prices.errors import (
    InvalidCapacity,
    InvalidDuration,
    InvalidProduct,
    InvalidTolerance,
    UnknownRegion,
)
from daybook.apps.prices.models import Preference, RateHistory

AGILE, OUT = "AGILE-24-10-01", "AGILE-OUTGOING-19-05-13"
WHOLE = Wishes(
    region="G",
    product=AGILE,
    export_product=OUT,
    duration_hours=Decimal("3.5"),
    capacity_kwh=Decimal(7),
    tolerance_pence=Decimal("0.5"),
)
NAMES = ("region", "product", "export_product")
WRONG = [
    ({"region": "I"}, UnknownRegion),
    ({"region": "london"}, UnknownRegion),
    ({"product": "no such!"}, InvalidProduct),
    ({"duration_hours": Decimal(0)}, InvalidDuration),
    ({"duration_hours": Decimal("6.0001")}, InvalidDuration),
    ({"duration_hours": Decimal("NaN")}, InvalidDuration),
    ({"capacity_kwh": Decimal(0)}, InvalidCapacity),
    ({"capacity_kwh": Decimal("Infinity")}, InvalidCapacity),
    ({"tolerance_pence": Decimal("-0.1")}, InvalidTolerance),
    ({"tolerance_pence": Decimal(101)}, InvalidTolerance),
]
pytestmark = pytest.mark.django_db


@pytest.fixture
def prefer(anna, now):
    """Says what is usual for Anna, by either of the two ways."""

    def prefer(wishes, way=actions.prefer, person=anna, at=now):
        return way(person=person, wishes=wishes, now=at)

    return prefer


def wanted():
    return sorted(RateHistory.objects.values_list("product", "region"))


class TestPrefer:
    def test_keeps_every_word(self, prefer, anna, now):
        prefer(WHOLE)
        kept = queries.preference_of(anna.pk)
        assert [getattr(kept, name) for name in NAMES] == ["G", AGILE, OUT]
        assert (kept.duration, kept.changed_at) == (dt.timedelta(hours=3, minutes=30), now)
        assert (kept.capacity_kwh, kept.tolerance_pence) == (7, Decimal("0.5"))

    def test_replaces_what_was_said_before(self, prefer, anna, now):
        prefer(WHOLE)
        prefer(Wishes(region="A"), at=now + dt.timedelta(days=1))
        kept = Preference.objects.get()
        assert [getattr(kept, name) for name in NAMES] == ["A", "", ""]
        assert (kept.capacity_kwh, kept.tolerance_pence) == (None, 0)
        assert kept.changed_at > now

    @pytest.mark.parametrize(
        ("said", "refusal"), [*WRONG, ({"export_product": "!"}, InvalidProduct)]
    )
    def test_leaves_everything_as_it_was_when_it_refuses(self, prefer, anna, said, refusal):
        prefer(WHOLE)
        before = Preference.objects.values().get()
        with pytest.raises(refusal):
            prefer(replace(Wishes(region="A"), **said))
        assert Preference.objects.values().get() == before

    def test_keeps_people_apart(self, prefer, anna, eve):
        prefer(WHOLE)
        prefer(Wishes(region="A"), person=eve)
        assert queries.preference_of(anna.pk).region == "G"
        assert queries.preference_of(eve.pk).region == "A"

    def test_is_nothing_before_anything_is_said(self, anna):
        assert queries.preference_of(anna.pk) is None


class TestHistory:
    def test_is_kept_of_what_is_bought_and_sold(self, prefer):
        prefer(WHOLE)
        assert wanted() == [(AGILE, "G"), (OUT, "G")]

    @pytest.mark.parametrize("said", [{"region": ""}, {"product": "", "export_product": ""}])
    def test_needs_a_region_and_a_tariff(self, prefer, said):
        prefer(replace(WHOLE, **said))
        assert wanted() == []

    def test_is_asked_for_once_however_often_it_is_said(self, prefer):
        for _ in range(3):
            prefer(WHOLE)
        assert len(wanted()) == 2

    def test_is_not_asked_for_when_the_wish_is_refused(self, prefer):
        with pytest.raises(InvalidDuration):
            prefer(replace(WHOLE, duration_hours=Decimal(7)))
        assert wanted() == []


class TestSaveAsDefault:
    @pytest.mark.parametrize(("said", "refusal"), WRONG)
    def test_refuses_what_preferences_refuse(self, prefer, said, refusal):
        with pytest.raises(refusal):
            prefer(replace(Wishes(region="A"), **said), actions.save_as_default)
        assert not Preference.objects.exists()

    def test_begins_where_nothing_was_said(self, prefer, anna):
        prefer(Wishes(region="A"), actions.save_as_default)
        assert queries.preference_of(anna.pk).export_product == ""

    def test_clears_what_the_page_had_empty(self, prefer, anna):
        prefer(WHOLE)
        prefer(replace(WHOLE, capacity_kwh=None), actions.save_as_default)
        kept = queries.preference_of(anna.pk)
        assert (kept.capacity_kwh, kept.export_product) == (None, OUT)


class TestWishes:
    def test_move_to_another_region_and_take_the_rest_along(self):
        moved = WHOLE.living_in("A")
        assert (moved.region, replace(moved, region="G")) == ("A", WHOLE)


def test_a_preference_is_shown_without_what_it_says(prefer, anna):
    assert str(prefer(WHOLE)) == f"prices of person #{anna.pk}"
