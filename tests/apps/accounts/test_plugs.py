import json

import pytest
from django.contrib.auth import get_user_model

from daybook.apps.accounts import actions, plugs, queries
from daybook.core.contributions import demo_data, nav, personal_data
from tests.conftest import NOW

User = get_user_model()


class TestExport:
    def test_gives_the_person_without_the_password(self, anna):
        ((kind, values),) = plugs.export_person(anna)

        assert kind == "person"
        assert values["email"] == "anna@example.com"
        assert anna.password not in json.dumps(values)


class TestErase:
    def test_leaves_nothing_and_ends_every_sign_in(self, anna, otto, now):
        tokens = actions.issue_tokens(user=anna, now=NOW)

        plugs.erase_person(anna, now)

        assert list(User.objects.all()) == [otto]
        assert queries.person_behind(tokens.access_token) is None

    def test_may_be_done_again(self, anna, now):
        plugs.erase_person(anna, now)
        plugs.erase_person(anna, now)

    def test_comes_after_everything_the_person_owns(self):
        assert [name for name, _ in personal_data][-1] == "accounts.person"


class TestDemoPeople:
    def test_can_sign_in_and_are_labelled_as_sample(self, db, now):
        told = plugs.demo_people(now)

        anna = User.objects.get(email="anna@example.com")
        assert anna.name == "Anna Sample"
        assert anna.check_password(plugs.DEMO_PHRASE)
        assert plugs.DEMO_PHRASE in told

    def test_are_made_once_and_kept_as_they_are(self, db, now):
        plugs.demo_people(now)
        User.objects.filter(email="anna@example.com").update(name="Anna Changed")

        plugs.demo_people(now)

        assert User.objects.count() == 3
        assert User.objects.get(email="anna@example.com").name == "Anna Changed"

    def test_come_before_what_they_own(self):
        assert next(name for name, _ in demo_data) == "accounts.people"


@pytest.mark.parametrize("name", ["accounts.profile", "accounts.sign-in"])
def test_the_account_is_last_in_the_navigation(name):
    people = [item for item, place in nav if place.audience != "operators"]
    assert name in people[-2:]
