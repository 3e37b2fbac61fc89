"""How a block reads, moments before it begins."""

import datetime as dt

import pytest

from daybook.apps.prices import domain
from daybook.apps.prices.views import words
from daybook.lib.periods import LONDON, local_day

DAY = local_day(dt.date(2026, 3, 3), LONDON)


def wait(before: dt.timedelta) -> str:
    """What is said of the wait, ``before`` the sample day's best hour begins."""
    slots = domain.sample_slots(DAY)
    [window] = domain.best(slots, domain.duration("1"), 1)
    block = words.block(window, best=window, kwh=None, now=window.starts_at - before)
    return block.wait.replace("\u00a0", " ").replace("\u202f", " ")


class TestWait:
    @pytest.mark.parametrize("seconds", [1, 20, 60, 80])
    def test_is_never_told_as_nothing(self, seconds: int) -> None:
        assert wait(dt.timedelta(seconds=seconds)) == "1 min"

    def test_is_told_in_hours_and_minutes(self) -> None:
        assert wait(dt.timedelta(hours=2, minutes=5)) == "2 h 5 min"

    def test_is_over_once_the_block_has_begun(self) -> None:
        assert wait(dt.timedelta(0)) == ""
