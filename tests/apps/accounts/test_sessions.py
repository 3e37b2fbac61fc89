import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from daybook.apps.accounts import actions, queries
from daybook.apps.accounts.domain import Origin
from daybook.apps.accounts.models import PersonalToken, SecurityEvent, SignIn
from daybook.apps.accounts.views.presence import SEEN_AT

LIST = reverse("accounts:sessions")
END_ALL = reverse("accounts:sessions-end-all")
SIGN_IN = reverse("account_login")


def end(pk):
    return reverse("accounts:session-end", args=[pk])


@pytest.fixture
def browser(password):
    """Opens a browser in which somebody signs in: ``browser(anna)``."""

    def browser(person, agent="curl/8.5"):
        client = Client(HTTP_USER_AGENT=agent)
        client.post(SIGN_IN, {"email": person.email, "password": password})
        return client

    return browser


def is_in(client):
    return client.get(reverse("accounts:profile")).status_code == 200


class TestList:
    def test_asks_strangers_to_sign_in(self, client, db):
        assert client.get(LIST)["Location"] == f"{SIGN_IN}?next={LIST}"

    def test_shows_every_device_and_marks_this_one(self, browser, anna, now):
        here = browser(anna)
        actions.issue_tokens(user=anna, origin=Origin(device="my <app>"), now=now)

        rows = here.get(LIST).context["rows"]

        assert {row["what"]: row["is_here"] for row in rows} == {"curl": True, "my <app>": False}
        assert "my &lt;app&gt;" in here.get(LIST).content.decode()

    def test_shows_nobody_elses(self, browser, anna, eve):
        browser(anna)

        assert len(browser(eve).get(LIST).context["rows"]) == 1

    def test_does_not_show_what_has_ended(self, browser, anna):
        gone, here = browser(anna), browser(anna)
        gone.post(reverse("account_logout"))

        assert len(here.get(LIST).context["rows"]) == 1

    def test_says_when_there_is_nothing_to_list(self, client, anna):
        client.force_login(anna)

        assert "before sessions were listed" in client.get(LIST).content.decode()


class TestEnd:
    def test_closes_the_other_browser_only(self, browser, anna):
        there, here = browser(anna), browser(anna)
        row = SignIn.objects.get(session_id=there.session.session_key)

        assert here.post(end(row.pk))["Location"] == LIST

        assert (is_in(there), is_in(here)) == (False, True)
        assert SecurityEvent.objects.filter(kind=SecurityEvent.Kind.SESSION_ENDED).count() == 1

    def test_of_this_browser_signs_out(self, browser, anna):
        here = browser(anna)

        assert here.post(end(SignIn.objects.get().pk))["Location"] == SIGN_IN

        assert not is_in(here)

    def test_of_somebody_else_does_not_exist(self, browser, anna, eve):
        there, here = browser(anna), browser(eve)

        assert here.post(end(SignIn.objects.get(user=anna).pk)).status_code == 404
        assert is_in(there)

    def test_is_not_done_by_a_link(self, browser, anna):
        here = browser(anna)

        assert here.get(end(SignIn.objects.get().pk)).status_code == 405
        assert is_in(here)


class TestEverywhere:
    def test_ends_all_but_this_browser(self, browser, anna, eve, now):
        there, here, hers = browser(anna), browser(anna), browser(eve)
        tokens = actions.issue_tokens(user=anna, now=now)

        here.post(END_ALL)

        assert [is_in(client) for client in (there, here, hers)] == [False, True, True]
        assert queries.person_behind(tokens.access_token) is None
        assert SignIn.objects.filter(user=anna).count() == 1

    def test_ends_sessions_nobody_has_listed(self, browser, client, anna):
        client.force_login(anna)

        browser(anna).post(END_ALL)

        assert not is_in(client)

    @pytest.mark.parametrize(("box", "left"), [({}, 1), ({"has_tokens_revoked": "on"}, 0)])
    def test_leaves_scripts_alone_unless_asked(self, browser, anna, now, box, left):
        actions.make_token(
            user=anna, name="Pump", scopes=["read"], days=30, origin=Origin(), now=now
        )

        browser(anna).post(END_ALL, box)

        assert PersonalToken.objects.count() == left

    def test_wants_the_csrf_token(self, strict_client, anna):
        strict_client.force_login(anna)

        assert strict_client.post(END_ALL).status_code == 403


class TestPresence:
    def test_is_written_every_few_minutes_only(self, browser, anna):
        here = browser(anna)
        before = SignIn.objects.get().last_seen_at

        here.get(LIST)
        assert SignIn.objects.get().last_seen_at == before

        session = here.session
        session[SEEN_AT] -= 301
        session.save()
        here.get(LIST)
        assert SignIn.objects.get().last_seen_at > before
        assert here.session[SEEN_AT] > session[SEEN_AT]

    def test_of_an_app_is_written_when_it_renews(self, anna, now):
        tokens = actions.issue_tokens(user=anna, now=now)

        later = now + dt.timedelta(hours=1)
        actions.refresh_tokens(refresh_token=tokens.refresh_token, now=later)

        assert SignIn.objects.get().last_seen_at == later

    def test_costs_strangers_no_query(self, client, db, django_assert_num_queries):
        with django_assert_num_queries(0):
            client.get(SIGN_IN)


class TestApi:
    @pytest.fixture
    def token(self, sign_in_api, anna):
        return sign_in_api(anna)["access_token"]

    def test_lists_and_marks_the_one_that_asks(self, call, browser, anna, token):
        browser(anna)

        rows = call("get", "sessions", token=token).json()["items"]

        assert {row["kind"]: row["is_this"] for row in rows} == {"page": False, "program": True}

    def test_marks_the_session_of_a_page(self, browser, anna):
        rows = browser(anna).get("/api/v1/auth/sessions").json()["items"]

        assert [row["is_this"] for row in rows] == [True]

    def test_ends_one(self, call, browser, anna, token):
        there = browser(anna)
        row = SignIn.objects.get(kind=SignIn.Kind.PAGE)

        assert call("delete", f"sessions/{row.pk}", token=token).status_code == 204
        assert not is_in(there)

    def test_does_not_know_those_of_others(self, call, browser, eve, token):
        browser(eve)
        row = SignIn.objects.get(user=eve)

        answer = call("delete", f"sessions/{row.pk}", token=token)

        assert answer.status_code == 404
        assert answer.json()["type"] == "urn:daybook:accounts.no-such-session"
        assert Session.objects.filter(pk=row.session_id).exists()

    def test_ends_all_of_them_and_itself(self, call, browser, anna, token):
        there = browser(anna)

        assert call("post", "sessions/end-all", {}, token=token).status_code == 204
        assert not is_in(there)
        assert call("get", "me", token=token).status_code == 401

    @pytest.mark.parametrize(
        ("method", "path", "body"),
        [
            ("get", "sessions", None),
            ("delete", "sessions/1", None),
            ("post", "sessions/end-all", {}),
            ("get", "security", None),
        ],
    )
    def test_is_not_for_strangers(self, call, db, method, path, body):
        assert call(method, path, body).status_code == 401
