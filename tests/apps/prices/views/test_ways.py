"""The days beside a day, and where its links lead."""

import datetime as dt
from decimal import Decimal
from urllib.parse import parse_qs, urlsplit

import pytest

from daybook.apps.prices import domain
from daybook.apps.prices.forms import BlockForm
from daybook.apps.prices.views.ways import addresses, day_of, steps, switch, wanted_of
from daybook.lib.periods import LONDON

TODAY = dt.date(2026, 3, 3)
DAY = dt.timedelta(days=1)
ASKED = {"region": "C", "product": "AGILE-24-10-01", "duration": "4", "capacity": "7"}
LATE = dt.datetime(2026, 7, 1, 23, 30, tzinfo=dt.UTC)  # half past midnight of 2 July in London


def asked_of(url):
    """The path and the words of an address."""
    parts = urlsplit(url)
    return parts.path, {name: value[0] for name, value in parse_qs(parts.query).items()}


def day_in(url):
    return asked_of(url)[1].get("from", "")


def form(**typed):
    found = BlockForm(ASKED | typed)
    found.is_valid()
    return found


class TestSteps:
    @pytest.mark.parametrize(
        ("days", "earlier", "later"),
        [
            (-9, "2026-02-21", "2026-02-23"),
            (-1, "2026-03-01", ""),
            (0, "2026-03-02", "2026-03-04"),
            (1, "", ""),
            (9, "2026-03-04", ""),
        ],
    )
    def test_lead_to_the_days_beside_with_today_left_out_of_the_address(
        self, now, days, earlier, later
    ):
        found = steps(ASKED, TODAY + days * DAY, now)
        assert (day_in(found["earlier"]), day_in(found["later"])) == (earlier, later)

    def test_end_with_tomorrow(self, now):
        assert steps(ASKED, TODAY, now)["later"]
        assert steps(ASKED, TODAY + DAY, now)["later"] == ""

    def test_keep_what_was_asked(self, now):
        assert asked_of(steps(ASKED, TODAY, now)["earlier"])[1].items() >= ASKED.items()

    def test_count_days_by_the_clock_in_london(self):
        found = steps(ASKED, dt.date(2026, 7, 2), LATE)
        assert day_in(found["later"]) == "2026-07-03"


class TestSwitch:
    @pytest.mark.parametrize(("days", "current"), [(0, [True, False]), (1, [False, True])])
    def test_marks_where_one_is(self, now, days, current):
        assert [one["is_current"] for one in switch(ASKED, TODAY + days * DAY, now)] == current

    @pytest.mark.parametrize("days", [-1, 2])
    def test_marks_nothing_on_another_day(self, now, days):
        assert not any(one["is_current"] for one in switch(ASKED, TODAY + days * DAY, now))

    def test_is_of_the_day_in_london(self):
        links = switch(ASKED, dt.date(2026, 7, 2), LATE)
        assert [day_in(one["url"]) for one in links] == ["", "2026-07-03"]


class TestDayOf:
    @pytest.mark.parametrize(
        ("typed", "day"),
        [("", TODAY), ("2026-02-01", dt.date(2026, 2, 1)), ("never", TODAY), ("2026-02-30", TODAY)],
    )
    def test_is_the_day_asked_for_else_today(self, now, typed, day):
        assert day_of(form(**{"from": typed}), now) == day

    def test_of_an_instant_is_its_day_in_london(self, now):
        assert day_of(form(**{"from": "2026-07-01T23:30Z"}), now) == dt.date(2026, 7, 2)


class TestWantedOf:
    def test_is_what_was_asked(self):
        found = wanted_of(form(tolerance="0.5", by="18:00"), TODAY)
        assert (found.hours, found.kwh, found.tolerance) == (4, 7, Decimal("0.5"))
        assert (found.by, found.not_before) == (dt.time(18), None)

    def test_begins_at_a_time_only_where_one_was_asked_for(self):
        assert wanted_of(form(**{"from": "2026-03-03"}), TODAY).not_before is None
        timed = wanted_of(form(**{"from": "2026-03-03T15:00"}), TODAY).not_before
        assert timed.astimezone(LONDON).hour == 15


class TestAddresses:
    def of(self, rf, product="AGILE-24-10-01", **more):
        asked = ASKED | {"product": product} | more
        return addresses(rf.get("/prices/"), asked, domain.region("C"), product)

    def test_lead_out_of_a_sample_without_its_product(self, rf):
        found = self.of(rf, product="SAMPLE", sample="1")
        assert asked_of(found["real_url"])[1] == {
            "region": "C",
            "duration": "4",
            "capacity": "7",
            "sample": "0",
        }

    def test_lead_to_real_prices_with_a_real_product(self, rf):
        assert asked_of(self.of(rf)["real_url"])[1]["product"] == "AGILE-24-10-01"

    def test_of_a_widget_is_whole_and_without_what_is_personal(self, rf):
        url = self.of(rf, capacity="7", by="18:00")["widget_url"]
        path, words = asked_of(url)
        assert url.startswith("http://testserver/")
        assert (path, words.keys()) == ("/prices/widget/", {"region", "product", "duration"})

    def test_carry_everything_but_the_day(self, rf):
        found = self.of(rf, **{"from": "2026-02-01", "by": "18:00", "tolerance": ""})
        assert found["others"].keys() == {"region", "product", "duration", "capacity", "by"}

    def test_lead_to_a_plan_with_the_same_tariff(self, rf):
        path, words = asked_of(self.of(rf)["plan_url"])
        assert path == "/prices/plan/"
        assert (words["region"], words["product"]) == ("C", "AGILE-24-10-01")
