import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from daybook.apps.accounts import actions, events
from daybook.apps.accounts.domain import TOKEN_SCOPES, Origin
from daybook.apps.accounts.errors import NoSuchToken, NotValid, TooManyTokens
from daybook.apps.accounts.models import PersonalToken, SecurityEvent
from daybook.core import events as bus
from daybook.lib.errors import TooMany

LIST = reverse("accounts:tokens")
TYPED = {"name": "Heat pump", "scopes": ["read"], "days": 90}


@pytest.fixture
def make(anna):
    """Makes a token of Anna's now: ``make(scopes=["read"])``."""

    def make(now=None, **fields):
        fields = {"user": anna, "origin": Origin(device="curl")} | TYPED | fields
        return actions.make_token(**fields, now=now or timezone.now())

    return make


class TestMaking:
    def test_keeps_no_secret(self, make):
        new = make()

        kept = PersonalToken.objects.values_list().get()
        assert new.secret.startswith("dbk_")
        assert len(new.secret) >= 47
        assert new.secret not in map(str, kept)

    def test_is_written_down_and_told(
        self, make, anna, monkeypatch, django_capture_on_commit_callbacks
    ):
        facts = []
        monkeypatch.setitem(bus._handlers, events.TokenMade, [facts.append])

        with django_capture_on_commit_callbacks(execute=True):
            make()

        event = SecurityEvent.objects.get(kind=SecurityEvent.Kind.TOKEN_MADE)
        assert event.subject == "Heat pump"
        assert [(fact.event_id, fact.name) for fact in facts] == [(event.pk, "Heat pump")]

    @pytest.mark.parametrize(
        ("field", "value"),
        [("name", " "), ("scopes", []), ("scopes", ["admin"]), ("days", 366)],
    )
    def test_tells_what_is_wrong(self, make, field, value):
        with pytest.raises(NotValid) as refused:
            make(**{field: value})

        assert list(refused.value.fields) == [field]
        assert not PersonalToken.objects.exists()

    def test_stops_at_twenty(self, make, now):
        for hours in range(20):
            make(now + dt.timedelta(hours=2 * hours))

        with pytest.raises(TooManyTokens):
            make(now + dt.timedelta(days=9))
        assert PersonalToken.objects.count() == 20

    def test_is_limited_by_the_hour(self, make, anna, now):
        for _ in range(20):
            token = make(now).token
            actions.revoke_token(user=anna, token_id=token.pk, origin=Origin(), now=now)

        with pytest.raises(TooMany):
            make(now)


class TestUsing:
    def test_works_until_it_expires(self, make, anna, now):
        secret = make(now).secret
        end = now + dt.timedelta(days=90)

        assert actions.use_token(secret=secret, now=end - dt.timedelta(seconds=1)).user == anna
        assert actions.use_token(secret=secret, now=end) is None

    def test_is_noted_once_a_minute(self, make, now, django_assert_num_queries):
        secret = make(now).secret
        actions.use_token(secret=secret, now=now)

        with django_assert_num_queries(1):
            actions.use_token(secret=secret, now=now + dt.timedelta(seconds=59))
        assert PersonalToken.objects.get().last_used_at == now
        actions.use_token(secret=secret, now=now + dt.timedelta(seconds=60))
        assert PersonalToken.objects.get().last_used_at == now + dt.timedelta(seconds=60)

    def test_ends_with_the_account(self, make, anna, now):
        secret = make(now).secret
        anna.is_active = False
        anna.save()

        assert actions.use_token(secret=secret, now=now) is None

    @pytest.mark.parametrize("secret", ["", "dbk_", "dbk_\0", "dbk_" + "a" * 43, "eyJhbGciOiJI"])
    def test_knows_no_other(self, make, now, secret):
        make(now)

        assert actions.use_token(secret=secret, now=now) is None


class TestRevoking:
    def test_ends_it_at_once(self, make, anna, now):
        new = make(now)

        actions.revoke_token(user=anna, token_id=new.token.pk, origin=Origin(), now=now)

        assert actions.use_token(secret=new.secret, now=now) is None
        assert SecurityEvent.objects.filter(kind=SecurityEvent.Kind.TOKEN_REVOKED).exists()

    def test_is_only_for_ones_own(self, make, eve, now):
        token = make(now).token

        with pytest.raises(NoSuchToken):
            actions.revoke_token(user=eve, token_id=token.pk, origin=Origin(), now=now)
        assert PersonalToken.objects.exists()
        assert not SecurityEvent.objects.filter(user=eve).exists()


class TestPage:
    @pytest.fixture
    def hers(self, client, anna):
        client.force_login(anna)
        return client

    def test_asks_strangers_to_sign_in(self, client, db):
        assert client.get(LIST)["Location"].startswith(reverse("account_login"))

    def test_shows_the_secret_once(self, hers):
        made = hers.post(LIST, TYPED)
        secret = made.context["secret"]

        assert made.status_code == 201
        assert secret in made.content.decode()
        assert "no-store" in made["Cache-Control"]
        page = hers.get(LIST).content.decode()
        assert secret not in page
        assert secret[:8] in page

    @pytest.mark.parametrize(
        ("field", "value"),
        [("name", ""), ("scopes", []), ("scopes", ["admin"]), ("days", "3650"), ("days", "")],
    )
    def test_tells_what_is_wrong(self, hers, field, value):
        response = hers.post(LIST, TYPED | {field: value})

        assert response.status_code == 422
        assert list(response.context["form"].errors) == [field]
        assert not PersonalToken.objects.exists()

    def test_says_when_there_are_too_many(self, hers, make, now):
        for hours in range(20):
            make(now + dt.timedelta(hours=2 * hours))

        response = hers.post(LIST, TYPED)

        assert response.status_code == 422
        assert "You have 20 tokens" in response.content.decode()

    def test_marks_what_has_expired(self, hers, make, now):
        make(now - dt.timedelta(days=2000))

        assert "Expired" in hers.get(LIST).content.decode()

    def test_revokes(self, hers, make):
        token = make().token

        assert hers.post(reverse("accounts:token-revoke", args=[token.pk]))["Location"] == LIST
        assert not PersonalToken.objects.exists()

    def test_knows_no_tokens_of_others(self, client, eve, make):
        token = make().token
        client.force_login(eve)

        assert client.get(LIST).context["rows"] == []
        assert client.post(reverse("accounts:token-revoke", args=[token.pk])).status_code == 404
        assert PersonalToken.objects.exists()


class TestScopes:
    @pytest.mark.parametrize(
        ("method", "path"),
        [("get", "me"), ("patch", "me"), ("get", "sessions"), ("get", "security")],
    )
    def test_for_reading_and_writing_do_not_open_the_account(self, call, make, method, path):
        body = {} if method == "patch" else None
        codes = {
            scope: call(method, path, body, token=make(scopes=[scope]).secret).status_code
            for scope in TOKEN_SCOPES
        }

        assert codes == {"read": 403, "write": 403, "account": 200}

    @pytest.mark.parametrize(
        ("method", "path", "body"),
        [("get", "tokens", None), ("post", "tokens", TYPED), ("delete", "tokens/1", None)],
    )
    def test_never_reach_the_tokens_themselves(self, call, make, method, path, body):
        secret = make(scopes=[*TOKEN_SCOPES]).secret

        answer = call(method, path, body, token=secret)

        assert answer.status_code == 403
        assert PersonalToken.objects.count() == 1

    def test_expired_revoked_and_wrong_are_all_the_same(self, call, make, now):
        old, gone = make(now - dt.timedelta(days=2000)), make(scopes=["account"])
        gone.token.delete()

        answers = [
            call("get", "me", token=token) for token in (old.secret, gone.secret, "dbk_wrong")
        ]

        assert [answer.status_code for answer in answers] == [401] * 3
        assert len({answer.content for answer in answers}) == 1


class TestApi:
    @pytest.fixture
    def ask(self, call, anna, sign_in_api):
        token = sign_in_api(anna)["access_token"]
        return lambda method, path, body=None: call(method, path, body, token=token)

    def test_makes_one_that_works(self, ask, call):
        answer = ask("post", "tokens", TYPED | {"scopes": ["account"]})

        assert answer.status_code == 201
        assert answer["Cache-Control"] == "no-store"
        assert call("get", "me", token=answer.json()["secret"]).status_code == 200

    def test_lists_without_secrets(self, ask):
        secret = ask("post", "tokens", TYPED).json()["secret"]

        (row,) = ask("get", "tokens").json()["items"]
        assert (row["name"], row["last_used_at"]) == ("Heat pump", None)
        assert secret not in str(row)

    def test_revokes(self, ask, make):
        assert ask("delete", f"tokens/{make().token.pk}").status_code == 204
        assert not PersonalToken.objects.exists()

    def test_does_not_know_those_of_others(self, ask, make, eve):
        token = make(user=eve).token

        assert ask("get", "tokens").json()["items"] == []
        assert ask("delete", f"tokens/{token.pk}").status_code == 404
        assert PersonalToken.objects.exists()

    @pytest.mark.parametrize(
        ("field", "value"),
        [("name", " "), ("scopes", []), ("scopes", ["admin"]), ("days", 31), ("extra", 1)],
    )
    def test_refuses_bad_input(self, ask, field, value):
        assert ask("post", "tokens", TYPED | {field: value}).status_code == 422
        assert not PersonalToken.objects.exists()
