"""The half-hours that Octopus has not sent, by day."""

import datetime as dt

from daybook.apps.consumption import queries
from daybook.apps.consumption.domain import Days, Utility

ONE_DAY = dt.timedelta(days=1)
DAY = dt.date(2026, 2, 1)
NOON = dt.datetime(2026, 2, 1, 12, tzinfo=dt.UTC)


class TestGaps:
    def test_are_told_by_day_and_half_hour(self, connect, fetch, home, anna):
        home.gaps |= {NOON, NOON + dt.timedelta(minutes=30)}
        fetch(connect())
        days = Days(DAY - ONE_DAY, DAY + 2 * ONE_DAY)
        (gap,) = queries.gaps_of(anna.pk, Utility.ELECTRICITY, days)
        assert (gap.day, gap.starts[0], len(gap.starts), gap.is_whole) == (DAY, NOON, 2, False)

    def test_are_whole_days_where_nothing_is_known(self, anna):
        autumn = dt.date(2025, 10, 26)
        (gap,) = queries.gaps_of(anna.pk, Utility.GAS, Days(autumn, autumn + ONE_DAY))
        assert (len(gap.starts), gap.is_whole) == (50, True)

    def test_are_asked_in_one_question(self, anna, django_assert_num_queries):
        with django_assert_num_queries(1):
            queries.gaps_of(anna.pk, Utility.GAS, Days(DAY, DAY + 60 * ONE_DAY))

    def test_of_the_account_leave_out_what_is_late(self, connect, fetch, today):
        account = connect()
        fetch(account)
        account.refresh_from_db()
        found = queries.octopus_gaps(account, today=today)
        assert found == {Utility.ELECTRICITY: [], Utility.GAS: []}

    def test_of_the_account_leave_out_what_nobody_asked_for(self, connect, today):
        assert queries.octopus_gaps(connect(), today=today) == {}
