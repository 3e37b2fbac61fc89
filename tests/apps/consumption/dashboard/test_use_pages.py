"""The page of use over time: its ways, its parts and what it does with odd addresses."""

import datetime as dt
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from daybook.apps.consumption.domain import ONE_DAY, Unit, Utility

PAGE = "/consumption/use/"
WATER = {"utility": Utility.WATER, "unit": Unit.CUBIC_METRE}
HTMX = {"HX-Request": "true"}


def asked(url):
    """What an address asks for."""
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


@pytest.fixture
def seen(own):
    """What Anna's browser gets for a view and a day."""

    def ask(view="month", on="2026-03-03", headers=None, **more):
        return own.get(PAGE, {"view": view, "on": on, **more}, headers=headers)

    return ask


@pytest.fixture
def known(record, today):
    """A use of each day from Christmas to ``today``."""
    record("69", first=dt.date(2025, 12, 25), last=today)


@pytest.mark.usefixtures("known")
class TestTitle:
    @pytest.mark.parametrize(
        ("view", "on", "title"),
        [
            ("day", "2026-03-03", "Tuesday 3 March 2026"),
            ("week", "2026-03-03", "2 to 8 March 2026"),
            ("week", "2026-02-25", "23 February to 1 March 2026"),
            ("week", "2025-12-30", "29 December 2025 to 4 January 2026"),
            ("month", "2026-02-28", "February 2026"),
            ("year", "2026-02-28", "2026"),
        ],
    )
    def test_says_what_is_looked_at(self, seen, view, on, title):
        assert seen(view, on).context["title"] == title

    def test_stands_above_the_figures(self, seen):
        assert '<h2 id="seen">Electricity, March 2026</h2>' in seen().content.decode()


@pytest.mark.usefixtures("known")
class TestWays:
    @pytest.mark.parametrize("view", ["day", "week", "month", "year"])
    def test_lead_back_where_one_came_from(self, seen, own, view):
        earlier = seen(view, "2026-01-07").context["earlier"]
        later = own.get(earlier).context["later"]
        assert own.get(later).context["title"] == seen(view, "2026-01-07").context["title"]

    def test_keep_the_view_and_the_utility(self, seen):
        page = seen("week")
        for url in (page.context["earlier"], page.context["looks"][1]["url"]):
            assert asked(url)["utility"] == "electricity"
            assert asked(url)["view"] == "week"

    def test_keep_the_day_when_the_view_changes(self, seen):
        looks = seen("week", "2026-02-25").context["looks"]
        assert {asked(look["url"])["on"] for look in looks} == {"2026-02-25"}
        assert [asked(look["url"])["view"] for look in looks] == ["day", "week", "month", "year"]

    def test_mark_where_one_is(self, seen):
        page = seen("week")
        assert [str(one["text"]) for one in page.context["looks"] if one["is_current"]] == ["Week"]
        assert 'aria-current="' in page.content.decode()

    def test_keep_the_day_when_the_utility_changes(self, seen, record):
        record("1", **WATER)
        urls = [one["url"] for one in seen("day", "2026-01-07").context["utilities"]]
        assert [asked(url)["on"] for url in urls] == ["2026-01-07"] * 2

    def test_offer_no_choice_of_one_utility(self, seen):
        assert 'aria-label="What"' not in seen().content.decode()

    def test_reach_back_as_far_as_any_utility_is_known(self, seen, record):
        record("1", first=dt.date(2025, 11, 30), **WATER)
        assert asked(seen("month", "2025-12-31").context["earlier"])["on"] == "2025-11-30"

    def test_end_in_words_and_not_only_in_grey(self, seen):
        page = seen("year", "2025-12-31").content.decode()
        assert "Nothing earlier" in page
        assert 'rel="next"' in page


@pytest.mark.usefixtures("known")
class TestOddAddresses:
    @pytest.mark.parametrize(
        ("view", "on"),
        [
            ("day", "0001-01-01"),
            ("week", "0001-01-01"),
            ("month", "1969-12-31"),
            ("year", "9999-12-31"),
        ],
    )
    def test_are_taken_for_the_nearest_day(self, seen, view, on):
        page = seen(view, on)
        assert page.status_code == 200
        assert page.context["title"]

    @pytest.mark.parametrize("on", ["2026-02-30", "x" * 5000, "2026-1e1-1", "\x00"])
    def test_that_name_no_day_show_the_last_one_known(self, seen, on):
        page = seen("day", on)
        assert (page.status_code, page.context["title"]) == (422, "Tuesday 3 March 2026")

    def test_of_a_utility_without_records_show_another(self, seen):
        page = seen(utility="gas")
        assert (page.status_code, str(page.context["name"])) == (200, "Electricity")

    def test_are_never_written_into_the_page(self, seen):
        page = seen('"><script>alert(1)</script>').content.decode()
        assert "<script>alert" not in page

    def test_keep_what_could_be_understood(self, seen):
        page = seen("year", "2025-12-25", utility="coal")
        assert (page.status_code, page.context["title"]) == (422, "2025")


@pytest.mark.usefixtures("known")
class TestParts:
    def test_are_sent_alone_to_htmx(self, seen):
        page = seen(headers=HTMX).content.decode()
        assert "<html" not in page
        assert 'id="work"' in page

    def test_are_the_whole_page_when_history_is_restored(self, seen):
        page = seen(headers=HTMX | {"HX-History-Restore-Request": "true"})
        assert "<html" in page.content.decode()

    def test_tell_errors_to_htmx_too(self, seen):
        page = seen("decade", headers=HTMX)
        assert page.status_code == 422
        assert "not quite right" in page.content.decode()

    def test_have_one_row_for_each_bar(self, seen):
        page = seen("month")
        table = page.content.decode().split('<table data-months="use"')[1].split("</table>")[0]
        assert table.count("<tr data-amount") == len(page.context["bars"]) == 31
        assert table.count('<th scope="col"') == 3

    def test_of_records_alone_have_no_tints_and_no_usual_day(self, seen):
        page = seen("month").content.decode()
        assert 'class="heat"' not in page
        assert "The usual day" not in page
        assert "By weekday" in page

    def test_say_when_nothing_is_known_of_the_days(self, seen, own, record):
        record("1", first=dt.date(2025, 6, 1))
        page = seen("month", "2025-09-01")
        assert "Nothing is known of these days." in page.content.decode()
        assert "<canvas" not in page.content.decode()


class TestHalfHours:
    def test_of_a_month_have_tints_a_usual_day_and_weekdays(self, seen, smart_meter, today):
        smart_meter(today - 9 * ONE_DAY, today)
        page = seen("month").content.decode()
        for part in ("use", "usual", "weekdays"):
            assert f'<table data-months="{part}"' in page
        assert '<table class="heat">' in page

    def test_of_a_year_are_not_tinted(self, seen, smart_meter, today):
        smart_meter(today)
        page = seen("year")
        assert page.context["heat"] is None
        assert len(page.context["usual"]) == 48

    def test_say_where_clocks_go_back(self, seen, smart_meter):
        autumn = dt.date(2025, 10, 26)
        smart_meter(autumn)
        assert "second time beside it" in seen("week", autumn).content.decode()
        assert "second time beside it" not in seen("week", "2025-11-05").content.decode()

    def test_beat_what_was_typed_of_the_day(self, seen, smart_meter, record, today):
        record("99")
        smart_meter(today, amount="0.5")
        page = seen("day")
        assert page.context["figures"][0]["number"] == "24.0"
        assert page.context["why"] == ""

    def test_of_two_imports_are_one_day(self, seen, smart_meter, today):
        smart_meter(today, lost=range(24))
        smart_meter(today, amount="0.75", lost=range(24, 48))
        page = seen("day")
        assert page.context["figures"][0]["number"] == "24.0"
        assert [bar.amount for bar in page.context["bars"]][::47] == ["0.750", "0.250"]


class TestWho:
    def test_has_to_sign_in(self, db):
        answer = Client().get(PAGE, {"view": "day"})
        assert answer.status_code == 302
        assert "next=/consumption/use/%3Fview%3Dday" in answer.url

    def test_gets_no_answer_to_a_form(self, own):
        assert own.post(PAGE).status_code == 405

    def test_sees_nothing_of_the_days_of_others(self, strangers, smart_meter, record, eve, today):
        smart_meter(today)
        record("1", person=eve, first=today - ONE_DAY)
        page = strangers.get(PAGE, {"view": "day", "on": today})
        assert page.context["why"] == "Nothing is known of this day."
        assert page.context["figures"] == []
