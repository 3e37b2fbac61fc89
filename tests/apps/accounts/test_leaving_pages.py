import pytest
from django.urls import reverse
from django.utils import timezone

from daybook.apps.accounts import actions
from daybook.apps.accounts.domain import GRACE, NOWHERE
from daybook.apps.accounts.models import User

LEAVE = reverse("accounts:leave")
KEEP = reverse("accounts:keep")
LOGIN = reverse("account_login")


@pytest.fixture
def browser(client, anna, letterbox):
    """Anna's browser."""
    client.force_login(anna)
    return client


@pytest.fixture
def leaving(anna, password, letterbox):
    """Anna has asked for her account to be deleted."""
    actions.ask_to_leave(user=anna, password=password, origin=NOWHERE, now=timezone.now())
    anna.refresh_from_db()
    return anna


@pytest.fixture
def back(client, leaving):
    """Her browser after she has signed in again."""
    client.force_login(leaving)
    return client


class TestAsking:
    def test_says_what_goes_and_what_stays(self, browser):
        page = browser.get(LEAVE).content.decode()

        for words in ("For 14 days", "What goes, and what stays", "Messages are deleted after"):
            assert words in page
        assert "last operator" not in page
        assert 'name="code"' not in page

    def test_signs_out_and_says_when(self, browser, anna, password):
        answer = browser.post(LEAVE, {"password": password}, follow=True)

        assert answer.redirect_chain == [(LOGIN, 302)]
        assert "will be deleted in 14 days" in answer.content.decode()
        assert User.objects.get(pk=anna.pk).closes_at
        assert "_auth_user_id" not in browser.session

    def test_refuses_a_wrong_password_beside_the_field(self, browser, anna):
        answer = browser.post(LEAVE, {"password": "wrong"})

        assert answer.status_code == 422
        assert "This is not your password." in answer.content.decode()
        assert User.objects.get(pk=anna.pk).closes_at is None

    def test_costs_few_queries(self, browser, django_assert_max_num_queries):
        with django_assert_max_num_queries(5):
            browser.get(LEAVE)


class TestTheLastOperator:
    @pytest.fixture
    def olga(self, person, client):
        """Olga runs the place alone."""
        olga = person("Olga", is_staff=True)
        client.force_login(olga)
        return olga

    def test_is_warned(self, olga, client):
        assert "You are the last operator" in client.get(LEAVE).content.decode()

    def test_has_to_say_that_she_knows(self, olga, client, password):
        answer = client.post(LEAVE, {"password": password})
        assert answer.status_code == 422
        assert "Nobody else runs this Daybook." in answer.content.decode()
        assert User.objects.get(pk=olga.pk).closes_at is None

        typed = {"password": password, "accepts_no_operator": "on"}
        assert client.post(LEAVE, typed).status_code == 302
        assert User.objects.get(pk=olga.pk).closes_at

    def test_is_told_on_the_page_when_it_turns_out_late(self, olga, client, password, monkeypatch):
        monkeypatch.setattr("daybook.apps.accounts.queries.is_last_operator", lambda _user: False)
        answer = client.post(LEAVE, {"password": password})
        assert answer.status_code == 422
        assert "Nobody else runs this Daybook." in answer.content.decode()


class TestGrace:
    def test_signing_in_shows_when_the_account_goes(self, client, leaving, password):
        typed = {"email": leaving.email, "password": password}
        answer = client.post(LOGIN, typed, follow=True)

        assert answer.redirect_chain[-1] == (KEEP, 302)
        page = answer.content.decode()
        assert leaving.closes_at.isoformat() in page
        assert "Keep my account" in page

    @pytest.mark.parametrize("name", ["home", "accounts:profile", "accounts:my-data"])
    def test_everything_leads_there(self, back, name):
        assert back.get(reverse(name)).url == KEEP

    @pytest.mark.parametrize("name", ["accounts:profile", "accounts:archive-ask"])
    def test_nothing_can_be_changed(self, back, name, leaving):
        assert back.post(reverse(name), {"name": "Other"}).url == KEEP
        leaving.refresh_from_db()
        assert leaving.name == "Anna"
        assert not leaving.archives.exists()

    def test_the_api_says_so(self, back):
        answer = back.get("/api/v1/auth/me")
        assert answer.status_code == 403
        assert answer.json()["type"] == "urn:daybook:accounts.leaves"

    def test_signing_out_is_possible(self, back):
        assert back.post(reverse("account_logout")).url == "/"
        assert back.get(reverse("accounts:profile")).url.startswith(LOGIN)

    def test_strangers_with_a_session_go_on(self, client, leaving):
        client.session.save()
        assert client.get(LOGIN).status_code == 200

    def test_costs_others_no_query(self, client, db, django_assert_num_queries):
        with django_assert_num_queries(0):
            client.get(LOGIN)


class TestKeeping:
    def test_gives_everything_back(self, back, leaving):
        answer = back.post(KEEP, follow=True)

        assert "Your account stays" in answer.content.decode()
        assert answer.redirect_chain == [(reverse("accounts:profile"), 302)]
        leaving.refresh_from_db()
        assert leaving.closes_at is None

    def test_is_nothing_to_do_for_others(self, client, otto):
        client.force_login(otto)
        assert client.get(KEEP).url == reverse("accounts:my-data")
        assert client.post(KEEP).status_code == 409

    def test_is_too_late_once_the_deletion_has_begun(self, back, leaving):
        actions.begin_erasures(now=leaving.closes_at + GRACE)
        assert back.post(KEEP).url.startswith(LOGIN)
        leaving.refresh_from_db()
        assert leaving.closes_at
