import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from daybook.apps.consumption import actions, jobs
from daybook.apps.consumption.domain.instalments import Scope
from daybook.apps.consumption.models import Instalment, Meter, Record, Tariff
from daybook.core.contributions import demo_data, personal_data
from daybook.core.jobs.schedule import recurring


def test_members_find_their_way_and_strangers_do_not(own, client):
    assert "/consumption/" in own.get("/").content.decode()
    client.logout()
    assert "/consumption/" not in client.get("/prices/region/").content.decode()


class TestPersonalData:
    def test_leaves_and_goes_with_the_person(self, anna, record, now):
        record()
        ours = dict(personal_data)["consumption.records"]
        assert "record" in [kind for kind, _ in ours.export(anna)]
        ours.erase(anna, now)
        assert not Record.objects.exists()

    def test_takes_meters_and_readings_along(self, anna, meter, read, now):
        read(meter(serial="AB 1"), 3, "100")
        ours = dict(personal_data)["consumption.records"]
        told = dict(ours.export(anna))
        assert (told["meter"]["serial"], told["reading"]["number"]) == ("AB 1", "100.000")
        ours.erase(anna, now)
        assert not Meter.objects.exists()


class TestDemo:
    def test_gives_the_sample_person_two_years(self, person):
        person("Anna")
        told = dict(demo_data)["consumption.records"](timezone.now())
        assert "records and two years of half-hours" in told

    @pytest.mark.django_db
    def test_needs_the_sample_person(self):
        assert "no sample person" in dict(demo_data)["consumption.records"](timezone.now())


class TestTariffs:
    def test_of_the_sample_are_added_once(self, person):
        anna = person("Anna")
        told = [dict(demo_data)["consumption.tariffs"](timezone.now()) for _ in range(2)]
        assert [one.split()[2] for one in told] == ["5", "0"]
        assert set(Tariff.objects.values_list("person", "is_sample")) == {(anna.pk, True)}

    @pytest.mark.django_db
    def test_of_the_sample_need_the_sample_person(self):
        assert "no sample person" in dict(demo_data)["consumption.tariffs"](timezone.now())

    def test_leave_and_go_with_the_person(self, anna, tariff, now):
        tariff("24.5")
        actions.set_instalment(
            person=anna,
            scope=Scope.GAS,
            monthly=Decimal(90),
            balance=Decimal(0),
            balance_on=now.date(),
            today=now.date(),
            now=now,
        )
        ours = dict(personal_data)["consumption.records"]
        told = dict(ours.export(anna))
        assert (told["tariff"]["name"], told["instalment"]["monthly"]) == ("Fixed", "90.00")
        ours.erase(anna, now)
        assert not Tariff.objects.exists()
        assert not Instalment.objects.exists()

    @pytest.mark.django_db
    def test_keep_their_rates_wanted(self):
        assert "consumption.want-rates" in dict(recurring)
        assert jobs.want_rates.func() == 0


class TestForgetting:
    def test_is_on_the_schedule(self):
        assert "consumption.forget-deleted" in dict(recurring)

    def test_removes_what_was_deleted_long_ago(self, anna, record):
        long_ago = timezone.now() - dt.timedelta(days=31)
        actions.delete_records(person=anna, record_ids=[record().pk], now=long_ago)
        assert jobs.forget_deleted.func() == 1
        assert not Record.objects.exists()
