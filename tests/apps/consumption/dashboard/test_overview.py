"""The first page of consumption, empty, half full and full."""

import datetime as dt
import re
import uuid

import pytest
from django.test import Client

from daybook.apps.consumption import actions
from daybook.apps.consumption.domain import ONE_DAY, Unit, Utility
from daybook.apps.consumption.models import Record
from daybook.ui.formats import DASH

PAGE = "/consumption/"
QUICK = "/consumption/records/quick/"
PLACES = re.compile(r'<nav class="places".*?</nav>', re.DOTALL)


def text(page):
    return page.content.decode()


@pytest.fixture
def panel(own):
    """The panel of the first utility, as the page has it."""
    return lambda: own.get(PAGE).context["panels"][0]


def figure(panel, label):
    return next(one for one in panel.figures if one["label"] == label)


class TestEmpty:
    def test_leads_to_all_that_may_come_next(self, own):
        page = text(own.get(PAGE))
        body = page[page.index("Nothing recorded yet") :]
        for url in ("records/add/", "import/", "octopus/", "meters/add/"):
            assert f'href="/consumption/{url}"' in body

    def test_has_the_quick_add(self, own):
        page = text(own.get(PAGE))
        assert f'action="{QUICK}"' in page
        assert '<label for="id_line">Quick add</label>' in page

    def test_is_filled_by_the_first_line(self, own, today_is):
        today_is(dt.date(2026, 3, 3))
        own.post(QUICK, {"line": "8.3 kWh yesterday", "key": uuid.uuid4()})
        page = own.get(PAGE)
        assert [panel.name for panel in page.context["panels"]] == ["Electricity"]
        assert "Nothing recorded yet" not in text(page)

    def test_draws_no_chart(self, own):
        assert "<canvas" not in text(own.get(PAGE))

    def test_is_again_what_there_is_when_all_is_deleted(self, own, anna, record, now):
        actions.delete_records(person=anna, record_ids=[record().pk], now=now)
        assert "Nothing recorded yet" in text(own.get(PAGE))


class TestPanels:
    def test_are_sections_with_a_heading(self, own, record):
        record()
        record("0.3", utility=Utility.WATER, unit=Unit.CUBIC_METRE)
        page = text(own.get(PAGE))
        for utility in ("electricity", "water"):
            assert f'aria-labelledby="{utility}"' in page
            assert f'<h2 id="{utility}">' in page

    def test_lead_to_the_same_utility_over_time(self, own, record):
        record("0.3", utility=Utility.WATER, unit=Unit.CUBIC_METRE)
        assert 'href="/consumption/use/?utility=water"' in text(own.get(PAGE))

    def test_tell_totals_exactly_on_hover(self, record, panel):
        record("1234.5678", is_sure=True)
        total = figure(panel(), "In all")
        assert (total["number"], total["exact"]) == ("1,235", "1,234.5678\N{NO-BREAK SPACE}kWh")
        assert total["note"] == "since Tuesday 3 March 2026"

    @pytest.mark.parametrize(
        ("count", "note"), [(1, "from 1 recorded day"), (2, "from 2 recorded days")]
    )
    def test_count_the_days_of_the_average(self, record, panel, today, count, note):
        record("1", first=today - (count - 1) * ONE_DAY, last=today)
        assert figure(panel(), "An average month")["note"] == note

    @pytest.mark.parametrize(
        ("first", "note"),
        [(1, "every day is recorded"), (2, "1 of 3 days is missing"), (3, "2 of 3 days are")],
    )
    def test_count_the_days_this_month_lacks(self, record, panel, today, first, note):
        record("1", first=dt.date(2026, 3, first), last=today)
        assert figure(panel(), "This month so far")["note"].startswith(note)

    def test_of_water_have_two_decimals(self, record, panel):
        record("350", utility=Utility.WATER, unit=Unit.LITRE)
        assert (panel().unit, figure(panel(), "In all")["number"]) == ("m³", "0.35")


class TestChanges:
    def test_are_over_the_first_days_of_both_months(self, record, panel, today):
        record("28", first=dt.date(2026, 2, 1), last=dt.date(2026, 2, 28))
        record("6", first=dt.date(2026, 3, 1), last=today)
        change = figure(panel(), "Against last month")
        assert (change["number"], change["note"]) == ("+100%", "a day, over the first 3 days")

    def test_are_approximate_where_days_are_missing(self, record, panel):
        record("2", first=dt.date(2026, 2, 2))
        record("1")
        change = figure(panel(), "Against last month")
        assert (change["number"], change["note"]) == (
            "\N{MINUS SIGN}50%",
            "approximate: days are missing",
        )

    def test_are_unknown_against_nothing(self, record, panel):
        record("0", first=dt.date(2026, 2, 3))
        record("1")
        change = figure(panel(), "Against last month")
        assert (change["number"], change["note"]) == (DASH, "not enough is recorded yet")

    def test_that_are_none_have_no_sign(self, record, panel, today):
        record("3", first=dt.date(2025, 3, 1), last=dt.date(2025, 3, 3))
        record("3", first=dt.date(2026, 3, 1), last=today)
        assert figure(panel(), "Against a year ago")["number"] == "0%"


class TestMonths:
    def test_are_a_table_for_those_who_see_no_chart(self, own, record):
        record()
        page = text(own.get(PAGE))
        table = page[page.index('data-months="electricity"') :]
        assert table.count('<th scope="row">') == 13
        assert "<caption>Electricity by month</caption>" in table

    def test_outline_only_the_running_one(self, own, record):
        record()
        assert text(own.get(PAGE)).count('data-state="running"') == 1

    def test_tell_nought_from_nothing(self, record, panel):
        record("0", first=dt.date(2026, 2, 3))
        before, running = panel().bars[-2:]
        assert (before.amount, before.note) == (0, "27 of 28 days are missing")
        assert (running.amount, running.words, running.note) == (None, "nothing recorded", "")

    def test_have_their_numbers_in_the_chart_and_in_words(self, own, record):
        record("8.25", first=dt.date(2026, 2, 3))
        page = text(own.get(PAGE))
        assert 'data-amount="8.250000"' in page
        assert "8.3\N{NO-BREAK SPACE}kWh" in page


class TestPlaces:
    NAMES = ("Use", "Money", "Data")

    def test_are_in_groups_with_names(self, own):
        found = PLACES.search(text(own.get(PAGE)))[0]
        assert tuple(re.findall(r'"places-name">(\w+)<', found)) == self.NAMES

    def test_begin_with_this_page(self, own):
        found = PLACES.search(text(own.get(PAGE)))[0]
        links = re.findall(r'<a href="([^"]+)"( aria-current="page")?>', found)
        assert links[0] == (PAGE, ' aria-current="page"')
        assert len(set(links)) == 13

    def test_all_exist_and_know_themselves(self, own):
        found = PLACES.search(text(own.get(PAGE)))[0]
        for url in re.findall(r'<a href="([^"]+)"', found):
            page = own.get(url)
            assert page.status_code == 200
            assert f'<a href="{url}" aria-current="page">' in PLACES.search(text(page))[0]


class TestWho:
    def test_has_to_sign_in(self, db):
        answer = Client().get(PAGE)
        assert (answer.status_code, answer.url.split("?")[1]) == (302, "next=/consumption/")

    def test_changes_nothing_by_asking_otherwise(self, own, record):
        record()
        assert own.post(PAGE).status_code == 405
        assert Record.objects.count() == 1

    def test_sees_only_what_is_theirs(self, strangers, record):
        record()
        assert strangers.get(PAGE).context["panels"] == []

    def test_is_told_anew_each_time(self, own):
        assert "no-store" in own.get(PAGE)["Cache-Control"]
