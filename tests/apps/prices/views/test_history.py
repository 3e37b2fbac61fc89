"""The page of statistics: what it shows unasked, what it keeps, and what it says of nothing."""

import datetime as dt
import re

import pytest

from daybook.apps.prices import actions, domain
from daybook.lib.periods import LONDON, Period, local_day, local_midnight
from tests.apps.prices.views.conftest import HERE
from tests.priced import priced

AGILE = HERE["product"]
DAY = dt.timedelta(days=1)
MARCH = dt.date(2026, 3, 1)
SPRING, AUTUMN = dt.date(2026, 3, 29), dt.date(2025, 10, 26)
PAGE = "/prices/statistics/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def keep():
    """Keeps sample rates of some days."""

    def keep(first=MARCH, days=1, product=AGILE, letter="C"):
        period = Period(local_midnight(first, LONDON), local_midnight(first + days * DAY, LONDON))
        slots = domain.sample_slots(period)
        actions.keep_rates(product=product, region=domain.region(letter), slots=slots)

    return keep


@pytest.fixture
def keep_pence():
    """Keeps these pence from a midnight on."""

    def keep_pence(*pence, day=MARCH):
        slots = priced(*pence, start=local_day(day, LONDON).starts_at)
        actions.keep_rates(product=AGILE, region=domain.region("C"), slots=slots)

    return keep_pence


@pytest.fixture
def statistics(visit):
    return lambda **asked: visit(PAGE, **asked)


def of(day, **more):
    return HERE | {"since": f"{day}", "until": f"{day}"} | more


class TestUnasked:
    def test_shows_the_last_year_of_what_is_kept(self, statistics, keep):
        keep(MARCH - 400 * DAY)
        keep(MARCH)
        page = statistics()
        assert f'name="since" value="{MARCH - 364 * DAY}"' in page.html
        assert f'name="until" value="{MARCH}"' in page.html

    def test_takes_the_tariff_of_last_time(self, statistics, keep, client):
        keep(letter="C")
        keep(letter="P")
        client.cookies["prices"] = "region=P&product=AGILE-24-10-01"
        assert "in North Scotland" in statistics().text

    def test_takes_the_tariff_a_member_usually_has(self, statistics, keep, client, anna, clock):
        keep(letter="C")
        keep(letter="G")
        wishes = actions.Wishes(region="G", product=AGILE)
        actions.prefer(person=anna, wishes=wishes, now=clock.now)
        client.force_login(anna)
        assert "in North West England" in statistics().text

    def test_takes_what_is_kept_where_last_times_is_not(self, statistics, keep, client):
        keep(letter="C")
        client.cookies["prices"] = "region=P&product=OTHER-1"
        assert "in London" in statistics().text

    def test_fills_the_product_where_only_the_region_is_said(self, statistics, keep):
        keep(product="VAR-22-11-01", letter="D")
        keep(letter="C")
        assert "VAR-22-11-01 in Merseyside" in statistics(region="D").text

    def test_of_nothing_tells_members_what_to_do(self, statistics, client, anna):
        assert "Sign in and save yours" in statistics().text
        client.force_login(anna)
        assert "Save your region and product" in statistics().text


class TestShown:
    @pytest.mark.parametrize(("day", "count"), [(SPRING, 46), (AUTUMN, 50)])
    def test_is_whole_when_clocks_change(self, statistics, keep, day, count):
        keep(day)
        page = statistics(**of(day))
        assert page.status == 200
        assert "missing and take part" not in page.text
        whole = sum(map(int, re.findall(r'<tr data-value="(\d+)"><th', page.html)))
        assert whole == count

    def test_has_the_hour_that_was_skipped_empty(self, statistics, keep):
        keep(SPRING)
        rows = re.findall(
            r'<tr data-value="([^"]*)"><th scope="row">\d\d:', statistics(**of(SPRING)).html
        )
        assert [n for n, value in enumerate(rows) if not value] == [2, 3]

    def test_marks_what_lies_below_zero(self, statistics, keep_pence):
        keep_pence(-3, *[10] * 47)
        page = statistics(**of(MARCH))
        assert "Below zero 1 half-hour, 2.1% of all" in page.text
        assert "\N{MINUS SIGN}3.00p" in page.text
        assert "band-negative" in page.html

    def test_says_of_one_half_hour_that_it_is_missing(self, statistics, keep_pence):
        keep_pence(None, *[10] * 47)
        assert "1 of 48 half-hours is missing" in statistics(**of(MARCH)).text

    def test_has_headers_and_captions_on_every_table(self, statistics, keep):
        keep()
        page = statistics(**of(MARCH))
        tables = re.findall(r"<table.*?</table>", page.html, re.DOTALL)
        assert len(tables) == 3
        for table in tables:
            assert "<caption" in table
            assert table.count('scope="col"') >= 3
            assert 'scope="row"' in table

    def test_can_be_scrolled_with_the_keyboard(self, statistics, keep):
        keep()
        for box in statistics(**of(MARCH)).tags('div class="[^"]*\\btable\\b'):
            assert 'tabindex="0"' in box
            assert "aria-label=" in box

    def test_keeps_no_cookie_and_asks_nobody(self, statistics, keep, octopus):
        keep()
        assert not statistics(**of(MARCH)).response.cookies
        assert octopus.count() == 0


class TestRefusal:
    @pytest.mark.parametrize(
        ("wrong", "kept"),
        [
            ({"since": "soon"}, 'value="soon"'),
            ({"product": "no such!"}, 'value="no such!"'),
            ({"until": "2026-02-01"}, 'value="2026-02-01"'),
            ({"since": "2020-01-01"}, 'value="2020-01-01"'),
        ],
    )
    def test_keeps_what_was_typed_and_opens_the_form(self, statistics, keep, wrong, kept):
        keep()
        page = statistics(**of(MARCH, **wrong))
        assert page.status == 422
        assert kept in page.html
        assert re.search(r'<details class="fold" id="other-days" open', page.html)
        assert "The average day" not in page.text

    def test_lets_no_word_become_markup(self, statistics, keep):
        keep()
        page = statistics(**of(MARCH, product="<b>bold</b>"))
        assert "<b>bold" not in page.html

    def test_of_days_nobody_kept_offers_those_that_are(self, statistics, keep):
        keep()
        page = statistics(**of(MARCH - 90 * DAY))
        assert page.status == 200
        assert "No prices are kept of that yet" in page.text
        assert "today" not in re.search(r"Kept are:.*?</ul>", page.html, re.DOTALL)[0]

    def test_of_half_hours_too_few_for_an_hour_is_no_fault(self, statistics, keep_pence):
        keep_pence(*[n if n % 2 else None for n in range(48)])
        page = statistics(**of(MARCH))
        assert (page.status, "No prices are kept" in page.text) == (200, True)

    def test_of_writing_is_by_method(self, client, octopus):
        assert client.post(PAGE).status_code == 405
