import pytest
from django.urls import reverse

from daybook.apps.accounts import actions, events, queries
from daybook.apps.accounts.domain import Origin
from daybook.apps.accounts.models import PersonalToken, SecurityEvent, SignIn
from daybook.core import events as bus

PAGE = reverse("accounts:password")
NEW = "seven quiet rivers"


@pytest.fixture
def typed(password):
    return {"current": password, "new": NEW, "confirmation": NEW}


@pytest.fixture
def signed_in(client, anna, password):
    """Anna's browser, signed in by the page."""
    client.post(reverse("account_login"), {"email": anna.email, "password": password})
    return client


@pytest.fixture
def told(monkeypatch):
    facts = []
    monkeypatch.setitem(bus._handlers, events.PasswordChanged, [facts.append])
    return facts


class TestPage:
    def test_asks_strangers_to_sign_in(self, client, db):
        assert client.get(PAGE)["Location"].startswith(reverse("account_login"))

    def test_changes_the_password_and_says_so(self, signed_in, anna, typed):
        response = signed_in.post(PAGE, typed, follow=True)

        anna.refresh_from_db()
        assert anna.check_password(NEW)
        assert "Your new password is saved." in response.content.decode()

    def test_keeps_this_browser_signed_in_under_another_key(self, signed_in, anna, typed):
        before = signed_in.session.session_key

        signed_in.post(PAGE, typed)

        assert signed_in.get(PAGE).status_code == 200
        assert signed_in.session.session_key != before
        assert SignIn.objects.get(user=anna).session_id == signed_in.session.session_key

    def test_ends_everything_else(self, signed_in, anna, otto, now, typed):
        tokens = actions.issue_tokens(user=anna, now=now)
        others = actions.issue_tokens(user=otto, now=now)
        actions.make_token(
            user=anna, name="Pump", scopes=["read"], days=30, origin=Origin(), now=now
        )

        signed_in.post(PAGE, typed)

        assert queries.person_behind(tokens.access_token) is None
        assert not PersonalToken.objects.exists()
        assert queries.person_behind(others.access_token) == otto

    def test_is_told_and_written_down(
        self, signed_in, anna, typed, told, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            signed_in.post(PAGE, typed)

        event = SecurityEvent.objects.get(kind=SecurityEvent.Kind.PASSWORD_CHANGED)
        assert [(fact.user_id, fact.event_id) for fact in told] == [(anna.pk, event.pk)]

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"current": "wrong horse"}, "current"),
            ({"current": ""}, "current"),
            ({"new": "short", "confirmation": "short"}, "new"),
            ({"new": "anna@example.com", "confirmation": "anna@example.com"}, "new"),
            ({"new": "nine green bottles", "confirmation": "nine green bottles"}, "new"),
            ({"confirmation": "something else"}, "confirmation"),
        ],
    )
    def test_tells_what_is_wrong_and_changes_nothing(self, signed_in, anna, typed, wrong, field):
        before = anna.password

        response = signed_in.post(PAGE, typed | wrong)

        assert response.status_code == 422
        assert list(response.context["form"].errors) == [field]
        anna.refresh_from_db()
        assert anna.password == before
        assert NEW not in response.content.decode()

    def test_stops_whoever_guesses_in_an_open_browser(self, signed_in, typed):
        wrong = typed | {"current": "wrong horse"}
        codes = [signed_in.post(PAGE, wrong).status_code for _ in range(6)]

        assert codes == [422] * 5 + [429]
        assert signed_in.post(PAGE, typed).status_code == 429

    def test_wants_the_csrf_token(self, strict_client, anna, typed):
        strict_client.force_login(anna)

        assert strict_client.post(PAGE, typed).status_code == 403


class TestApi:
    @pytest.fixture
    def change(self, call, anna, sign_in_api, password):
        token = sign_in_api(anna)["access_token"]

        def change(**body):
            return call("post", "password", {"current": password, "new": NEW} | body, token=token)

        change.token = token
        return change

    def test_answers_new_tokens_and_ends_the_old(self, change, call):
        answer = change()

        assert answer.status_code == 200
        assert answer["Cache-Control"] == "no-store"
        assert call("get", "me", token=answer.json()["access_token"]).status_code == 200
        assert call("get", "me", token=change.token).status_code == 401

    @pytest.mark.parametrize(("field", "value"), [("current", "wrong horse"), ("new", "12345678")])
    def test_names_the_wrong_field(self, change, anna, field, value):
        answer = change(**{field: value})

        assert answer.status_code == 422
        assert answer.json()["errors"][0]["loc"] == ["body", field]
        anna.refresh_from_db()
        assert not anna.check_password(NEW)

    def test_is_not_for_strangers(self, call, db):
        assert call("post", "password", {"current": "x", "new": NEW}).status_code == 401

    def test_is_not_for_scripts(self, call, anna, now, password):
        secret = actions.make_token(
            user=anna,
            name="Pump",
            scopes=["read", "write", "account"],
            days=30,
            origin=Origin(),
            now=now.replace(year=2126),
        ).secret

        answer = call("post", "password", {"current": password, "new": NEW}, token=secret)

        assert (answer.status_code, answer.json()["type"]) == (403, "urn:daybook:scope-missing")
