import re

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from daybook.apps.accounts import actions
from daybook.apps.accounts.domain import CURRENCIES, countries
from daybook.apps.accounts.forms import ProfileForm
from daybook.apps.accounts.models import Avatar

User = get_user_model()
PROFILE = reverse("accounts:profile")
TYPED = {
    "name": "Anna Maria",
    "phone": "07700 900123",
    "address_line1": "12 Mill Lane",
    "address_line2": "Flat 2",
    "city": "Lewes",
    "county": "East Sussex",
    "postcode": "bn7 2aa",
    "country": "GB",
    "time_zone": "Europe/Lisbon",
    "language": "en-gb",
    "day_starts_at": "05:30",
    "first_weekday": "6",
    "currency": "EUR",
}


def html(response):
    return response.content.decode()


def chosen(page):
    return re.findall(r'<option value="([^"]+)" selected', page)


def of(person):
    return User.objects.filter(pk=person.pk).values().get()


@pytest.fixture
def page(client, anna):
    """What Anna sees after she has typed: ``page(phone="x")``."""
    client.force_login(anna)

    def page(**typed):
        return client.post(PROFILE, TYPED | typed)

    return page


class TestProfile:
    def test_saves_everything_and_shows_it_again(self, page, client, anna):
        assert page()["Location"] == PROFILE

        shown = html(client.get(PROFILE))
        for words in ("Anna Maria", "+44 7700 900123", "12 Mill Lane", "Flat 2", "Lewes"):
            assert f'value="{words}"' in shown
        assert 'value="BN7 2AA"' in shown
        assert chosen(shown) == ["GB", "Europe/Lisbon", "en-gb", "6", "EUR"]
        assert of(anna)["phone"] == "+447700900123"
        assert of(anna)["first_weekday"] == 6

    def test_starts_in_britain_on_a_monday_in_pounds(self, client, anna):
        client.force_login(anna)

        shown = html(client.get(PROFILE))

        assert chosen(shown) == ["GB", "Europe/London", "en-gb", "0", "GBP"]

    @pytest.mark.parametrize(
        ("field", "typed", "told"),
        [
            ("phone", "999", "too short"),
            ("phone", "ring me", "such as 07700 900123"),
            ("phone", "0" * 41, "at most 40"),
            ("address_line1", "x" * 101, "at most 100"),
            ("city", "Le\u202ewes", "control characters"),
            ("county", "\0", "Null characters"),
            ("postcode", "BN7", "first half"),
            ("postcode", "BN7 OAA", "Do you mean BN7 0AA?"),
            ("country", "", "Choose your country."),
            ("country", "UK", "choose a country"),
            ("first_weekday", "", "Choose the day"),
            ("first_weekday", "7", "Choose one of these days."),
            ("currency", "", "Choose a currency."),
            ("currency", "BTC", "Choose one of these currencies."),
        ],
    )
    def test_says_beside_the_field_what_is_wrong(self, page, anna, field, typed, told):
        before = of(anna)

        response = page(**{field: typed})

        assert response.status_code == 422
        assert list(response.context["form"].errors) == [field]
        assert told in str(response.context["form"].errors[field])
        assert f'id="id_{field}_error"' in html(response)
        assert of(anna) == before

    def test_keeps_what_was_typed(self, page):
        shown = html(page(phone="07700 9", postcode="SW1A IAA", currency="JPY"))

        for words in ("Anna Maria", "07700 9", "12 Mill Lane", "SW1A IAA"):
            assert f'value="{words}"' in shown
        assert chosen(shown) == ["GB", "Europe/Lisbon", "en-gb", "6", "JPY"]

    def test_escapes_what_was_typed(self, page):
        shown = html(page(phone='"><b>x', city="<i>Lewes"))

        assert "<b>x" not in shown
        assert "<i>Lewes" not in shown

    def test_takes_an_address_away(self, page, anna):
        page()
        page(address_line1="", address_line2="", city="", county="", postcode="", phone="")

        kept = of(anna)
        assert {kept[f] for f in ("phone", "address_line1", "city", "county", "postcode")} == {""}

    def test_takes_a_foreign_address(self, page, anna):
        page(country="PT", postcode="1100-148", phone="+351 912 345 678")

        assert (of(anna)["country"], of(anna)["postcode"]) == ("PT", "1100-148")
        assert of(anna)["phone"] == "+351912345678"

    def test_takes_no_other_column(self, page, anna):
        page(avatar_version="x", is_staff="on", email="eve@example.com")

        kept = of(anna)
        assert (kept["avatar_version"], kept["is_staff"]) == ("", False)
        assert kept["email"] == "anna@example.com"

    def test_groups_what_belongs_together(self, client, anna):
        client.force_login(anna)

        titles = re.findall(r'<h2 id="(\w+)">', html(client.get(PROFILE)))

        assert titles == ["picture", "who", "contact", "day"]

    def test_wants_the_csrf_token(self, strict_client, anna):
        strict_client.force_login(anna)

        assert strict_client.post(PROFILE, TYPED).status_code == 403
        assert of(anna)["phone"] == ""

    def test_costs_no_query_for_the_picture(self, client, anna, now, django_assert_num_queries):
        anna.avatar_version = "4f9a1c0be2d75a38"
        anna.save()
        Avatar.objects.create(person=anna, version="x", large=b"x", small=b"x", changed_at=now)
        client.force_login(anna)

        with django_assert_num_queries(3):  # session, person, unread messages
            client.get(PROFILE)


class TestProfileForm:
    def test_offers_every_country_once(self):
        offered = re.findall(r'option value="([^"]+)"', str(ProfileForm()["country"]))

        assert offered == [*countries()]

    def test_offers_every_currency_by_name(self):
        select = str(ProfileForm()["currency"])

        assert all(f"{words} ({code})" in select for code, words in CURRENCIES.items())

    @pytest.mark.parametrize(
        ("field", "purpose"),
        [
            ("phone", "tel"),
            ("address_line1", "address-line1"),
            ("address_line2", "address-line2"),
            ("city", "address-level2"),
            ("county", "address-level1"),
            ("postcode", "postal-code"),
            ("country", "country"),
        ],
    )
    def test_helps_browsers_to_fill_it_in(self, field, purpose):
        assert f'autocomplete="{purpose}"' in str(ProfileForm()[field])

    def test_brings_up_the_keys_of_a_phone(self):
        assert 'type="tel"' in str(ProfileForm()["phone"])


class TestAdmin:
    def test_shows_what_a_person_has_said(self, client, person, anna):
        client.force_login(person("Olga", is_staff=True, is_superuser=True))
        actions.change_profile(user=anna, phone="07700 900123", address_line1="12 Mill Lane")

        page = html(client.get(reverse("admin:accounts_user_change", args=[anna.pk])))

        assert "+447700900123" in page
        assert "12 Mill Lane" in page
        assert 'name="phone"' not in page
