import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.contrib.auth import get_user_model
from django.db import connection

from daybook.apps.accounts import actions, queries
from daybook.apps.accounts.errors import NotValid
from daybook.apps.accounts.events import PhoneChanged
from daybook.core import events

User = get_user_model()
ADDRESS = {
    "address_line1": "12 Mill Lane",
    "address_line2": "Flat 2",
    "city": "Lewes",
    "county": "East Sussex",
    "postcode": "BN7 2AA",
    "country": "GB",
}


@pytest.fixture
def facts(monkeypatch):
    """The changes of a phone that others are told of."""
    told = []
    monkeypatch.setitem(events._handlers, PhoneChanged, [told.append])
    return told


def of(person):
    return User.objects.filter(pk=person.pk).values().get()


class TestChangeProfile:
    def test_keeps_everything_a_person_says(self, anna):
        given = {
            **ADDRESS,
            "name": "Anna Maria",
            "phone": "+447700900123",
            "time_zone": "Europe/Lisbon",
            "language": "en-gb",
            "day_starts_at": dt.time(5, 30),
            "first_weekday": 6,
            "currency": "EUR",
        }

        actions.change_profile(user=anna, **given)

        kept = of(anna)
        assert {field: kept[field] for field in given} == given
        assert {field: getattr(anna, field) for field in given} == given

    def test_leaves_what_is_not_given_or_nothing(self, anna):
        actions.change_profile(user=anna, **ADDRESS)
        before = of(anna)

        actions.change_profile(user=anna, city=None, phone=None)
        actions.change_profile(user=anna)

        assert of(anna) == before

    def test_clears_what_is_given_as_empty(self, anna):
        actions.change_profile(user=anna, phone="07700 900123", **ADDRESS)

        actions.change_profile(user=anna, phone="", address_line2=" ", postcode="")

        kept = of(anna)
        assert (kept["phone"], kept["address_line2"], kept["postcode"]) == ("", "", "")
        assert kept["city"] == "Lewes"

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("phone", "999"),
            ("address_line1", "12\0Mill"),
            ("address_line2", "a" * 101),
            ("city", "\u202eLewes"),
            ("county", "\x1b"),
            ("postcode", "SW1A"),
            ("country", "UK"),
            ("first_weekday", 7),
            ("currency", "BTC"),
        ],
    )
    def test_changes_nothing_when_anything_is_wrong(self, anna, field, value, facts):
        before = of(anna)

        with pytest.raises(NotValid) as refused:
            actions.change_profile(user=anna, **{"name": "Eve", "phone": "", field: value})

        assert set(refused.value.fields) == {field}
        assert of(anna) == before
        assert facts == []

    def test_tells_of_everything_that_is_wrong(self, anna):
        with pytest.raises(NotValid) as refused:
            actions.change_profile(user=anna, phone="x", city="\0", country="XX", postcode="SW1A")

        assert set(refused.value.fields) == {"phone", "city", "country"}

    def test_judges_a_postcode_by_the_country_there_is(self, anna):
        actions.change_profile(user=anna, country="PT", postcode="1100-148")

        actions.change_profile(user=anna, postcode="1100-149")

        assert of(anna)["postcode"] == "1100-149"

    def test_judges_the_postcode_there_is_by_another_country(self, anna):
        actions.change_profile(user=anna, country="PT", postcode="1100-148")

        with pytest.raises(NotValid) as refused:
            actions.change_profile(user=anna, country="GB")

        assert set(refused.value.fields) == {"postcode"}
        assert of(anna)["country"] == "PT"

    def test_changes_nobody_else(self, anna, otto):
        before = of(otto)

        actions.change_profile(user=anna, phone="07700 900123", **ADDRESS)

        assert of(otto) == before


class TestPhoneChanged:
    @pytest.fixture
    def change(self, anna, facts, django_capture_on_commit_callbacks):
        def change(**given):
            with django_capture_on_commit_callbacks(execute=True):
                actions.change_profile(user=User.objects.get(pk=anna.pk), **given)
            return facts

        return change

    def test_tells_whose_phone_it_is_now(self, change, anna):
        told = change(phone="07700 900123")

        assert told == [PhoneChanged(person_id=anna.pk, phone="+447700900123")]

    def test_tells_that_there_is_none_any_more(self, change, anna):
        change(phone="07700 900123")

        assert change(phone="")[1:] == [PhoneChanged(person_id=anna.pk, phone="")]

    def test_says_nothing_when_it_is_the_same_in_other_words(self, change):
        change(phone="07700 900123")

        assert len(change(phone="+44 7700 900123")) == 1

    @pytest.mark.parametrize("given", [{"name": "Anna Maria"}, {"phone": None}, {"phone": ""}])
    def test_says_nothing_when_no_phone_changes(self, change, given):
        assert change(**given) == []

    def test_is_told_once_when_two_devices_say_the_same(self, transactional_db, person, facts):
        anna, barrier = person("Anna"), Barrier(4)

        def change(_):
            try:
                mine = User.objects.get(pk=anna.pk)
                barrier.wait(timeout=120)
                actions.change_profile(user=mine, phone="07700 900123")
            finally:
                connection.close()

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(change, range(4)))

        assert facts == [PhoneChanged(person_id=anna.pk, phone="+447700900123")]


class TestPhoneOf:
    def test_is_the_number_in_one_form(self, anna):
        actions.change_profile(user=anna, phone="07700 900123")

        assert queries.phone_of(anna.pk) == "+447700900123"

    def test_is_nothing_where_there_is_none(self, anna):
        assert queries.phone_of(anna.pk) == ""

    def test_is_nothing_for_nobody(self, db):
        assert queries.phone_of(0) == ""
