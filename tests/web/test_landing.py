"""The first page: real prices, honest about what they are."""

import datetime as dt

import pytest
from django.test import Client

from daybook.core.contributions import landing_cards
from tests.replay import BROKEN


@pytest.fixture
def home(client, octopus):
    """Opens the first page and gives its text."""

    def home():
        return client.get("/").content.decode()

    return home


class TestStranger:
    def test_sees_the_prices_of_london_today(self, home):
        page = home()
        assert "Electricity in London today" in page
        assert "Show my prices" in page
        assert "Sample data" not in page

    def test_is_told_the_cheapest_hours(self, home):
        assert "The cheapest four hours from now on" in home()

    def test_is_invited_to_make_an_account(self, home):
        page = home()
        assert 'href="/accounts/signup/"' in page
        assert 'href="/accounts/login/"' in page

    def test_costs_no_query(self, home, django_assert_num_queries, db):
        with django_assert_num_queries(0):
            home()

    def test_leaves_the_database_alone(self, client, octopus):
        assert client.get("/").status_code == 200


class TestReturningVisitor:
    def test_sees_the_region_of_the_last_visit(self, client, home):
        client.get("/prices/", {"region": "P", "product": "AGILE-24-10-01"})
        page = home()
        assert "Electricity in North Scotland today" in page
        assert "Open your prices" in page

    def test_with_a_product_that_has_ended_is_told_so(self, client, home):
        client.cookies["prices"] = "region=P&product=AGILE-18-02-21"
        page = home()
        assert "No prices are known for that time yet" in page
        assert "Sample data" not in page

    def test_with_a_damaged_cookie_is_a_stranger(self, client, home):
        client.cookies["prices"] = "region=%00&product=<b>"
        assert "Electricity in London today" in home()


class TestSignedIn:
    def test_is_greeted_by_name_in_at_most_four_queries(
        self, anna, octopus, django_assert_max_num_queries
    ):
        browser = Client()
        browser.force_login(anna)
        with django_assert_max_num_queries(4):  # session, person, unread messages, preference
            page = browser.get("/").content.decode()
        assert "Good day, Anna" in page
        assert "/accounts/signup/" not in page


class TestWithoutOctopus:
    def test_shows_a_sample_marked_as_such(self, home, octopus):
        octopus.always("*", BROKEN)
        page = home()
        assert "Electricity on a made-up day" in page
        assert "Sample data" in page
        assert "none of these is real" in page
        assert "in London" not in page

    def test_shows_old_prices_with_their_age(self, home, octopus, clock):
        home()
        octopus.always("*", BROKEN)
        clock.now += dt.timedelta(minutes=12)
        page = home()
        assert "Electricity in London today" in page
        assert "it gave these prices 12 minutes ago" in page
        assert "Sample data" not in page

    def test_shows_a_sample_where_nothing_is_on_sale(self, home, octopus):
        octopus.always("/products/", BROKEN)
        assert "Sample data" in home()


class TestProducts:
    def test_that_fail_are_left_out(self, client, monkeypatch, octopus):
        def broken(_request, _now):
            raise RuntimeError("a bug")

        monkeypatch.setattr(landing_cards, "_entries", {"prices.today": (1, broken)})
        answer = client.get("/")
        assert answer.status_code == 200
        assert b"landing-prices" not in answer.content

    def test_that_have_nothing_to_say_take_no_room(self, client, monkeypatch):
        silent = {"prices.today": (1, lambda _request, _now: None)}
        monkeypatch.setattr(landing_cards, "_entries", silent)
        assert client.get("/").status_code == 200


class TestMethods:
    def test_head_has_no_body(self, client, octopus):
        answer = client.head("/")
        assert (answer.status_code, answer.content) == (200, b"")

    def test_post_is_refused_with_a_page(self, client):
        answer = client.post("/")
        assert answer.status_code == 405
        assert b"This address does not work that way" in answer.content
