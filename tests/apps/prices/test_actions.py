import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from daybook.apps.prices import actions, domain, queries
from daybook.apps.prices.errors import InvalidProduct, UnknownRegion
from daybook.apps.prices.models import Preference, RateDay
from daybook.core.contributions import personal_data
from daybook.lib.half_hours import known
from daybook.lib.periods import LONDON, local_day

LONDON_REGION = domain.region("C")
AGILE = "AGILE-24-10-01"
AUTUMN = dt.date(2025, 10, 26)
DAY = dt.timedelta(days=1)
pytestmark = pytest.mark.django_db


def slots(day=AUTUMN):
    return domain.sample_slots(local_day(day, LONDON))


def keep(found):
    return actions.keep_rates(product=AGILE, region=LONDON_REGION, slots=found)


def stored(**said):
    return queries.stored_slots(
        product=AGILE, region=LONDON_REGION, first=AUTUMN, past=AUTUMN + DAY, **said
    )


class TestKeepingRates:
    def test_comes_back_as_it_went_in_even_on_the_long_day(self):
        assert keep(slots()) == 50
        assert stored() == tuple(slots())

    def test_adds_nothing_the_second_time(self):
        keep(slots())
        assert keep(slots()) == 0
        assert RateDay.objects.count() == 1

    def test_leaves_gaps_and_fills_them_later(self):
        keep(slots()[5:])
        assert len(stored()) == 45
        assert keep(slots()) == 5
        assert stored() == tuple(slots())

    def test_corrects_a_rate(self):
        first = replace(slots()[0], pence_inc_vat=Decimal("-1.05"), pence_exc_vat=Decimal(-1))
        keep(slots())
        keep([first])
        assert stored()[0] == first

    def test_of_nothing_keeps_nothing(self):
        assert keep([]) == 0
        assert not RateDay.objects.exists()

    def test_gives_rates_by_their_place_in_the_day(self):
        keep(slots()[1:])
        pence = queries.stored_pence(
            product=AGILE, region=LONDON_REGION, first=AUTUMN, past=AUTUMN + DAY, with_vat=False
        )
        assert len(pence[AUTUMN]) == 50
        assert known(pence[AUTUMN])[1] == slots()[1].pence_exc_vat


class TestPreferring:
    def test_takes_the_place_of_what_was_said_before(self, anna, now):
        for product in ("AGILE-18-02-21", AGILE):
            actions.prefer(person=anna, wishes=actions.Wishes(region="C", product=product), now=now)
        assert queries.preference_of(anna.pk).product == AGILE

    @pytest.mark.parametrize(
        ("wishes", "refusal"),
        [
            (actions.Wishes(region="I"), UnknownRegion),
            (actions.Wishes(product="no such!"), InvalidProduct),
        ],
    )
    def test_refuses_what_cannot_be(self, anna, now, wishes, refusal):
        with pytest.raises(refusal):
            actions.prefer(person=anna, wishes=wishes, now=now)
        assert not Preference.objects.exists()

    def test_leaves_and_goes_with_the_person(self, anna, now):
        actions.prefer(person=anna, wishes=actions.Wishes(region="C"), now=now)
        ours = dict(personal_data)["prices.preferences"]
        assert [said["region"] for _, said in ours.export(anna)] == ["C"]
        ours.erase(anna, now)
        assert queries.preference_of(anna.pk) is None
