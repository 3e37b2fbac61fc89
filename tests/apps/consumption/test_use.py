"""A day, week, month or year of one utility, on its page."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from daybook.apps.consumption import actions
from daybook.apps.consumption.domain import Unit, Utility
from daybook.ui.formats import DASH

PAGE = "/consumption/use/"
SPRING = dt.date(2026, 3, 29)
AUTUMN = dt.date(2025, 10, 26)
DAY = dt.timedelta(days=1)


@pytest.fixture
def seen(own):
    """What Anna's browser gets for a view and a day."""

    def ask(view="month", on=None, **asked):
        return own.get(PAGE, {"view": view, "on": on or "", **asked})

    return ask


def labels(page):
    return [figure["label"] for figure in page.context["figures"]]


def figure(page, label):
    return next(one for one in page.context["figures"] if one["label"] == label)


def bars(page, **of):
    return [one for one in page.context["bars"] if all(getattr(one, k) == v for k, v in of.items())]


class TestDay:
    @pytest.mark.parametrize(
        ("day", "count", "total"), [(SPRING, 46, "11.5"), (AUTUMN, 50, "12.5")]
    )
    def test_has_all_half_hours_when_clocks_change(self, seen, smart_meter, day, count, total):
        smart_meter(day)
        page = seen("day", day)
        assert len(page.context["bars"]) == count
        assert figure(page, "In all")["number"] == total

    def test_tells_the_repeated_hour_apart(self, seen, smart_meter):
        smart_meter(AUTUMN)
        names = [bar.name.split(DASH) for bar in seen("day", AUTUMN).context["bars"]]
        assert [begins for begins, _ in names[2:6]] == [
            "01:00 BST",
            "01:30 BST",
            "01:00 GMT",
            "01:30 GMT",
        ]
        assert names[-1] == ["23:30", "24:00"]

    def test_marks_what_is_missing_as_missing(self, seen, smart_meter, today):
        smart_meter(today, lost=[4, 5])
        page = seen("day", today)
        assert [bar.words for bar in bars(page, amount="")] == ["missing", "missing"]
        assert figure(page, "In all")["note"] == "2 half-hours are missing"
        assert "Base load" not in labels(page)

    def test_tells_nought_from_missing(self, seen, smart_meter, today):
        smart_meter(today, amount="0")
        assert len(bars(seen("day", today), amount="0.000")) == 48

    def test_says_why_a_typed_day_has_no_half_hours(self, seen, record, today):
        record("8.3")
        page = seen("day", today)
        assert "was typed" in page.context["why"]
        assert (page.context["bars"], labels(page)) == ([], ["In all"])

    def test_says_when_nothing_is_known(self, seen, record):
        record()
        page = seen("day", "2026-02-01")
        assert page.context["why"] == "Nothing is known of this day."
        assert page.context["figures"] == []


class TestWeek:
    @pytest.mark.parametrize(("day", "columns"), [(SPRING, 48), (AUTUMN, 50)])
    def test_has_a_tint_for_each_half_hour(self, seen, smart_meter, day, columns):
        smart_meter(day - 6 * DAY, day)
        table = seen("week", day).context["heat"].table
        rows = re.findall('<tr><th scope="row">.*?</tr>', table)
        assert [row.count("<td") for row in rows] == [columns] * 7
        blanks = [row.count("heat-none") for row in rows]
        assert blanks == ([0] * 6 + [2] if day == SPRING else [2] * 6 + [0])

    def test_has_numbers_besides_tints(self, seen, smart_meter, today):
        smart_meter(today, lost=[0])
        page = seen("week", today)
        table = page.context["heat"].table
        assert 'class="heat-missing" title="Tue 3 00:00: missing">missing<' in table
        assert 'title="Tue 3 00:30: 0.250 kWh">0.250<' in table
        assert ("heat-missing", "missing") in page.context["heat"].legend

    def test_starts_on_the_persons_first_weekday(self, seen, anna, smart_meter, today):
        anna.first_weekday = 6
        anna.save(update_fields=["first_weekday"])
        smart_meter(today)
        assert seen("week", today).context["bars"][0].name == "Sun 1 Mar"

    def test_of_records_only_has_days_and_no_tints(self, seen, record, today):
        record("7", first=today - DAY, last=today)
        page = seen("week", today)
        assert page.context["heat"] is None
        assert [bar.words for bar in bars(page, note="typed")] == ["3.5\N{NO-BREAK SPACE}kWh"] * 2
        assert page.context["usual"] == []


class TestMonth:
    def test_is_what_is_shown_first_the_one_known_last(self, own, record):
        record("5", first=dt.date(2026, 2, 10))
        page = own.get(PAGE)
        assert page.context["title"] == "February 2026"
        assert len(page.context["bars"]) == 28

    def test_has_days_a_usual_day_and_weekdays(self, seen, smart_meter):
        smart_meter(dt.date(2026, 3, 1), dt.date(2026, 3, 31))
        page = seen("month", SPRING)
        assert figure(page, "In all")["number"] == "371.5"
        assert (len(page.context["usual"]), len(page.context["weekdays"])) == (48, 7)
        assert figure(page, "Base load")["number"] == "500"
        assert bars(page, name="Sun 29 Mar")[0].words.startswith("11.5")

    def test_leads_to_its_days(self, seen, smart_meter, today):
        smart_meter(today)
        page = seen("month", today)
        url = bars(page, name="Tue 3 Mar")[0].url
        assert url == f"{PAGE}?utility=electricity&view=day&on=2026-03-03"
        assert url.replace("&", "&amp;") in page.content.decode()

    def test_tells_days_to_come_from_days_that_are_missing(self, seen, record):
        now = timezone.localdate()
        record("1", first=dt.date(2026, 1, 1))
        page = seen("year", now)
        ahead = 12 - now.month
        assert len(bars(page, state="ahead")) == ahead


class TestYear:
    def test_has_months(self, seen, record, smart_meter):
        record("31", first=dt.date(2025, 1, 1), last=dt.date(2025, 1, 31))
        smart_meter(AUTUMN)
        page = seen("year", AUTUMN)
        assert (page.context["title"], len(page.context["bars"])) == ("2025", 12)
        assert figure(page, "In all")["number"] == "43.5"
        assert figure(page, "Highest half-hour")["note"].startswith("Sun 26 Oct")
        assert page.context["heat"] is None


class TestWays:
    def test_lead_to_what_lies_before_and_after(self, seen, record, today):
        record("9", first=dt.date(2025, 1, 1), last=dt.date(2025, 3, 31))
        page = seen("month", "2025-02-10")
        assert page.context["earlier"].endswith("view=month&on=2025-01-31")
        assert page.context["later"].endswith("view=month&on=2025-03-01")

    def test_end_where_nothing_is_known_and_at_today(self, seen, record):
        now = timezone.localdate()
        record("1", first=dt.date(2026, 1, 5))
        assert seen("month", "2026-01-05").context["earlier"] == ""
        page = seen("day", now)
        assert page.context["later"] == ""
        assert "Not yet" in page.content.decode()

    def test_go_no_further_than_today(self, seen, record):
        record()
        page = seen("year", "2999-01-01")
        assert page.context["title"] == str(timezone.localdate().year)

    def test_lead_to_the_other_utilities(self, seen, record):
        record()
        record("1", utility=Utility.WATER, unit=Unit.CUBIC_METRE)
        page = seen(utility="water")
        assert page.context["unit"] == "m³"
        assert [str(one["text"]) for one in page.context["utilities"]] == ["Electricity", "Water"]

    @pytest.mark.parametrize(
        "asked", [{"utility": "coal"}, {"view": "decade"}, {"on": "soon"}, {"on": "0001-13-01"}]
    )
    def test_say_what_was_asked_wrongly_and_show_the_rest(self, own, record, asked):
        record()
        page = own.get(PAGE, asked)
        assert page.status_code == 422
        assert "not quite right" in page.content.decode()
        assert page.context["bars"]

    def test_swap_only_the_work_for_htmx(self, own, record):
        record()
        page = own.get(PAGE, headers={"HX-Request": "true"})
        assert page.content.strip().startswith(b'<div class="stack" id="work">')
        assert "HX-Request" in page["Vary"]


class TestThePage:
    def test_teaches_the_first_step(self, own):
        page = own.get(PAGE).content.decode()
        assert "Nothing recorded yet" in page
        assert "chart.umd" not in page

    def test_marks_a_sample(self, own, anna, now, record):
        record()
        assert b"Sample data" not in own.get(PAGE).content
        actions.record_sample(person=anna, today=timezone.localdate(), now=now)
        assert own.get(PAGE).content.count(b"Sample data") == 1

    def test_knows_nothing_of_others(self, strangers, record):
        record()
        assert strangers.get(PAGE).context["is_empty"]

    @pytest.mark.parametrize("view", ["day", "week", "month", "year"])
    def test_costs_the_same_however_much_there_is(
        self, seen, record, smart_meter, view, django_assert_num_queries
    ):
        record("1", first=dt.date(2026, 2, 3))
        with django_assert_num_queries(6):  # session, person, ever, days, half-hours, unread
            seen(view, "2026-02-03")
        smart_meter(dt.date(2026, 1, 1), dt.date(2026, 2, 28))
        with django_assert_num_queries(6):
            seen(view, "2026-02-03")
