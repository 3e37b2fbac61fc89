import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction

from daybook.config import settings as product

User = get_user_model()


class TestUser:
    def test_keeps_an_email_in_one_spelling(self, person):
        assert person("Anna", email=" Anna@Example.COM ").email == "anna@example.com"

    def test_exists_once_for_an_email_in_any_case(self, anna):
        with pytest.raises(IntegrityError), transaction.atomic():
            User.objects.bulk_create([User(email="ANNA@example.com", name="Anna again")])

        assert User.objects.count() == 1

    def test_is_found_by_an_email_in_any_case(self, anna):
        assert User.objects.get_by_natural_key("ANNA@Example.com") == anna

    def test_starts_in_london_at_midnight_as_nobody_special(self, anna):
        anna.refresh_from_db()

        assert (anna.time_zone, anna.language) == ("Europe/London", "en-gb")
        assert anna.day_starts_at.isoformat() == "00:00:00"
        assert anna.is_active
        assert not anna.is_staff

    def test_does_not_tell_the_email_in_logs(self, anna):
        assert str(anna) == f"Anna (#{anna.pk})"


class TestUserManager:
    def test_makes_a_person_with_an_argon2_password(self, db, settings):
        settings.PASSWORD_HASHERS = product.PASSWORD_HASHERS
        user = User.objects.create_user("Mia@example.com", "nine green bottles", name="Mia")

        assert user.password.startswith("argon2")
        assert user.check_password("nine green bottles")

    def test_makes_an_operator(self, db):
        user = User.objects.create_superuser("op@example.com", "nine green bottles", name="Op")

        assert user.is_staff
        assert user.is_superuser

    def test_names_people_where_django_asks(self, anna):
        assert (anna.get_full_name(), anna.get_short_name()) == ("Anna", "Anna")
