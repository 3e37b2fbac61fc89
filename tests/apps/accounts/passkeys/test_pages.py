"""Passkeys on pages, with a browser that is asked at the address at which they work."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from daybook.apps.accounts import actions, queries
from daybook.apps.accounts.models import Passkey, SecurityEvent, SignIn
from tests.apps.accounts.passkeys.conftest import HOST, NOWHERE
from tests.apps.accounts.test_second_step import SECRET, code_now
from tests.authenticator import FLAG, Key

HERE = reverse("accounts:second-step")
ADD = reverse("accounts:passkey-add")
KEEP = reverse("accounts:passkey-keep")
ALONE = reverse("accounts:passkey-sign-in")
SECOND = reverse("accounts:passkey-second")
SECOND_ASK = reverse("accounts:passkey-second-ask")
SIGN_IN = reverse("account_login")
TAKE = reverse("mfa_authenticate")
PROFILE = reverse("accounts:profile")


def html(response):
    return response.content.decode()


def is_in(browser):
    return "_auth_user_id" in browser.session


@pytest.fixture
def hers(browser, anna):
    """A browser in which Anna is signed in."""
    browser.force_login(anna)
    return browser


@pytest.fixture
def make(hers, password):
    """Answers the page that asks for a name, and returns what the device is asked."""

    def make(name="Phone"):
        response = hers.post(ADD, {"name": name, "password": password})
        assert response.status_code == 200
        return json.loads(response.context["options"])

    return make


class TestAdding:
    def test_goes_from_the_name_to_the_device_to_the_recovery_codes(self, hers, make, anna, key):
        response = hers.post(KEEP, {"credential": key.make(make("My phone"))})

        assert len(set(response.context["codes"])) == 10
        page = html(hers.get(HERE))
        assert "My phone" in page
        assert "Your second step is on." in page
        assert "never used" in page

    def test_leads_back_when_there_are_codes_already(self, hers, make, annas):
        response = hers.post(KEEP, {"credential": Key().make(make("Laptop"))})

        assert response["Location"] == HERE
        assert "Laptop" in html(hers.get(HERE))

    @pytest.mark.parametrize(
        ("typed", "field"),
        [
            ({"name": "", "password": "nine green bottles"}, "name"),
            ({"name": "x" * 61, "password": "nine green bottles"}, "name"),
            ({"name": "Phone", "password": ""}, "password"),
            ({"name": "Phone", "password": "wrong horse"}, "password"),
        ],
    )
    def test_tells_beside_the_field_what_is_missing(self, hers, typed, field):
        response = hers.post(ADD, typed)

        assert response.status_code == 422
        assert list(response.context["form"].errors) == [field]
        assert "new_passkey" not in hers.session
        assert typed["name"] in html(response)

    def test_refuses_another_answer_and_asks_again(self, hers, make, anna, key):
        bent = key.make(make("My phone"), origin="https://evil.example")
        response = hers.post(KEEP, {"credential": bent})

        assert response.status_code == 422
        assert "This passkey was not accepted" in html(response)
        assert 'value="My phone"' in html(response)
        assert not queries.second_step_of(anna).is_on

    def test_takes_an_answer_to_the_last_question_only(self, hers, make, anna, key):
        first = make()
        make()

        assert hers.post(KEEP, {"credential": key.make(first)}).status_code == 422
        assert not queries.second_step_of(anna).is_on

    def test_takes_one_answer_to_a_question(self, hers, make, anna, key):
        asked = make()
        hers.post(KEEP, {"credential": key.make(asked)})

        assert hers.post(KEEP, {"credential": Key().make(asked)}).status_code == 422
        assert Passkey.objects.count() == 1

    def test_leads_back_to_the_name_without_an_answer(self, hers, make):
        make()

        assert hers.post(KEEP)["Location"] == ADD

    def test_does_not_work_at_an_address_that_is_a_number(self, anna, password):
        number = Client(headers={"host": "127.0.0.1:8000"})
        number.force_login(anna)

        assert "Passkeys do not work at this address." in html(number.get(ADD))
        response = number.post(ADD, {"name": "Phone", "password": password})
        assert response.status_code == 422
        assert "new_passkey" not in number.session

    def test_shows_a_name_without_markup(self, hers, make, annas, key):
        hers.post(KEEP, {"credential": Key().make(make("<b>x</b>"))})

        assert "<b>x</b>" not in html(hers.get(HERE))

    def test_needs_the_mark_of_its_own_form(self, anna, password):
        strict = Client(enforce_csrf_checks=True, headers={"host": HOST})
        strict.force_login(anna)

        for address in (ADD, KEEP, ALONE, SECOND):
            assert strict.post(address, {"name": "Phone", "password": password}).status_code == 403
        assert not Passkey.objects.exists()

    def test_is_kept_by_nobody(self, hers, make, password):
        response = hers.post(ADD, {"name": "Phone", "password": password})

        assert "no-store" in response["Cache-Control"]
        assert "no-store" in hers.get(ADD)["Cache-Control"]


class TestRenamingAndRemoving:
    @pytest.fixture
    def row(self, annas, anna):
        return queries.passkeys_of(anna).get()

    def test_gives_another_name(self, hers, row, anna):
        rename = reverse("accounts:passkey-rename", args=[row.pk])
        assert 'value="Phone"' in html(hers.get(rename))

        assert hers.post(rename, {"name": "Old phone"})["Location"] == HERE
        assert queries.passkeys_of(anna).get().data["name"] == "Old phone"

    def test_keeps_what_was_typed_when_it_is_no_name(self, hers, row):
        response = hers.post(
            reverse("accounts:passkey-rename", args=[row.pk]), {"name": "a\u202eb"}
        )

        assert response.status_code == 422
        assert list(response.context["form"].errors) == ["name"]

    def test_says_what_removing_the_last_one_means(self, hers, row, anna, now):
        remove = reverse("accounts:passkey-remove", args=[row.pk])
        assert "The password alone opens your account then" in html(hers.get(remove))

        on = {"secret": SECRET, "code": code_now(), "origin": NOWHERE, "now": now}
        actions.turn_on(user=anna, **on)
        assert "What else you have set up stays." in html(hers.get(remove))

    def test_removes_with_the_password(self, hers, row, anna, password):
        remove = reverse("accounts:passkey-remove", args=[row.pk])
        assert hers.post(remove, {"password": "wrong horse"}).status_code == 422
        assert queries.second_step_of(anna).passkeys == 1

        assert hers.post(remove, {"password": password})["Location"] == HERE
        assert not queries.second_step_of(anna).is_on
        assert hers.post(remove, {"password": password}).status_code == 404

    @pytest.mark.parametrize("name", ["accounts:passkey-rename", "accounts:passkey-remove"])
    def test_of_somebody_elses_is_not_there(self, browser, otto, row, name, written):
        browser.force_login(otto)
        address, before = reverse(name, args=[row.pk]), written()

        assert browser.get(address).status_code == 404
        assert (
            browser.post(address, {"name": "x", "password": "nine green bottles"}).status_code
            == 404
        )
        assert written() == before


class TestSigningInAlone:
    def test_opens_the_account_where_the_person_was_heading(self, browser, asked, annas, anna):
        answer = annas.show(asked())

        response = browser.post(f"{ALONE}?next={PROFILE}", {"credential": answer})

        assert response["Location"] == PROFILE
        assert browser.session["_auth_user_id"] == str(anna.pk)
        assert "known_browser" in response.cookies

    def test_asks_for_no_code_though_there_is_an_app(self, browser, asked, annas, anna, now):
        on = {"secret": SECRET, "code": code_now(), "origin": NOWHERE, "now": now}
        actions.turn_on(user=anna, **on)

        browser.post(ALONE, {"credential": annas.show(asked())})

        assert is_in(browser)

    def test_is_a_session_like_any_other(self, browser, asked, annas, anna):
        browser.post(ALONE, {"credential": annas.show(asked())})

        assert SignIn.objects.get(user=anna).session_id == browser.session.session_key
        assert browser.session.get_expire_at_browser_close()
        kinds = SecurityEvent.objects.filter(user=anna).values_list("kind", flat=True)
        assert "signed-in-new-device" in kinds

    def test_names_no_account_before_it_is_shown(self, asked, annas):
        assert "allowCredentials" not in asked()["publicKey"]

    @pytest.mark.parametrize(
        "bent", [{"origin": "https://evil.example"}, {"flags": FLAG.UP}, {"count": 0}], ids=str
    )
    def test_refuses_another_answer(self, browser, asked, annas, bent, written):
        browser.post(ALONE, {"credential": annas.show(asked())})
        browser.logout()
        before = written()

        response = browser.post(ALONE, {"credential": annas.show(asked(), **bent)})

        assert response.status_code == 422
        assert "This passkey was not accepted" in html(response)
        assert not is_in(browser)
        assert written() == before

    def test_refuses_an_answer_given_in_another_browser(self, browser, asked, annas):
        answer = annas.show(asked())
        other = Client(headers={"host": HOST})
        asked(by=other)

        assert other.post(ALONE, {"credential": answer}).status_code == 422
        assert not is_in(other)

    def test_refuses_the_same_answer_again(self, browser, asked, annas):
        answer = annas.show(asked())
        browser.post(ALONE, {"credential": answer})
        browser.logout()

        assert browser.post(ALONE, {"credential": answer}).status_code == 422
        assert not is_in(browser)

    def test_says_so_when_nothing_was_shown(self, browser, asked):
        response = browser.post(ALONE)

        assert response.status_code == 422
        assert "No passkey was shown." in html(response)

    def test_goes_nowhere_else(self, browser, asked, annas):
        answer = annas.show(asked())
        response = browser.post(f"{ALONE}?next=https://evil.example/", {"credential": answer})

        assert response["Location"] == "/"

    def test_is_not_offered_where_it_cannot_work(self, browser, client, db):
        assert "Sign in with a passkey" in html(browser.get(SIGN_IN))
        number = Client(headers={"host": "127.0.0.1:8000"})
        assert "Sign in with a passkey" not in html(number.get(SIGN_IN))
        assert number.post(reverse("accounts:passkey-ask")).status_code == 409

    def test_is_asked_at_the_name_of_the_site_alone(self, browser, settings, db):
        settings.SITE_URL = "https://daybook.example/"

        assert browser.post(reverse("accounts:passkey-ask")).status_code == 409


class TestSecondStep:
    @pytest.fixture
    def half_in(self, browser, annas, anna, password):
        """A browser in which Anna's password was typed, and nothing more."""
        typed = {"email": anna.email, "password": password}
        assert browser.post(f"{SIGN_IN}?next={PROFILE}", typed)["Location"] == TAKE
        return browser

    def test_offers_the_passkey_and_the_codes_on_paper(self, half_in):
        page = html(half_in.get(TAKE))

        assert "Use a passkey" in page
        assert "Use your passkey, or type one of your recovery codes." in page

    def test_goes_on_where_the_person_was_heading(self, half_in, asked, annas):
        answer = annas.show(asked("accounts:passkey-second-ask"), flags=FLAG.UP)

        assert half_in.post(SECOND, {"credential": answer})["Location"] == PROFILE
        assert is_in(half_in)

    def test_takes_a_recovery_code_instead(self, half_in, anna, password, now):
        codes = actions.renew_codes(user=anna, password=password, origin=NOWHERE, now=now)

        half_in.post(TAKE, {"code": codes[0]})

        assert is_in(half_in)

    def test_refuses_the_key_of_somebody_else(self, half_in, asked, otto, add):
        ottos = Key()
        add(otto, ottos)
        answer = ottos.show(asked("accounts:passkey-second-ask"))

        response = half_in.post(SECOND, {"credential": answer})

        assert response.status_code == 422
        assert "This passkey was not accepted" in html(response)
        assert not is_in(half_in)

    def test_does_not_ask_whoever_has_shown_no_password(self, browser, annas):
        assert browser.post(SECOND_ASK).status_code == 409
        assert browser.post(SECOND, {"credential": "{}"})["Location"] == SIGN_IN
        assert not is_in(browser)

    def test_is_not_offered_to_whoever_has_an_app_only(self, browser, otto, password, now):
        on = {"secret": SECRET, "code": code_now(), "origin": NOWHERE, "now": now}
        actions.turn_on(user=otto, **on)
        browser.post(SIGN_IN, {"email": otto.email, "password": password})

        assert "Use a passkey" not in html(browser.get(TAKE))


def test_the_page_asks_no_more_of_the_database_for_more_passkeys(
    hers, anna, annas, add, django_assert_max_num_queries
):
    for number in range(5):
        add(anna, Key(), f"Key {number}")

    with django_assert_max_num_queries(8):
        hers.get(HERE)


class TestApi:
    @pytest.fixture
    def token(self, anna, now):
        return actions.issue_tokens(user=anna, now=now).access_token

    def test_lists_names_and_dates_only(self, call, token, annas, anna):
        (item,) = call("get", "passkeys", token=token).json()["items"]

        assert set(item) == {"id", "name", "made_at", "last_used_at"}
        assert (item["name"], item["made_at"]) == ("Phone", "2026-03-03T09:10:00Z")

    def test_renames(self, call, token, annas, anna):
        row = queries.passkeys_of(anna).get()

        answer = call("patch", f"passkeys/{row.pk}", {"name": "Old phone"}, token=token)

        assert answer.json()["name"] == "Old phone"
        wrong = call("patch", f"passkeys/{row.pk}", {"name": " "}, token=token)
        assert wrong.status_code == 422
        assert queries.passkeys_of(anna).get().data["name"] == "Old phone"

    def test_removes_with_the_password(self, call, token, annas, anna, password):
        row = queries.passkeys_of(anna).get()
        remove = f"passkeys/{row.pk}/remove"

        assert call("post", remove, {"password": "wrong"}, token=token).status_code == 422
        assert queries.second_step_of(anna).passkeys == 1
        assert call("post", remove, {"password": password}, token=token).status_code == 204
        assert call("post", remove, {"password": password}, token=token).status_code == 404

    @pytest.fixture
    def ottos_token(self, otto, now):
        return actions.issue_tokens(user=otto, now=now).access_token

    def test_hides_what_is_not_yours(self, call, annas, anna, ottos_token, written):
        row, before = queries.passkeys_of(anna).get(), written()
        token, password = ottos_token, "nine green bottles"

        answers = [
            call("patch", f"passkeys/{row.pk}", {"name": "Mine"}, token=token),
            call("post", f"passkeys/{row.pk}/remove", {"password": password}, token=token),
        ]

        assert [answer.json()["type"] for answer in answers] == [
            "urn:daybook:accounts.no-such-passkey"
        ] * 2
        assert call("get", "passkeys", token=token).json() == {"items": []}
        assert written()[:2] == before[:2]

    def test_is_not_for_tokens_of_scripts(self, call, annas, anna, now):
        new = actions.make_token(
            user=anna, name="Script", scopes=["account"], days=30, origin=NOWHERE, now=now
        )

        assert call("get", "passkeys", token=new.secret).status_code in {401, 403}

    def test_signing_in_with_a_password_asks_for_the_second_step(self, call, annas, anna, password):
        answer = call("post", "login", {"email": anna.email, "password": password})

        assert answer.json()["type"] == "urn:daybook:accounts.second-factor-needed"


def test_every_form_of_the_sign_in_pages_carries_its_mark(browser, annas, anna, password):
    pages = [html(browser.get(SIGN_IN))]
    browser.post(SIGN_IN, {"email": anna.email, "password": password})
    pages.append(html(browser.get(TAKE)))

    for page in pages:
        assert page.count('data-passkey="show"') == 1
        main = page.partition("<main")[2].partition("</main>")[0]
        assert main.count("<form") == main.count("csrfmiddlewaretoken") == 2
