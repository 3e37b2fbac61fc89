import pytest
from django.urls import reverse

from daybook.apps.accounts import queries
from daybook.apps.accounts.models import PersonalToken, SecurityEvent

TOKENS = reverse("accounts:tokens")
PASSWORD_PAGE = reverse("accounts:password")
ON = reverse("accounts:second-step-on")
NAMED = {"name": "Pump", "scopes": ["read"], "days": 30}
RENEWED = {"current": "nine green bottles", "new": "seven quiet rivers"}
BAD_TOKENS = [
    {"name": ""},
    {"name": "   "},
    {"name": "x" * 61},
    {"name": "Pu\0mp"},
    {"name": "Pu\u202emp"},
    {"scopes": []},
    {"scopes": ["read", "admin"]},
    {"scopes": ["READ"]},
    {"days": 0},
    {"days": -30},
    {"days": 31},
    {"days": "soon"},
]


class TestTokenForm:
    @pytest.mark.parametrize("wrong", BAD_TOKENS)
    def test_makes_nothing_of_bad_input(self, hers, wrong):
        response = hers.post(TOKENS, NAMED | wrong)

        assert list(response.context["form"].errors) == list(wrong)
        assert not PersonalToken.objects.exists()
        assert not SecurityEvent.objects.exists()

    @pytest.mark.parametrize("missing", ["name", "scopes", "days"])
    def test_wants_every_field(self, hers, missing):
        typed = {name: value for name, value in NAMED.items() if name != missing}

        assert list(hers.post(TOKENS, typed).context["form"].errors) == [missing]
        assert not PersonalToken.objects.exists()

    def test_says_what_it_wants(self, hers):
        page = hers.post(TOKENS, {"days": 30}).content.decode()
        assert "Type what the token is for." in page
        assert "Choose at least one thing it may do." in page

    @pytest.mark.parametrize("name", ["x" * 60, "Wärmepumpe", "热泵", "Pump  one"])
    def test_takes_a_good_name(self, hers, name):
        assert hers.post(TOKENS, NAMED | {"name": name}).status_code == 201

        assert PersonalToken.objects.get().name == " ".join(name.split())

    def test_takes_nobodys_name_from_the_form(self, hers, anna, eve):
        hers.post(TOKENS, NAMED | {"user": eve.pk, "user_id": eve.pk, "digest": "0" * 64})

        token = PersonalToken.objects.get()
        assert token.user == anna
        assert token.digest != "0" * 64


class TestTokenOperation:
    @pytest.mark.parametrize(
        "wrong", [*BAD_TOKENS, {"name": 5}, {"scopes": "read"}, {"days": None}, {"days": 1.5}]
    )
    def test_makes_nothing_of_bad_input(self, ask, wrong):
        assert ask("post", "tokens", NAMED | wrong).status_code == 422
        assert not PersonalToken.objects.exists()

    @pytest.mark.parametrize("extra", [{"user_id": 1}, {"expires_at": "2999-01-01T00:00:00Z"}])
    def test_takes_no_other_field(self, ask, extra):
        assert ask("post", "tokens", NAMED | extra).status_code == 422
        assert not PersonalToken.objects.exists()

    @pytest.mark.parametrize("body", ["", "{", "[]", "null", '"read"'])
    def test_takes_nothing_but_an_object(self, ask, body):
        assert ask("post", "tokens", body).status_code in {400, 422}
        assert not PersonalToken.objects.exists()

    @pytest.mark.parametrize("missing", list(NAMED))
    def test_wants_every_field(self, ask, missing):
        body = {name: value for name, value in NAMED.items() if name != missing}

        assert ask("post", "tokens", body).status_code == 422
        assert not PersonalToken.objects.exists()

    def test_has_few_scopes(self, ask):
        assert ask("post", "tokens", NAMED | {"scopes": ["read"] * 11}).status_code == 422


class TestPasswordOperation:
    @pytest.mark.parametrize(
        "wrong",
        [
            {"current": ""},
            {"current": None},
            {"new": 5},
            {"new": ""},
            {"new": "x" * 257},
            {"new": "short"},
            {"new": "nine green bottles"},
            {"confirmation": "seven quiet rivers"},
        ],
    )
    def test_changes_nothing_on_bad_input(self, ask, anna, wrong):
        assert ask("post", "password", RENEWED | wrong).status_code == 422

        anna.refresh_from_db()
        assert anna.check_password("nine green bottles")

    def test_takes_no_page_before_the_first(self, ask):
        assert ask("get", "security?page=0").status_code == 422

    @pytest.mark.parametrize("page", ["-1", "x", "1.5", "10001", ""])
    def test_of_the_log_takes_only_a_page_there_can_be(self, ask, page):
        assert ask("get", f"security?page={page}").status_code == 422

    @pytest.mark.parametrize("body", [{"has_tokens_revoked": "maybe"}, {"everything": True}])
    def test_of_sessions_ends_nothing_on_bad_input(self, ask, body):
        assert ask("post", "sessions/end-all", body).status_code == 422
        assert ask("get", "sessions").status_code == 200


class TestPasswordForm:
    @pytest.mark.parametrize("missing", ["current", "new", "confirmation"])
    def test_wants_every_field(self, hers, anna, missing):
        typed = RENEWED | {"confirmation": RENEWED["new"]}
        del typed[missing]

        assert missing in hers.post(PASSWORD_PAGE, typed).context["form"].errors
        anna.refresh_from_db()
        assert anna.check_password("nine green bottles")

    def test_shows_no_password_again(self, hers):
        typed = RENEWED | {"confirmation": "seven loud rivers"}

        assert "seven quiet rivers" not in hers.post(PASSWORD_PAGE, typed).content.decode()


class TestCodeForm:
    @pytest.mark.parametrize("code", ["", " ", "0" * 33, "12\x003456", "١٢٣٤٥٦", "abcdef", "-1"])
    def test_turns_nothing_on_by_a_wrong_code(self, hers, anna, code):
        assert "code" in hers.post(ON, {"code": code}).context["form"].errors
        assert not queries.second_step_of(anna).is_on

    def test_keeps_the_secret_between_tries(self, hers):
        first = hers.get(ON).context["secret"]

        assert hers.post(ON, {"code": "abc"}).context["secret"] == first

    def test_shows_another_secret_in_another_browser(self, hers, client_of, anna):
        assert hers.get(ON).context["secret"] != client_of(anna).get(ON).context["secret"]

    @pytest.mark.parametrize("name", ["second-step-off", "recovery-codes"])
    @pytest.mark.parametrize("password", ["", "wrong", "x" * 257, "nine\0green"])
    def test_and_the_password_is_asked_rightly(self, hers, name, password):
        response = hers.post(reverse(f"accounts:{name}"), {"password": password})

        assert "password" in response.context["form"].errors
        assert not SecurityEvent.objects.exists()
