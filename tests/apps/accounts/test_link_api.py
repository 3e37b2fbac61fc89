"""Links in letters over the API."""

import pytest

from daybook.apps.accounts.models.links import Link

NEW = "seven quiet rivers"


@pytest.fixture
def token(sign_in_api, anna, letterbox):
    return sign_in_api(anna)["access_token"]


class TestForgottenPassword:
    def test_answers_the_same_for_everybody(self, call, anna, letterbox, worked):
        answers = [
            worked(lambda to=email: call("post", "password/forgotten", {"email": to}))
            for email in (anna.email, "nobody@example.com")
        ]

        assert [answer.status_code for answer in answers] == [202, 202]
        assert answers[0].content == answers[1].content
        assert len(letterbox.letters) == 1

    def test_is_limited(self, call, anna):
        answers = [call("post", "password/forgotten", {"email": anna.email}) for _ in range(6)]

        assert answers[-1].status_code == 429
        assert int(answers[-1]["Retry-After"]) > 0


class TestResetPassword:
    @pytest.fixture
    def secret(self, call, anna, letterbox, worked):
        worked(lambda: call("post", "password/forgotten", {"email": anna.email}))
        return letterbox.secret("accounts.password-reset")

    def test_sets_the_password_and_ends_every_token(self, call, anna, secret, token):
        answer = call("post", "password/reset", {"secret": secret, "password": NEW})

        assert answer.status_code == 204
        assert call("get", "me", token=token).status_code == 401
        assert call("post", "login", {"email": anna.email, "password": NEW}).status_code == 200

    def test_works_once(self, call, secret):
        answers = [
            call("post", "password/reset", {"secret": secret, "password": NEW}) for _ in range(2)
        ]

        assert answers[1].status_code == 404
        assert answers[1].json()["type"] == "urn:daybook:accounts.link-refused"

    def test_tells_a_weak_password_and_keeps_the_link(self, call, secret):
        answer = call("post", "password/reset", {"secret": secret, "password": "12345678"})

        assert answer.status_code == 422
        assert answer.json()["type"] == "urn:daybook:accounts.not-valid"
        assert Link.objects.exists()


class TestEmail:
    def test_is_confirmed_by_the_letter(self, call, anna, token, letterbox):
        assert call("post", "email/verify", {}, token=token).status_code == 202
        secret = letterbox.secret("accounts.verify-email")

        assert call("post", "email/confirm", {"secret": secret}).status_code == 204
        assert call("post", "email/confirm", {"secret": secret}).status_code == 404
        anna.refresh_from_db()
        assert anna.email_verified_at

    def test_is_changed_by_the_letter(self, call, anna, token, letterbox, password):
        body = {"email": "new@example.org", "password": password}
        assert call("post", "email", body, token=token).status_code == 202
        secret = letterbox.secret("accounts.new-email")

        assert call("post", "email/change", {"secret": secret}).status_code == 204
        assert call("get", "me", token=token).json()["email"] == "new@example.org"

    def test_is_not_changed_without_the_password(self, call, token, letterbox):
        body = {"email": "new@example.org", "password": "x"}

        assert call("post", "email", body, token=token).status_code == 422
        assert letterbox.letters == []

    @pytest.mark.parametrize("path", ["email", "email/verify"])
    def test_is_nothing_for_strangers(self, call, db, path):
        body = {"email": "new@example.org", "password": "x"}
        assert call("post", path, body).status_code == 401
