import datetime as dt

import pytest

from daybook.apps.prices import domain
from daybook.apps.prices.domain import sample_slots
from daybook.lib.periods import LONDON, Period, local_day, local_midnight

DAY = dt.timedelta(days=1)
MINUTE = dt.timedelta(minutes=1)
TODAY = dt.date(2026, 3, 3)
MORNING = dt.datetime(2026, 3, 3, 9, 10, tzinfo=dt.UTC)


def london(hour, minute=0, day=TODAY):
    return dt.datetime.combine(day, dt.time(hour, minute), tzinfo=LONDON)


def next_ask(now, *, announced, complete_until=MORNING - DAY):
    return domain.next_ask(
        announced=announced, complete_until=complete_until, now=now, chance=0
    ).astimezone(LONDON)


class TestWhatIsDue:
    @pytest.mark.parametrize(("hour", "minute", "day"), [(15, 59, TODAY), (16, 0, TODAY + DAY)])
    def test_is_tomorrow_from_four_in_the_afternoon_on(self, hour, minute, day):
        assert domain.due_date(london(hour, minute)) == day
        assert domain.due_until(london(hour, minute)) == london(23, day=day)

    def test_follows_the_clock_of_london_in_summer(self):
        july = dt.datetime(2026, 7, 1, 15, 0, tzinfo=dt.UTC)
        assert domain.due_date(july) == dt.date(2026, 7, 2)
        assert domain.due_date(july - MINUTE) == dt.date(2026, 7, 1)


class TestNewerPiece:
    def test_begins_with_the_latest_month(self):
        piece = domain.newer_piece(dt.date(2024, 1, 1), None, MORNING)
        assert piece == Period(local_midnight(dt.date(2026, 2, 1), LONDON), london(23))

    def test_begins_no_earlier_than_wanted(self):
        piece = domain.newer_piece(TODAY, None, MORNING)
        assert piece == Period(london(0), london(23))

    def test_goes_on_where_it_is_complete(self):
        piece = domain.newer_piece(TODAY, london(23), london(16))
        assert piece == Period(london(23), london(23, day=TODAY + DAY))

    def test_is_none_before_more_is_due(self):
        assert domain.newer_piece(TODAY, london(23), london(15, 59)) is None

    def test_makes_up_for_a_long_pause_a_month_at_a_time(self):
        piece = domain.newer_piece(TODAY, MORNING - 100 * DAY, MORNING)
        assert piece == Period(MORNING - 100 * DAY, MORNING - 69 * DAY)


class TestOlderPiece:
    def test_goes_back_a_month_at_a_time(self):
        piece = domain.older_piece(dt.date(2025, 1, 1), dt.date(2025, 11, 1))
        assert piece.starts_at == local_midnight(dt.date(2025, 10, 1), LONDON)
        assert piece.ends_at == local_midnight(dt.date(2025, 11, 1), LONDON)
        assert piece.duration == 31 * DAY + 60 * MINUTE

    def test_ends_where_no_more_is_wanted(self):
        piece = domain.older_piece(dt.date(2025, 10, 20), dt.date(2025, 11, 1))
        assert piece.starts_at == local_midnight(dt.date(2025, 10, 20), LONDON)
        assert domain.older_piece(dt.date(2025, 10, 20), dt.date(2025, 10, 20)) is None


class TestCompleteUntil:
    def test_is_the_first_gap_that_may_still_be_filled(self):
        day = local_day(TODAY - DAY, LONDON)
        slots = [slot for n, slot in enumerate(sample_slots(day)) if n != 7]
        assert domain.complete_until(day, slots, MORNING) == london(3, 30, TODAY - DAY)

    def test_passes_over_a_gap_that_is_a_week_old(self):
        day = local_day(TODAY - 9 * DAY, LONDON)
        assert domain.complete_until(day, [], MORNING) == day.ends_at


class TestNextAsk:
    def test_is_when_tomorrow_is_due(self):
        asked = next_ask(MORNING, announced=TODAY, complete_until=london(23))
        assert asked == london(16)

    @pytest.mark.parametrize(
        ("now", "then"),
        [
            (london(16, 5), london(16, 10)),
            (london(18, 0), london(18, 20)),
            (london(22, 59), london(23, 19)),
            (london(23, 0), london(7, day=TODAY + DAY)),
            (london(2, 0), london(7)),
            (london(7, 30), london(8, 30)),
        ],
    )
    def test_waits_longer_the_later_prices_are_and_not_all_night(self, now, then):
        late = domain.due_date(now) - DAY
        assert next_ask(now, announced=late) == then

    def test_fills_older_gaps_in_the_night_but_tomorrow_first(self):
        assert next_ask(MORNING, announced=TODAY) == london(16)
        evening = london(17)
        assert next_ask(evening, announced=TODAY + DAY) == london(4, day=TODAY + DAY)

    @pytest.mark.parametrize("announced", [None, TODAY - 30 * DAY])
    def test_of_a_tariff_that_has_ended_is_once_a_night(self, announced):
        assert next_ask(london(17), announced=announced) == london(4, day=TODAY + DAY)

    def test_is_spread_by_chance(self):
        spread = domain.next_ask(
            announced=TODAY, complete_until=london(23), now=MORNING, chance=0.5
        )
        assert spread == london(16, 1) + dt.timedelta(seconds=30)


class TestRetry:
    @pytest.mark.parametrize(("failures", "minutes"), [(1, 5), (2, 10), (4, 40), (60, 360)])
    def test_waits_twice_as_long_each_time(self, failures, minutes):
        at = domain.retry_at(failures=failures, is_unknown=False, now=MORNING, chance=0)
        assert at == MORNING + minutes * MINUTE

    @pytest.mark.parametrize(("failures", "days"), [(1, 1), (3, 3), (50, 7)])
    def test_of_what_is_unknown_waits_for_days(self, failures, days):
        at = domain.retry_at(failures=failures, is_unknown=True, now=MORNING, chance=0)
        assert at == MORNING + days * DAY
