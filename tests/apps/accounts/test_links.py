"""Links in letters: single use, one purpose, a while, and nothing to find in the database."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from structlog.testing import capture_logs

from daybook.apps.accounts import actions, jobs, queries
from daybook.apps.accounts.actions import links
from daybook.apps.accounts.domain import NOWHERE
from daybook.apps.accounts.errors import EmailTaken, LinkRefused
from daybook.apps.accounts.models.links import Link, Purpose
from daybook.lib.errors import TooMany

HOME = "192.0.2.1"
NEW = "seven quiet rivers"


@pytest.fixture
def make(anna, now):
    def make(purpose=Purpose.RESET, *, person=anna, email="", at=now):
        email = email or person.email
        return links.make_link(person=person, purpose=purpose, email=email, now=at)

    return make


@pytest.fixture
def works(now):
    """Whether a secret works for a purpose at a time."""

    def works(secret, purpose=Purpose.RESET, *, at=now):
        try:
            return bool(queries.link_behind(secret=secret, purpose=purpose, now=at))
        except LinkRefused:
            return False

    return works


class TestMakeLink:
    def test_keeps_nothing_that_opens_anything(self, make):
        secret = make()

        assert len(secret) >= 43
        assert secret not in str(Link.objects.values())

    @pytest.mark.parametrize("purpose", Purpose)
    def test_works_for_its_purpose_only(self, make, works, purpose):
        secret = make(purpose)

        assert [other for other in Purpose if works(secret, other)] == [purpose]

    def test_ends_the_one_before(self, make, works):
        older, newer = make(), make()

        assert [works(older), works(newer)] == [False, True]

    def test_ends_no_link_for_another_purpose_or_person(self, make, works, otto):
        mine, his = make(Purpose.VERIFY), make(person=otto)
        make()

        assert works(mine, Purpose.VERIFY)
        assert works(his)

    def test_leaves_each_former_address_its_way_back(self, make, works):
        older = make(Purpose.UNDO, email="first@example.com")
        make(Purpose.UNDO, email="second@example.com")

        assert works(older, Purpose.UNDO)

    @pytest.mark.parametrize(
        ("purpose", "hours"),
        [(Purpose.RESET, 1), (Purpose.SIGN_IN, 0.25), (Purpose.VERIFY, 72), (Purpose.CHANGE, 24)],
    )
    def test_lasts_a_while(self, make, works, now, purpose, hours):
        secret, end = make(purpose), now + dt.timedelta(hours=hours)

        assert works(secret, purpose, at=end - dt.timedelta(seconds=1))
        assert not works(secret, purpose, at=end)


class TestAStandingLink:
    @pytest.mark.parametrize("purpose", [Purpose.RESET, Purpose.SIGN_IN, Purpose.CHANGE])
    def test_dies_with_the_password(self, make, works, anna, purpose):
        secret = make(purpose)
        anna.set_password("seven quiet rivers")
        anna.save()

        assert not works(secret, purpose)

    @pytest.mark.parametrize("purpose", [Purpose.RESET, Purpose.SIGN_IN, Purpose.VERIFY])
    def test_dies_with_the_email(self, make, works, anna, purpose):
        secret = make(purpose)
        anna.email = "new@example.com"
        anna.save()

        assert not works(secret, purpose)

    def test_outlives_both_where_it_leads_back(self, make, works, anna):
        secret = make(Purpose.UNDO)
        anna.email = "new@example.com"
        anna.set_password("seven quiet rivers")
        anna.save()

        assert works(secret, Purpose.UNDO)

    def test_is_of_no_use_to_a_closed_account(self, make, works, anna):
        secret = make()
        anna.is_active = False
        anna.save()

        assert not works(secret)


class TestUseLink:
    def test_works_once(self, make, anna, now):
        secret = make(Purpose.SIGN_IN)

        assert actions.sign_in_by_link(secret=secret, now=now) == anna
        with pytest.raises(LinkRefused, match="does not work any more"):
            actions.sign_in_by_link(secret=secret, now=now)

    @pytest.mark.parametrize("secret", ["", "x", "ü" * 60, "a" * 5000, "nul\0"])
    def test_refuses_what_was_never_sent(self, db, now, secret):
        with pytest.raises(LinkRefused):
            actions.sign_in_by_link(secret=secret, now=now)


@pytest.mark.django_db(transaction=True)
class TestRace:
    """A link that eight browsers open at the same moment works in one of them."""

    @pytest.fixture
    def winners(self):
        def winners(use):
            """How many of eight threads are let in; each other one is refused."""
            start = Barrier(8)

            def once(_):
                start.wait()
                try:
                    return bool(use())
                except LinkRefused:
                    return False
                finally:
                    connection.close()

            with ThreadPoolExecutor(8) as pool:
                return sum(pool.map(once, range(8)))

        return winners

    def test_signs_in_one(self, make, now, winners):
        secret = make(Purpose.SIGN_IN)

        assert winners(lambda: actions.sign_in_by_link(secret=secret, now=now)) == 1
        assert not Link.objects.exists()

    def test_sets_one_password(self, make, anna, now, winners):
        secret = make(Purpose.RESET)
        given = {"secret": secret, "password": NEW, "origin": NOWHERE, "now": now}

        assert winners(lambda: actions.reset_password(**given)) == 1
        assert anna.security_events.filter(kind="password-changed").count() == 1

    def test_changes_the_email_once(self, anna, now, password, letterbox, winners):
        actions.ask_to_change_email(user=anna, email="a@example.org", password=password, now=now)
        secret = letterbox.secret("accounts.new-email")
        given = {"secret": secret, "origin": NOWHERE, "now": now}

        assert winners(lambda: actions.change_email(**given)) == 1
        assert anna.security_events.filter(kind="email-changed").count() == 1

    def test_takes_a_change_back_once(self, anna, now, password, letterbox, winners):
        actions.ask_to_change_email(user=anna, email="a@example.org", password=password, now=now)
        secret = letterbox.secret("accounts.email-change")
        given = {"secret": secret, "origin": NOWHERE, "now": now}

        assert winners(lambda: actions.undo_email_change(**given)) == 1
        assert Link.objects.get().purpose == "reset"

    def test_confirms_an_email_once(self, make, now, winners):
        secret = make(Purpose.VERIFY)

        assert winners(lambda: actions.verify_email(secret=secret, now=now)) == 1


class TestAskForLink:
    @pytest.fixture
    def ask(self, worked, now):
        def ask(email="anna@example.com", *, address=HOME, at=now):
            asked = {"email": email, "purpose": Purpose.RESET, "address": address, "now": at}
            return worked(lambda: actions.ask_for_link(**asked))

        return ask

    def test_sends_a_link_that_works(self, ask, anna, letterbox, works):
        ask("Anna@Example.com ")

        (letter,) = letterbox.letters
        assert (letter.kind, letter.person_id) == ("accounts.password-reset", anna.pk)
        assert letter.address == anna.email
        assert works(letterbox.secret("accounts.password-reset"))

    @pytest.mark.parametrize("email", ["nobody@example.com", "", "nul\0@example.com"])
    def test_sends_nothing_where_there_is_no_account(self, ask, anna, letterbox, email):
        ask(email)

        assert letterbox.letters == []
        assert not Link.objects.exists()

    def test_sends_nothing_to_a_closed_account(self, ask, anna, letterbox):
        anna.is_active = False
        anna.save()
        ask()

        assert letterbox.letters == []

    def test_does_the_same_for_everybody_until_it_has_answered(
        self, anna, now, django_assert_num_queries, django_capture_on_commit_callbacks
    ):
        def ask(email):
            with django_capture_on_commit_callbacks(execute=True):
                actions.ask_for_link(email=email, purpose=Purpose.RESET, address=HOME, now=now)

        for email in (anna.email, "nobody@example.com"):
            with django_assert_num_queries(2):  # who it is, and the job
                ask(email)

    def test_leads_to_the_site_and_not_where_a_request_says(self, ask, anna, letterbox, settings):
        settings.SITE_URL = "https://day.example/"
        ask()

        assert (
            letterbox.letters[0]
            .context["link"]
            .startswith("https://day.example/accounts/password/reset/")
        )

    def test_is_limited_for_an_email_with_and_without_account(self, ask, anna, letterbox, works):
        for email in (anna.email, "nobody@example.com"):
            for number in range(5):
                ask(email, address=f"192.0.2.{number}")
            with pytest.raises(TooMany):
                ask(email.upper())

        assert works(letterbox.secret("accounts.password-reset"))

    def test_is_limited_for_an_address(self, ask, anna):
        for number in range(20):
            ask(f"someone{number}@example.com")

        with pytest.raises(TooMany):
            ask()

    def test_logs_no_secret_and_no_email(self, ask, anna, letterbox):
        with capture_logs() as logs:
            ask()

        assert letterbox.secret("accounts.password-reset") not in str(logs)
        assert anna.email not in str(logs)


class TestSendLink:
    def test_sends_one_letter_however_often_the_job_runs(self, anna, now, letterbox):
        for _ in range(2):
            jobs.send_link.call(purpose="reset", user_id=anna.pk, asked_at=now.isoformat())

        assert len(letterbox.letters) == 1

    def test_sends_another_when_it_is_asked_again(self, anna, now, letterbox):
        for at in (now, now + dt.timedelta(minutes=1)):
            jobs.send_link.call(purpose="reset", user_id=anna.pk, asked_at=at.isoformat())

        assert len({letter.key for letter in letterbox.letters}) == 2


def test_links_that_ran_out_are_forgotten_every_night(make, otto, now):
    make()
    make(person=otto, at=now + dt.timedelta(minutes=1))

    assert actions.forget_expired_links(now=now + dt.timedelta(hours=1, seconds=1)) == 1
    assert Link.objects.get().person == otto


class TestAnAddressThatWasLeft:
    @pytest.fixture
    def moved(self, anna, now, password, letterbox):
        """Anna has moved to another address a moment ago."""
        new = "anna@example.org"
        actions.ask_to_change_email(user=anna, email=new, password=password, now=now)
        secret = letterbox.secret("accounts.new-email")
        return actions.change_email(secret=secret, origin=NOWHERE, now=now)

    @pytest.mark.parametrize(("days", "is_taken"), [(0, True), (2.9, True), (3, False)])
    def test_is_kept_for_three_days(self, moved, now, days, is_taken):
        at = now + dt.timedelta(days=days)

        assert queries.is_email_taken(email="anna@example.com", now=at) is is_taken

    def test_cannot_be_registered_by_somebody_else(self, moved, now):
        with pytest.raises(EmailTaken):
            actions.register(
                name="Eve", email="anna@example.com", password=NEW, address=HOME, now=now
            )

    def test_may_be_taken_again_by_its_person(self, moved, now, password, letterbox):
        old = "anna@example.com"
        actions.ask_to_change_email(user=moved, email=old, password=password, now=now)
        secret = letterbox.secret("accounts.new-email")

        assert actions.change_email(secret=secret, origin=NOWHERE, now=now).email == old

    def test_can_be_taken_back_for_three_days(self, moved, now, letterbox, works):
        secret = letterbox.secret("accounts.email-change")

        assert works(secret, Purpose.UNDO, at=now + dt.timedelta(days=2.9))
        assert not works(secret, Purpose.UNDO, at=now + dt.timedelta(days=3))

    def test_leaves_a_line_in_the_log(self, moved):
        assert moved.security_events.get().kind == "email-changed"


class TestTwoWhoWantOneAddress:
    def test_are_told_apart_when_the_second_confirms(self, anna, otto, now, password, letterbox):
        secrets = []
        for person in (anna, otto):
            wanted = {"email": "shared@example.org", "password": password}
            actions.ask_to_change_email(user=person, **wanted, now=now)
            secrets.append(letterbox.secret("accounts.new-email"))
        actions.change_email(secret=secrets[0], origin=NOWHERE, now=now)

        with pytest.raises(LinkRefused, match="another account"):
            actions.change_email(secret=secrets[1], origin=NOWHERE, now=now)
        otto.refresh_from_db()
        assert otto.email == "otto@example.com"


class TestAskToChangeEmail:
    def test_is_limited_for_a_person_and_for_a_new_address(self, anna, otto, now, password):
        def ask(person, number):
            new = {"email": f"new{number}@example.org", "password": password}
            actions.ask_to_change_email(user=person, **new, now=now)

        for number in range(5):
            ask(anna, number)
        with pytest.raises(TooMany):
            ask(anna, 5)
        for _ in range(2):
            ask(otto, 0)
        with pytest.raises(TooMany):
            ask(otto, 0)
