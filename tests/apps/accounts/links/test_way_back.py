"""The letter about a new second step takes off one that a stranger has added."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from daybook.apps.accounts import actions, queries
from daybook.apps.accounts.domain import NOWHERE, Origin
from daybook.apps.accounts.errors import LinkRefused, PasskeyRefused, SecondStepOn
from daybook.apps.accounts.models.links import Link, Purpose
from daybook.core.contributions import notification_kinds
from tests.apps.accounts.passkeys.conftest import PARTY
from tests.apps.accounts.test_second_step import SECRET, code_now
from tests.authenticator import Key

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
PHONE = Origin(address="203.0.113.*", device="Safari on iPhone")
KINDS = ["accounts.second-step-on", "accounts.passkey-added"]


@pytest.fixture
def add_app(anna):
    def add_app(at, user=anna):
        on = {"secret": SECRET, "code": code_now(), "origin": PHONE, "now": at}
        return actions.turn_on(user=user, **on)

    return add_app


@pytest.fixture
def add_key(anna, password):
    def add_key(at, name="Phone"):
        question = actions.ask_for_new_passkey(
            user=anna, name=name, password=password, party=PARTY, now=at
        )
        given = {"party": PARTY, "origin": PHONE, "now": at}
        answer = Key().make(question.options)
        return actions.add_passkey(user=anna, state=question.state, answer=answer, **given)

    return add_key


@pytest.fixture
def add(add_app, add_key):
    """Adds the second step that a kind of letter is about."""
    return dict(zip(KINDS, [add_app, add_key], strict=True))


@pytest.fixture
def way(letterbox):
    """The secrets of the ways back in the letters, in the order they were posted."""

    def way():
        ways = [letter.context.get("undo", "") for letter in letterbox.letters]
        return [address.rstrip("/").rpartition("/")[2] for address in ways]

    return way


def undo(secret, at):
    return actions.undo_email_change(secret=secret, origin=NOWHERE, now=at)


def steps_of(person):
    step = queries.second_step_of(person)
    return (step.has_app, step.passkeys, step.codes_left)


@pytest.mark.parametrize("kind", KINDS)
class TestLetter:
    def test_says_when_and_where(self, add, letterbox, now, kind):
        add[kind](now)

        (letter,) = letterbox.letters
        assert letter.kind == kind
        assert "3 March 2026, 09:10 (Europe/London), Safari on iPhone, 203.0.113.*" in (
            letterbox.read(kind)
        )

    def test_has_the_way_back(self, add, letterbox, way, now, kind):
        add[kind](now)

        path = reverse("accounts:link-undo", args=way())
        assert path in letterbox.read(kind, "text")
        assert "Take my account back" in letterbox.read(kind)

    def test_cannot_be_switched_off_and_reaches_who_leaves(self, db, kind):
        found = dict(notification_kinds)[kind]
        assert not found.may_be_off
        assert found.reaches_the_leaving

    def test_takes_the_step_off(self, add, way, anna, now, kind):
        add[kind](now)

        assert undo(way()[0], now + HOUR).has_lost_step
        assert steps_of(anna) == (False, 0, 0)

    def test_leads_on_to_a_new_password_that_opens_the_account(self, add, way, anna, now, kind):
        add[kind](now)
        onwards = undo(way()[0], now + HOUR).secret
        new = {"password": "seven quiet rivers", "origin": NOWHERE, "now": now + HOUR}
        actions.reset_password(secret=onwards, **new)

        anna.refresh_from_db()
        assert anna.check_password("seven quiet rivers")
        assert not queries.second_step_of(anna).is_on

    def test_works_once_and_for_four_days(self, add, way, anna, now, kind):
        add[kind](now)
        before = steps_of(anna)
        with pytest.raises(LinkRefused):
            undo(way()[0], now + 4 * DAY)
        assert steps_of(anna) == before

        undo(way()[0], now + 3 * DAY)
        with pytest.raises(LinkRefused):
            undo(way()[0], now + 3 * DAY)


class TestSecondLetter:
    def test_names_the_one_before(self, add_app, add_key, letterbox, way, now):
        add_app(now)
        add_key(now + HOUR)

        assert way()[1] == ""
        assert "the letter you have had before" in letterbox.read("accounts.passkey-added")
        assert "the letter you have had before" in letterbox.read("accounts.passkey-added", "text")

    def test_leaves_the_first_way_back_which_takes_off_both(self, add_app, add_key, way, anna, now):
        add_app(now)
        add_key(now + 3 * DAY)

        assert undo(way()[0], now + 6 * DAY).has_lost_step
        assert steps_of(anna) == (False, 0, 0)

    def test_has_a_way_of_its_own_when_the_first_has_run_out(
        self, add_app, add_key, way, anna, now
    ):
        add_app(now)
        add_key(now + 5 * DAY)

        assert undo(way()[1], now + 5 * DAY).has_lost_step
        assert steps_of(anna) == (True, 0, 10)


class TestStrangers:
    def test_a_refused_step_writes_no_letter(self, add_app, letterbox, anna, now):
        add_app(now)
        written = Link.objects.count()
        with pytest.raises(SecondStepOn):
            add_app(now + HOUR)
        with pytest.raises(PasskeyRefused):
            actions.add_passkey(
                user=anna, state=None, answer="{}", party=PARTY, origin=PHONE, now=now
            )
        assert len(letterbox.letters) == 1
        assert Link.objects.count() == written

    def test_the_way_back_of_one_does_nothing_to_another(self, add_app, way, anna, otto, now):
        add_app(now)
        add_app(now, user=otto)

        undo(way()[1], now + HOUR)
        assert steps_of(anna) == (True, 0, 10)
        assert steps_of(otto) == (False, 0, 0)

    def test_whoever_has_taken_the_e_mail_cannot_burn_the_way_back_of_its_owner(
        self, anna, password, letterbox, now
    ):
        def move(to, at):
            given = {"email": to, "password": password, "now": at}
            actions.ask_to_change_email(user=anna, **given)
            new, back = (
                letterbox.secret("accounts.new-email"),
                letterbox.secret("accounts.email-change"),
            )
            return new, back

        new, owners = move("thief@example.org", now)
        actions.change_email(secret=new, origin=NOWHERE, now=now + HOUR)
        anna.refresh_from_db()
        letterbox.letters.clear()
        _new, thiefs = move("other@example.org", now + 2 * HOUR)
        undo(thiefs, now + 3 * HOUR)

        undo(owners, now + 4 * HOUR)
        anna.refresh_from_db()
        assert anna.email == "anna@example.com"
        assert not Link.objects.filter(purpose=Purpose.UNDO).exists()


def test_the_page_of_the_way_back_leads_to_a_new_password(add_app, client, letterbox):
    add_app(timezone.now())
    path = letterbox.letters[0].context["undo"]

    assert "If somebody else has been in your account" in client.get(path).content.decode()
    page = client.post(path, follow=True)
    assert "It has been taken off." in page.content.decode()
    assert page.request["PATH_INFO"].startswith("/accounts/password/reset/")
