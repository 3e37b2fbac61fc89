import datetime as dt

import pytest

from daybook.apps.notifications import actions, queries
from daybook.apps.notifications.domain import Channel
from daybook.apps.notifications.errors import AlwaysOn, NotYours, UnknownKind, WrongWish
from daybook.apps.notifications.models import Preference, Rest

TRIAL = "notifications.trial"


def rest(person, now, **said):
    nothing = {"quiet_from": None, "quiet_until": None, "paused_until": None}
    return actions.change_rest(person=person, now=now, **(nothing | said))


class TestChangeWish:
    def switch(self, person, *, kind=TRIAL, is_on=False):
        actions.change_wish(person=person, kind=kind, channel=Channel.EMAIL, is_on=is_on)

    def test_is_kept_and_can_be_changed_again(self, anna):
        self.switch(anna)
        self.switch(anna, is_on=True)

        assert [row.is_on for row in Preference.objects.all()] == [True]

    def test_is_that_of_one_person(self, anna, otto):
        self.switch(anna)

        (kind,) = [kind for kind in queries.wishes_of(otto.pk) if kind.name == TRIAL]
        assert all(wish.is_on for wish in kind.wishes if wish.channel != "push")

    def test_refuses_a_kind_nobody_has_registered(self, anna):
        with pytest.raises(UnknownKind):
            self.switch(anna, kind="tests.nonsense")

    def test_refuses_what_is_always_on(self, anna, alarm):
        with pytest.raises(AlwaysOn):
            self.switch(anna, kind=alarm)
        assert not Preference.objects.exists()

    def test_refuses_marketing_which_needs_more_than_a_box(self, anna, kinds):
        kinds("tests.advert", is_marketing=True)

        with pytest.raises(AlwaysOn):
            self.switch(anna, kind="tests.advert", is_on=True)
        assert "tests.advert" not in [kind.name for kind in queries.wishes_of(anna.pk)]


class TestChangeRest:
    def test_keeps_quiet_hours(self, anna, now):
        kept = rest(anna, now, quiet_from=dt.time(22), quiet_until=dt.time(7))

        assert Rest.objects.get() == kept
        assert (kept.quiet.starts, kept.quiet.ends) == (dt.time(22), dt.time(7))

    def test_forgets_them(self, anna, now):
        rest(anna, now, quiet_from=dt.time(22), quiet_until=dt.time(7))

        assert rest(anna, now).quiet is None
        assert Rest.objects.count() == 1

    def test_names_the_field_that_is_wrong(self, anna, now):
        with pytest.raises(WrongWish) as hours:
            rest(anna, now, quiet_from=dt.time(22))
        with pytest.raises(WrongWish) as pause:
            rest(anna, now, paused_until=dt.date(2026, 3, 3))

        assert (hours.value.field, pause.value.field) == ("quiet_until", "paused_until")
        assert not Rest.objects.exists()

    def test_reads_today_in_the_zone_of_the_person(self, person, now):
        late = now.replace(hour=22)  # already the next day in Auckland
        aroha = person("Aroha", time_zone="Pacific/Auckland")

        with pytest.raises(WrongWish):
            rest(aroha, late, paused_until=dt.date(2026, 3, 4))
        assert rest(aroha, late, paused_until=dt.date(2026, 3, 5))


class TestUnsubscribe:
    def test_counts_for_the_next_message(self, anna, tell, now):
        token = actions.unsubscribe_token(person_id=anna.pk, kind=TRIAL)
        actions.unsubscribe(token=token, now=now)

        assert tell().is_in_inbox is True
        assert not tell().deliveries.exists()

    @pytest.mark.parametrize("token", ["", "x", "WzEsIngiXQ:1a:b"])
    def test_refuses_a_token_that_is_not_ours(self, db, token, now):
        with pytest.raises(NotYours):
            actions.unsubscribe(token=token, now=now)

    def test_refuses_a_kind_that_is_gone(self, anna, now):
        token = actions.unsubscribe_token(person_id=anna.pk, kind="tests.gone")

        with pytest.raises(UnknownKind):
            actions.unsubscribe(token=token, now=now)
