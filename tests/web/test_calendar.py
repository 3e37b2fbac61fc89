"""The agenda of two weeks, made of what the products contribute."""

import datetime as dt

import pytest

from daybook.core.contributions import CalendarEntry, calendar

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def entries(monkeypatch, now):
    """What one product contributes, in the order it likes, and another one that fails."""
    given = []

    def broken(*_):
        raise RuntimeError("broken")

    monkeypatch.setattr(
        calendar, "_entries", {"a.a": (1, broken), "b.b": (2, lambda *asked: given)}
    )
    return given


@pytest.fixture
def member(client, anna, clock):
    client.force_login(anna)
    return client


def entry(title, at, hours=1):
    return CalendarEntry(title, at, at + hours * HOUR, "/prices/windows/")


def test_groups_by_day_and_sorts_by_time(member, entries, now):
    entries += [entry("third", now + 30 * HOUR), entry("second", now + 2 * HOUR)]
    entries.append(entry("first", now + HOUR))
    page = member.get("/calendar/").content.decode()
    words = ["Today</h2>", ">first", ">second", "Tomorrow</h2>", ">third"]
    assert sorted(words, key=page.index) == words


def test_says_when_there_is_nothing(member, entries):
    assert "Nothing on these days" in member.get("/calendar/").content.decode()


def test_asks_for_fourteen_days(member, monkeypatch, anna):
    asked = []
    source = {"a.a": (1, lambda *said: asked.append(said) or [])}
    monkeypatch.setattr(calendar, "_entries", source)
    member.get("/calendar/?from=2026-03-20")
    assert asked == [(anna, dt.date(2026, 3, 20), dt.date(2026, 4, 3))]


@pytest.mark.parametrize("text", ["", "nonsense", "2026-13-01", "\x00", "9999-12-31", "0001-01-01"])
def test_bears_any_day(member, entries, text):
    assert member.get("/calendar/", {"from": text}).status_code == 200


def test_leads_on_and_back(member, entries):
    page = member.get("/calendar/?from=2026-03-17").content.decode()
    assert 'rel="prev" href="/calendar/"' in page
    assert 'rel="next" href="/calendar/?from=2026-03-31"' in page


def test_shows_the_persons_own_clock(member, anna, entries, now):
    anna.time_zone = "Asia/Tokyo"
    anna.save()
    entries.append(entry("late", now))
    assert "18:10\N{EN DASH}19:10" in member.get("/calendar/").content.decode()


def test_keeps_what_began_before_on_the_first_day(member, entries, now):
    entries.append(entry("night", now - 12 * HOUR, hours=24))
    assert '<h2 title="Tuesday 3 March 2026">Today' in member.get("/calendar/").content.decode()
