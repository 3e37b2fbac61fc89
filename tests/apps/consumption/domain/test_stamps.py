import datetime as dt

import pytest

from daybook.apps.consumption.domain import DateOrder
from daybook.apps.consumption.domain.stamps import lasts_half_an_hour, readings_of, stamp
from daybook.apps.consumption.errors import InvalidStamp

DAY = dt.date(2026, 3, 4)
AT = dt.datetime.fromisoformat("2026-03-04T14:30")


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2026-03-04", DAY),
        ("2026-03-04T14:30", AT),
        ("2026-03-04 14:30:00", AT),
        ("2026-03-04T14:30:00Z", AT.replace(tzinfo=dt.UTC)),
        ("2026/3/4", DAY),
        ("4/3/2026", DAY),
        ("04.03.26", DAY),
        ("04-03-2026 14:30", AT),
        ("4/3/2026, 14:30:00", AT),
        ("4 Mar 2026", DAY),
        ("04-March-26 14:30", AT),
    ],
)
def test_reads_a_date_however_it_is_written(text, read):
    assert stamp(text) == read


def test_reads_the_month_first_where_it_stands_first():
    assert stamp("3/4/2026", DateOrder.MONTH_FIRST) == DAY


def test_keeps_the_offset():
    assert stamp("2026-07-01T00:00:00+01:00").utcoffset() == dt.timedelta(hours=1)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "missing"),
        ("soon", "is not a date"),
        ("31/2/2026", "no day"),
        ("4/3/2026 25:00", "no day or time"),
        ("8.3", "is not a date"),
    ],
)
def test_refuses_the_rest(text, told):
    with pytest.raises(InvalidStamp, match=told):
        stamp(text)


class TestTheWall:
    def test_shows_most_times_once(self):
        assert readings_of(AT) == (AT.replace(tzinfo=dt.UTC),)

    def test_shows_an_hour_twice_in_autumn(self):
        one, other = readings_of(dt.datetime.fromisoformat("2025-10-26T01:30"))
        assert (one.hour, other.hour) == (0, 1)

    def test_skips_an_hour_in_spring(self):
        assert readings_of(dt.datetime.fromisoformat("2026-03-29T01:30")) == ()


@pytest.mark.parametrize(
    ("starts_at", "end", "is_short"),
    [
        ("2026-03-04T14:00:00+00:00", "2026-03-04T14:30:00+00:00", True),
        ("2026-03-04T14:00:00+00:00", "2026-03-04T15:00:00+00:00", False),
        ("2026-03-04T14:00:00+00:00", "2026-03-04T14:30:00", True),
        ("2026-03-29T00:30:00+00:00", "2026-03-29T02:00:00", True),  # clocks go forward
        ("2025-10-26T00:30:00+00:00", "2025-10-26T01:00:00", True),  # clocks go back
    ],
)
def test_half_an_hour_is_measured_in_time_that_passes(starts_at, end, is_short):
    ends = [dt.datetime.fromisoformat(text) for text in (starts_at, end)]
    assert lasts_half_an_hour(*ends) is is_short
