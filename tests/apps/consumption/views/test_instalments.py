"""Whether what is paid each month is enough, as the page says it."""

import datetime as dt
from decimal import Decimal

import pytest

from daybook.apps.consumption import actions
from daybook.apps.consumption.domain import Unit, Utility
from daybook.apps.consumption.domain.instalments import Scope
from daybook.apps.consumption.models import Instalment

PAGE = "/consumption/costs/instalments/"
FORGET = f"{PAGE}forget/"
ONE_DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _today(monkeypatch, now):
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)


@pytest.fixture
def typed(today):
    """What the form sends: ``typed(monthly="120")``."""

    def make(**said):
        given = {"scope": "water", "monthly": "40", "balance": "10", "balance_on": f"{today}"}
        return given | said

    return make


@pytest.fixture
def send(own, typed):
    return lambda **said: own.post(PAGE, typed(**said))


@pytest.fixture
def known(tariff, record, today):
    """So many days of water at £1 a day."""

    def make(count):
        first = today - count * ONE_DAY
        tariff("0", first=first, standing="100", utility=Utility.WATER)
        said = {"utility": Utility.WATER, "unit": Unit.CUBIC_METRE}
        record(str(count), first=first, last=today - ONE_DAY, **said)

    return make


@pytest.fixture
def check(own):
    """The one instalment of the page."""

    def get():
        (found,) = own.get(PAGE).context["checks"]
        return found

    return get


class TestSaving:
    @pytest.mark.parametrize("scope", [scope.value for scope in Scope])
    def test_keeps_each_scope_by_itself(self, own, send, scope):
        send(scope="water")
        send(scope=scope, monthly="55.50")
        assert Instalment.objects.get(scope=scope).monthly == Decimal("55.5")
        assert Instalment.objects.count() == (1 if scope == "water" else 2)

    def test_twice_is_once(self, send):
        for _ in range(2):
            assert send().status_code == 302
        assert Instalment.objects.count() == 1

    def test_replaces_what_was_said_in_another_tab(self, send, check):
        send(monthly="40")
        send(monthly="50", balance="-3")
        assert check().said.startswith("£50.00 a month; balance \N{MINUS SIGN}£3.00 on")

    @pytest.mark.parametrize(
        ("said", "field", "words"),
        [
            ({"monthly": ""}, "monthly", "Type the pounds, such as 120."),
            ({"monthly": "12.345"}, "monthly", "Give pounds and pence"),
            ({"monthly": "100001"}, "monthly", "Give an amount in pounds"),
            ({"balance": ""}, "balance", "Type the balance in pounds"),
            ({"balance": "-100001"}, "balance", "Give an amount in pounds"),
            ({"balance_on": ""}, "balance_on", "Choose the day of the balance."),
            ({"balance_on": "2026-03-04"}, "balance_on", "That day is still to come."),
            ({"balance_on": "2025-03-01"}, "balance_on", "That is more than a year ago."),
        ],
    )
    def test_says_beside_the_field_what_is_wrong(self, send, said, field, words):
        page = send(**said)
        assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
        assert words in page.content.decode().split(f'id="id_{field}_error"')[1][:600]
        assert not Instalment.objects.exists()

    def test_keeps_what_was_typed_when_refusing(self, send):
        words = send(monthly="lots", balance="-3,5").content.decode()
        assert 'value="lots"' in words
        assert 'value="-3,5"' in words


class TestTelling:
    @pytest.mark.parametrize(
        ("count", "words"),
        [
            (1, "The cost of only 1 day is known."),
            (59, "The cost of only 59 days is known."),
        ],
    )
    def test_needs_sixty_days(self, send, known, check, count, words):
        known(count)
        send()
        assert check().sentence.startswith(words)
        assert (check().rows, check().advice, check().is_short) == ([], "", False)

    def test_begins_at_sixty(self, send, known, check):
        known(60)
        send()
        assert len(check().rows) == 12

    def test_shows_the_balance_of_each_month_and_its_range(self, send, known, check):
        known(60)
        send(monthly="31", balance="500")
        month, balance, between, paid, cost = check().rows[1]
        assert (month, paid, cost) == ("Apr 2026", "£31.00", "£30.00")
        assert between.split(" to ")[0] < balance < between.split(" to ")[1]

    @pytest.mark.parametrize(("balance", "enough"), [("0", "£58"), ("28", "£31"), ("400", "£0")])
    def test_says_how_much_is_enough(self, send, known, check, balance, enough):
        known(60)
        send(monthly="1", balance=balance)
        assert f"{enough} a month would be enough" in check().advice

    def test_warns_only_where_it_is_short(self, own, send, known):
        known(60)
        send(monthly="99", balance="100")
        assert "notice-warning" not in own.get(PAGE).content.decode()
        send(monthly="1", balance="0")
        assert "notice-warning" in own.get(PAGE).content.decode()

    def test_of_energy_needs_what_it_pays_for(self, send, known, check):
        known(90)
        send(scope="energy")
        assert "The cost of only 0 days is known." in check().sentence

    def test_leaves_out_days_of_which_a_part_is_not_known(self, send, known, check, tariff):
        known(90)
        tariff(utility=Utility.GAS)
        send(scope="everything")
        assert check().rows == []

    def test_is_marked_where_it_goes_by_a_sample(self, send, known, check, smart_meter, today):
        known(60)
        smart_meter(today - ONE_DAY, source="sample")
        send()
        assert not check().is_sample
        Instalment.objects.update(scope="everything")
        assert check().is_sample

    def test_asks_for_a_tariff_first(self, own, tariff):
        assert "Nothing can be told without a tariff." in own.get(PAGE).content.decode()
        tariff()
        assert "Nothing can be told without a tariff." not in own.get(PAGE).content.decode()


class TestForgetting:
    @pytest.mark.parametrize("scope", ["water", "coal", ""])
    def test_may_be_done_again(self, own, send, scope):
        send()
        for _ in range(2):
            assert own.post(FORGET, {"scope": scope}).status_code == 302
        assert Instalment.objects.exists() == (scope != "water")

    def test_needs_a_form(self, own, send):
        send()
        assert own.get(FORGET).status_code == 405
        assert Instalment.objects.exists()

    def test_leaves_other_peoples_alone(self, send, eve, now, today, own):
        actions.set_instalment(
            person=eve,
            scope=Scope.WATER,
            monthly=Decimal(1),
            balance=Decimal(0),
            balance_on=today,
            today=today,
            now=now,
        )
        own.post(FORGET, {"scope": "water"})
        assert Instalment.objects.get().person_id == eve.pk
