import datetime as dt
import uuid

import pytest
from django.core import mail
from django.utils import timezone

from daybook.apps.accounts import actions, jobs, queries
from daybook.apps.accounts.actions import erasing
from daybook.apps.accounts.domain import GRACE, NOWHERE
from daybook.apps.accounts.models import Erasure, SecurityEvent, User
from daybook.apps.notifications.actions import notify
from daybook.apps.notifications.models import Message
from daybook.core.contributions import PersonalData, Verdict, personal_data
from daybook.core.letters import last_carriers
from daybook.lib.errors import Unavailable

DAY = dt.timedelta(days=1)


@pytest.fixture
def last_letters(monkeypatch):
    """The letters to people who are gone, which nobody else carries."""
    letters = []
    monkeypatch.setattr(last_carriers, "_entries", {"tests.box": (0, letters.append)})
    return letters


@pytest.fixture
def over(now):
    """When the time of grace is over."""
    return now + GRACE


@pytest.fixture
def begun(anna, password, now, over, last_letters):
    """The deletion of Anna's account begins."""
    notify(kind="notifications.trial", person=anna, context={}, key="one", now=now)
    actions.ask_to_leave(user=anna, password=password, origin=NOWHERE, now=now)
    (erasure_id,) = actions.begin_erasures(now=over)
    return Erasure.objects.get(pk=erasure_id)


@pytest.fixture
def erase(begun, over):
    """Does the work, at a moment."""

    def erase(at=over):
        done = actions.erase_account(erasure_id=begun.pk, now=at)
        begun.refresh_from_db()
        return done

    return erase


@pytest.fixture
def plants(monkeypatch):
    """An app whose erasure can be made to fail: ``plants["trouble"] = ...``."""
    plants = {"trouble": None, "asked": 0}

    def erase(_user, _now):
        plants["asked"] += 1
        if plants["trouble"]:
            raise plants["trouble"]

    source = PersonalData(export=lambda _user: (), erase=erase, tables=())
    entries = {"tests.plants": (-1, source), **personal_data._entries}
    monkeypatch.setattr(personal_data, "_entries", entries)
    return plants


class TestBeginning:
    def test_waits_for_the_end_of_grace(self, anna, password, now, over):
        actions.ask_to_leave(user=anna, password=password, origin=NOWHERE, now=now)

        assert actions.begin_erasures(now=over - dt.timedelta(seconds=1)) == []
        assert len(actions.begin_erasures(now=over)) == 1

    def test_closes_the_account_for_good(self, begun, anna):
        anna.refresh_from_db()
        assert not anna.is_active
        assert begun.person_number == anna.pk

    def test_again_is_the_same(self, begun, over):
        assert actions.begin_erasures(now=over + DAY) == [begun.pk]
        assert Erasure.objects.count() == 1

    def test_does_not_miss_whom_an_operator_has_locked_out(self, anna, now, over):
        User.objects.filter(pk=anna.pk).update(closes_at=over, is_active=False)
        assert len(actions.begin_erasures(now=over)) == 1

    def test_leaves_those_alone_who_stay(self, begun, otto, eve, over):
        actions.begin_erasures(now=over + 100 * DAY)
        assert set(User.objects.filter(is_active=True)) == {otto, eve}

    def test_shows_the_address_to_nobody(self, begun, anna):
        assert begun.last_letter
        assert anna.email not in begun.last_letter
        assert anna.name not in begun.last_letter


class TestErasing:
    def test_deletes_everything_about_the_person(self, erase, anna):
        assert erase()

        assert not User.objects.filter(pk=anna.pk).exists()
        assert not Message.objects.exists()
        assert not SecurityEvent.objects.exists()

    def test_leaves_others_untouched(self, erase, otto, now):
        notify(kind="notifications.trial", person=otto, context={}, key="one", now=now)
        before = list(User.objects.filter(pk=otto.pk).values())

        assert erase()
        assert list(User.objects.filter(pk=otto.pk).values()) == before
        assert Message.objects.get().person == otto

    def test_is_logged_without_saying_whose_it_was(self, erase, begun, anna, over):
        erase()
        row = Erasure.objects.values().get()

        assert row["done"] == [name for name, _ in personal_data]
        assert (row["finished_at"], row["failed"], row["person_number"]) == (over, [], None)
        assert row["last_letter"] == ""
        assert anna.email not in str(row)

    def test_tells_the_person(self, erase, last_letters, anna):
        erase()
        (letter,) = last_letters
        assert (letter.address, letter.context) == (anna.email, {"name": "Anna"})

    def test_may_be_done_again(self, erase, last_letters):
        assert erase()
        assert erase()
        assert len(last_letters) == 1

    def test_of_nobody_is_nothing(self, db, now):
        assert not actions.erase_account(erasure_id=uuid.uuid4(), now=now)


class TestTrouble:
    def test_of_one_does_not_keep_the_others_from_it(self, plants, erase, anna, begun):
        plants["trouble"] = RuntimeError("no water")
        assert not erase()

        assert not Message.objects.exists()
        assert User.objects.filter(pk=anna.pk).exists()
        assert begun.failed == ["tests.plants", "accounts.person"]
        assert "notifications.messages" in begun.done

    def test_is_made_up_for_later(self, plants, erase, begun, over, last_letters):
        plants["trouble"] = RuntimeError("no water")
        erase()
        erase(over + DAY)
        assert last_letters == []
        plants["trouble"] = None

        assert actions.begin_erasures(now=over + 2 * DAY) == [begun.pk]
        assert erase(over + 2 * DAY)
        assert (begun.tries, begun.failed) == (3, [])
        assert not User.objects.exists()
        assert len(last_letters) == 1

    def test_is_seen_by_the_operator_after_a_day(self, plants, erase, over):
        plants["trouble"] = RuntimeError("no water")
        erase()

        assert queries.erasures_health(over + DAY).verdict is Verdict.OK
        late = queries.erasures_health(over + DAY + dt.timedelta(seconds=1))
        assert late.verdict is Verdict.WARNING
        assert late.message.startswith("1 could not be deleted")


class TestBeingKilled:
    def test_in_the_middle_is_made_up_for(self, plants, erase, anna):
        plants["trouble"] = KeyboardInterrupt()
        with pytest.raises(KeyboardInterrupt):
            erase()
        assert User.objects.filter(pk=anna.pk).exists()

        plants["trouble"] = None
        assert erase()
        assert not User.objects.filter(pk=anna.pk).exists()

    def test_when_the_person_has_gone_but_nobody_wrote_it_down(
        self, erase, begun, anna, last_letters
    ):
        anna.delete()

        assert erase()
        assert begun.finished_at
        assert len(last_letters) == 1


class TestLastLetter:
    def test_waits_for_the_server(self, erase, begun, monkeypatch, over, anna):
        def away(_letter):
            raise Unavailable("The server is away.")

        with monkeypatch.context() as patch:
            patch.setattr(last_carriers, "_entries", {"tests.away": (0, away)})
            with pytest.raises(Unavailable):
                erase()
        begun.refresh_from_db()
        assert begun.finished_at == over
        assert not User.objects.filter(pk=anna.pk).exists()

        assert actions.begin_erasures(now=over + DAY) == [begun.pk]
        assert erase(over + DAY)
        assert begun.last_letter == ""

    def test_is_given_up_after_three_days(self, erase, begun, over):
        Erasure.objects.update(finished_at=over)
        assert actions.begin_erasures(now=over + 4 * DAY) == []
        begun.refresh_from_db()
        assert begun.last_letter == ""

    def test_under_a_lost_key_is_given_up(self, erase, begun, settings, last_letters):
        settings.SECRET_KEY = "another" * 10
        assert erase()
        assert begun.last_letter == ""
        assert last_letters == []

    def test_arrives(self, begun, monkeypatch, over, anna):
        monkeypatch.undo()
        assert actions.erase_account(erasure_id=begun.pk, now=over)

        (letter,) = mail.outbox
        assert letter.to == [anna.email]
        assert letter.subject == "Your account is deleted"
        assert "last letter" in letter.body
        assert not Message.objects.exists()


def test_the_jobs_do_it_all(anna, password, worked, last_letters):
    ago = timezone.now() - GRACE - DAY
    actions.ask_to_leave(user=anna, password=password, origin=NOWHERE, now=ago)

    assert worked(jobs.erase_leaving.call) == 1
    assert not User.objects.filter(pk=anna.pk).exists()
    assert worked(jobs.erase_leaving.call) == 0
    assert len(last_letters) == 1


def test_the_row_of_the_person_goes_last():
    holders = [name for name, source in personal_data if erasing._has_row(source)]
    assert holders == ["accounts.person"]
