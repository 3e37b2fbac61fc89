"""The iCalendar file as calendars take it."""

import datetime as dt

import pytest
from icalendar import Calendar

from daybook.apps.prices import domain, queries
from daybook.apps.prices.models import Preference
from daybook.apps.prices.views import ical
from daybook.lib.periods import LONDON, Period, local_day

DAY = dt.date(2026, 3, 3)
START = dt.datetime(2026, 3, 3, 10, tzinfo=dt.UTC)


def entry(title="Washing", text="", hours=2):
    return ical.Entry(
        uid="one@daybook",
        title=title,
        text=text,
        period=Period(START, START + dt.timedelta(hours=hours)),
        revised_at=START,
    )


def written(*entries, **options):
    return ical.calendar_file(entries, name="Cheap", url="https://daybook.example/", **options)


class TestFile:
    def test_is_the_same_bytes_each_time(self):
        assert written(entry()) == written(entry())

    def test_folds_long_lines_and_ends_them_as_the_standard_has_it(self):
        lines = written(entry("é" * 200)).split(b"\r\n")
        assert max(map(len, lines)) <= 75
        assert lines[-1] == b""

    @pytest.mark.parametrize(
        "hostile", ["a;b,c\\d", "line\nbreak", "END:VEVENT\r\nBEGIN:VEVENT", 'say "so"']
    )
    def test_lets_no_word_become_a_line(self, hostile):
        (event,) = Calendar.from_ical(written(entry(hostile, hostile))).walk("VEVENT")
        assert event["summary"].replace("\r\n", "\n") == hostile.replace("\r\n", "\n")

    def test_has_what_calendars_need(self):
        calendar = Calendar.from_ical(written(entry()))
        (event,) = calendar.walk("VEVENT")
        assert {"prodid", "version"} <= {name.lower() for name in calendar}
        assert {"uid", "dtstamp", "dtstart", "dtend"} <= {name.lower() for name in event}

    def test_of_nothing_is_a_calendar_all_the_same(self):
        assert not Calendar.from_ical(written()).walk("VEVENT")

    @pytest.mark.parametrize(("minutes", "count"), [(None, 0), (0, 1), (60, 1)])
    def test_rings_where_that_is_wished(self, minutes, count):
        found = Calendar.from_ical(written(entry(), alarm_minutes=minutes)).walk("VALARM")
        assert len(found) == count
        assert all(a["trigger"].dt == -dt.timedelta(minutes=minutes) for a in found)


class TestBlocks:
    @pytest.fixture
    def programme(self):
        """The cheapest four hours of a day, wished for in the evening before."""
        slots = domain.sample_slots(local_day(DAY, LONDON))
        return queries.Programme(
            preference=Preference(
                region="C",
                product="AGILE-24-10-01",
                changed_at=dt.datetime(2026, 3, 2, 20, tzinfo=dt.UTC),
            ),
            blocks=domain.cheapest_by_day(slots, domain.duration("4"), [DAY]),
            planned=(),
        )

    def test_of_two_people_are_two_events(self, programme):
        (annas,), (ottos,) = (tuple(ical.block_entries(programme, n)) for n in (1, 2))
        assert annas.uid != ottos.uid
        assert annas.period == ottos.period

    def test_are_named_by_their_day_and_not_by_their_person(self, programme):
        (found,) = ical.block_entries(programme, 12345)
        assert found.uid.startswith("cheapest-20260303-")
        assert "12345" not in found.uid

    def test_are_revised_with_the_wishes_or_the_prices(self, programme):
        (found,) = ical.block_entries(programme, 1)
        assert found.revised_at == programme.preference.changed_at
        programme.preference.changed_at = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
        (found,) = ical.block_entries(programme, 1)
        assert found.revised_at == domain.due_at(DAY)

    def test_say_how_long_and_how_much(self, programme):
        (found,) = ical.block_entries(programme, 1)
        mean = programme.blocks[DAY].mean_pence
        assert found.title == f"Cheapest 4 h of electricity, {mean:.2f}p per kWh"
        assert found.text == "Prices of AGILE-24-10-01 in London, with VAT."
