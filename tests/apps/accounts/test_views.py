import re

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import MD5PasswordHasher
from django.urls import reverse

User = get_user_model()
SIGN_UP = reverse("account_signup")
SIGN_IN = reverse("account_login")
SIGN_OUT = reverse("account_logout")
PROFILE = reverse("accounts:profile")
MIA = {
    "name": "Mia",
    "email": "mia@example.com",
    "password": "seven quiet rivers",
    "confirmation": "seven quiet rivers",
}


def html(response):
    return response.content.decode()


@pytest.fixture
def hashes(monkeypatch):
    """The passwords that are hashed during the test."""
    made, encode = [], MD5PasswordHasher.encode

    def encode_and_tell(self, password, salt):
        made.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", encode_and_tell)
    return made


def is_signed_in(client):
    return "_auth_user_id" in client.session


class TestSignUp:
    def test_makes_an_account_and_opens_it(self, client, db):
        response = client.post(SIGN_UP, MIA)

        assert response.status_code == 302
        assert response["Location"] == reverse("home")
        assert client.session["_auth_user_id"] == str(User.objects.get(email=MIA["email"]).pk)

    def test_says_welcome_by_name(self, client, db):
        client.post(SIGN_UP, MIA | {"name": "Zoë <b>O Neill</b>"})

        assert "Welcome, Zoë &lt;b&gt;O Neill&lt;/b&gt;." in html(client.get(PROFILE))

    def test_goes_on_where_the_person_was_heading(self, client, db):
        assert client.post(f"{SIGN_UP}?next={PROFILE}", MIA)["Location"] == PROFILE

    @pytest.mark.parametrize(
        ("wrong", "told"),
        [
            ({"name": " "}, "Type your name."),
            ({"name": "M\0ia"}, "Null characters"),
            ({"email": "mia"}, "such as anna@example.com"),
            ({"email": ""}, "Type your e-mail address."),
            ({"password": ""}, "Choose a password."),
            ({"confirmation": ""}, "Type the password again."),
            ({"email": f"{'m' * 250}@example.com"}, "at most 254"),
            ({"confirmation": "seven quiet River"}, "two passwords differ"),
            ({"password": "short", "confirmation": "short"}, "too short"),
            ({"password": "1234567890", "confirmation": "1234567890"}, "entirely numeric"),
            ({"password": "mia@example.com", "confirmation": "mia@example.com"}, "too similar"),
        ],
    )
    def test_tells_what_is_wrong_beside_the_field(self, client, db, wrong, told):
        response = client.post(SIGN_UP, MIA | wrong)

        assert response.status_code == 422
        assert told in str(response.context["form"].errors)
        assert told in html(response)
        assert not User.objects.exists()

    def test_keeps_what_was_typed_but_no_password(self, client, db):
        page = html(client.post(SIGN_UP, MIA | {"confirmation": "another one"}))

        assert 'value="Mia"' in page
        assert 'value="mia@example.com"' in page
        assert "seven quiet rivers" not in page

    def test_tells_of_a_taken_email_beside_it(self, client, anna):
        response = client.post(SIGN_UP, MIA | {"email": "ANNA@example.com"})

        assert response.status_code == 422
        assert "sign in instead" in str(response.context["form"].errors["email"])
        assert User.objects.count() == 1

    def test_keeps_the_password_as_typed_with_its_spaces(self, client, db):
        client.post(SIGN_UP, MIA | dict.fromkeys(["password", "confirmation"], "  seven rivers "))

        assert User.objects.get().check_password("  seven rivers ")

    def test_is_limited_by_address(self, client, anna):
        for _ in range(10):
            client.post(SIGN_UP, MIA | {"email": anna.email})

        response = client.post(SIGN_UP, MIA)

        assert response.status_code == 429
        assert 0 < int(response["Retry-After"]) <= 60
        assert User.objects.count() == 1

    def test_sends_whoever_is_signed_in_on(self, client, anna):
        client.force_login(anna)

        assert client.get(SIGN_UP)["Location"] == reverse("home")
        assert client.post(SIGN_UP, MIA).status_code == 302
        assert User.objects.count() == 1


class TestSignIn:
    @pytest.fixture
    def typed(self, anna, password):
        return {"email": "anna@example.com", "password": password}

    def test_opens_the_account(self, client, typed, anna):
        response = client.post(SIGN_IN, typed)

        assert response["Location"] == reverse("home")
        assert client.session["_auth_user_id"] == str(anna.pk)

    def test_takes_the_email_in_any_case(self, client, typed):
        client.post(SIGN_IN, typed | {"email": " Anna@EXAMPLE.com"})

        assert is_signed_in(client)

    def test_gives_the_session_a_new_key(self, client, typed):
        client.get(SIGN_IN)
        session = client.session
        session["seen"] = True
        session.save()
        client.cookies["sessionid"] = session.session_key

        client.post(SIGN_IN, typed)

        assert client.session.session_key != session.session_key
        assert is_signed_in(client)

    def test_stays_signed_in_only_when_asked(self, client, typed):
        assert client.post(SIGN_IN, typed).cookies["sessionid"]["max-age"] == ""
        client.logout()

        cookie = client.post(SIGN_IN, typed | {"remember": "on"}).cookies["sessionid"]

        assert cookie["max-age"] == 60 * 60 * 24 * 30
        assert cookie["httponly"]

    def test_answers_the_same_for_a_wrong_password_and_an_unknown_email(self, client, typed):
        answers = [
            client.post(SIGN_IN, typed | {"password": "wrong horse"}),
            client.post(SIGN_IN, {"email": "anne@example.com", "password": "wrong horse"}),
        ]
        pages = [re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", html(a)) for a in answers]

        assert [a.status_code for a in answers] == [422, 422]
        assert "The e-mail or the password is wrong" in pages[0]
        assert pages[0].replace("anna@", "anne@") == pages[1]

    @pytest.mark.parametrize("email", ["anna@example.com", "nobody@example.com"])
    def test_hashes_once_whether_or_not_the_email_is_known(self, client, typed, email, hashes):
        client.post(SIGN_IN, {"email": email, "password": "wrong horse"})

        assert hashes == ["wrong horse"]

    def test_refuses_a_deactivated_person_like_an_unknown_one(self, client, person, password):
        person("Max", is_active=False)

        response = client.post(SIGN_IN, {"email": "max@example.com", "password": password})

        assert "The e-mail or the password is wrong" in html(response)
        assert not is_signed_in(client)

    @pytest.mark.parametrize("email", ["", "anna", "anna\0@example.com", "a" * 300 + "@b.com"])
    def test_refuses_what_is_no_email(self, client, typed, email):
        response = client.post(SIGN_IN, typed | {"email": email})

        assert response.status_code == 422
        assert "email" in response.context["form"].errors

    def test_sends_whoever_is_signed_in_on(self, client, anna):
        client.force_login(anna)

        assert client.get(f"{SIGN_IN}?next={PROFILE}")["Location"] == PROFILE

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_wants_the_csrf_token_for_posting_only(self, strict_client, typed, method):
        response = getattr(strict_client, method)(SIGN_IN, typed)

        assert response.status_code == {"get": 200, "post": 403}[method]
        assert not is_signed_in(strict_client)

    def test_costs_a_stranger_no_query(self, client, django_assert_num_queries, db):
        with django_assert_num_queries(0):
            assert client.get(SIGN_IN).status_code == 200

    def test_is_not_kept_by_browsers(self, client, db):
        assert "no-store" in client.get(SIGN_IN)["Cache-Control"]


class TestNext:
    @pytest.mark.parametrize(
        "heading",
        [
            "https://evil.example/",
            "//evil.example/",
            "/\\evil.example",
            "http:///evil.example",
            "javascript:alert(1)",
            "\\\\evil.example",
            " https://evil.example",
        ],
    )
    def test_never_leads_elsewhere(self, client, anna, password, heading):
        client.get(SIGN_IN, {"next": heading})

        response = client.post(
            SIGN_IN, {"email": anna.email, "password": password}, query_params={"next": heading}
        )

        assert response["Location"] == reverse("home")

    def test_comes_back_with_its_own_question(self, client, anna, password):
        asked = client.get(f"{PROFILE}?tab=day")
        assert asked["Location"] == f"{SIGN_IN}?next={PROFILE}%3Ftab%3Dday"

        response = client.post(asked["Location"], {"email": anna.email, "password": password})

        assert response["Location"] == f"{PROFILE}?tab=day"

    def test_survives_the_way_from_signing_in_to_signing_up(self, client, db):
        page = html(client.get(f"{SIGN_IN}?next=/prices/%3Fregion%3DC%26x%3D1"))

        assert f'href="{SIGN_UP}?next=%2Fprices%2F%3Fregion%3DC%26x%3D1"' in page


class TestGuessing:
    def guess(self, client, email, times, **extra):
        typed = {"email": email, "password": "wrong horse"}
        return [client.post(SIGN_IN, typed, **extra).status_code for _ in range(times)]

    def test_is_stopped_after_five_tries_from_one_address(self, client, anna):
        assert self.guess(client, anna.email, 6) == [422] * 5 + [429]

    def test_says_how_long_to_wait(self, client, anna):
        self.guess(client, anna.email, 5)

        response = client.post(SIGN_IN, {"email": anna.email, "password": "x"})

        assert 0 < int(response["Retry-After"]) <= 300

    def test_from_elsewhere_does_not_lock_the_person_out(self, client, anna, password):
        self.guess(client, anna.email, 6, REMOTE_ADDR="203.0.113.7")

        client.post(SIGN_IN, {"email": anna.email, "password": password})

        assert is_signed_in(client)

    def test_over_many_accounts_is_stopped_by_address(self, client, db):
        codes = [self.guess(client, f"p{i}@example.com", 1)[0] for i in range(31)]

        assert codes == [422] * 30 + [429]

    def test_by_a_crowd_spares_the_browsers_the_person_uses(self, client, anna, password):
        right = {"email": anna.email, "password": password}
        client.post(SIGN_IN, right)
        client.post(SIGN_OUT)
        stranger = type(client)()
        for i in range(11):
            self.guess(stranger, anna.email, 5, REMOTE_ADDR=f"203.0.113.{i}")

        assert stranger.post(SIGN_IN, right, REMOTE_ADDR="203.0.113.99").status_code == 429
        assert client.post(SIGN_IN, right).status_code == 302


class TestSignOut:
    def test_only_asks_when_a_link_is_followed(self, client, anna):
        client.force_login(anna)

        assert client.get(SIGN_OUT).status_code == 200
        assert is_signed_in(client)

    def test_closes_the_account(self, client, anna):
        client.force_login(anna)

        response = client.post(SIGN_OUT)

        assert response["Location"] == reverse("home")
        assert not is_signed_in(client)

    def test_does_not_mind_strangers(self, client, db):
        assert client.get(SIGN_OUT).status_code == 200
        assert client.post(SIGN_OUT).status_code == 302

    def test_wants_the_csrf_token(self, strict_client, anna):
        strict_client.force_login(anna)

        assert strict_client.post(SIGN_OUT).status_code == 403
        assert is_signed_in(strict_client)


class TestProfile:
    @pytest.fixture
    def typed(self, client, anna):
        client.force_login(anna)
        return {
            "name": "Anna Maria",
            "time_zone": "Asia/Kathmandu",
            "language": "en-gb",
            "day_starts_at": "06:30",
            "country": "GB",
            "first_weekday": "0",
            "currency": "GBP",
        }

    def test_asks_strangers_to_sign_in(self, client, db):
        assert client.get(PROFILE)["Location"] == f"{SIGN_IN}?next={PROFILE}"

    def test_shows_what_is_there(self, client, typed):
        page = html(client.get(PROFILE))

        assert "anna@example.com" in page
        assert '<option value="Europe/London" selected>' in page
        assert 'value="00:00"' in page

    def test_saves_and_says_so(self, client, typed, anna):
        response = client.post(PROFILE, typed, follow=True)

        anna.refresh_from_db()
        assert (anna.name, anna.time_zone) == ("Anna Maria", "Asia/Kathmandu")
        assert anna.day_starts_at.isoformat() == "06:30:00"
        assert "Your account is saved." in html(response)

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("name", ""),
            ("name", "An\x1bna"),
            ("time_zone", "Mars/Olympus"),
            ("language", "tlh"),
            ("day_starts_at", "half past six"),
            ("day_starts_at", "06:30:15"),
        ],
    )
    def test_tells_what_is_wrong_and_changes_nothing(self, client, typed, anna, field, value):
        response = client.post(PROFILE, typed | {field: value})

        assert response.status_code == 422
        assert list(response.context["form"].errors) == [field]
        anna.refresh_from_db()
        assert (anna.name, anna.time_zone) == ("Anna", "Europe/London")

    def test_does_not_change_the_email(self, client, typed, anna):
        client.post(PROFILE, typed | {"email": "eve@example.com", "is_staff": "on"})

        anna.refresh_from_db()
        assert anna.email == "anna@example.com"
        assert not anna.is_staff

    def test_belongs_to_whoever_asks(self, client, typed, eve):
        client.force_login(eve)

        assert "anna@example.com" not in html(client.get(PROFILE))

    def test_costs_three_queries(self, client, typed, django_assert_num_queries):
        with django_assert_num_queries(3):  # session, person, unread messages
            client.get(PROFILE)


@pytest.mark.parametrize("url", [SIGN_UP, SIGN_IN, SIGN_OUT])
@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_pages_take_only_get_and_post(client, db, url, method):
    assert getattr(client, method)(url).status_code == 405
