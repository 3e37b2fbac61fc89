"""Days of the calendar: of every length, in every zone, whatever products say."""

import datetime as dt
import re
from html import unescape

import pytest

from daybook.apps.prices import actions, domain
from daybook.core.contributions import CalendarEntry, calendar
from daybook.lib.periods import Period

HOUR = dt.timedelta(hours=1)
DAY = 24 * HOUR
DASH = "\N{EN DASH}"
pytestmark = pytest.mark.django_db


@pytest.fixture
def member(client, anna, clock):
    client.force_login(anna)
    return client


@pytest.fixture
def show(member):
    """The calendar as its days, and the words of each line."""

    def show(address="/calendar/"):
        html = member.get(address).content.decode()
        sections = re.findall(r'<section class="calendar-day">(.*?)</section>', html, re.DOTALL)
        return [
            (
                re.search(r"<h2[^>]*>(.*?)</h2>", section)[1],
                [
                    unescape(re.sub(r"<[^>]+>", "", line))
                    for line in re.findall(r"<li>(.*?)</li>", section, re.DOTALL)
                ],
            )
            for section in sections
        ]

    return show


@pytest.fixture
def entries(monkeypatch):
    """What the one product of these tests contributes."""
    given = []
    monkeypatch.setattr(calendar, "_entries", {"a.a": (1, lambda *_: given)})
    return given


def entry(title, at, hours=1, url="/prices/windows/"):
    return CalendarEntry(title, at, at + hours * HOUR, url)


def at(text):
    return dt.datetime.fromisoformat(text)


class TestOrder:
    def test_of_one_time_is_by_end_and_then_by_name(self, show, entries, now):
        entries += [entry("b", now), entry("c", now, 2), entry("a", now)]
        titles = [line.split()[-1] for line in show()[0][1]]
        assert titles == ["a", "b", "c"]

    def test_is_across_products(self, show, monkeypatch, now):
        one, other = [entry("one", now + 2 * HOUR)], [entry("other", now + HOUR)]
        sources = {"a.a": (1, lambda *_: iter(one)), "b.b": (2, lambda *_: iter(other))}
        monkeypatch.setattr(calendar, "_entries", sources)
        assert [line.split()[-1] for line in show()[0][1]] == ["other", "one"]


class TestClockChanges:
    def test_tell_the_repeated_hour_apart(self, show, entries, clock):
        clock.now = at("2025-10-25T12:00+00:00")
        entries += [entry("first", at("2025-10-26T00:00+00:00"), 1)]
        entries += [entry("second", at("2025-10-26T01:00+00:00"), 1)]
        ((day, lines),) = show()
        assert day == "Tomorrow"
        assert lines[0] == f"01:00 BST{DASH}01:00 GMT first"
        assert lines[1].startswith("01:00 GMT")

    def test_name_the_zones_where_an_hour_is_skipped(self, show, entries, clock):
        clock.now = at("2026-03-28T12:00+00:00")
        entries += [entry("night", at("2026-03-29T00:30+00:00"), 2)]
        assert show() == [("Tomorrow", [f"00:30 GMT{DASH}03:30 BST night"])]

    @pytest.mark.parametrize("day", ["2026-03-29", "2025-10-26"])
    def test_lose_no_plan_of_their_day(self, member, show, anna, clock, day):
        clock.now = at(f"{day}T00:00+00:00") - 12 * HOUR
        for hour in (0, 6, 22):
            start = at(f"{day}T00:00+00:00") + hour * HOUR
            actions.plan_window(
                person=anna,
                title=f"wash-{hour}",
                period=Period(start, start + HOUR),
                product="AGILE-24-10-01",
                region=domain.region("C"),
                now=clock.now,
            )
        (found,) = [lines for words, lines in show(f"/calendar/?from={day}") if words]
        assert [line.split()[-1] for line in found] == ["wash-0", "wash-6", "wash-22"]


class TestZones:
    @pytest.mark.parametrize(
        ("zone", "told"),
        [
            ("Pacific/Auckland", ("Tomorrow", f"10:00{DASH}11:00 late")),
            ("America/Los_Angeles", ("Today", f"13:00{DASH}14:00 late")),
            ("Asia/Kathmandu", ("Tomorrow", f"02:45{DASH}03:45 late")),
        ],
    )
    def test_decide_on_which_day_something_is(self, show, anna, entries, zone, told):
        anna.time_zone = zone
        anna.save()
        entries.append(entry("late", at("2026-03-03T21:00+00:00")))
        assert show() == [(told[0], [told[1]])]


class TestTrouble:
    def test_with_one_product_leaves_the_others_and_is_logged(self, show, monkeypatch, now, caplog):
        def halfway(*_):
            yield entry("lost", now)
            raise ValueError("halfway")

        sources = {"a.a": (1, halfway), "b.b": (2, lambda *_: [entry("kept", now)])}
        monkeypatch.setattr(calendar, "_entries", sources)
        assert [line.split()[-1] for line in show()[0][1]] == ["kept"]
        assert "contribution.failed" in caplog.text

    def test_with_hostile_titles_is_none(self, member, entries, now):
        entries.append(entry("<script>alert(1)</script>", now, url='/"onclick="x'))
        html = member.get("/calendar/").content.decode()
        assert "<script>alert" not in html
        assert '"onclick="' not in html


class TestPage:
    def test_is_for_members(self, client):
        answer = client.get("/calendar/?from=2026-03-20")
        assert answer.status_code == 302
        assert "/accounts/login/?next=/calendar/" in answer.url

    def test_is_only_looked_at_and_not_kept(self, member):
        assert member.post("/calendar/").status_code == 405
        assert "no-store" in member.get("/calendar/")["Cache-Control"]

    def test_leads_back_to_today_from_other_weeks(self, member, entries):
        back = 'class="button button-quiet" href="/calendar/"'
        assert back not in member.get("/calendar/").content.decode()
        assert back in member.get("/calendar/?from=2026-06-01").content.decode()

    @pytest.mark.parametrize("weeks", [1, 26])
    def test_goes_on_and_back_to_where_one_was(self, member, entries, now, weeks):
        here = (now + 14 * weeks * DAY).date()
        html = member.get(f"/calendar/?from={here}").content.decode()
        later = re.search(r'rel="next" href="([^"]+)"', html)[1]
        assert f'rel="prev" href="/calendar/?from={here}"' in member.get(later).content.decode()

    def test_shows_nothing_of_others(self, show, eve, now):
        actions.plan_window(
            person=eve,
            title="Eve's",
            period=Period(now + HOUR, now + 2 * HOUR),
            product="AGILE-24-10-01",
            region=domain.region("C"),
            now=now,
        )
        assert show() == []

    def test_costs_as_much_however_full(self, member, anna, now, django_assert_num_queries):
        def asked():
            with django_assert_num_queries(count):
                member.get("/calendar/")

        count = 4
        asked()
        for hour in range(1, 20):
            actions.plan_window(
                person=anna,
                title="Wash",
                period=Period(now + hour * HOUR, now + (hour + 1) * HOUR),
                product="AGILE-24-10-01",
                region=domain.region("C"),
                now=now,
            )
        asked()
