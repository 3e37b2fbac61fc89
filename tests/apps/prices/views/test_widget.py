"""The only page that may stand in a frame."""

import pytest
from django.urls import reverse

from daybook.apps.prices.urls import urlpatterns
from tests.replay import BROKEN

HERE = {"region": "C", "product": "AGILE-24-10-01"}


@pytest.fixture
def widget(visit):
    return lambda **asked: visit("/prices/widget/", **(HERE | asked))


class TestWidget:
    def test_tells_the_price_now_and_the_cheapest_block(self, widget):
        page = widget(duration="2")
        assert "Now" in page.text
        assert "until 09:30" in page.text
        assert "Cheapest: t" in page.text

    def test_may_stand_in_any_frame(self, widget):
        response = widget().response
        assert "frame-ancestors *" in response["Content-Security-Policy"]
        assert "X-Frame-Options" not in response

    def test_knows_nobody(self, widget, client, anna):
        client.force_login(anna)
        client.cookies["prices"] = "region=P&product=AGILE-24-10-01"
        page = widget()
        assert not page.response.cookies
        assert "in London" in page.text
        assert "Anna" not in page.text

    def test_has_nothing_to_press_and_runs_nothing(self, widget):
        html = widget().html
        assert not [tag for tag in ("<form", "<script", "<button", "<input") if tag in html]

    @pytest.mark.parametrize(
        "wrong", [{"region": ""}, {"region": "I"}, {"product": "!"}, {"duration": "9"}]
    )
    def test_says_what_is_wrong_in_the_frame(self, widget, wrong):
        page = widget(**wrong)
        assert page.status == 422
        assert "frame-ancestors *" in page.response["Content-Security-Policy"]

    def test_says_so_without_prices(self, widget, octopus):
        octopus.next("*", *[BROKEN] * 9)
        assert widget().status == 503

    @pytest.mark.parametrize("day", ["2026-03-29T06:00Z", "2025-10-26T06:00Z"])
    def test_is_right_when_clocks_change(self, widget, clock, world, day):
        clock.now = world.now = clock.now.fromisoformat(day)
        rows = widget().html.count("<tr><th scope=row>")
        assert rows == (46 if day.startswith("2026") else 50)


class TestOtherPages:
    @pytest.mark.parametrize(
        "name",
        [p.name for p in urlpatterns if p.name != "widget" and "<" not in str(p.pattern)],
    )
    def test_may_not_stand_in_a_frame(self, name, visit):
        response = visit(reverse(f"prices:{name}"), **HERE).response
        assert response["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in response["Content-Security-Policy"]

    def test_shows_what_to_copy(self, visit):
        html = visit("/prices/", **HERE).html
        address = (
            "http://testserver/prices/widget/?region=C&amp;product=AGILE-24-10-01&amp;duration=4"
        )
        assert f'&lt;iframe src="{address}"' in html
