import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from daybook.apps.accounts import actions
from daybook.apps.accounts.domain import NOWHERE, PICTURE_BYTES
from daybook.apps.accounts.models import Avatar
from daybook.core.rest import PROBLEM

User = get_user_model()
AVATAR = "/api/v1/auth/me/avatar"


@pytest.fixture
def bearer(anna, sign_in_api):
    return {"Authorization": f"Bearer {sign_in_api(anna)['access_token']}"}


@pytest.fixture
def patch(call, anna, sign_in_api):
    token = sign_in_api(anna)["access_token"]
    return lambda body: call("patch", "me", body, token=token)


@pytest.fixture
def put(client, bearer):
    """Sends a file as a script does: ``put(data)``."""

    def put(data, kind="image/png", **headers):
        return client.put(AVATAR, data, content_type=kind, headers=bearer | headers)

    return put


def told(answer):
    assert answer["Content-Type"] == PROBLEM
    return {error["loc"][-1] for error in answer.json()["errors"]}


class TestMe:
    def test_begins_with_nothing_said(self, call, anna, sign_in_api):
        body = call("get", "me", token=sign_in_api(anna)["access_token"]).json()

        assert (body["phone"], body["postcode"], body["avatar_url"]) == ("", "", None)
        assert (body["country"], body["currency"], body["first_weekday"]) == ("GB", "GBP", 0)

    def test_says_where_the_picture_is(self, call, anna, sign_in_api, drawn, now):
        actions.change_avatar(user=anna, data=drawn(), now=now)

        body = call("get", "me", token=sign_in_api(anna)["access_token"]).json()

        assert body["avatar_url"] == f"/accounts/avatar/{anna.avatar_version}/256/"


class TestChangeMe:
    def test_changes_what_is_given(self, patch):
        body = patch({"phone": "07700 900123", "postcode": "sw1a1aa", "first_weekday": 6}).json()

        assert (body["phone"], body["postcode"]) == ("+447700900123", "SW1A 1AA")
        assert (body["first_weekday"], body["currency"], body["name"]) == (6, "GBP", "Anna")

    def test_takes_a_whole_address(self, patch):
        address = {
            "address_line1": "Rua da Prata 12",
            "address_line2": "2.º",
            "city": "Lisboa",
            "county": "",
            "postcode": "1100-148",
            "country": "PT",
        }

        body = patch(address | {"currency": "EUR"}).json()

        assert {field: body[field] for field in address} == address
        assert body["currency"] == "EUR"

    def test_leaves_what_is_null_and_clears_what_is_empty(self, patch):
        patch({"phone": "07700 900123", "city": "Lewes"})

        body = patch({"phone": None, "city": ""}).json()

        assert (body["phone"], body["city"]) == ("+447700900123", "")

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("phone", "999"),
            ("phone", 7700900123),
            ("address_line1", "\0"),
            ("address_line2", "x" * 101),
            ("city", "\u202e"),
            ("county", ["x"]),
            ("postcode", "SW1A"),
            ("country", "UK"),
            ("country", "GBR"),
            ("currency", "BTC"),
            ("currency", ""),
            ("first_weekday", 7),
            ("first_weekday", -1),
            ("first_weekday", "Monday"),
            ("avatar_version", "x"),
            ("avatar_url", "/"),
        ],
    )
    def test_refuses_bad_input_and_changes_nothing(self, patch, anna, field, value):
        answer = patch({"name": "Eve", field: value})

        assert answer.status_code == 422
        assert told(answer) == {field}
        anna.refresh_from_db()
        assert (anna.name, anna.phone, anna.country) == ("Anna", "", "GB")


class TestAvatar:
    def test_is_sent_as_it_is_and_comes_back_small(self, put, client, bearer, drawn, shown):
        answer = put(drawn(size=(900, 600)))

        assert answer.status_code == 200
        assert answer["Cache-Control"] == "no-store"
        assert answer.json()["avatar_url"].startswith("/accounts/avatar/")
        picture = client.get(AVATAR, headers=bearer)
        assert picture["Content-Type"] == "image/webp"
        assert picture["X-Content-Type-Options"] == "nosniff"
        assert shown(picture.content).size == (256, 256)

    @pytest.mark.parametrize("kind", ["image/jpeg", "text/plain", "application/json"])
    def test_is_judged_by_what_it_is(self, put, drawn, kind):
        assert put(drawn("WEBP"), kind).status_code == 200

    @pytest.mark.parametrize("data", [b"", b"GIF89a", b"<svg/>", b"\xff\xd8\xff"])
    def test_is_refused_by_field(self, put, data):
        answer = put(data)

        assert answer.status_code == 422
        assert answer.json()["type"] == "urn:daybook:accounts.not-valid"
        assert told(answer) == {"picture"}
        assert not Avatar.objects.exists()

    def test_is_refused_unread_when_it_is_too_large(self, client, bearer):
        answer = client.put(
            AVATAR, b"\0" * (PICTURE_BYTES + 1), content_type="image/png", headers=bearer
        )

        assert answer.status_code == 413
        assert answer.json()["type"] == "urn:daybook:accounts.picture-too-large"
        assert "5 MB" in answer.json()["detail"]
        assert not Avatar.objects.exists()

    def test_may_have_exactly_five_megabytes(self, put, drawn):
        data = drawn("JPEG")

        assert put(data + b"\0" * (PICTURE_BYTES - len(data))).status_code == 200

    def test_is_sent_again_only_when_it_has_changed(self, put, client, bearer, drawn):
        put(drawn(colour="red"))
        etag = client.get(AVATAR, headers=bearer)["ETag"]

        same = client.get(AVATAR, headers=bearer | {"If-None-Match": etag})
        put(drawn(colour="blue"))
        changed = client.get(AVATAR, headers=bearer | {"If-None-Match": etag})

        assert (same.status_code, changed.status_code) == (304, 200)
        assert changed["Cache-Control"] == "private, no-cache"

    def test_can_be_removed_again_and_again(self, put, client, bearer, drawn):
        put(drawn())

        answers = [client.delete(AVATAR, headers=bearer).status_code for _ in range(2)]

        assert answers == [204, 204]
        assert client.get(AVATAR, headers=bearer).status_code == 404
        assert not Avatar.objects.exists()

    @pytest.mark.parametrize(("scope", "status"), [("write", 403), ("account", 200)])
    def test_needs_the_scope_of_the_account(self, client, anna, drawn, scope, status):
        made = actions.make_token(
            user=anna, name="Kitchen", scopes=[scope], days=30, origin=NOWHERE, now=timezone.now()
        )
        script = {"Authorization": f"Bearer {made.secret}"}

        answer = client.put(AVATAR, drawn(), content_type="image/png", headers=script)

        assert answer.status_code == status
        assert Avatar.objects.exists() is (status == 200)

    @pytest.mark.parametrize("method", ["get", "put", "delete"])
    def test_asks_to_sign_in(self, client, db, method):
        assert getattr(client, method)(AVATAR).status_code == 401

    def test_wants_the_csrf_token_from_a_page(self, strict_client, anna, drawn):
        strict_client.force_login(anna)

        answer = strict_client.put(AVATAR, drawn(), content_type="image/png")

        assert answer.status_code == 403
        assert not Avatar.objects.exists()

    def test_belongs_to_whoever_asks(self, put, client, eve, drawn):
        put(drawn())
        client.force_login(eve)

        assert client.get(AVATAR).status_code == 404
        client.delete(AVATAR)
        assert Avatar.objects.count() == 1
