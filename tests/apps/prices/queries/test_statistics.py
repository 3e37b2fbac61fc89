"""Which tariffs are kept, and what their days come to."""

import datetime as dt
from decimal import Decimal

import pytest

from daybook.apps.prices import actions, domain, queries
from daybook.apps.prices.errors import NoPrices
from daybook.lib.periods import LONDON, InvalidPeriod, Period, local_day, local_midnight
from tests.priced import priced

DAY = dt.timedelta(days=1)
MARCH = dt.date(2026, 3, 1)
SPRING, AUTUMN = dt.date(2026, 3, 29), dt.date(2025, 10, 26)
pytestmark = pytest.mark.django_db


@pytest.fixture
def keep(code):
    """Keeps sample rates of some days, of London's Agile unless told otherwise."""

    def keep(first, days=1, product=code, letter="C"):
        period = Period(local_midnight(first, LONDON), local_midnight(first + days * DAY, LONDON))
        slots = domain.sample_slots(period)
        actions.keep_rates(product=product, region=domain.region(letter), slots=slots)
        return slots

    return keep


@pytest.fixture
def ask(code, london):
    def ask(first, days=1, product=code, region=london):
        return queries.history(product=product, region=region, first=first, past=first + days * DAY)

    return ask


class TestKept:
    def test_is_nothing_at_first(self):
        assert queries.kept_tariffs() == ()

    def test_tells_from_when_to_when_and_how_many_days(self, keep, code):
        keep(MARCH, 3)
        keep(MARCH + 10 * DAY)
        (one,) = queries.kept_tariffs()
        assert (one.product, one.region.letter) == (code, "C")
        assert (one.first, one.last, one.days) == (MARCH, MARCH + 10 * DAY, 4)

    def test_begins_with_the_one_kept_latest(self, keep, code):
        keep(MARCH, product="OLD-1")
        keep(MARCH + DAY, product="NEW-2", letter="P")
        keep(MARCH + DAY, product="NEW-1")
        assert [one.product for one in queries.kept_tariffs()] == ["NEW-1", "NEW-2", "OLD-1"]

    def test_tells_regions_apart_in_one_question(self, keep, django_assert_num_queries):
        for letter in "ABC":
            keep(MARCH, letter=letter)
        with django_assert_num_queries(1):
            found = queries.kept_tariffs()
        assert [one.region.letter for one in found] == ["A", "B", "C"]


class TestHistory:
    def test_is_of_the_days_asked_for_and_no_others(self, keep, ask):
        keep(MARCH, 5)
        slots = domain.touching(keep(MARCH + 2 * DAY), local_day(MARCH + 2 * DAY, LONDON))
        found = ask(MARCH + 2 * DAY)
        mean = sum(slot.pence_inc_vat for slot in slots) / 48
        assert (found.whole.known, found.whole.mean) == (48, mean)

    def test_is_of_one_tariff(self, keep, ask):
        keep(MARCH, letter="P")
        keep(MARCH, product="OTHER-1")
        with pytest.raises(NoPrices):
            ask(MARCH)

    @pytest.mark.parametrize(("day", "count"), [(SPRING, 46), (AUTUMN, 50)])
    def test_counts_every_half_hour_when_clocks_change(self, keep, ask, day, count):
        keep(day - DAY, 3)
        assert (ask(day).whole.known, ask(day).whole.missing) == (count, 0)
        assert ask(day - DAY, 3).whole.known == 96 + count

    def test_is_exact_to_the_last_digit(self, ask, code, london):
        pence = [Decimal("0.0001") * n for n in range(48)]
        day = local_day(MARCH, LONDON)
        slots = priced(*pence, start=day.starts_at)
        actions.keep_rates(product=code, region=london, slots=slots)
        assert ask(MARCH).whole.mean == sum(pence) / 48

    def test_takes_two_years_and_not_a_day_more(self, keep, ask):
        keep(MARCH)
        assert ask(MARCH - 730 * DAY, 731).whole.known == 48
        with pytest.raises(InvalidPeriod, match="at most two years"):
            ask(MARCH - 731 * DAY, 732)

    @pytest.mark.parametrize("days", [0, -1])
    def test_of_no_day_is_refused(self, keep, ask, days):
        keep(MARCH)
        with pytest.raises(InvalidPeriod, match="on or after the first"):
            ask(MARCH, days)

    def test_costs_one_question_however_long(self, keep, ask, django_assert_num_queries):
        keep(MARCH - 20 * DAY, 30)
        with django_assert_num_queries(1):
            ask(MARCH - 20 * DAY, 30)
