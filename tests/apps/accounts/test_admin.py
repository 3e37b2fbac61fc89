import pytest
from django.urls import reverse

from daybook.apps.accounts.models import Erasure
from daybook.lib.ids import sortable_id


@pytest.fixture
def operator(person, client):
    operator = person("Olga", is_staff=True, is_superuser=True)
    client.force_login(operator)
    return operator


class TestPersonAdmin:
    @pytest.mark.parametrize("page", ["changelist", "add"])
    def test_opens(self, client, operator, page):
        assert client.get(reverse(f"admin:accounts_user_{page}")).status_code == 200

    def test_opens_a_person(self, client, operator, anna):
        page = client.get(reverse("admin:accounts_user_change", args=[anna.pk]))

        assert "anna@example.com" in page.content.decode()

    def test_is_closed_to_people(self, client, anna):
        client.force_login(anna)

        assert client.get(reverse("admin:accounts_user_changelist")).status_code == 302


class TestDeletedAccounts:
    @pytest.fixture
    def erasure(self, now):
        """An account that could not be deleted yet."""
        return Erasure.objects.create(
            id=sortable_id(now),
            person_number=4711,
            last_letter="sealed-address",
            begun_at=now,
            tries=2,
            failed=["tests.plants"],
        )

    def test_are_listed(self, client, operator, erasure):
        page = client.get(reverse("admin:accounts_erasure_changelist"))
        assert str(erasure.pk) in page.content.decode()

    def test_say_what_failed_but_not_whose_it_is(self, client, operator, erasure):
        page = client.get(reverse("admin:accounts_erasure_change", args=[erasure.pk]))

        assert "tests.plants" in page.content.decode()
        for secret in ("4711", "sealed-address"):
            assert secret not in page.content.decode()

    @pytest.mark.parametrize("page", ["add", "change", "delete"])
    def test_cannot_be_changed(self, client, operator, erasure, page):
        args = [] if page == "add" else [erasure.pk]
        answer = client.post(reverse(f"admin:accounts_erasure_{page}", args=args), {"post": "yes"})

        assert answer.status_code == 403
        assert list(Erasure.objects.values_list("tries", flat=True)) == [2]


class TestAdminLogin:
    def test_is_the_one_that_counts_wrong_passwords(self, client, operator):
        client.logout()
        form = {"username": operator.email, "password": "nine green bottles"}

        response = client.post("/admin/login/?next=/admin/", form)

        assert response.headers["Location"] == "/accounts/login/?next=%2Fadmin%2F"
        assert client.get("/admin/").status_code == 302

    def test_leads_to_no_other_site(self, client, operator):
        response = client.get("/admin/login/?next=https://evil.example/")

        assert response.headers["Location"] == "/admin/"

    def test_turns_people_away(self, client, anna):
        client.force_login(anna)

        assert client.get("/admin/login/?next=/admin/").status_code == 403

    def test_lets_operators_in_by_the_usual_page(self, client, operator):
        client.logout()
        form = {"email": operator.email, "password": "nine green bottles"}

        response = client.post("/accounts/login/?next=/admin/", form, follow=True)

        assert (response.status_code, response.request["PATH_INFO"]) == (200, "/admin/")
