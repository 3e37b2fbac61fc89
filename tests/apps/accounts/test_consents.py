import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from daybook.apps.accounts import actions, queries
from daybook.apps.accounts.errors import NoSuchConsent, UnknownPurpose
from daybook.apps.accounts.models import Consent
from daybook.apps.accounts.queries.consents import consents_export
from daybook.core.contributions import ConsentPurpose, consent_purposes

NEWS = "tests.news"
SENTENCE = "Yes, send me news about the garden."
LATER = dt.timedelta(days=1)


def registered(monkeypatch, version=1, text=SENTENCE):
    purpose = ConsentPurpose(label="Garden news", text=text, version=version)
    monkeypatch.setattr(consent_purposes, "_entries", {NEWS: (100, purpose)})


@pytest.fixture(autouse=True)
def news(monkeypatch):
    """Somebody asks for consent to send news."""
    registered(monkeypatch)


@pytest.fixture
def agree(anna, now):
    """Anna agrees."""

    def agree(at=now):
        return actions.give_consent(person=anna, purpose=NEWS, place="/inbox/settings/", now=at)

    return agree


@pytest.fixture
def withdraw(anna, now):
    """Anna takes it back a day later."""

    def withdraw():
        return actions.withdraw_consent(
            person=anna, purpose=NEWS, place="/accounts/data/", now=now + LATER
        )

    return withdraw


class TestGiving:
    def test_keeps_when_where_and_which_words(self, agree, now):
        kept = Consent.objects.get(pk=agree().pk)

        assert (kept.at, kept.place, kept.text) == (now, "/inbox/settings/", SENTENCE)
        assert (kept.purpose, kept.version, kept.is_given) == (NEWS, 1, True)

    def test_is_what_counts_from_then_on(self, agree, anna, otto):
        assert queries.consent_of(anna, NEWS) is None

        given = agree()
        assert queries.consent_of(anna, NEWS) == given
        assert queries.consent_of(otto, NEWS) is None

    def test_said_twice_is_one_consent(self, agree, now):
        assert agree() == agree(now + LATER)
        assert Consent.objects.count() == 1

    def test_is_refused_for_what_nobody_asks(self, anna, now):
        with pytest.raises(UnknownPurpose):
            actions.give_consent(person=anna, purpose="tests.other", place="/", now=now)
        assert not Consent.objects.exists()

    def test_keeps_a_long_address_as_far_as_it_fits(self, anna, now):
        place = "/" + "x" * 300
        kept = actions.give_consent(person=anna, purpose=NEWS, place=place, now=now)
        assert kept.place == place[:200]


class TestAnotherText:
    def test_is_not_covered_by_the_consent_to_the_older(self, agree, anna, monkeypatch):
        agree()
        registered(monkeypatch, version=2, text="And about the kitchen.")

        assert queries.consent_of(anna, NEWS) is None
        (stands,) = queries.agreements_of(anna)
        assert (stands.newest.is_given, stands.is_in_force) == (True, False)

    def test_can_be_agreed_to_anew(self, agree, anna, monkeypatch):
        agree()
        registered(monkeypatch, version=2, text="And about the kitchen.")
        agree()

        assert queries.consent_of(anna, NEWS).text == "And about the kitchen."
        assert [row.version for row in queries.consents_of(anna)] == [2, 1]

    def test_does_not_keep_the_older_from_being_taken_back(
        self, agree, withdraw, anna, monkeypatch
    ):
        agree()
        registered(monkeypatch, version=2)
        assert withdraw().text == SENTENCE


class TestWithdrawing:
    def test_leaves_the_consent_on_record(self, agree, withdraw, anna, now):
        given = agree()
        withdraw()

        rows = queries.consents_of(anna)
        assert [(row.is_given, row.at) for row in rows] == [(False, now + LATER), (True, now)]
        assert queries.consents_of(anna).last() == given
        assert queries.consent_of(anna, NEWS) is None

    @pytest.mark.parametrize("times", [0, 1])
    def test_is_refused_without_a_consent(self, agree, withdraw, times):
        for _ in range(times):
            agree()
            withdraw()
        before = Consent.objects.count()

        with pytest.raises(NoSuchConsent):
            withdraw()
        assert Consent.objects.count() == before

    def test_works_when_nobody_asks_any_more(self, agree, withdraw, anna, monkeypatch):
        agree()
        monkeypatch.setattr(consent_purposes, "_entries", {})

        withdraw()
        (stands,) = queries.agreements_of(anna)
        assert (stands.label, stands.is_in_force) == (NEWS, False)

    def test_can_be_followed_by_another_yes(self, agree, withdraw, anna, now):
        agree()
        withdraw()
        agree(now + 2 * LATER)

        assert queries.consent_of(anna, NEWS).at == now + 2 * LATER


def test_agreements_show_the_newest_word_of_each_person(agree, anna, otto):
    agree()
    (stands,) = queries.agreements_of(anna)
    assert (stands.purpose, stands.label, stands.is_in_force) == (NEWS, "Garden news", True)
    assert queries.agreements_of(otto) == []


def test_everything_said_is_exported_in_its_order(agree, withdraw, anna, otto):
    agree()
    withdraw()

    rows = list(consents_export(anna))
    assert [(kind, row["is_given"], row["text"]) for kind, row in rows] == [
        ("consent", True, SENTENCE),
        ("consent", False, SENTENCE),
    ]
    assert list(consents_export(otto)) == []


@pytest.mark.django_db(transaction=True)
def test_of_eight_at_once_one_is_kept(anna, now):
    start = Barrier(8)

    def agree(_):
        start.wait()
        try:
            return actions.give_consent(person=anna, purpose=NEWS, place="/", now=now).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        kept = set(pool.map(agree, range(8)))

    assert len(kept) == Consent.objects.count() == 1
