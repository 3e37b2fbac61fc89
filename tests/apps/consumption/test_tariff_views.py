"""Pages of tariffs, costs and instalments."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest
from django.utils import timezone

from daybook.apps.consumption import actions
from daybook.apps.consumption.domain import Unit, Utility
from daybook.apps.consumption.domain.tariffs import HalfHourly, Kind
from daybook.apps.consumption.models import Instalment, Tariff
from daybook.apps.prices.models import Preference

LIST = "/consumption/tariffs/"
COSTS = "/consumption/costs/"
INSTALMENTS = "/consumption/costs/instalments/"
ONE_DAY = dt.timedelta(days=1)
RATES = {
    "electricity/flat": {"pence": "24,5"},
    "electricity/two-rate": {
        "pence": "30",
        "night_pence": "9",
        "night_from": "00:30",
        "night_until": "07:30",
        "night_percent": "42",
    },
    "electricity/half-hourly": {"product": "agile-24-10-01", "region": "C"},
    "electricity/own": {"weekdays": "00:00 9.5\n05:00 30", "weekends": ""},
    "water/flat": {"pence": "200", "wastewater": "100", "returned": "95"},
}


def text(response):
    return response.content.decode()


@pytest.fixture
def typed():
    """What the form of a tariff sends: ``typed("electricity/flat", name="")``."""

    def make(kind="electricity/flat", **said):
        given = {
            "name": "Fixed",
            "standing": "53.8",
            "first": "2026-01-01",
            "last": "",
            "includes_vat": "yes",
            "vat": "5",
            "key": str(uuid.uuid4()),
        }
        return given | RATES[kind] | said

    return make


class TestAdding:
    @pytest.mark.parametrize("kind", RATES)
    def test_keeps_what_was_typed(self, own, typed, kind):
        page = own.post(f"{LIST}add/{kind}/", typed(kind), follow=True)
        assert "The tariff is added." in text(page)
        kept = Tariff.objects.get()
        assert (f"{kept.utility}/{kept.kind}", kept.standing_pence) == (kind, Decimal("53.8"))

    @pytest.mark.parametrize(
        ("kind", "said", "field"),
        [
            ("electricity/flat", {"pence": "lots"}, "pence"),
            ("electricity/flat", {"pence": "2001"}, "pence"),
            ("electricity/flat", {"standing": "-1"}, "standing"),
            ("electricity/flat", {"last": "2025-01-01"}, "last"),
            ("electricity/flat", {"name": " "}, "name"),
            ("electricity/two-rate", {"night_until": "00:30"}, "night_until"),
            ("electricity/two-rate", {"night_from": "00:10"}, "night_from"),
            ("electricity/half-hourly", {"product": "?"}, "product"),
            ("electricity/half-hourly", {"region": ""}, "region"),
            ("electricity/own", {"weekdays": "cheap"}, "weekdays"),
            ("electricity/own", {"weekends": "00:10 5"}, "weekends"),
            ("water/flat", {"returned": "101"}, "returned"),
        ],
    )
    def test_says_beside_the_field_what_is_wrong(self, own, typed, kind, said, field):
        page = own.post(f"{LIST}add/{kind}/", typed(kind, **said))
        assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
        assert not Tariff.objects.exists()

    def test_refuses_days_that_are_taken(self, own, typed, tariff):
        tariff(first=dt.date(2026, 1, 1))
        page = own.post(f"{LIST}add/electricity/flat/", typed())
        assert page.status_code == 422
        assert "holds from 1 Jan 2026 on" in text(page)
        assert Tariff.objects.count() == 1

    def test_makes_one_of_a_form_sent_twice(self, own, typed):
        once = typed()
        for _ in range(2):
            own.post(f"{LIST}add/electricity/flat/", once)
        assert Tariff.objects.count() == 1

    @pytest.mark.parametrize("kind", ["gas/two-rate", "coal/flat", "electricity/free"])
    def test_knows_only_what_is_sold(self, own, kind):
        assert own.get(f"{LIST}add/{kind}/").status_code == 404

    def test_begins_with_what_is_preferred(self, own, anna, now):
        Preference.objects.create(person=anna, region="C", product="AGILE-1", changed_at=now)
        form = own.get(f"{LIST}add/electricity/half-hourly/").context["form"]
        assert (form["product"].value(), form["region"].value()) == ("AGILE-1", "C")

    def test_begins_with_what_is_usual(self, own):
        form = own.get(f"{LIST}add/water/flat/").context["form"]
        assert (form["vat"].value(), form["returned"].value()) == ("0", "95")

    def test_is_chosen_by_utility_and_kind(self, own):
        page = own.get(f"{LIST}add/")
        kinds = [[kind["kind"] for kind in one["kinds"]] for one in page.context["groups"]]
        assert kinds == [list(Kind), ["flat"], ["flat"]]


class TestTheList:
    def test_teaches_the_first_step(self, own):
        assert "No tariff yet" in text(own.get(LIST))

    def test_shows_rates_and_days(self, own, tariff):
        tariff("24.5")
        tariff(rates=HalfHourly(product="AGILE-1", region="C"), first=dt.date(2026, 2, 1))
        page = text(own.get(LIST))
        assert "24.50p per kWh" in page
        assert "AGILE-1, London" in page

    def test_is_ones_own(self, strangers, tariff):
        tariff()
        assert "No tariff yet" in text(strangers.get(LIST))

    def test_costs_the_same_however_long_it_is(self, own, tariff, django_assert_num_queries):
        for year in (2024, 2025, 2026):
            tariff(first=dt.date(year, 1, 1))
            with django_assert_num_queries(4):  # session, person, tariffs, unread
                own.get(LIST)


class TestOneTariff:
    @pytest.mark.parametrize("kind", RATES)
    def test_can_be_saved_as_it_is_shown(self, own, typed, kind):
        own.post(f"{LIST}add/{kind}/", typed(kind))
        before = Tariff.objects.get()
        form = own.get(f"{LIST}{before.pk}/").context["form"]
        shown = {name: form[name].value() or "" for name in form.fields}
        assert own.post(f"{LIST}{before.pk}/", shown).status_code == 302
        assert Tariff.objects.get().terms == before.terms

    def test_is_changed(self, own, typed, tariff):
        kept = tariff()
        own.post(f"{LIST}{kept.pk}/", typed(pence="30", includes_vat="no"))
        kept.refresh_from_db()
        assert (kept.pence, kept.includes_vat) == (30, False)

    def test_is_ended(self, own, tariff):
        kept = tariff()
        assert own.get(f"{LIST}{kept.pk}/end/").status_code == 200
        assert own.post(f"{LIST}{kept.pk}/end/", {"last": "2026-02-01"}).status_code == 302
        assert Tariff.objects.get().last_day == dt.date(2026, 2, 1)

    def test_does_not_end_before_it_begins(self, own, tariff):
        kept = tariff()
        page = own.post(f"{LIST}{kept.pk}/end/", {"last": "2025-02-01"})
        assert (page.status_code, Tariff.objects.get().ends_on) == (422, None)

    def test_is_deleted_after_a_question(self, own, tariff):
        kept = tariff()
        assert "Your records stay" in text(own.get(f"{LIST}{kept.pk}/delete/"))
        assert Tariff.objects.exists()
        own.post(f"{LIST}{kept.pk}/delete/")
        assert not Tariff.objects.exists()

    @pytest.mark.parametrize("what", ["", "end/", "delete/"])
    def test_does_not_exist_for_strangers(self, strangers, tariff, typed, what):
        address = f"{LIST}{tariff().pk}/{what}"
        said = typed(pence="1", last="2026-02-01")
        assert strangers.get(address).status_code == strangers.post(address, said).status_code
        assert strangers.get(address).status_code == 404
        assert (Tariff.objects.get().pence, Tariff.objects.get().ends_on) == (20, None)


class TestCosts:
    def test_teach_the_first_step(self, own):
        assert "No tariff yet" in text(own.get(COSTS))

    def test_tell_of_tariffs_of_other_times(self, own, tariff):
        tariff(first=dt.date(2001, 1, 1), last=dt.date(2001, 12, 31))
        assert "No tariff holds in the last year" in text(own.get(COSTS))

    def test_show_yesterday_with_its_standing_charge(self, own, anna, use, tariff, now):
        yesterday = timezone.localdate() - ONE_DAY
        tariff("20", first=yesterday)
        actions.record_use(
            person=anna,
            use=use("8", first=yesterday),
            key=uuid.uuid4(),
            today=yesterday,
            now=now,
        )
        (panel,) = own.get(COSTS).context["panels"]
        assert (panel.figures[1]["number"], panel.figures[1]["note"]) == (
            "£2.10",
            "£0.50 of it standing charge",
        )
        assert panel.rows[0].total == "no tariff"

    def test_say_what_is_not_in_them(self, own, tariff):
        tariff("20", first=timezone.localdate() - ONE_DAY)
        (panel,) = own.get(COSTS).context["panels"]
        assert panel.figures[1]["note"] == "approximate: 1 day without use"

    def test_of_the_sample_are_marked_and_counted(self, own, anna, now, django_assert_num_queries):
        today = timezone.localdate()
        actions.record_sample(person=anna, today=today, now=now)
        actions.add_sample_tariffs(person=anna, today=today, now=now)
        with django_assert_num_queries(7):  # session, person, tariffs, metered, use, sample, unread
            page = own.get(COSTS)
        assert text(page).count("Sample data") == 3
        assert [len(panel.rows) for panel in page.context["panels"]] == [13, 13, 13]


class TestCostsOfRecords:
    def test_stand_in_the_list(self, own, record, tariff):
        tariff("20")
        record("8", first=dt.date(2026, 3, 1))
        (line,) = own.get("/consumption/records/").context["lines"]
        assert (line.cost, line.cost_note) == ("£1.60", "")

    def test_are_not_announced_where_there_are_none(self, own, record):
        record("8", first=dt.date(2026, 3, 1))
        assert "Amount and cost" not in text(own.get("/consumption/records/"))


class TestInstalments:
    @pytest.fixture
    def pay(self, own):
        def send(**said):
            given = {
                "scope": "water",
                "monthly": "40",
                "balance": "-3.50",
                "balance_on": timezone.localdate().isoformat(),
            }
            return own.post(INSTALMENTS, given | said)

        return send

    @pytest.fixture
    def water(self, anna, tariff):
        """Sixty days of water at £1.30 a day."""
        today = timezone.localdate()
        first = today - 60 * ONE_DAY
        tariff("0", first=first, standing="130", utility=Utility.WATER)
        use = actions.Use(
            utility=Utility.WATER,
            value=Decimal(20),
            unit=Unit.CUBIC_METRE,
            first=first,
            last=today - ONE_DAY,
        )
        actions.record_use(person=anna, use=use, key=uuid.uuid4(), today=today, now=timezone.now())

    def test_need_a_tariff_and_some_days(self, own, pay):
        assert pay().status_code == 302
        page = text(own.get(INSTALMENTS))
        assert "The cost of only 0 days is known." in page
        assert "Nothing can be told without a tariff" in page

    @pytest.mark.parametrize(
        ("monthly", "balance", "said"),
        [
            ("99", "60", "£99.00 a month covers the year, with £"),
            ("99", "-30", "£99.00 a month covers the year in the end; at the end of "),
            ("30", "60", "£30.00 a month covers it until the end of "),
            ("0", "-30", "£0.00 a month does not cover this month."),
        ],
    )
    @pytest.mark.usefixtures("water")
    def test_say_how_long_they_last(self, own, pay, monthly, balance, said):
        pay(monthly=monthly, balance=balance)
        (check,) = own.get(INSTALMENTS).context["checks"]
        assert said in check.sentence
        assert len(check.rows) == 12

    @pytest.mark.parametrize(
        ("said", "field"),
        [
            ({"monthly": "-1"}, "monthly"),
            ({"balance": "much"}, "balance"),
            ({"balance_on": "2999-01-01"}, "balance_on"),
            ({"scope": "coal"}, "scope"),
        ],
    )
    def test_say_beside_the_field_what_is_wrong(self, pay, said, field):
        page = pay(**said)
        assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
        assert not Instalment.objects.exists()

    def test_are_forgotten(self, own, strangers, pay):
        pay()
        strangers.post(f"{INSTALMENTS}forget/", {"scope": "water"})
        assert Instalment.objects.exists()
        own.post(f"{INSTALMENTS}forget/", {"scope": "water"})
        assert not Instalment.objects.exists()
