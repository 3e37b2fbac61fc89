import pytest
from django.contrib.auth import get_user_model

from daybook.core.rest import PROBLEM

User = get_user_model()
MIA = {"name": "Mia", "email": "mia@example.com", "password": "seven quiet rivers"}


def told(answer):
    """The fields a problem document talks about."""
    assert answer["Content-Type"] == PROBLEM
    return {error["loc"][-1] for error in answer.json()["errors"]}


JSON = {"content_type": "application/json"}


class TestRegister:
    def test_makes_an_account_and_signs_in(self, call, db):
        answer = call("post", "register", MIA)

        assert answer.status_code == 201
        assert answer["Cache-Control"] == "no-store"
        assert answer.json()["user"]["email"] == "mia@example.com"
        assert call("get", "me", token=answer.json()["access_token"]).json()["name"] == "Mia"

    def test_tells_how_to_use_the_tokens(self, call, db):
        body = call("post", "register", MIA).json()

        assert (body["token_type"], body["expires_in"]) == ("Bearer", 300)
        assert "password" not in str(body)

    def test_sets_no_cookie(self, call, db):
        assert not call("post", "register", MIA).cookies

    @pytest.mark.parametrize("email", ["anna@example.com", " ANNA@Example.com "])
    def test_refuses_a_taken_email_in_any_case(self, call, anna, email):
        answer = call("post", "register", MIA | {"email": email})

        assert answer.status_code == 409
        assert answer.json()["type"] == "urn:daybook:accounts.email-taken"
        assert User.objects.count() == 1

    def test_tells_every_wrong_field_at_once(self, call, db):
        answer = call("post", "register", {"name": " ", "email": "mia", "password": "12345678"})

        assert answer.status_code == 422
        assert told(answer) == {"name", "email", "password"}
        assert not User.objects.exists()

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("name", "M\0ia"),
            ("name", "M" * 101),
            ("name", None),
            ("email", "mia\0@example.com"),
            ("email", "mia@"),
            ("email", f"{'m' * 250}@example.com"),
            ("password", "short"),
            ("password", "password1"),
            ("password", "mia@example.com"),
            ("password", "x" * 257),
            ("password", 123456789),
        ],
    )
    def test_refuses_bad_input(self, call, db, field, value):
        answer = call("post", "register", MIA | {field: value})

        assert answer.status_code == 422
        assert told(answer) == {field}
        assert not User.objects.exists()

    def test_refuses_fields_it_does_not_know(self, call, db):
        answer = call("post", "register", MIA | {"is_staff": True})

        assert answer.status_code == 422
        assert told(answer) == {"is_staff"}

    def test_refuses_what_is_not_json(self, client, db):
        answer = client.post("/api/v1/auth/register", "{", content_type="application/json")

        assert answer.status_code == 400

    def test_is_limited_by_address(self, call, db):
        answers = [
            call("post", "register", MIA | {"email": f"mia{i}@example.com"}) for i in range(11)
        ]

        assert [a.status_code for a in answers] == [201] * 10 + [429]
        assert 0 < int(answers[-1]["Retry-After"]) <= 60
        assert answers[-1].json()["type"] == "urn:daybook:too-many-requests"


class TestLogin:
    def test_gives_tokens(self, call, anna, sign_in_api):
        tokens = sign_in_api(anna)

        assert call("get", "me", token=tokens["access_token"]).status_code == 200

    def test_takes_the_email_in_any_case(self, call, anna, password):
        answer = call("post", "login", {"email": "ANNA@example.com ", "password": password})

        assert answer.status_code == 200

    def test_answers_the_same_for_a_wrong_password_and_an_unknown_email(self, call, anna):
        wrong = call("post", "login", {"email": anna.email, "password": "wrong horse"})
        unknown = call("post", "login", {"email": "nobody@example.com", "password": "wrong horse"})

        assert wrong.status_code == unknown.status_code == 401
        assert wrong.content == unknown.content
        assert wrong.json()["type"] == "urn:daybook:accounts.wrong-credentials"

    @pytest.mark.parametrize("email", ["", "a\0b@example.com", "anna", "ánna@example.com"])
    def test_refuses_odd_emails_like_unknown_ones(self, call, anna, password, email):
        assert call("post", "login", {"email": email, "password": password}).status_code == 401

    def test_refuses_a_deactivated_person_the_same_way(self, call, person, password):
        person("Max", is_active=False)

        answer = call("post", "login", {"email": "max@example.com", "password": password})

        assert answer.json()["type"] == "urn:daybook:accounts.wrong-credentials"

    def test_stops_guessing(self, call, anna):
        guess = {"email": anna.email, "password": "wrong horse"}
        answers = [call("post", "login", guess) for _ in range(6)]

        assert [a.status_code for a in answers] == [401] * 5 + [429]
        assert 0 < int(answers[-1]["Retry-After"]) <= 300


class TestRefresh:
    def test_gives_the_next_pair(self, call, anna, sign_in_api):
        first = sign_in_api(anna)

        second = call("post", "refresh", {"refresh_token": first["refresh_token"]}).json()

        assert second["refresh_token"] != first["refresh_token"]
        assert call("get", "me", token=second["access_token"]).status_code == 200

    def test_ends_the_whole_family_when_a_token_is_used_again(self, call, anna, sign_in_api):
        first = sign_in_api(anna)
        second = call("post", "refresh", {"refresh_token": first["refresh_token"]}).json()

        again = call("post", "refresh", {"refresh_token": first["refresh_token"]})

        assert again.status_code == 401
        assert again.json()["type"] == "urn:daybook:accounts.token-refused"
        next_one = call("post", "refresh", {"refresh_token": second["refresh_token"]})
        assert next_one.status_code == 401
        assert call("get", "me", token=second["access_token"]).status_code == 401

    def test_leaves_other_sign_ins_alone(self, call, anna, sign_in_api):
        first, other = sign_in_api(anna), sign_in_api(anna)
        for _ in range(2):
            call("post", "refresh", {"refresh_token": first["refresh_token"]})

        answer = call("post", "refresh", {"refresh_token": other["refresh_token"]})

        assert answer.status_code == 200

    @pytest.mark.parametrize("token", ["", "x", "a.b.c", "\0", "é", "eyJhbGciOiJub25lIn0.e30."])
    def test_refuses_what_is_no_token(self, call, db, token):
        assert call("post", "refresh", {"refresh_token": token}).status_code == 401

    def test_does_not_take_an_access_token(self, call, anna, sign_in_api):
        tokens = sign_in_api(anna)

        answer = call("post", "refresh", {"refresh_token": tokens["access_token"]})

        assert answer.status_code == 401

    def test_refuses_a_deactivated_person(self, call, anna, sign_in_api):
        tokens = sign_in_api(anna)
        User.objects.filter(pk=anna.pk).update(is_active=False)

        answer = call("post", "refresh", {"refresh_token": tokens["refresh_token"]})

        assert answer.status_code == 401


class TestLogout:
    def test_ends_the_sign_in_at_once(self, call, anna, sign_in_api):
        tokens = sign_in_api(anna)

        answer = call("post", "logout", {"refresh_token": tokens["refresh_token"]})

        assert (answer.status_code, answer.content) == (204, b"")
        assert call("get", "me", token=tokens["access_token"]).status_code == 401
        refreshed = call("post", "refresh", {"refresh_token": tokens["refresh_token"]})
        assert refreshed.status_code == 401

    def test_may_be_done_twice(self, call, anna, sign_in_api):
        body = {"refresh_token": sign_in_api(anna)["refresh_token"]}

        assert [call("post", "logout", body).status_code for _ in range(2)] == [204, 204]

    def test_does_not_mind_a_wrong_token(self, call, db):
        assert call("post", "logout", {"refresh_token": "x"}).status_code == 204


class TestMe:
    def test_asks_to_sign_in(self, call, db):
        for method in ("get", "patch"):
            answer = call(method, "me", {} if method == "patch" else None)

            assert answer.status_code == 401
            assert answer["WWW-Authenticate"] == "Bearer"

    @pytest.mark.parametrize("change", [{"is_active": False}, {"password": "!"}])
    def test_is_closed_at_once_to_whom_it_was_taken_from(self, call, anna, sign_in_api, change):
        tokens = sign_in_api(anna)
        User.objects.filter(pk=anna.pk).update(**change)

        assert call("get", "me", token=tokens["access_token"]).status_code == 401

    def test_is_closed_to_the_token_of_somebody_deleted(self, call, anna, sign_in_api):
        tokens = sign_in_api(anna)
        anna.delete()

        assert call("get", "me", token=tokens["access_token"]).status_code == 401

    def test_does_not_take_a_refresh_token(self, call, anna, sign_in_api):
        assert call("get", "me", token=sign_in_api(anna)["refresh_token"]).status_code == 401

    def test_refuses_a_token_signed_with_another_key(self, call, anna, sign_in_api, settings):
        tokens = sign_in_api(anna)
        settings.SECRET_KEY = "another key, long enough to be taken seriously by anybody"

        assert call("get", "me", token=tokens["access_token"]).status_code == 401

    def test_takes_the_session_of_a_page(self, call, client, anna):
        client.force_login(anna)

        assert call("get", "me").json()["email"] == "anna@example.com"

    @pytest.mark.parametrize("method", ["get", "patch"])
    def test_is_kept_by_no_cache(self, client, anna, method):
        client.force_login(anna)
        ask = getattr(client, method)

        answer = ask("/api/v1/auth/me", *([{}] if method == "patch" else []), **JSON)

        assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")

    def test_wants_the_csrf_token_from_a_page(self, strict_client, anna):
        strict_client.force_login(anna)

        answer = strict_client.patch(
            "/api/v1/auth/me", {"name": "Eve"}, content_type="application/json"
        )

        assert answer.status_code == 403
        anna.refresh_from_db()
        assert anna.name == "Anna"

    def test_costs_two_queries(self, call, anna, sign_in_api, django_assert_num_queries):
        tokens = sign_in_api(anna)

        with django_assert_num_queries(2):
            call("get", "me", token=tokens["access_token"])


class TestChangeMe:
    @pytest.fixture
    def patch(self, call, anna, sign_in_api):
        token = sign_in_api(anna)["access_token"]
        return lambda body: call("patch", "me", body, token=token)

    def test_changes_what_is_given(self, patch, anna):
        body = patch({"time_zone": "Europe/Paris", "day_starts_at": "06:30"}).json()

        assert (body["time_zone"], body["day_starts_at"]) == ("Europe/Paris", "06:30")
        assert body["name"] == "Anna"

    def test_leaves_everything_when_nothing_is_given(self, patch, anna):
        assert patch({}).json()["name"] == "Anna"

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("name", "  "),
            ("time_zone", "Mars/Olympus"),
            ("language", "tlh"),
            ("day_starts_at", "25:00"),
            ("day_starts_at", "06:30:15"),
            ("email", "eve@example.com"),
        ],
    )
    def test_refuses_bad_input(self, patch, anna, field, value):
        answer = patch({"name": "Eve", field: value})

        assert answer.status_code == 422
        assert told(answer) == {field}
        anna.refresh_from_db()
        assert anna.name == "Anna"
