"""Agreements of the account become tariffs: once, on their days, beside what somebody typed."""

import datetime as dt
from decimal import Decimal

import pytest

from daybook.apps.consumption import actions
from daybook.apps.consumption.domain import Utility
from daybook.apps.consumption.errors import NotConnected
from daybook.apps.consumption.models import Agreement, MeterPoint, OctopusAccount, Tariff
from daybook.apps.prices.errors import OctopusUnavailable, UnknownTariff
from daybook.apps.prices.models import RateHistory, StandingChargePeriod
from daybook.apps.prices.queries import StandingCharge
from daybook.lib.errors import TooMany
from tests.conftest import NOW

AGILE, OLD_AGILE = "E-1R-AGILE-24-10-01-C", "E-1R-AGILE-FLEX-22-11-25-C"
FIXED, GAS = "E-1R-OE-FIX-12M-25-01-10-C", "G-1R-VAR-22-11-01-C"
LAST_YEAR, SUMMER = dt.date(2025, 1, 1), dt.date(2025, 7, 1)


def london(day):
    """Midnight of ``day`` in London, as Octopus says when an agreement begins."""
    hour = -1 if 3 < day.month < 11 else 0
    return dt.datetime.combine(day, dt.time(), dt.UTC) + dt.timedelta(hours=hour)


@pytest.fixture
def asked(monkeypatch):
    """What Octopus says of the standing charge, and of which products it was asked."""
    products = []

    class Asked:
        pence = Decimal("47.85")
        error = None

    def standing_charge(*, product, region, now):
        products.append((product, region.letter))
        if Asked.error:
            raise Asked.error("Not today.")
        return StandingCharge(pence_inc_vat=Asked.pence, pence_exc_vat=Asked.pence)

    monkeypatch.setattr("daybook.apps.prices.queries.standing_charge", standing_charge)
    Asked.products = products
    return Asked


@pytest.fixture
def account(anna, asked):
    """Anna's account, without meter points."""
    today = NOW.date()
    days = dict.fromkeys(["fill_from", "fill_until", "filled_since", "asked_until"], today)
    times = dict.fromkeys(["connected_at", "answered_at", "next_ask_at"], NOW)
    return OctopusAccount.objects.create(person=anna, number="A-1B2C3D4E", **days, **times)


@pytest.fixture
def agree(account):
    """Adds an agreement: ``agree(AGILE, since, until, number=…)``."""

    def make(code, since, until=None, *, number="1", utility="electricity", is_export=False):
        point, _made = MeterPoint.objects.get_or_create(
            account=account, number=number, utility=utility, is_export=is_export
        )
        return Agreement.objects.create(
            point=point,
            tariff_code=code,
            valid_from=london(since),
            valid_to=london(until) if until else None,
        )

    return make


@pytest.fixture
def take(anna, account):
    """Takes the tariffs over."""
    return lambda: actions.take_over_tariffs(person=anna, now=NOW)


def kept():
    """The names and days of all tariffs, the earliest first."""
    rows = Tariff.objects.order_by("starts_on")
    return [(one.name, one.starts_on, one.ends_on) for one in rows]


class TestAdding:
    def test_makes_a_half_hourly_tariff_of_an_agreement(self, agree, take):
        agree(AGILE, LAST_YEAR)
        assert take().added == ["AGILE-24-10-01"]
        tariff = Tariff.objects.get()
        assert (tariff.kind, tariff.product, tariff.region) == (
            "half-hourly",
            "AGILE-24-10-01",
            "C",
        )
        assert (tariff.utility, tariff.starts_on, tariff.ends_on) == (
            "electricity",
            LAST_YEAR,
            None,
        )

    def test_ends_it_on_the_local_day_of_the_agreement(self, agree, take):
        agree(OLD_AGILE, LAST_YEAR, SUMMER)
        take()
        assert kept() == [("AGILE-FLEX-22-11-25", LAST_YEAR, SUMMER)]

    def test_leaves_no_day_between_two_agreements(self, agree, take):
        agree(AGILE, SUMMER)
        agree(OLD_AGILE, LAST_YEAR, SUMMER)
        assert len(take().added) == 2
        assert kept() == [
            ("AGILE-FLEX-22-11-25", LAST_YEAR, SUMMER),
            ("AGILE-24-10-01", SUMMER, None),
        ]

    def test_has_the_prices_kept_since_then(self, agree, take):
        agree(AGILE, LAST_YEAR)
        take()
        history = RateHistory.objects.get()
        assert (history.product, history.region, history.since) == (
            "AGILE-24-10-01",
            "C",
            LAST_YEAR,
        )

    def test_of_an_agreement_that_lasted_no_day_is_nothing(self, agree, take):
        agree(AGILE, SUMMER, SUMMER)
        assert take().added == []
        assert not Tariff.objects.exists()

    def test_of_a_new_agreement_ends_the_one_taken_over_before(self, agree, take):
        agree(OLD_AGILE, LAST_YEAR)
        take()
        agree(AGILE, SUMMER)
        assert take().added == ["AGILE-24-10-01"]
        assert kept()[0] == ("AGILE-FLEX-22-11-25", LAST_YEAR, SUMMER)

    def test_of_the_same_agreement_at_two_meters_is_one_tariff(self, agree, take):
        agree(AGILE, LAST_YEAR)
        agree(AGILE, LAST_YEAR, number="2")
        assert take().added == ["AGILE-24-10-01"]
        assert Tariff.objects.count() == 1

    def test_leaves_out_what_is_fed_in(self, agree, take):
        agree("E-1R-AGILE-OUTGOING-19-05-13-C", LAST_YEAR, is_export=True)
        assert take() == actions.TakenOver()
        assert not Tariff.objects.exists()


class TestAgain:
    def test_adds_nothing_twice(self, agree, take, asked):
        agree(AGILE, LAST_YEAR)
        take()
        again = take()
        assert (again.added, again.refusals) == ([], [])
        assert (Tariff.objects.count(), len(asked.products)) == (1, 1)

    def test_leaves_what_was_changed_meanwhile(self, agree, take):
        agree(AGILE, LAST_YEAR)
        take()
        Tariff.objects.update(standing_pence=Decimal(50), name="Mine")
        take()
        tariff = Tariff.objects.get()
        assert (tariff.name, tariff.standing_pence) == ("Mine", 50)

    def test_brings_back_what_was_deleted(self, agree, take, anna):
        agree(AGILE, LAST_YEAR)
        take()
        actions.delete_tariff(person=anna, tariff_id=Tariff.objects.get().pk)
        assert take().added == ["AGILE-24-10-01"]

    def test_asks_octopus_ten_times_an_hour_at_most(self, agree, take, anna):
        agree(AGILE, LAST_YEAR)
        for _time in range(10):
            take()
            Tariff.objects.all().delete()
        with pytest.raises(TooMany):
            take()
        assert not Tariff.objects.exists()


class TestWhatSomebodyTyped:
    def test_is_not_ended(self, agree, take, tariff):
        mine = tariff(first=LAST_YEAR)
        agree(AGILE, SUMMER)
        taken = take()
        assert (taken.added, len(taken.refusals)) == ([], 1)
        assert mine.name in taken.refusals[0]
        assert kept() == [(mine.name, LAST_YEAR, None)]

    def test_is_not_overlapped(self, agree, take, tariff):
        tariff(first=SUMMER)
        agree(AGILE, LAST_YEAR, dt.date(2025, 8, 1))
        assert len(take().refusals) == 1
        assert Tariff.objects.count() == 1

    def test_goes_on_after_a_tariff_that_is_taken_over(self, agree, take, tariff):
        mine = tariff(first=SUMMER)
        agree(AGILE, LAST_YEAR)
        take()
        assert kept() == [("AGILE-24-10-01", LAST_YEAR, SUMMER), (mine.name, SUMMER, None)]

    def test_stands_in_the_way_of_one_agreement_only(self, agree, take, tariff):
        tariff(first=SUMMER)
        agree(OLD_AGILE, LAST_YEAR, SUMMER)
        agree(AGILE, SUMMER)
        taken = take()
        assert (taken.added, len(taken.refusals)) == (["AGILE-FLEX-22-11-25"], 1)

    def test_for_gas_is_in_nobodys_way(self, agree, take, tariff):
        tariff(first=LAST_YEAR, utility=Utility.GAS)
        agree(AGILE, LAST_YEAR)
        assert take().refusals == []

    def test_of_somebody_else_is_in_nobodys_way(self, agree, take, tariff, otto):
        tariff(first=LAST_YEAR, person=otto)
        agree(AGILE, LAST_YEAR)
        assert take().added


class TestStandingCharge:
    def keep(self, first, past, pence):
        StandingChargePeriod.objects.create(
            product="AGILE-24-10-01",
            region="C",
            first=first,
            past=past,
            pence_inc_vat=Decimal(pence),
            pence_exc_vat=Decimal(pence) / Decimal("1.05"),
        )

    def test_is_what_is_kept_of_today(self, agree, take, asked):
        self.keep(LAST_YEAR, SUMMER, "40")
        self.keep(SUMMER, None, "42")
        agree(AGILE, LAST_YEAR)
        take()
        assert (Tariff.objects.get().standing_pence, asked.products) == (42, [])

    def test_of_what_is_over_is_that_of_its_last_day(self, agree, take, asked):
        self.keep(LAST_YEAR, SUMMER, "40")
        self.keep(SUMMER, None, "42")
        agree(AGILE, LAST_YEAR, SUMMER)
        take()
        assert (Tariff.objects.get().standing_pence, asked.products) == (40, [])

    def test_is_asked_for_where_none_is_kept(self, agree, take, asked):
        agree(AGILE, LAST_YEAR)
        assert take().uncharged == []
        tariff = Tariff.objects.get()
        assert (tariff.standing_pence, tariff.includes_vat) == (Decimal("47.85"), True)
        assert asked.products == [("AGILE-24-10-01", "C")]

    @pytest.mark.parametrize("error", [OctopusUnavailable, UnknownTariff, TooMany])
    def test_that_nobody_tells_has_to_be_typed(self, agree, take, asked, error):
        asked.error = error
        agree(AGILE, LAST_YEAR)
        assert take().uncharged == ["AGILE-24-10-01"]
        assert Tariff.objects.get().standing_pence == 0

    def test_of_today_is_not_taken_for_one_of_the_past(self, agree, take, asked):
        agree(AGILE, LAST_YEAR, SUMMER)
        assert take().uncharged == ["AGILE-24-10-01"]
        assert asked.products == []

    @pytest.mark.parametrize("pence", ["-1", "2001"])
    def test_that_cannot_be_has_to_be_typed(self, agree, take, asked, pence):
        asked.pence = Decimal(pence)
        agree(AGILE, LAST_YEAR)
        assert take().uncharged == ["AGILE-24-10-01"]

    def test_is_not_asked_for_by_whoever_has_the_tariff(self, agree, take, asked):
        agree(AGILE, LAST_YEAR)
        take()
        asked.error = OctopusUnavailable
        assert take().uncharged == []


class TestOthers:
    def test_that_hold_are_named_once_each(self, agree, take):
        agree(FIXED, LAST_YEAR)
        agree(FIXED, LAST_YEAR, number="2")
        agree(GAS, LAST_YEAR, number="3", utility="gas")
        assert take().to_type == [FIXED, GAS]
        assert not Tariff.objects.exists()

    def test_that_are_over_are_not_named(self, agree, take):
        agree(FIXED, LAST_YEAR, SUMMER)
        assert take().to_type == []

    def test_with_two_registers_are_to_be_typed(self, agree, take):
        agree("E-2R-AGILE-24-10-01-C", LAST_YEAR)
        assert take().to_type == ["E-2R-AGILE-24-10-01-C"]

    def test_of_other_people_are_not_taken(self, agree, otto):
        agree(AGILE, LAST_YEAR)
        with pytest.raises(NotConnected):
            actions.take_over_tariffs(person=otto, now=NOW)
        assert not Tariff.objects.exists()

    def test_on_days_that_no_tariff_can_have_are_told(self, agree, take):
        agree(AGILE, dt.date(1969, 1, 1))
        assert "1970" in take().refusals[0]
        assert not Tariff.objects.exists()
