"""The tables of tariffs and instalments have the last word."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from daybook.apps.consumption.domain import Days
from daybook.apps.consumption.domain.tariffs import Flat, HalfHourly, Terms
from daybook.apps.consumption.models import Instalment, Tariff, columns_of

NEW_YEAR, SPRING, SUMMER = (dt.date(2026, month, 1) for month in (1, 3, 6))
ONE_DAY = dt.timedelta(days=1)


@pytest.fixture
def row(anna, now):
    """A row as nobody but a mistake writes it: past the actions."""

    def make(**said):
        given = {
            "person": anna,
            "utility": "electricity",
            "name": "Fixed",
            "starts_on": NEW_YEAR,
            "key": uuid.uuid4(),
            "made_at": now,
            "changed_at": now,
        }
        return Tariff.objects.create(
            **(given | columns_of(Terms(rates=Flat(pence=Decimal(20)))) | said)
        )

    return make


class TestConstraints:
    @pytest.mark.parametrize(
        "wrong",
        [{"utility": "coal"}, {"kind": "free"}, {"ends_on": NEW_YEAR}, {"ends_on": dt.date.min}],
    )
    def test_refuse_what_is_no_tariff(self, row, wrong):
        with pytest.raises(IntegrityError), transaction.atomic():
            row(**wrong)
        assert not Tariff.objects.exists()

    def test_refuse_two_that_begin_on_a_day(self, row):
        row()
        with pytest.raises(IntegrityError), transaction.atomic():
            row()
        assert row(utility="gas").pk

    def test_refuse_a_key_twice(self, row):
        key = row().key
        with pytest.raises(IntegrityError), transaction.atomic():
            row(key=key, starts_on=SPRING)

    def test_refuse_two_instalments_of_a_scope(self, anna, now):
        said = {"monthly": 1, "balance": 0, "balance_on": NEW_YEAR, "changed_at": now}
        Instalment.objects.create(person=anna, scope="gas", **said)
        for scope in ("gas", "coal"):
            with pytest.raises(IntegrityError), transaction.atomic():
                Instalment.objects.create(person=anna, scope=scope, **said)


class TestDaysOfATariff:
    @pytest.mark.parametrize(
        ("ends_on", "days", "held"),
        [
            (None, Days(NEW_YEAR, SUMMER), Days(SPRING, SUMMER)),
            (None, Days(NEW_YEAR, SPRING), None),
            (SUMMER, Days(SUMMER, SUMMER + ONE_DAY), None),
            (SUMMER, Days(SUMMER - ONE_DAY, SUMMER + ONE_DAY), Days(SUMMER - ONE_DAY, SUMMER)),
            (None, Days(SPRING, SPRING + ONE_DAY), Days(SPRING, SPRING + ONE_DAY)),
        ],
    )
    def test_are_those_on_which_it_holds(self, row, ends_on, days, held):
        kept = row(starts_on=SPRING, ends_on=ends_on)
        assert kept.within(days) == held
        assert Tariff.objects.touching(days).exists() == (held is not None)

    def test_have_a_last_one_only_when_it_ends(self, row):
        assert row().last_day is None
        assert row(starts_on=SPRING, ends_on=SUMMER).last_day == SUMMER - ONE_DAY


class TestNames:
    def test_tell_nothing_of_the_person(self, row, anna, now):
        kept = row(name="Of Anna Smith")
        assert str(kept) == f"electricity tariff #{kept.pk}"
        said = {"monthly": 1, "balance": 0, "balance_on": NEW_YEAR, "changed_at": now}
        paid = Instalment.objects.create(person=anna, scope="gas", **said)
        assert str(paid) == f"gas #{paid.pk}"


class TestTerms:
    def test_of_another_kind_leave_the_rest_alone(self, row):
        kept = row(**columns_of(Terms(rates=HalfHourly(product="AGILE-1", region="C"))))
        kept.refresh_from_db()
        assert kept.terms.rates == HalfHourly(product="AGILE-1", region="C")
        assert kept.pence == 20
