"""What messages about prices say, in the inbox and by mail."""

import datetime as dt
from decimal import Decimal

import pytest
from django.template.loader import render_to_string

from daybook.apps.prices import domain
from daybook.apps.prices.actions.alert_words import context_of, window_context
from daybook.apps.prices.domain import Outlook
from daybook.apps.prices.models import Alert, Preference
from daybook.core.contributions import notification_kinds
from tests.apps.prices.alerts import MINUTE, SHAPE, TOMORROW, plain, slots_of

KINDS = ["published", "below", "above", "negative", "window"]


def usual(**said):
    return Preference(
        **{"region": "C", "product": "AGILE-24-10-01", "duration_hours": Decimal(2)} | said
    )


def outlook(shape=SHAPE, *, day=TOMORROW, now=None):
    return Outlook(day, slots_of(day, shape), now or domain.due_at(day))


def context(kind, pence=None, *, shape=SHAPE, day=TOMORROW, **said):
    alert = Alert(kind=kind, threshold_pence=None if pence is None else Decimal(pence))
    if kind == "window":
        (block,) = outlook(shape, day=day).blocks(Decimal(2))
        return window_context(usual(**said), block, block.starts_at - 15 * MINUTE)
    return context_of(alert, usual(**said), outlook(shape, day=day))


def rendered(part, kind, given):
    template = dict(notification_kinds)[f"prices.{kind}"].template
    page = render_to_string(f"{template}#{part}", {**given, "site_url": "https://home.example"})
    return plain(page).strip()


def said(kind, pence=None, **more):
    return rendered("text", kind, context(kind, pence, **more))


class TestSubjects:
    @pytest.mark.parametrize(
        ("kind", "pence", "words"),
        [
            ("published", None, "Prices for Wednesday 4 March 2026 are out"),
            ("below", "9.50", "Prices below 9.5p on Wednesday 4 March 2026"),
            ("above", "30", "Prices above 30p on Wednesday 4 March 2026"),
            ("negative", None, "Negative prices on Wednesday 4 March 2026"),
            ("window", None, "Your cheapest 2 h begin at 02:00"),
        ],
    )
    def test_say_what_there_is_in_one_line(self, kind, pence, words):
        assert rendered("subject", kind, context(kind, pence)) == words

    @pytest.mark.parametrize("kind", KINDS)
    def test_are_also_what_the_mail_begins_with(self, kind):
        given = context(kind, 30 if kind == "above" else 10)
        mail, subject = rendered("body", kind, given), rendered("subject", kind, given)
        assert f"<h1>{subject}</h1>" in mail


class TestPublished:
    def test_says_the_average_of_all_that_is_to_come(self):
        assert said("published").startswith("On average 18.81p per kWh, lowest -4.20p at 03:00")

    def test_names_two_blocks_and_no_more(self):
        lines = said("published").splitlines()
        assert [line.split(":")[0] for line in lines[1:]] == ["Best 2 h", "Next best"]

    def test_says_no_cost_to_those_who_named_no_energy(self):
        assert "cost" not in said("published")

    def test_says_what_the_energy_costs(self):
        assert "2.5 kWh cost £0.01." in said("published", capacity_kwh=Decimal("2.5"))

    def test_says_when_they_are_paid(self):
        shape = SHAPE | {6: "-20", 7: "-20", 8: "-20", 9: "-20"}
        assert "10 kWh cost -£2.00." in said("published", shape=shape, capacity_kwh=Decimal(10))

    def test_takes_a_block_that_is_hardly_dearer_and_earlier(self):
        first = context("published", tolerance_pence=Decimal(50))["blocks"][0]
        assert plain(first["when"]) == "Tue 23:00-01:00"

    def test_says_less_when_no_block_fits_any_more(self):
        late = outlook(now=domain.agile_day(TOMORROW).ends_at - 90 * MINUTE)
        given = context_of(Alert(kind="published"), usual(), late)
        assert given["blocks"] == []
        assert "Best for" not in rendered("body", "published", given)

    def test_is_nothing_once_the_day_is_over(self):
        over = outlook(now=domain.agile_day(TOMORROW).ends_at)
        assert context_of(Alert(kind="published"), usual(), over) is None


class TestStretches:
    def test_are_each_on_a_line(self):
        lines = said("below", 10, shape=SHAPE | {20: "5"}).splitlines()
        assert lines[1:] == ["02:00-04:00: -4.20p - 3.00p", "09:00-09:30: 5.00p"]

    def test_name_one_price_where_there_is_one(self):
        assert said("above", 40).splitlines()[1:] == ["17:00-17:30: 41.00p"]

    def test_do_not_take_the_price_itself(self):
        assert context("above", 41) is None
        assert context("below", "-4.2") is None

    def test_may_be_the_whole_day(self):
        assert "Tue 23:00-23:00: -4.20p - 41.00p" in said("below", 200)

    def test_are_none_of_nought_pence(self):
        assert context("negative", shape=SHAPE | {8: "0"}) is None

    def test_say_how_much_is_paid_at_most(self):
        shape = SHAPE | {20: "-7.125"}
        assert "paid up to 7.13p for each kWh" in said("negative", shape=shape)

    def test_count_from_nought_where_no_price_was_given(self):
        assert said("below", None).splitlines()[1:] == ["03:00-03:30: -4.20p"]


class TestClockChange:
    def test_names_the_zone_of_an_hour_that_comes_twice(self):
        day = dt.date(2026, 10, 25)
        shape = dict.fromkeys(range(50), "20") | {4: "3", 5: "3", 6: "2", 7: "2"}
        given = context("window", shape=shape, day=day)
        assert given["starts"] == "01:00 BST"
        assert plain(given["block"]["when"]) == "01:00 BST-02:00 GMT"

    @pytest.mark.parametrize(("date", "mean"), [("2026-03-29", "46"), ("2026-10-25", "50")])
    def test_averages_as_many_half_hours_as_there_are(self, date, mean):
        day, count = dt.date.fromisoformat(date), int(mean)
        shape = dict.fromkeys(range(count), "1") | {0: str(count * 9 + 1)}
        assert "On average 10.00p" in said("published", shape=shape, day=day)


class TestMails:
    @pytest.mark.parametrize("kind", KINDS)
    def test_lead_to_the_day_and_to_the_alerts(self, kind):
        mail = rendered("body", kind, context(kind, 30 if kind == "above" else 10))
        day = "region=C&product=AGILE-24-10-01&duration=2&from=2026-03-04"
        assert f"https://home.example/prices/?{day}" in mail
        assert "https://home.example/prices/alerts/" in mail

    def test_name_hours_as_the_pages_do(self):
        assert context("published", duration_hours=Decimal("3.2500"))["duration"] == "3.25"
        assert context("published", duration_hours=Decimal("6.0000"))["duration"] == "6"

    def test_hold_plain_values_only(self):
        for kind in KINDS:
            values = context(kind, 30 if kind == "above" else 10).values()
            assert all(isinstance(value, str | list | dict) for value in values)
