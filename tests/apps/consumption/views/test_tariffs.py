"""Pages of tariffs: refusals, links and what the list can do."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest

from daybook.apps.consumption import actions
from daybook.apps.consumption.domain import Utility
from daybook.apps.consumption.domain.tariffs import HalfHourly
from daybook.apps.consumption.models import Tariff
from daybook.apps.prices import actions as prices

LIST = "/consumption/tariffs/"
FLAT = f"{LIST}add/electricity/flat/"
AGILE = f"{LIST}add/electricity/half-hourly/"
NEW_YEAR = dt.date(2026, 1, 1)


@pytest.fixture(autouse=True)
def _today(monkeypatch, now):
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)


@pytest.fixture
def typed():
    """What the form of one rate sends: ``typed(name="")``."""

    def make(**said):
        given = {
            "name": "Fixed",
            "pence": "24.5",
            "standing": "53.8",
            "first": "2026-01-01",
            "last": "",
            "includes_vat": "yes",
            "vat": "5",
            "key": str(uuid.uuid4()),
        }
        return given | said

    return make


def text(response):
    return response.content.decode().replace("\xa0", " ")


def beside(response, field):
    return text(response).split(f'id="id_{field}_error"')[1][:600]


class TestAdding:
    def test_begins_today_with_the_usual_vat(self, own, today):
        form = own.get(FLAT).context["form"]
        assert form["vat"].value() == "5"
        assert f'value="{today}"' in str(form["first"])

    def test_does_not_begin_with_the_sample_product(self, own, anna, now):
        wishes = prices.Wishes(product="SAMPLE", region="C")
        prices.prefer(person=anna, wishes=wishes, now=now)
        assert own.get(AGILE).context["form"]["product"].value() is None

    def test_says_where_half_hourly_rates_come_from(self, own):
        assert "The rates come from Octopus." in text(own.get(AGILE))
        assert "The rates come from Octopus." not in text(own.get(FLAT))

    @pytest.mark.parametrize(
        ("said", "field", "words"),
        [
            ({"pence": ""}, "pence", "Type the rate in pence, such as 24.5."),
            ({"pence": "1.2345678"}, "pence", "Give at most 6 decimals."),
            ({"standing": ""}, "standing", "Type the pence a day, such as 53.8; 0 for none."),
            ({"vat": ""}, "vat", "Type the percent, such as 5."),
            ({"vat": "31"}, "vat", "Give the VAT in percent"),
            ({"name": "n" * 81}, "name", "at most 80 characters"),
            ({"first": ""}, "first", "Choose the first day."),
            ({"first": "1969-12-31"}, "last", "Give days from 1970 to 2199."),
            ({"last": "2025-12-31"}, "last", "The last day has to be the first day or a later"),
            ({"includes_vat": "perhaps"}, "includes_vat", "Select a valid choice"),
        ],
    )
    def test_says_beside_the_field_what_is_wrong(self, own, typed, said, field, words):
        page = own.post(FLAT, typed(**said))
        assert page.status_code == 422
        assert words in beside(page, field)
        assert not Tariff.objects.exists()

    def test_keeps_what_was_typed_when_refusing(self, own, typed):
        words = text(own.post(FLAT, typed(pence="24,5", standing="lots", name="My tariff")))
        for kept in ("24,5", "lots", "My tariff"):
            assert f'value="{kept}"' in words

    def test_refused_keeps_its_key_so_that_it_is_added_once(self, own, typed):
        first = typed(standing="lots")
        form = own.post(FLAT, first).context["form"]
        assert form["key"].value() == first["key"]

    def test_asks_for_a_key(self, own, typed):
        assert own.post(FLAT, typed(key="")).status_code == 422
        assert not Tariff.objects.exists()

    def test_says_which_tariff_is_in_the_way_and_when(self, own, typed, tariff):
        tariff(first=NEW_YEAR, last=dt.date(2026, 6, 30), name="Old")
        page = own.post(FLAT, typed(first="2025-06-01", last="2026-02-01"))
        assert "“Old” holds from 1 Jan 2026 to 30 Jun 2026." in beside(page, "first")
        assert Tariff.objects.count() == 1

    def test_of_two_tabs_keeps_both_or_says_why(self, own, typed):
        assert own.post(FLAT, typed(name="One")).status_code == 302
        assert own.post(FLAT, typed(name="Other")).status_code == 422
        assert Tariff.objects.get().name == "One"

    def test_draws_names_together(self, own, typed):
        own.post(FLAT, typed(name="  My \t tariff "))
        assert Tariff.objects.get().name == "My tariff"

    def test_shows_names_as_they_are(self, own, typed):
        own.post(FLAT, typed(name="<b>Bold</b>"))
        assert "&lt;b&gt;Bold&lt;/b&gt;" in text(own.get(LIST))
        assert "<b>Bold</b>" not in text(own.get(LIST))


class TestTheList:
    def test_marks_the_one_that_holds(self, own, tariff):
        tariff(first=dt.date(2025, 1, 1))
        tariff(first=NEW_YEAR)
        assert text(own.get(LIST)).count("holds today") == 1

    def test_has_links_that_say_what_they_do(self, own, tariff):
        tariff(name="Fixed", first=NEW_YEAR, last=dt.date(2026, 6, 30))
        words = text(own.get(LIST))
        assert 'aria-label="Change Fixed"' in words
        assert 'aria-label="Delete Fixed"' in words
        assert 'aria-label="End Fixed"' not in words

    def test_marks_samples_until_they_are_changed(self, own, anna, now, today, typed):
        actions.add_sample_tariffs(person=anna, today=today, now=now)
        assert text(own.get(LIST)).count("badge-sample") == 5
        gas = Tariff.objects.filter(utility="gas").latest("starts_on")
        said = typed(first=f"{gas.starts_on}")
        assert own.post(f"{LIST}{gas.pk}/", said).status_code == 302
        assert text(own.get(LIST)).count("badge-sample") == 4

    def test_has_utilities_in_their_order(self, own, tariff):
        for utility in reversed(Utility):
            tariff(utility=utility)
        names = [str(group["name"]) for group in own.get(LIST).context["groups"]]
        assert names == ["Electricity", "Water", "Gas"]


class TestOneTariff:
    def test_shows_what_it_asks(self, own, tariff):
        kept = tariff("24.5", name="Fixed")
        page = own.get(f"{LIST}{kept.pk}/")
        assert page.context["form"]["pence"].value() == "24.5"
        assert "Costs of its days change with it." in text(page)

    def test_shows_the_product_of_a_half_hourly_one(self, own, tariff):
        kept = tariff(rates=HalfHourly(product="AGILE-24-10-01", region="C"))
        form = own.get(f"{LIST}{kept.pk}/").context["form"]
        assert (form["product"].value(), form["region"].value()) == ("AGILE-24-10-01", "C")

    def test_refuses_days_of_another(self, own, tariff, typed):
        kept = tariff(first=NEW_YEAR)
        tariff(first=dt.date(2026, 2, 1))
        page = own.post(f"{LIST}{kept.pk}/", typed(last="2026-02-10"))
        assert (page.status_code, "first" in page.context["form"].errors) == (422, True)
        kept.refresh_from_db()
        assert kept.last_day == dt.date(2026, 1, 31)

    def test_keeps_what_was_typed_when_refusing(self, own, tariff, typed):
        kept = tariff()
        page = own.post(f"{LIST}{kept.pk}/", typed(pence="lots"))
        assert (page.status_code, 'value="lots"' in text(page)) == (422, True)
        assert Tariff.objects.get().pence == 20

    @pytest.mark.parametrize("number", [0, 2**63, 10**30])
    def test_does_not_exist_under_other_numbers(self, own, tariff, number):
        tariff()
        for what in ("", "end/", "delete/"):
            assert own.get(f"{LIST}{number}/{what}").status_code == 404

    def test_is_gone_in_the_other_tab(self, own, tariff, typed):
        address = f"{LIST}{tariff().pk}/"
        own.post(f"{address}delete/")
        assert own.post(address, typed()).status_code == 404
        assert own.post(f"{address}delete/").status_code == 404


class TestEnding:
    @pytest.mark.parametrize(
        ("last", "words"),
        [
            ("", "Choose the last day."),
            ("soon", "Give a day such as 2026-03-03."),
            ("2025-12-31", "The last day has to be the first day or a later one."),
            ("2200-01-01", "Give days from 1970 to 2199."),
            ("2026-02-10", "“Next” holds from 1 Feb 2026 on."),
        ],
    )
    def test_says_beside_the_day_what_is_wrong(self, own, tariff, last, words):
        kept = tariff(first=NEW_YEAR)
        tariff(first=dt.date(2026, 2, 1), name="Next")
        page = own.post(f"{LIST}{kept.pk}/end/", {"last": last})
        assert page.status_code == 422
        assert words in beside(page, "last")
        kept.refresh_from_db()
        assert kept.last_day == dt.date(2026, 1, 31)

    def test_begins_with_today_or_the_day_there_is(self, own, tariff, today):
        kept = tariff()
        address = f"{LIST}{kept.pk}/end/"
        assert own.get(address).context["form"]["last"].value() == today
        own.post(address, {"last": "2026-02-01"})
        assert own.get(address).context["form"]["last"].value() == dt.date(2026, 2, 1)

    def test_twice_is_once(self, own, tariff):
        address = f"{LIST}{tariff().pk}/end/"
        for _ in range(2):
            assert own.post(address, {"last": "2026-02-01"}).status_code == 302
        assert Tariff.objects.get().ends_on == dt.date(2026, 2, 2)

    def test_keeps_the_rates(self, own, tariff):
        kept = tariff("24.5")
        own.post(f"{LIST}{kept.pk}/end/", {"last": "2026-02-01"})
        assert Tariff.objects.get().pence == Decimal("24.5")


class TestWhoMayLook:
    @pytest.mark.parametrize("what", ["", "add/", "add/electricity/flat/", "1/", "1/end/"])
    def test_is_whoever_signs_in(self, client, db, what):
        assert client.get(f"{LIST}{what}").url.startswith("/accounts/login/")

    def test_deletes_only_by_a_form(self, own, tariff):
        address = f"{LIST}{tariff().pk}/delete/"
        assert own.put(address).status_code == 405
        assert own.get(address).status_code == 200
        assert Tariff.objects.exists()
