from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.contrib.auth import get_user_model
from django.db import connection

from daybook.apps.accounts import actions, plugs, queries
from daybook.apps.accounts.actions.avatars import PICTURES
from daybook.apps.accounts.errors import NoSuchPerson, NotValid
from daybook.apps.accounts.models import Avatar
from daybook.lib.errors import TooMany

User = get_user_model()


@pytest.fixture
def give(drawn, now):
    """Gives somebody a picture of one colour: ``give(anna, "red")``."""
    return lambda person, colour="red": actions.change_avatar(
        user=person, data=drawn(colour=colour), now=now
    )


def versions():
    """What stands on the row of a person, and what on the row of their picture."""
    people = User.objects.exclude(avatar_version="").values_list("pk", "avatar_version")
    return dict(people), dict(Avatar.objects.values_list("person_id", "version"))


class TestChangeAvatar:
    def test_keeps_it_small_and_says_which_it_is(self, give, anna, now):
        give(anna)

        avatar = Avatar.objects.get()
        assert (avatar.person_id, avatar.changed_at) == (anna.pk, now)
        assert 0 < len(avatar.small) < len(avatar.large) < 20_000
        anna.refresh_from_db()
        assert anna.avatar_version == avatar.version

    def test_takes_the_place_of_the_one_before(self, give, anna):
        first, second = give(anna, "red").avatar_version, give(anna, "blue").avatar_version

        assert first != second
        assert versions() == ({anna.pk: second}, {anna.pk: second})

    def test_may_be_done_again(self, give, anna):
        assert give(anna).avatar_version == give(anna).avatar_version
        assert Avatar.objects.count() == 1

    def test_is_nobody_elses(self, give, anna, otto):
        mine, his = give(anna, "red"), give(otto, "blue")

        assert versions()[0] == {anna.pk: mine.avatar_version, otto.pk: his.avatar_version}

    @pytest.mark.parametrize("data", [b"", b"GIF89a", b"<svg/>"])
    def test_leaves_the_one_there_is_when_refused(self, give, anna, now, data):
        before = give(anna).avatar_version

        with pytest.raises(NotValid) as refused:
            actions.change_avatar(user=anna, data=data, now=now)

        assert set(refused.value.fields) == {"picture"}
        assert versions() == ({anna.pk: before}, {anna.pk: before})

    def test_is_not_done_all_day(self, anna, otto, give, now):
        for _ in range(PICTURES.times):
            with pytest.raises(NotValid):
                actions.change_avatar(user=anna, data=b"x", now=now)

        with pytest.raises(TooMany):
            give(anna)

        assert not Avatar.objects.exists()
        assert give(otto).avatar_version

    def test_comes_too_late_for_somebody_erased(self, give, anna, now):
        gone = User.objects.get(pk=anna.pk)
        plugs.erase_person(anna, now)

        with pytest.raises(NoSuchPerson):
            give(gone)

        assert not Avatar.objects.exists()


class TestRemoveAvatar:
    def test_leaves_nothing(self, give, anna):
        give(anna)

        actions.remove_avatar(user=anna)

        assert anna.avatar_version == ""
        assert versions() == ({}, {})

    def test_may_be_done_again(self, anna):
        actions.remove_avatar(user=anna)
        actions.remove_avatar(user=anna)

        assert versions() == ({}, {})

    def test_leaves_the_others_alone(self, give, anna, otto):
        give(anna)
        his = give(otto).avatar_version

        actions.remove_avatar(user=anna)

        assert versions() == ({otto.pk: his}, {otto.pk: his})


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def together(self, *doings):
        barrier = Barrier(len(doings))

        def do(doing):
            try:
                barrier.wait(timeout=120)
                doing()
            finally:
                connection.close()

        with ThreadPoolExecutor(len(doings)) as pool:
            list(pool.map(do, doings))

    def fresh(self, person):
        return User.objects.get(pk=person.pk)

    @pytest.mark.parametrize("has_one", [False, True])
    def test_the_last_of_several_pictures_stays_whole(self, give, anna, has_one):
        if has_one:
            give(anna, "white")
        colours = ("red", "blue", "lime", "black")

        self.together(*(lambda c=colour: give(self.fresh(anna), c) for colour in colours))

        named, kept = versions()
        assert named == kept
        assert len(kept) == 1
        avatar = Avatar.objects.get()
        assert give(self.fresh(anna), "white").avatar_version != avatar.version

    def test_a_removal_leaves_no_half(self, give, anna):
        give(anna, "white")

        self.together(
            lambda: give(self.fresh(anna), "red"),
            lambda: actions.remove_avatar(user=self.fresh(anna)),
            lambda: give(self.fresh(anna), "blue"),
            lambda: actions.remove_avatar(user=self.fresh(anna)),
        )

        named, kept = versions()
        assert named == kept


class TestAvatarOf:
    def test_loads_the_size_that_is_wanted(self, give, anna, django_assert_num_queries):
        give(anna)

        with django_assert_num_queries(1):
            assert queries.avatar_of(anna, is_small=True).small

    def test_finds_the_version_asked_for_only(self, give, anna):
        old, new = give(anna, "red").avatar_version, give(anna, "blue").avatar_version

        assert queries.avatar_of(anna, is_small=False, version=new)
        assert queries.avatar_of(anna, is_small=False, version=old) is None

    def test_finds_nobody_elses(self, give, anna, eve):
        version = give(anna).avatar_version

        assert queries.avatar_of(eve, is_small=False) is None
        assert queries.avatar_of(eve, is_small=False, version=version) is None


class TestMyData:
    @pytest.fixture
    def told(self, give, anna):
        give(anna)
        actions.change_profile(
            user=anna, phone="07700 900123", address_line1="12 Mill Lane", postcode="bn72aa"
        )
        return dict(plugs.export_person(anna))

    def test_has_everything_a_person_has_said(self, told):
        person = told["person"]

        assert person["phone"] == "+447700900123"
        assert (person["address_line1"], person["postcode"]) == ("12 Mill Lane", "BN7 2AA")
        assert (person["country"], person["country_name"]) == ("GB", "United Kingdom")
        assert (person["currency"], person["first_weekday"]) == ("GBP", "Monday")

    def test_has_every_field_of_the_person_but_what_guards_the_account(self, told):
        guards = {"id", "password", "is_staff", "is_active", "is_superuser", "sign_out_count"}
        fields = {field.name for field in User._meta.concrete_fields} - guards

        assert fields - set(told["person"]) == {"avatar_version"}

    def test_has_the_picture_itself(self, told, anna, now):
        picture = told["picture"]

        (file,) = queries.avatar_files(anna)
        assert file.content == bytes(Avatar.objects.get().large)
        assert picture == {
            "content_type": "image/webp",
            "changed_at": now.isoformat(),
            "file": file.name,
        }

    def test_of_somebody_else_is_not_given_out(self, told, eve):
        assert [*queries.avatar_files(eve)] == []

    def test_is_gone_with_the_person(self, told, anna, now):
        plugs.erase_person(anna, now)

        assert versions() == ({}, {})
