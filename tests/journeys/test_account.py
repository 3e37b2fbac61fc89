"""A person's first evening with an account, through HTTP only."""

import re

import pytest

PASSWORD = "seven quiet rivers"


@pytest.fixture
def browser(client, db):
    """Follows links and sends the forms it finds, as people do."""

    def send(url, **typed):
        page = client.get(url, follow=True)
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.content.decode())
        where = page.redirect_chain[-1][0] if page.redirect_chain else url
        return client.post(where, typed | {"csrfmiddlewaretoken": token[1]}, follow=True)

    client.handler.enforce_csrf_checks = True
    return send


class TestFirstEvening:
    def test_leads_from_a_closed_page_to_an_account_and_back(self, browser):
        mia = {"name": "Mia", "email": "Mia@Example.com", "password": PASSWORD}
        page = browser("/accounts/signup/?next=/accounts/profile/", confirmation=PASSWORD, **mia)
        assert page.redirect_chain == [("/accounts/profile/", 302)]
        assert "Welcome, Mia." in page.content.decode()

        page = browser("/accounts/logout/")
        assert "You are signed out." in page.content.decode()

        page = browser("/accounts/profile/", email="mia@example.com", password=PASSWORD)
        assert page.redirect_chain == [("/accounts/profile/", 302)]

        day = {"time_zone": "Europe/Lisbon", "language": "en-gb", "day_starts_at": "05:30"}
        day |= {"first_weekday": "6", "currency": "EUR", "country": "PT", "postcode": "1100-148"}
        page = browser("/accounts/profile/", name="Mia Rose", **day)
        assert "Your account is saved." in page.content.decode()
        assert 'value="05:30"' in page.content.decode()

    def test_is_the_same_account_over_the_api(self, browser, client):
        mia = {"name": "Mia", "email": "mia@example.com", "password": PASSWORD}
        tokens = client.post("/api/v1/auth/register", mia, content_type="application/json").json()

        page = browser("/accounts/profile/", email="mia@example.com", password=PASSWORD)
        assert 'value="Mia"' in page.content.decode()

        bearer = {"Authorization": f"Bearer {tokens['access_token']}"}
        assert client.get("/api/v1/auth/me", headers=bearer).json()["name"] == "Mia"
