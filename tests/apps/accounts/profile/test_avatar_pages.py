import re

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from daybook.apps.accounts import actions
from daybook.apps.accounts.models import Avatar

User = get_user_model()
PROFILE = reverse("accounts:profile")
CHANGE = reverse("accounts:avatar-change")
REMOVE = reverse("accounts:avatar-remove")


def html(response):
    return response.content.decode()


def address(person, size=256):
    return reverse("accounts:avatar", args=[person.avatar_version, size])


@pytest.fixture
def send(client, anna):
    """Sends a file as Anna's browser does: ``send(data, name="me.png", kind="image/png")``."""
    client.force_login(anna)

    def send(data, name="me.png", kind="image/png"):
        return client.post(CHANGE, {"picture": SimpleUploadedFile(name, data, kind)})

    return send


@pytest.fixture
def with_picture(anna, drawn, now):
    """Anna, who has a red picture."""
    return actions.change_avatar(user=anna, data=drawn(colour="red"), now=now)


class TestChange:
    def test_saves_it_shows_it_and_says_so(self, send, client, anna, drawn):
        assert send(drawn())["Location"] == PROFILE

        anna.refresh_from_db()
        page = html(client.get(PROFILE))
        assert "Your picture is saved." in page
        assert f'src="{address(anna)}"' in page
        assert f'src="{address(anna, 64)}"' in page
        assert "Remove picture" in page

    def test_looks_into_the_file_whatever_it_is_called(self, send, drawn):
        assert send(drawn("JPEG"), name="me.exe", kind="text/html").status_code == 302
        assert Avatar.objects.count() == 1

    @pytest.mark.parametrize(
        ("data", "told"),
        [
            (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "cannot be read"),
            (b"GIF89a", "cannot be read"),
            (b"", "This file is empty"),
        ],
    )
    def test_says_beside_the_field_what_is_wrong(self, send, data, told):
        response = send(data)

        assert response.status_code == 422
        assert told in str(response.context["picture"].errors["picture"])
        assert 'id="id_picture_error"' in html(response)
        assert not Avatar.objects.exists()

    def test_wants_a_file(self, send, client):
        send(b"")

        response = client.post(CHANGE, {"picture": "not a file"})

        assert response.status_code == 422
        assert "Choose a picture." in html(response)

    def test_leaves_the_rest_of_the_page_as_it_was(self, send, client, anna):
        actions.change_profile(user=anna, phone="07700 900123")

        page = html(send(b"GIF89a"))

        assert 'value="+44 7700 900123"' in page
        assert page.count("data-error-summary") == 1

    @pytest.mark.parametrize("size", [5 * 1024 * 1024 + 1, 6 * 1024 * 1024, 20 * 1024 * 1024])
    def test_refuses_a_large_file_in_words(self, send, drawn, size):
        response = send(drawn() + b"\0" * size)

        assert response.status_code == 422
        assert "at most 5 MB" in str(response.context["picture"].errors["picture"])
        assert not Avatar.objects.exists()

    def test_keeps_the_one_there_is_when_refused(self, send, client, with_picture):
        before = Avatar.objects.get().version

        send(b"GIF89a")

        assert Avatar.objects.get().version == before

    def test_wants_the_csrf_token(self, strict_client, anna, drawn):
        strict_client.force_login(anna)

        response = strict_client.post(CHANGE, {"picture": SimpleUploadedFile("me.png", drawn())})

        assert response.status_code == 403
        assert not Avatar.objects.exists()

    def test_takes_the_csrf_token_of_a_form_that_is_too_large(self, strict_client, anna):
        strict_client.force_login(anna)
        page = html(strict_client.get(PROFILE))
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
        file = SimpleUploadedFile("me.png", b"\0" * 7 * 1024 * 1024)

        response = strict_client.post(CHANGE, {"csrfmiddlewaretoken": token, "picture": file})

        assert response.status_code == 422
        assert "at most 5 MB" in html(response)

    def test_asks_strangers_to_sign_in(self, client, db, drawn):
        response = client.post(CHANGE, {"picture": SimpleUploadedFile("me.png", drawn())})

        assert response["Location"].startswith(reverse("account_login"))
        assert not Avatar.objects.exists()

    def test_says_when_it_was_too_often(self, send, monkeypatch, drawn):
        for _ in range(30):
            send(b"x")

        response = send(drawn())

        assert response.status_code == 429
        assert int(response["Retry-After"]) > 0
        assert not Avatar.objects.exists()


class TestRemove:
    def test_leaves_the_initials(self, client, with_picture):
        client.force_login(with_picture)

        response = client.post(REMOVE, follow=True)

        assert "Your picture is removed." in html(response)
        assert "<img" not in html(response)
        assert '<span class="avatar avatar-large" aria-hidden="true">A</span>' in html(response)
        assert not Avatar.objects.exists()

    def test_wants_the_csrf_token(self, strict_client, with_picture):
        strict_client.force_login(with_picture)

        assert strict_client.post(REMOVE).status_code == 403
        assert Avatar.objects.exists()

    def test_is_nobody_elses_business(self, client, with_picture, eve):
        client.force_login(eve)

        client.post(REMOVE)

        assert Avatar.objects.filter(person=with_picture).exists()


class TestPicture:
    @pytest.mark.parametrize("size", [64, 256])
    def test_is_shown_to_its_owner(self, client, with_picture, shown, size):
        client.force_login(with_picture)

        response = client.get(address(with_picture, size))

        assert response.status_code == 200
        assert response["Content-Type"] == "image/webp"
        assert shown(response.content).size == (size, size)

    def test_is_kept_by_this_browser_only_and_for_long(self, client, with_picture):
        client.force_login(with_picture)

        response = client.get(address(with_picture))

        assert response["Cache-Control"] == "private, max-age=31536000, immutable"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Disposition"] == "inline"

    def test_is_not_sent_again_to_who_has_it(self, client, with_picture):
        client.force_login(with_picture)
        etag = client.get(address(with_picture))["ETag"]

        again = client.get(address(with_picture), headers={"If-None-Match": etag})
        other = client.get(address(with_picture, 64), headers={"If-None-Match": etag})

        assert (again.status_code, again.content) == (304, b"")
        assert other.status_code == 200

    def test_is_nothing_to_anybody_else(self, client, with_picture, eve, person):
        statuses = [client.get(address(with_picture)).status_code]
        for other in (eve, person("Olga", is_staff=True, is_superuser=True)):
            client.force_login(other)
            statuses.append(client.get(address(with_picture)).status_code)

        assert statuses == [404, 404, 404]

    def test_is_nothing_to_somebody_with_another(self, client, with_picture, eve, drawn, now):
        actions.change_avatar(user=eve, data=drawn(colour="blue"), now=now)
        client.force_login(eve)

        assert client.get(address(eve)).status_code == 200
        assert client.get(address(with_picture)).status_code == 404

    def test_tells_nobody_else_that_it_has_not_changed(self, client, with_picture, eve):
        client.force_login(with_picture)
        etag = client.get(address(with_picture))["ETag"]
        client.force_login(eve)

        answer = client.get(address(with_picture), headers={"If-None-Match": etag})

        assert answer.status_code == 404

    def test_is_gone_from_its_address_when_it_changes(self, client, with_picture, drawn, now):
        old = address(with_picture)
        actions.change_avatar(user=with_picture, data=drawn(colour="blue"), now=now)
        client.force_login(with_picture)

        assert client.get(old).status_code == 404
        assert client.get(address(with_picture)).status_code == 200

    @pytest.mark.parametrize("size", [0, 1, 65, 100_000])
    def test_has_two_sizes_only(self, client, with_picture, size):
        client.force_login(with_picture)

        assert client.get(address(with_picture, size)).status_code == 404

    def test_costs_a_stranger_no_query(self, client, db, django_assert_num_queries):
        with django_assert_num_queries(0):
            client.get(reverse("accounts:avatar", args=["4f9a1c0be2d75a38", 256]))


class TestShell:
    def test_shows_who_is_signed_in_on_every_page(self, client, with_picture):
        client.force_login(with_picture)

        page = html(client.get(reverse("accounts:password")))

        assert f'src="{address(with_picture, 64)}"' in page
        assert '<span class="rail-name">Anna</span>' in page

    def test_shows_initials_without_a_picture(self, client, person):
        client.force_login(person("Mia Rose", email="mia@example.com"))

        assert '<span class="avatar" aria-hidden="true">MR</span>' in html(client.get(PROFILE))

    def test_escapes_a_name(self, client, person):
        client.force_login(person("<b>Mia", email="mia@example.com"))

        assert "<b>Mia" not in html(client.get(PROFILE))

    def test_shows_nobody_to_strangers(self, client, db):
        assert "rail-person" not in html(client.get(reverse("account_login")))
