import datetime as dt

import pytest

from daybook.apps.prices.domain import ANY_TIME, Limits
from daybook.apps.prices.errors import InvalidLimits
from daybook.lib.periods import LONDON, InvalidInstant
from tests.priced import MIDNIGHT

HOUR = dt.timedelta(hours=1)


class TestLimits:
    def test_may_be_left_out(self):
        assert ANY_TIME.latest_start(HOUR) is None

    def test_the_nearer_of_latest_start_and_end_counts(self):
        both = Limits(not_after=MIDNIGHT + 3 * HOUR, finish_by=MIDNIGHT + 5 * HOUR)
        assert both.latest_start(HOUR) == MIDNIGHT + 3 * HOUR
        assert both.latest_start(4 * HOUR) == MIDNIGHT + HOUR

    def test_are_kept_in_utc(self):
        local = dt.datetime(2026, 7, 1, 12, tzinfo=LONDON)
        assert Limits(not_before=local).not_before.isoformat() == "2026-07-01T11:00:00+00:00"

    def test_refuse_times_without_a_zone(self):
        with pytest.raises(InvalidInstant, match="needs a zone"):
            Limits(finish_by=MIDNIGHT.replace(tzinfo=None))

    def test_refuse_a_latest_start_before_the_earliest(self):
        with pytest.raises(InvalidLimits, match="latest start"):
            Limits(not_before=MIDNIGHT, not_after=MIDNIGHT - HOUR)

    @pytest.mark.parametrize("late", [dt.timedelta(0), -HOUR])
    def test_refuse_an_end_that_is_not_after_the_start(self, late):
        with pytest.raises(InvalidLimits, match="end has to be after"):
            Limits(not_before=MIDNIGHT, finish_by=MIDNIGHT + late)
