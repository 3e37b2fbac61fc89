"""The button that takes over tariffs, and what is said afterwards."""

import re
from decimal import Decimal

import pytest
from django.contrib import messages

from daybook.apps.consumption import actions
from daybook.apps.consumption.actions import TakenOver
from daybook.apps.consumption.models import Agreement, Tariff
from daybook.apps.consumption.views.octopus_words import taken_words
from daybook.apps.prices.errors import OctopusUnavailable
from daybook.apps.prices.queries import StandingCharge
from tests.apps.consumption.test_races import at_once
from tests.octopus_home import MPRN

PAGE, BUTTON = "/consumption/octopus/", "/consumption/octopus/tariffs/"
FIXED = "E-1R-OE-FIX-12M-25-01-10-C"


def text_of(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def charged(**_asked):
    return StandingCharge(pence_inc_vat=Decimal("47.85"), pence_exc_vat=Decimal("45.571429"))


@pytest.fixture(autouse=True)
def charge(monkeypatch):
    """Octopus tells the standing charge."""
    monkeypatch.setattr("daybook.apps.prices.queries.standing_charge", charged)


@pytest.fixture
def fixed(connect):
    """Anna's account of which no agreement is half-hourly."""
    account = connect()
    Agreement.objects.update(tariff_code=FIXED)
    return account


class TestButton:
    def test_is_offered_where_an_agreement_is_half_hourly(self, own, connect):
        connect()
        answer = own.get(PAGE)
        assert "Take over my tariffs" in text_of(answer)
        assert f'action="{BUTTON}"' in answer.content.decode()

    def test_is_not_offered_where_it_could_do_nothing(self, own, fixed):
        told = text_of(own.get(PAGE))
        assert "Take over my tariffs" not in told
        assert "Your tariffs are not half-hourly" in told
        assert "Add a tariff" in told

    def test_is_not_offered_to_who_has_no_account(self, own):
        assert BUTTON not in own.get(PAGE).content.decode()

    def test_takes_over_and_shows_the_tariffs(self, own, connect):
        connect()
        answer = own.post(BUTTON, follow=True)
        assert answer.redirect_chain[-1][0] == "/consumption/tariffs/"
        told = text_of(answer)
        assert "1 tariff was taken over." in told
        assert "AGILE-24-10-01" in told

    def test_names_what_has_to_be_typed(self, own, connect):
        connect()
        Agreement.objects.filter(point__number=MPRN).update(tariff_code="G-1R-VAR-22-11-01-C")
        told = text_of(own.post(BUTTON, follow=True))
        assert "The prices of G-1R-VAR-22-11-01-C are not half-hourly" in told

    def test_pressed_twice_adds_one(self, own, connect):
        connect()
        own.post(BUTTON)
        told = text_of(own.post(BUTTON, follow=True))
        assert "no new half-hourly tariff" in told
        assert Tariff.objects.count() == 1

    def test_says_what_stands_in_the_way(self, own, connect, tariff):
        connect()
        mine = tariff()
        answer = own.post(BUTTON, follow=True)
        assert answer.redirect_chain[-1][0] == PAGE
        assert "Not taken over: AGILE-24-10-01" in text_of(answer)
        assert list(Tariff.objects.values_list("pk", "ends_on")) == [(mine.pk, None)]

    def test_says_that_the_standing_charge_has_to_be_typed(self, own, connect, monkeypatch):
        def away(**_asked):
            raise OctopusUnavailable("Octopus is away.")

        monkeypatch.setattr("daybook.apps.prices.queries.standing_charge", away)
        connect()
        told = text_of(own.post(BUTTON, follow=True))
        assert "The standing charge of AGILE-24-10-01 is not known" in told
        assert Tariff.objects.get().standing_pence == 0

    def test_needs_an_account(self, own):
        answer = own.post(BUTTON, follow=True)
        assert "No Octopus account is connected" in text_of(answer)
        assert not Tariff.objects.exists()

    def test_of_a_stranger_takes_nothing_of_annas(self, strangers, connect):
        connect()
        strangers.post(BUTTON)
        assert not Tariff.objects.exists()

    def test_is_no_link(self, own, connect):
        connect()
        assert own.get(BUTTON).status_code == 405
        assert not Tariff.objects.exists()

    def test_still_works_while_the_connection_is_paused(self, own, connect):
        account = connect()
        account.trouble = "key"
        account.save()
        assert "1 tariff was taken over." in text_of(own.post(BUTTON, follow=True))

    def test_leaves_the_tariffs_when_the_account_goes(self, own, connect):
        connect()
        own.post(BUTTON)
        own.post(f"{PAGE}disconnect/", {"keeps": "no"})
        assert Tariff.objects.get().name == "AGILE-24-10-01"


class TestWords:
    def test_of_nothing_say_so(self):
        assert taken_words(TakenOver()) == [
            (messages.INFO, "There was no new half-hourly tariff to take over.")
        ]

    @pytest.mark.parametrize(
        ("names", "words"),
        [(["A"], "1 tariff was taken over."), (["A", "B"], "2 tariffs were taken over.")],
    )
    def test_count_what_was_added(self, names, words):
        assert taken_words(TakenOver(added=names)) == [(messages.SUCCESS, words)]

    def test_warn_of_each_refusal_and_claim_nothing_else(self):
        told = taken_words(TakenOver(refusals=["A: in the way.", "B: too."]))
        assert [level for level, _words in told] == [messages.WARNING] * 2
        assert "A: in the way." in told[0][1]

    def test_name_what_lacks_a_standing_charge(self):
        told = taken_words(TakenOver(added=["A"], uncharged=["A"]))
        assert told[1][0] == messages.WARNING
        assert "standing charge of A" in told[1][1]

    def test_name_what_is_to_be_typed_in_one_line(self):
        told = taken_words(TakenOver(added=["A"], to_type=["X", "Y"]))
        assert len(told) == 2
        assert "X, Y" in told[1][1]


@pytest.mark.django_db(transaction=True)
def test_pressed_at_once_adds_each_once(connect, anna, now):
    connect()
    taken = at_once(lambda _n: actions.take_over_tariffs(person=anna, now=now), count=3)
    assert taken == []
    assert Tariff.objects.count() == 1
