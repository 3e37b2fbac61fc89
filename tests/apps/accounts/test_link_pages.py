"""The pages behind the links in letters, and those that ask for one."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from daybook.apps.accounts.actions import links
from daybook.apps.accounts.models.links import Link, Purpose
from daybook.config import logs

User = get_user_model()
FORGOTTEN = reverse("accounts:forgotten-password")
LINK_TO_SIGN_IN = reverse("accounts:ask-to-sign-in")
SIGN_IN = reverse("account_login")
EMAIL = reverse("accounts:email")
NEW = "seven quiet rivers"
TWICE = {"password": NEW, "confirmation": NEW}


def html(response):
    return response.content.decode()


def is_signed_in(client):
    return "_auth_user_id" in client.session


@pytest.fixture
def sent(worked, anna, letterbox, client):
    """Asks on a page for a link, as Anna, and gives its path: ``sent(FORGOTTEN, kind)``."""

    def sent(page, kind):
        worked(lambda: client.post(page, {"email": anna.email}))
        return letterbox.link(kind)

    return sent


class TestForgottenPassword:
    def test_answers_the_same_for_everybody(self, client, anna, letterbox, worked):
        answers = [
            html(worked(lambda to=email: client.post(FORGOTTEN, {"email": to}, follow=True)))
            for email in (anna.email, "nobody@example.com")
        ]

        assert all("a link is on its way" in answer for answer in answers)
        assert len(letterbox.letters) == 1

    def test_can_be_found_from_the_sign_in_page(self, client, db):
        assert f'href="{FORGOTTEN}"' in html(client.get(SIGN_IN))

    def test_refuses_what_is_no_email(self, client, db):
        assert client.post(FORGOTTEN, {"email": "anna"}).status_code == 422

    def test_is_limited(self, client, anna):
        for _ in range(5):
            client.post(FORGOTTEN, {"email": anna.email})

        response = client.post(FORGOTTEN, {"email": anna.email})

        assert response.status_code == 429
        assert int(response["Retry-After"]) > 0

    def test_says_in_the_letter_what_it_is_for(self, sent, letterbox):
        path = sent(FORGOTTEN, "accounts.password-reset")

        assert path in letterbox.read("accounts.password-reset", "text")
        assert "within an hour" in letterbox.read("accounts.password-reset")
        assert "password" in letterbox.read("accounts.password-reset", "subject")


class TestResetPassword:
    @pytest.fixture
    def path(self, sent):
        return sent(FORGOTTEN, "accounts.password-reset")

    def test_is_not_used_up_by_looking(self, client, path):
        for _ in range(3):
            assert client.get(path).status_code == 200
            assert client.head(path).status_code == 200

        assert Link.objects.count() == 1

    def test_sets_the_password_and_opens_the_account(self, client, path, anna):
        response = client.post(path, TWICE)

        anna.refresh_from_db()
        assert response["Location"] == reverse("accounts:profile")
        assert anna.check_password(NEW)
        assert anna.email_verified_at
        assert is_signed_in(client)
        assert client.session.get_expire_at_browser_close()

    def test_ends_every_session(self, client, path, anna, client_of):
        elsewhere = client_of(anna)
        client.post(path, TWICE)

        assert elsewhere.get(reverse("accounts:profile")).status_code == 302

    def test_ends_every_token(self, client, path, anna, sign_in_api, call):
        token = sign_in_api(anna)["access_token"]
        client.post(path, TWICE)
        client.logout()

        assert call("get", "me", token=token).status_code == 401

    def test_stands_when_the_new_password_is_refused(self, client, path, anna):
        response = client.post(path, {"password": "12345678", "confirmation": "12345678"})

        assert response.status_code == 422
        assert "entirely numeric" in html(response)
        assert client.post(path, TWICE).status_code == 302

    def test_refuses_two_that_differ(self, client, path, anna):
        assert "differ" in html(client.post(path, TWICE | {"confirmation": "x"}))

    def test_does_not_work_twice_and_says_what_to_do(self, client, path):
        client.post(path, TWICE)
        response = client.post(path, TWICE)

        assert response.status_code == 404
        assert "does not work any more" in html(response)
        assert f'href="{FORGOTTEN}"' in html(response)

    def test_is_kept_by_nobody(self, client, path):
        assert "no-store" in client.get(path)["Cache-Control"]

    def test_does_not_open_what_another_link_opens(self, client, path):
        secret = path.rstrip("/").rpartition("/")[2]

        assert client.get(reverse("accounts:link-sign-in", args=[secret])).status_code == 404


class TestSignInByLink:
    @pytest.fixture
    def path(self, sent):
        return sent(LINK_TO_SIGN_IN, "accounts.sign-in-link")

    def test_asks_before_it_opens_the_account(self, client, path):
        assert "Sign in on this device" in html(client.get(path))
        assert not is_signed_in(client)

    def test_opens_the_account_once(self, client, path, anna):
        assert client.post(path)["Location"] == reverse("home")
        assert client.session["_auth_user_id"] == str(anna.pk)

        client.logout()
        assert client.post(path).status_code == 404
        assert not is_signed_in(client)

    def test_needs_the_second_step_of_an_account_that_has_one(
        self, client, path, anna, monkeypatch
    ):
        asked = []
        monkeypatch.setattr(
            "allauth.mfa.stages.headed_redirect_response",
            lambda name: asked.append(name) or redirect("home"),
        )
        Authenticator.objects.create(user=anna, type="totp", data={"secret": "x"})
        client.post(path)

        assert asked == ["mfa_authenticate"]
        assert not is_signed_in(client)

    def test_confirms_the_email(self, client, path, anna):
        client.post(path)
        anna.refresh_from_db()

        assert anna.email_verified_at

    def test_says_in_the_letter_not_to_pass_it_on(self, path, letterbox):
        assert "Do not pass this letter on" in letterbox.read("accounts.sign-in-link")

    def test_can_be_found_from_the_sign_in_page(self, client, db):
        assert f'href="{LINK_TO_SIGN_IN}"' in html(client.get(SIGN_IN))


class TestVerifyEmail:
    @pytest.fixture
    def path(self, client, db, letterbox):
        mia = {"name": "Mia", "email": "mia@example.com"} | TWICE
        client.post(reverse("account_signup"), mia)
        return letterbox.link("accounts.verify-email")

    def test_is_asked_for_at_sign_up_and_shown(self, client, path, letterbox):
        assert letterbox.letters[-1].address == "mia@example.com"
        assert "Not confirmed yet" in html(client.get(EMAIL))

    def test_works_signed_out_and_once(self, client, path):
        client.logout()
        assert "Confirm this address" in html(client.get(path))
        assert User.objects.get().email_verified_at is None

        assert client.post(path)["Location"] == reverse("home")
        assert User.objects.get().email_verified_at
        assert client.post(path).status_code == 404

    def test_leads_back_to_the_account_of_whoever_is_signed_in(self, client, path):
        page = html(client.post(path, follow=True))

        assert "your e-mail is confirmed" in page
        assert "You confirmed it on" in html(client.get(EMAIL))

    def test_can_be_sent_again_three_times_an_hour(self, client, path, letterbox):
        again = reverse("accounts:verify-again")
        answers = [client.post(again).status_code for _ in range(4)]

        assert answers == [302, 302, 302, 429]
        assert len(letterbox.of("accounts.verify-email")) == 4
        assert client.get(path).status_code == 404

    def test_is_not_sent_again_when_it_is_confirmed(self, client, path, letterbox):
        client.post(path)
        page = client.post(reverse("accounts:verify-again"), follow=True)

        assert "confirmed already" in html(page)
        assert len(letterbox.letters) == 1

    def test_greets_nobody_by_a_name_that_a_stranger_chose(self, path, letterbox):
        assert "Mia" not in letterbox.read("accounts.verify-email")


class TestChangeEmail:
    @pytest.fixture
    def ask(self, client, anna, letterbox, password):
        client.force_login(anna)

        def ask(**changes):
            return client.post(EMAIL, {"email": "new@example.org", "password": password} | changes)

        return ask

    def test_writes_to_both_addresses_and_changes_nothing_yet(self, ask, anna, letterbox):
        assert ask()["Location"] == EMAIL

        assert [(letter.kind, letter.address) for letter in letterbox.letters] == [
            ("accounts.email-change", "anna@example.com"),
            ("accounts.new-email", "new@example.org"),
        ]
        anna.refresh_from_db()
        assert anna.email == "anna@example.com"

    def test_takes_effect_at_the_new_address_without_signing_in(self, ask, client, anna, letterbox):
        ask()
        client.logout()
        path = letterbox.link("accounts.new-email")
        client.get(path)
        anna.refresh_from_db()
        assert anna.email == "anna@example.com"

        client.post(path)

        anna.refresh_from_db()
        assert (anna.email, bool(anna.email_verified_at)) == ("new@example.org", True)

    def test_can_be_stopped_before(self, ask, client, anna, letterbox):
        ask()
        page = client.post(letterbox.link("accounts.email-change"), follow=True)

        assert "Please set a new password" in html(page)
        assert client.post(letterbox.link("accounts.new-email")).status_code == 404
        anna.refresh_from_db()
        assert not anna.has_usable_password()

    def test_can_be_undone_after_even_by_a_new_password(self, ask, client, anna, letterbox):
        ask()
        client.post(letterbox.link("accounts.new-email"))
        back = letterbox.link("accounts.email-change")
        page = client.post(back, follow=True)
        client.post(page.redirect_chain[-1][0], TWICE)

        anna.refresh_from_db()
        assert anna.email == "anna@example.com"
        assert anna.check_password(NEW)
        assert is_signed_in(client)

    def test_does_not_tell_whose_an_address_is(self, ask, client, otto, letterbox):
        taken, free = ask(email=otto.email), ask()

        assert (taken.status_code, taken["Location"]) == (free.status_code, free["Location"])
        first = letterbox.of("accounts.new-email")[0]
        letterbox.letters.append(first)
        assert "one has it already" in letterbox.read("accounts.new-email", "text")
        assert first.context["link"] not in letterbox.read("accounts.new-email")

    @pytest.mark.parametrize(
        ("wrong", "told"),
        [
            ({"password": "x"}, "not your password"),
            ({"email": "Anna@example.com"}, "the e-mail you have"),
            ({"email": "anna"}, "valid email"),
        ],
    )
    def test_tells_what_is_wrong(self, ask, letterbox, wrong, told):
        response = ask(**wrong)

        assert response.status_code == 422
        assert told in html(response)
        assert letterbox.letters == []

    def test_is_for_members_only(self, client, db):
        assert client.get(EMAIL).status_code == 302
        assert client.post(reverse("accounts:verify-again")).status_code == 302


@pytest.mark.parametrize("purpose", Purpose)
def test_every_link_that_never_was_is_refused_kindly(client, db, purpose):
    path = reverse(f"accounts:link-{purpose}", args=["nothing"])

    for response in (client.get(path), client.post(path, TWICE)):
        assert response.status_code == 404
        assert "does not work any more" in html(response)


@pytest.mark.parametrize("purpose", Purpose)
def test_no_link_stands_in_the_log(strict_client, anna, purpose, caplog):
    secret = links.make_link(person=anna, purpose=purpose, email=anna.email, now=timezone.now())
    path = reverse(f"accounts:link-{purpose}", args=[secret])
    answers = [strict_client.get(path).status_code, strict_client.post(path).status_code]

    assert answers == [200, 403]
    told = " ".join(map(logs.formatter(readable=False).format, caplog.records))
    assert "CSRF" in told
    assert secret not in told


class TestQueries:
    def test_of_the_page_of_the_email(self, client, anna, django_assert_max_num_queries):
        client.force_login(anna)
        client.get(EMAIL)

        with django_assert_max_num_queries(4):  # session, person, presence, what is unread
            client.get(EMAIL)

    def test_of_the_page_of_a_link(self, client, anna, django_assert_num_queries):
        now = timezone.now()
        secret = links.make_link(person=anna, purpose=Purpose.RESET, email=anna.email, now=now)

        with django_assert_num_queries(1):
            client.get(reverse("accounts:link-reset", args=[secret]))
