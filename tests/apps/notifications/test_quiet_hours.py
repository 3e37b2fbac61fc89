"""What holds for quiet hours whatever they are, in whatever zone, on whatever day."""

import datetime as dt
from zoneinfo import ZoneInfo

from hypothesis import assume, given
from hypothesis import strategies as st

from daybook.apps.notifications.domain import (
    QuietHours,
    delivery_time,
    quiet_period_at,
    wall_instant,
)

ZONES = ["Europe/London", "Europe/Paris", "America/New_York", "Australia/Lord_Howe", "UTC"]
zones = st.sampled_from([ZoneInfo(name) for name in ZONES])
minutes = st.integers(0, 24 * 60 - 1).map(lambda n: dt.time(n // 60, n % 60))
START = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)
instants = st.integers(0, 3 * 365 * 24 * 60).map(lambda n: START + dt.timedelta(minutes=n))


@st.composite
def quiet_hours(draw):
    starts, ends = draw(minutes), draw(minutes)
    assume(starts != ends)
    return QuietHours(starts, ends)


def due(at, quiet, zone, **options):
    return delivery_time(at=at, is_urgent=False, zone=zone, quiet=quiet, **options)


@given(at=instants, quiet=quiet_hours(), zone=zones)
def test_nothing_is_due_before_it_was_meant_to_be(at, quiet, zone):
    assert due(at, quiet, zone) >= at


@given(at=instants, quiet=quiet_hours(), zone=zones)
def test_nothing_waits_longer_than_a_day_and_a_change_of_clocks(at, quiet, zone):
    assert due(at, quiet, zone) - at <= dt.timedelta(hours=25)


@given(at=instants, quiet=quiet_hours(), zone=zones)
def test_nothing_is_due_in_quiet_hours(at, quiet, zone):
    assert quiet_period_at(due(at, quiet, zone), quiet, zone) is None


@given(at=instants, quiet=quiet_hours(), zone=zones)
def test_what_waits_is_due_the_moment_they_end(at, quiet, zone):
    moment = due(at, quiet, zone)
    if moment != at:
        day = moment.astimezone(zone).date()
        assert moment in {
            wall_instant(day + dt.timedelta(days=shift), quiet.ends, zone) for shift in (-1, 0, 1)
        }


@given(at=instants, quiet=quiet_hours(), zone=zones)
def test_asking_again_changes_nothing(at, quiet, zone):
    moment = due(at, quiet, zone)
    assert due(moment, quiet, zone) == moment


@given(at=instants, days=st.integers(1, 366), zone=zones)
def test_a_pause_ends_with_the_first_moment_of_its_day(at, days, zone):
    until = at.astimezone(zone).date() + dt.timedelta(days=days)

    moment = due(at, None, zone, paused_until=until)

    assert moment.astimezone(zone).date() == until
    assert (moment - dt.timedelta(minutes=1)).astimezone(zone).date() < until
