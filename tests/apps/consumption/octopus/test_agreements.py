"""What was agreed, and what is missing while it holds."""

import datetime as dt

import pytest

from daybook.apps.consumption import queries
from daybook.apps.consumption.domain import Utility
from daybook.apps.consumption.errors import NotConnected
from daybook.apps.consumption.models import Agreement, MeterPoint, OctopusAccount
from daybook.core.contributions import personal_data
from tests.conftest import NOW

TODAY = NOW.date()
ONE_DAY = dt.timedelta(days=1)
LONG_AGO = TODAY - 1000 * ONE_DAY


def at(day):
    return dt.datetime.combine(day, dt.time(), dt.UTC)


def make(person, **said):
    """An account of which all has been asked for, for ages."""
    days = {"fill_from": LONG_AGO, "fill_until": TODAY + ONE_DAY, "filled_since": LONG_AGO}
    times = dict.fromkeys(["connected_at", "answered_at", "next_ask_at"], NOW)
    given = {"number": "A-1B2C3D4E", "asked_until": TODAY, **days, **times}
    return OctopusAccount.objects.create(person=person, **(given | said))


@pytest.fixture
def account(anna):
    return make(anna)


@pytest.fixture
def supply(account):
    """Adds a meter point with agreements from a day up to a day."""

    def add(*agreed, number="1", utility="electricity", is_export=False, of=account):
        point = MeterPoint.objects.create(
            account=of, number=number, utility=utility, is_export=is_export, serials=["E1"]
        )
        for n, (since, until) in enumerate(agreed):
            Agreement.objects.create(
                point=point,
                tariff_code=f"E-1R-X{n}-C",
                valid_from=at(since),
                valid_to=at(until) if until else None,
            )
        return point

    return add


def missing(account, utility=Utility.ELECTRICITY, today=TODAY):
    """The first and the last day of which something is missing."""
    days = [gap.day for gap in queries.octopus_gaps(account, today=today).get(utility, [])]
    return (min(days), max(days)) if days else None


class TestGaps:
    def test_reach_sixty_days_back_and_not_to_yesterday(self, account, supply):
        supply((LONG_AGO, None))
        assert missing(account) == (TODAY - 60 * ONE_DAY, TODAY - 2 * ONE_DAY)

    def test_begin_with_the_first_agreement(self, account, supply):
        supply((TODAY - 10 * ONE_DAY, None))
        assert missing(account)[0] == TODAY - 10 * ONE_DAY

    def test_end_with_the_last_agreement(self, account, supply):
        supply((LONG_AGO, TODAY - 20 * ONE_DAY))
        assert missing(account)[1] == TODAY - 21 * ONE_DAY

    def test_are_none_after_the_household_has_left(self, account, supply):
        supply((LONG_AGO, TODAY - 90 * ONE_DAY))
        assert queries.octopus_gaps(account, today=TODAY) == {}

    def test_go_on_where_one_agreement_follows_another(self, account, supply):
        supply((LONG_AGO, TODAY - 20 * ONE_DAY), (TODAY - 20 * ONE_DAY, None))
        assert missing(account)[1] == TODAY - 2 * ONE_DAY

    def test_go_on_while_one_of_two_homes_is_supplied(self, account, supply):
        supply((LONG_AGO, TODAY - 20 * ONE_DAY))
        supply((TODAY - 30 * ONE_DAY, None), number="2")
        assert missing(account) == (TODAY - 60 * ONE_DAY, TODAY - 2 * ONE_DAY)

    def test_of_an_agreement_that_ends_in_the_future_do_not(self, account, supply):
        supply((LONG_AGO, TODAY + 90 * ONE_DAY))
        assert missing(account)[1] == TODAY - 2 * ONE_DAY

    def test_without_agreements_are_of_all_that_was_asked_for(self, account, supply):
        supply()
        assert missing(account) == (TODAY - 60 * ONE_DAY, TODAY - 2 * ONE_DAY)

    def test_leave_out_what_has_not_been_asked_for(self, account, supply):
        supply((LONG_AGO, None))
        account.filled_since = TODAY - 5 * ONE_DAY
        assert missing(account)[0] == TODAY - 5 * ONE_DAY

    def test_are_of_each_utility_by_itself(self, account, supply):
        supply((LONG_AGO, TODAY - 20 * ONE_DAY))
        supply((TODAY - 9 * ONE_DAY, None), number="G", utility="gas")
        assert missing(account)[1] == TODAY - 21 * ONE_DAY
        assert missing(account, Utility.GAS)[0] == TODAY - 9 * ONE_DAY

    def test_are_not_of_what_is_fed_in(self, account, supply):
        supply((LONG_AGO, None), is_export=True)
        assert queries.octopus_gaps(account, today=TODAY) == {}

    def test_ask_the_database_as_often_for_many_agreements(
        self, account, supply, django_assert_num_queries
    ):
        stretches = [(LONG_AGO + n * ONE_DAY, LONG_AGO + (n + 1) * ONE_DAY) for n in range(20)]
        supply(*stretches)
        supply(*stretches, number="2")
        with django_assert_num_queries(2):
            queries.octopus_gaps(account, today=TODAY)


class TestAgreements:
    def test_come_with_their_meter_point_the_earliest_first(self, account, supply, anna):
        supply((TODAY, None), (LONG_AGO, TODAY), number="7")
        told = queries.agreements_of(anna.pk)
        assert [one.tariff_code for one in told] == ["E-1R-X1-C", "E-1R-X0-C"]
        assert {(one.number, one.utility) for one in told} == {("7", Utility.ELECTRICITY)}
        assert (told[0].valid_to, told[1].valid_to) == (at(TODAY), None)

    def test_are_nobody_elses(self, account, supply, otto):
        supply((LONG_AGO, None))
        assert queries.agreements_of(otto.pk) == []
        assert queries.meter_points_of(otto.pk) == []
        with pytest.raises(NotConnected):
            queries.octopus_of(otto.pk)

    def test_are_read_in_one_question(self, account, supply, anna, django_assert_num_queries):
        for n in range(5):
            supply((LONG_AGO, None), number=str(n))
        with django_assert_num_queries(1):
            assert len(queries.agreements_of(anna.pk)) == 5

    def test_name_themselves_for_the_operator(self, supply):
        point = supply((dt.date(2025, 4, 1), None), number="1200000000001")
        assert str(point.agreements.get()) == "E-1R-X0-C from 2025-04-01"
        assert "1200000000001" not in str(point)


class TestPoints:
    def test_that_are_fed_into_come_last(self, account, supply, anna):
        supply(number="1", is_export=True)
        supply(number="3", utility="gas")
        supply(number="2")
        assert [point.number for point in queries.meter_points_of(anna.pk)] == ["2", "3", "1"]


class TestCopy:
    def told(self, anna):
        rows = dict(personal_data)["consumption.records"].export(anna)
        return [content for kind, content in rows if kind == "octopus_account"]

    def test_has_the_account_with_all_that_was_agreed(self, account, supply, anna):
        supply((LONG_AGO, TODAY), number="7")
        (told,) = self.told(anna)
        assert (told["number"], told["gas_unit"]) == ("A-1B2C3D4E", "m3")
        (point,) = told["meter_points"]
        assert (point["number"], point["serials"]) == ("7", ["E1"])
        assert point["agreements"][0]["tariff_code"] == "E-1R-X0-C"

    def test_has_nothing_of_the_key(self, anna):
        make(anna, sealed_key="sealed-key", key_hint="x7Qa")
        told = repr(self.told(anna))
        assert "sealed-key" not in told
        assert "x7Qa" not in told

    def test_of_somebody_else_is_another_one(self, account, otto):
        assert self.told(otto) == []
