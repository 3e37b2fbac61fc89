"""What the API of links and addresses refuses, with nothing written and nobody written to."""

import datetime as dt

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from daybook.apps.accounts.actions import links
from daybook.apps.accounts.models.links import Link, Purpose

User = get_user_model()
NEW = "seven quiet rivers"
OPERATIONS = {
    "password/forgotten": {"email": "anna@example.com"},
    "password/reset": {"secret": "never-sent", "password": NEW},
    "email/confirm": {"secret": "never-sent"},
    "email": {"email": "new@example.org", "password": "nine green bottles"},
    "email/change": {"secret": "never-sent"},
    "email/undo": {"secret": "never-sent"},
    "login/link": {"email": "anna@example.com"},
    "login/link/use": {"secret": "never-sent"},
}
FIELDS = [(path, field) for path, body in OPERATIONS.items() for field in body]
BY_SECRET = {
    "password/reset": Purpose.RESET,
    "email/confirm": Purpose.VERIFY,
    "email/change": Purpose.CHANGE,
}


@pytest.fixture
def token(sign_in_api, anna, letterbox):
    token = sign_in_api(anna)["access_token"]
    letterbox.letters.clear()
    return token


@pytest.fixture
def tried(call, token, worked):
    """Calls an operation as Anna, with a body that differs from a good one."""

    def tried(path, **changes):
        body = OPERATIONS[path] | changes
        return worked(lambda: call("post", path, body, token=token))

    return tried


@pytest.fixture
def untouched(anna, letterbox):
    """Nothing about Anna has changed, no link was made and no letter posted."""

    def everything():
        row = User.objects.values("email", "password", "email_verified_at").get(pk=anna.pk)
        return [row, Link.objects.count(), len(letterbox.letters)]

    before = everything()
    yield
    assert everything() == before


@pytest.mark.usefixtures("untouched")
class TestABody:
    @pytest.mark.parametrize(("path", "field"), FIELDS)
    @pytest.mark.parametrize("wrong", [None, 7, ["a"], {"a": "b"}, True])
    def test_refuses_another_type(self, tried, path, field, wrong):
        answer = tried(path, **{field: wrong})

        assert answer.status_code == 422
        assert answer.json()["errors"][0]["loc"][-1] == field

    @pytest.mark.parametrize(("path", "field"), FIELDS)
    def test_refuses_a_missing_field(self, call, token, path, field):
        body = {name: value for name, value in OPERATIONS[path].items() if name != field}
        answer = call("post", path, body, token=token)

        assert answer.status_code == 422
        assert answer.json()["errors"][0]["loc"][-1] == field

    @pytest.mark.parametrize("path", OPERATIONS)
    def test_refuses_a_field_too_many(self, tried, path):
        answer = tried(path, user_id=1)

        assert answer.status_code == 422
        assert answer.json()["errors"][0]["loc"][-1] == "user_id"

    @pytest.mark.parametrize(
        ("path", "field", "length"),
        [
            ("password/forgotten", "email", 255),
            ("password/reset", "secret", 101),
            ("password/reset", "password", 257),
            ("email/confirm", "secret", 101),
            ("email", "email", 255),
            ("email", "password", 257),
            ("email/change", "secret", 101),
        ],
    )
    def test_refuses_what_is_too_long(self, tried, path, field, length):
        answer = tried(path, **{field: "a" * length})

        assert answer.status_code == 422
        assert answer.json()["errors"][0]["loc"][-1] == field

    @pytest.mark.parametrize("path", OPERATIONS)
    @pytest.mark.parametrize("body", ["", "{", "null", "[]", '"anna"'])
    def test_refuses_what_is_no_object(self, client, token, path, body):
        answer = client.post(
            f"/api/v1/auth/{path}",
            data=body,
            content_type="application/json",
            headers={"Authorization": f"Bearer {token}"},
        )

        assert answer.status_code in {400, 422}
        assert answer["Content-Type"].startswith("application/problem+json")

    @pytest.mark.parametrize("path", [*OPERATIONS, "email/verify"])
    @pytest.mark.parametrize("method", ["get", "put", "patch", "delete"])
    def test_is_for_posting_only(self, call, token, path, method):
        assert call(method, path, token=token).status_code == 405


@pytest.mark.usefixtures("untouched")
class TestASecret:
    @pytest.mark.parametrize("path", BY_SECRET)
    @pytest.mark.parametrize("secret", ["", " ", "nul\0", "ü" * 60, "<b>x</b>", "../..", "a" * 100])
    def test_that_was_never_sent_is_not_found(self, tried, path, secret):
        answer = tried(path, secret=secret)

        assert answer.status_code == 404
        assert answer.json()["type"] == "urn:daybook:accounts.link-refused"
        assert answer["Content-Type"].startswith("application/problem+json")

    @pytest.mark.parametrize("path", BY_SECRET)
    def test_is_not_repeated_in_the_refusal(self, tried, path):
        assert b"never-sent" not in tried(path).content


class TestASecretOfAnotherPurpose:
    @pytest.mark.parametrize("path", BY_SECRET)
    @pytest.mark.parametrize("purpose", Purpose)
    def test_opens_nothing_and_keeps(self, tried, anna, path, purpose):
        if BY_SECRET[path] is purpose:
            purpose = Purpose.SIGN_IN
        secret = links.make_link(person=anna, purpose=purpose, email=anna.email, now=timezone.now())

        assert tried(path, secret=secret).status_code == 404
        assert Link.objects.get().purpose == purpose


class TestTheEndOfALink:
    @pytest.fixture
    def made(self, anna):
        """A link to another address, of which so many seconds are left."""

        def made(purpose, seconds):
            left = dt.timedelta(seconds=seconds)
            at = timezone.now() - links.LIFETIMES[purpose] + left
            email = "new@example.org" if purpose is Purpose.CHANGE else anna.email
            return links.make_link(person=anna, purpose=purpose, email=email, now=at)

        return made

    @pytest.mark.parametrize("path", BY_SECRET)
    @pytest.mark.parametrize(("seconds", "status"), [(30, 204), (-1, 404)])
    def test_is_kept_to_the_second(self, tried, made, path, seconds, status):
        answer = tried(path, secret=made(BY_SECRET[path], seconds))

        assert answer.status_code == status
        assert Link.objects.exists() is (status == 404)

    @pytest.mark.parametrize("path", BY_SECRET)
    def test_comes_with_its_first_use(self, tried, made, path):
        secret = made(BY_SECRET[path], 30)

        assert [tried(path, secret=secret).status_code for _ in range(2)] == [204, 404]

    @pytest.mark.parametrize("path", BY_SECRET)
    def test_comes_with_the_end_of_the_account(self, call, anna, made, path):
        secret = made(BY_SECRET[path], 30)
        User.objects.filter(pk=anna.pk).update(is_active=False)
        answer = call("post", path, OPERATIONS[path] | {"secret": secret})

        assert answer.status_code == 404
        assert Link.objects.exists()

    @pytest.mark.parametrize("path", BY_SECRET)
    def test_answers_success_with_nothing_in_it(self, tried, made, path):
        assert tried(path, secret=made(BY_SECRET[path], 30)).content == b""


class TestALinkOfSomebodyElse:
    """The secret tells whose account it is, never the session it is used in."""

    @pytest.mark.parametrize("path", BY_SECRET)
    def test_changes_nothing_about_whoever_uses_it(self, tried, anna, otto, path):
        purpose = BY_SECRET[path]
        to = "new@example.org" if purpose is Purpose.CHANGE else otto.email
        secret = links.make_link(person=otto, purpose=purpose, email=to, now=timezone.now())
        before = User.objects.filter(pk=anna.pk).values().get()

        assert tried(path, secret=secret).status_code == 204
        assert User.objects.filter(pk=anna.pk).values().get() == before
        otto.refresh_from_db()
        assert otto.email_verified_at


class TestAskingOverTheApi:
    def test_refuses_the_address_one_has_in_any_spelling(self, tried, letterbox):
        answer = tried("email", email=" ANNA@example.com ")

        assert answer.status_code == 422
        assert answer.json()["errors"][0]["loc"] == ["body", "email"]
        assert letterbox.letters == []

    @pytest.mark.parametrize(
        "email", ["", "new", "new@", "@example.org", "a b@example.org", "n\0w@example.org"]
    )
    def test_refuses_what_is_no_address(self, tried, letterbox, email):
        assert tried("email", email=email).status_code == 422
        assert letterbox.letters == []
        assert not Link.objects.exists()

    def test_answers_the_same_when_the_address_is_taken(self, tried, otto, letterbox):
        answers = [tried("email", email=to) for to in (otto.email, "new@example.org")]

        assert [(a.status_code, a.content) for a in answers] == [(202, b"")] * 2
        assert len(letterbox.of("accounts.new-email")) == 2

    def test_sends_a_fourth_letter_to_confirm_only_after_an_hour(self, call, token, letterbox):
        answers = [call("post", "email/verify", token=token) for _ in range(4)]

        assert [answer.status_code for answer in answers] == [202, 202, 202, 429]
        assert 3590 <= int(answers[3]["Retry-After"]) <= 3600
        assert len(letterbox.of("accounts.verify-email")) == 3

    def test_sends_no_letter_when_the_address_is_confirmed(self, call, anna, token, letterbox):
        User.objects.filter(pk=anna.pk).update(email_verified_at=timezone.now())

        assert call("post", "email/verify", token=token).status_code == 202
        assert letterbox.letters == []
        assert not Link.objects.exists()

    @pytest.mark.parametrize("path", ["email", "email/verify"])
    @pytest.mark.parametrize("token", ["x", "a.b.c", "ü"])
    def test_refuses_a_token_that_is_none(self, call, db, letterbox, path, token):
        answer = call("post", path, OPERATIONS.get(path), token=token.encode().decode("latin-1"))

        assert answer.status_code == 401
        assert letterbox.letters == []
