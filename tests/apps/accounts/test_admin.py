import pytest
from django.urls import reverse


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
