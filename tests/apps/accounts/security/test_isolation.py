import pytest
from django.urls import reverse

from daybook.apps.accounts.models import PersonalToken, SecurityEvent, SignIn

SIGN_IN = reverse("account_login")
READ = ["security", "password", "sessions", "second-step", "second-step-on", "second-step-off"]
READ += ["recovery-codes", "tokens"]
WRITE = [
    reverse("accounts:session-end", args=[1]),
    reverse("accounts:sessions-end-all"),
    reverse("accounts:token-revoke", args=[1]),
]
PAGES = [reverse(f"accounts:{name}") for name in READ]
READ_ONLY = [reverse(f"accounts:{name}") for name in ("security", "sessions", "second-step")]
FORMS = [page for page in PAGES if page not in READ_ONLY]
OPERATIONS = [
    ("get", "security", None),
    ("post", "password", {"current": "nine green bottles", "new": "seven quiet rivers"}),
    ("get", "sessions", None),
    ("delete", "sessions/1", None),
    ("post", "sessions/end-all", {}),
    ("get", "tokens", None),
    ("post", "tokens", {"name": "Pump", "scopes": ["read"], "days": 30}),
    ("delete", "tokens/1", None),
]


class TestPagesOfStrangers:
    @pytest.mark.parametrize("page", [*PAGES, *WRITE])
    @pytest.mark.parametrize("method", ["get", "post"])
    def test_lead_to_signing_in_and_back(self, client, db, page, method):
        response = getattr(client, method)(page)

        assert (response.status_code, response["Location"]) == (302, f"{SIGN_IN}?next={page}")
        assert not SecurityEvent.objects.exists()


class TestPagesOfThePerson:
    @pytest.mark.parametrize("page", PAGES)
    def test_open_and_are_kept_nowhere(self, hers, page):
        response = hers.get(page)

        assert response.status_code == 200
        assert "no-store" in response["Cache-Control"]

    @pytest.mark.parametrize("page", PAGES)
    def test_answer_a_question_for_the_head_alone(self, hers, page):
        response = hers.head(page)

        assert (response.status_code, response.content) == (200, b"")

    @pytest.mark.parametrize("page", READ_ONLY)
    @pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
    def test_that_only_tell_take_nothing(self, hers, page, method):
        response = getattr(hers, method)(page)

        assert response.status_code == 405
        assert "POST" not in response["Allow"]

    @pytest.mark.parametrize("page", FORMS)
    @pytest.mark.parametrize("method", ["put", "patch", "delete"])
    def test_with_forms_know_no_other_way(self, hers, page, method):
        response = getattr(hers, method)(page)

        assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, POST")

    @pytest.mark.parametrize("page", WRITE)
    @pytest.mark.parametrize("method", ["get", "head", "put", "delete"])
    def test_that_only_do_are_done_by_a_button(self, hers, page, method):
        response = getattr(hers, method)(page)

        assert (response.status_code, response["Allow"]) == (405, "POST")
        assert not SecurityEvent.objects.exists()

    @pytest.mark.parametrize("number", ["0", "99999"])
    @pytest.mark.parametrize("page", ["sessions/{}/end/", "tokens/{}/revoke/"])
    def test_know_no_row_that_is_not_there(self, hers, page, number):
        assert hers.post(f"/accounts/{page.format(number)}").status_code == 404
        assert not SecurityEvent.objects.exists()

    @pytest.mark.parametrize("number", ["-1", "x", "1.5", "%00", "1 or 1=1"])
    @pytest.mark.parametrize("page", ["sessions/{}/end/", "tokens/{}/revoke/"])
    def test_know_no_row_without_a_number(self, hers, page, number):
        assert hers.post(f"/accounts/{page.format(number)}").status_code == 404

    @pytest.mark.parametrize("page", [*FORMS, *WRITE])
    def test_take_nothing_without_the_csrf_token(self, strict_client, anna, page):
        strict_client.force_login(anna)

        assert strict_client.post(page).status_code == 403
        assert not SecurityEvent.objects.exists()


class TestOperations:
    @pytest.mark.parametrize("operation", OPERATIONS)
    @pytest.mark.parametrize("token", [None, "wrong", "dbk_wrong", "dbk_", "a.b.c"])
    def test_are_closed_to_strangers(self, call, db, operation, token):
        answer = call(*operation, token=token)

        assert answer.status_code == 401
        assert answer["Content-Type"].startswith("application/problem+json")

    @pytest.mark.parametrize(("method", "path", "body"), OPERATIONS)
    def test_are_closed_to_tokens_for_reading(self, call, make, method, path, body):
        secret = make().secret

        answer = call(method, path, body, token=secret)

        assert answer.status_code == 403
        assert answer.json()["type"].endswith("scope-missing")
        assert PersonalToken.objects.count() == 1
        assert SecurityEvent.objects.count() == 1

    @pytest.mark.parametrize("path", ["security", "password", "sessions", "tokens"])
    def test_know_no_other_method(self, ask, path):
        assert ask("patch", path, {}).status_code == 405

    @pytest.mark.parametrize("path", ["sessions/99999", "tokens/99999"])
    def test_know_no_row_that_is_not_there(self, ask, path):
        answer = ask("delete", path)

        code = f"accounts.no-such-{path.split('/')[0].removesuffix('s')}"
        assert answer.status_code == 404
        assert answer.json()["type"].endswith(code)

    @pytest.mark.parametrize(("method", "path", "body"), OPERATIONS)
    def test_end_with_the_account(self, ask, anna, method, path, body):
        anna.is_active = False
        anna.save()

        assert ask(method, path, body).status_code == 401

    def test_of_one_person_leave_the_sessions_of_another(self, ask, hers, client_of, eve):
        theirs = client_of(eve)

        assert ask("post", "sessions/end-all", {}).status_code == 204

        assert theirs.get(reverse("accounts:sessions")).status_code == 200
        assert not SignIn.objects.filter(user__email="anna@example.com").exists()
