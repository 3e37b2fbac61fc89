"""The pages behind links: what they refuse, show and keep to themselves."""

import datetime as dt

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone

from daybook.apps.accounts.actions import links
from daybook.apps.accounts.models.links import Link, Purpose

User = get_user_model()
FORGOTTEN = reverse("accounts:forgotten-password")
LINK_TO_SIGN_IN = reverse("accounts:ask-to-sign-in")
EMAIL = reverse("accounts:email")
VERIFY_AGAIN = reverse("accounts:verify-again")
SIGN_IN = reverse("account_login")
NEW = "seven quiet rivers"
TWICE = {"password": NEW, "confirmation": NEW}
ASKING = [FORGOTTEN, LINK_TO_SIGN_IN]


@pytest.fixture
def path_of(anna):
    """The path of a link with so many seconds left: ``path_of(Purpose.RESET, 30)``."""

    def path_of(purpose, seconds=30, *, person=anna):
        at = timezone.now() - links.LIFETIMES[purpose] + dt.timedelta(seconds=seconds)
        email = "new@example.org" if purpose is Purpose.CHANGE else person.email
        secret = links.make_link(person=person, purpose=purpose, email=email, now=at)
        return reverse(f"accounts:link-{purpose}", args=[secret])

    return path_of


def row_of(person):
    return User.objects.filter(pk=person.pk).values("email", "password", "email_verified_at").get()


@pytest.mark.parametrize("purpose", Purpose)
class TestAPageBehindALink:
    @pytest.mark.parametrize(("seconds", "status"), [(30, 200), (-1, 404)])
    def test_is_open_until_the_link_ends(self, client, path_of, purpose, seconds, status):
        assert client.get(path_of(purpose, seconds)).status_code == status

    def test_writes_nothing_when_the_link_has_ended(self, client, path_of, anna, purpose):
        path, before = path_of(purpose, -1), row_of(anna)

        assert client.post(path, TWICE).status_code == 404
        assert row_of(anna) == before
        assert "_auth_user_id" not in client.session

    def test_leads_on_once(self, client, path_of, purpose):
        path = path_of(purpose)

        assert [client.post(path, TWICE).status_code for _ in range(2)] == [302, 404]

    def test_changes_nothing_by_being_looked_at(self, client, path_of, anna, purpose):
        path, before = path_of(purpose), row_of(anna)
        client.get(path)
        client.head(path)

        assert row_of(anna) == before
        assert Link.objects.count() == 1

    @pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
    def test_refuses_other_methods(self, client, path_of, anna, purpose, method):
        path, before = path_of(purpose), row_of(anna)

        assert getattr(client, method)(path).status_code == 405
        assert row_of(anna) == before
        assert Link.objects.count() == 1

    def test_is_kept_by_nobody_even_when_it_refuses(self, client, path_of, purpose):
        for path in (path_of(purpose), path_of(purpose, -1)):
            assert "no-store" in client.get(path)["Cache-Control"]

    def test_tells_its_address_to_no_other_site(self, client, path_of, purpose):
        policy = client.get(path_of(purpose))["Referrer-Policy"]

        assert policy in {"same-origin", "no-referrer", "strict-origin"}

    def test_is_closed_with_the_account(self, client, path_of, anna, purpose):
        path = path_of(purpose)
        User.objects.filter(pk=anna.pk).update(is_active=False)

        assert client.get(path).status_code == 404
        assert client.post(path, TWICE).status_code == 404

    def test_shows_where_the_letter_went_without_markup(self, client, path_of, person, purpose):
        path = path_of(purpose, person=person("Mallory", email="<b>@example.com"))
        Link.objects.update(email="<b>@example.com")

        page = client.get(path).content.decode()
        assert "&lt;b&gt;@example.com" in page
        assert "<b>@example.com" not in page

    def test_needs_the_mark_of_its_own_form(self, strict_client, path_of, anna, purpose):
        path, before = path_of(purpose), row_of(anna)

        assert strict_client.post(path, TWICE).status_code == 403
        assert row_of(anna) == before
        assert Link.objects.count() == 1

    def test_changes_nothing_about_whoever_is_signed_in(self, client_of, path_of, otto, purpose):
        before = row_of(otto)
        client_of(otto).post(path_of(purpose), TWICE)

        assert row_of(otto) == before

    def test_refuses_a_secret_that_is_cut_off_or_goes_on(self, client, path_of, purpose):
        path = path_of(purpose)

        for wrong in (f"{path[:-2]}/", f"{path[:-1]}x/"):
            assert client.get(wrong).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("page", ASKING)
class TestAskingForALink:
    @pytest.mark.parametrize(
        "email",
        ["", " ", "anna", "anna@", "@example.com", "an\0na@example.com", f"{'a' * 250}@x.uk"],
    )
    def test_refuses_what_is_no_address(self, client, worked, letterbox, page, email):
        response = worked(lambda: client.post(page, {"email": email}))

        assert response.status_code == 422
        assert letterbox.letters == []
        assert not Link.objects.exists()

    def test_refuses_an_empty_form(self, client, db, page):
        assert client.post(page).status_code == 422

    @pytest.mark.parametrize("method", ["put", "patch", "delete"])
    def test_refuses_other_methods(self, client, db, page, method):
        assert getattr(client, method)(page).status_code == 405

    def test_shows_what_was_typed_without_markup(self, client, db, page):
        typed = '"><script>alert(1)</script>'
        answer = client.post(page, {"email": typed}).content.decode()

        assert "<script>alert(1)" not in answer
        assert "&lt;script&gt;alert(1)" in answer

    def test_sends_nothing_by_being_looked_at(self, client, anna, letterbox, worked, page):
        response = worked(lambda: client.get(page, {"email": anna.email}))

        assert response.status_code == 200
        assert letterbox.letters == []

    def test_finds_the_account_in_any_spelling(self, client, anna, letterbox, worked, page):
        worked(lambda: client.post(page, {"email": " ANNA@Example.COM "}))

        assert [letter.address for letter in letterbox.letters] == [anna.email]

    def test_ignores_fields_it_did_not_ask_for(self, client, anna, letterbox, worked, page):
        extra = {"email": anna.email, "user_id": "0", "address": "eve@example.com"}
        worked(lambda: client.post(page, extra))

        (letter,) = letterbox.letters
        assert (letter.person_id, letter.address) == (anna.pk, anna.email)

    def test_signs_nobody_in(self, client, anna, worked, page):
        response = worked(lambda: client.post(page, {"email": anna.email}))

        assert response["Location"] == SIGN_IN
        assert "_auth_user_id" not in client.session

    def test_is_kept_by_nobody(self, client, db, page):
        assert "no-store" in client.get(page)["Cache-Control"]


def test_the_two_kinds_of_link_are_counted_apart(client, anna):
    for _ in range(5):
        client.post(FORGOTTEN, {"email": anna.email})

    assert client.post(FORGOTTEN, {"email": anna.email}).status_code == 429
    assert client.post(LINK_TO_SIGN_IN, {"email": anna.email}).status_code == 302


class TestANewPassword:
    @pytest.mark.parametrize(
        ("typed", "told"),
        [
            ({}, "required"),
            ({"password": NEW}, "required"),
            ({"password": "short", "confirmation": "short"}, "too short"),
            ({"password": "a" * 257, "confirmation": "a" * 257}, "256"),
            ({"password": NEW, "confirmation": NEW.upper()}, "differ"),
        ],
    )
    def test_is_refused_with_the_link_kept(self, client, path_of, anna, typed, told):
        path, before = path_of(Purpose.RESET), row_of(anna)
        response = client.post(path, typed)

        assert response.status_code == 422
        assert told in response.content.decode()
        assert row_of(anna) == before
        assert Link.objects.count() == 1

    def test_is_never_shown_again(self, client, path_of):
        response = client.post(path_of(Purpose.RESET), {"password": NEW, "confirmation": "other"})

        assert NEW not in response.content.decode()

    def test_cannot_rename_the_account_or_move_it(self, client, path_of, anna):
        extra = {"name": "Eve", "email": "eve@example.com", "is_staff": "on"}
        client.post(path_of(Purpose.RESET), TWICE | extra)

        anna.refresh_from_db()
        assert (anna.name, anna.email, anna.is_staff) == ("Anna", "anna@example.com", False)
        assert anna.check_password(NEW)

    def test_ends_the_other_links_that_let_somebody_in(self, client, path_of):
        others = [path_of(purpose) for purpose in (Purpose.SIGN_IN, Purpose.CHANGE)]
        client.post(path_of(Purpose.RESET), TWICE)
        client.logout()

        assert [client.post(other).status_code for other in others] == [404, 404]


class TestThePageOfTheEmail:
    @pytest.mark.parametrize("page", [EMAIL, VERIFY_AGAIN])
    def test_sends_whoever_is_signed_out_to_sign_in_and_back(self, client, db, page):
        assert client.post(page)["Location"] == f"{SIGN_IN}?next={page}"

    @pytest.mark.parametrize("method", ["put", "patch", "delete"])
    @pytest.mark.parametrize("page", [EMAIL, VERIFY_AGAIN])
    def test_refuses_other_methods(self, client_of, anna, page, method):
        assert getattr(client_of(anna), method)(page).status_code == 405

    def test_sends_no_letter_for_a_look(self, client_of, anna, letterbox):
        assert client_of(anna).get(VERIFY_AGAIN).status_code == 405
        assert letterbox.letters == []

    def test_shows_everybody_their_own(self, client_of, anna, eve):
        page = client_of(eve).get(EMAIL).content.decode()

        assert eve.email in page
        assert anna.email not in page

    @pytest.mark.parametrize("missing", ["email", "password"])
    def test_needs_both_fields(self, client_of, anna, letterbox, password, missing):
        typed = {"email": "new@example.org", "password": password}
        typed.pop(missing)

        assert client_of(anna).post(EMAIL, typed).status_code == 422
        assert letterbox.letters == []
        assert not Link.objects.exists()

    def test_never_shows_the_password_again(self, client_of, anna, password):
        answer = client_of(anna).post(EMAIL, {"email": "no", "password": password})

        assert answer.status_code == 422
        assert password not in answer.content.decode()
