"""A letter reaches every carrier, or the change that posts it does not happen."""

import dataclasses

import pytest

from daybook.core.letters import LastLetter, Letter, carriers, last_carriers, post, post_last

LETTER = Letter(kind="tests.note", person_id=7, key="once")


@pytest.fixture
def carry(monkeypatch):
    """Replaces all carriers by those given, in their order."""

    def carry(*those):
        entries = {f"tests.{n}": (n, carrier) for n, carrier in enumerate(those)}
        monkeypatch.setattr(carriers, "_entries", entries)

    return carry


def broken(_letter):
    raise OSError("The bag has a hole.")


class TestPost:
    def test_hands_the_letter_to_every_carrier(self, carry):
        first, second = [], []
        carry(first.append, second.append)
        post(LETTER)
        assert first == second == [LETTER]

    def test_keeps_their_order(self, carry):
        seen = []
        carry(lambda _: seen.append("first"), lambda _: seen.append("second"))
        post(LETTER)
        assert seen == ["first", "second"]

    def test_does_nothing_without_carriers(self, carry):
        carry()
        assert post(LETTER) is None

    def test_lets_the_error_of_a_carrier_through(self, carry):
        reached = []
        carry(broken, reached.append)
        with pytest.raises(OSError, match="hole"):
            post(LETTER)
        assert reached == []

    def test_posts_as_often_as_it_is_called(self, carry):
        bag = []
        carry(bag.append)
        post(LETTER)
        post(LETTER)
        assert len(bag) == 2


class TestLetter:
    def test_goes_to_the_persons_own_address_unless_said(self):
        assert LETTER.address == ""

    def test_has_no_time_of_its_own(self):
        assert LETTER.at is None

    def test_shares_no_context_with_another(self):
        other = Letter(kind="tests.note", person_id=8, key="once")
        assert LETTER.context == {}
        assert LETTER.context is not other.context

    def test_cannot_be_changed_on_the_way(self):
        with pytest.raises(dataclasses.FrozenInstanceError):
            LETTER.person_id = 8


class TestLastLetter:
    LETTER = LastLetter(
        template="tests/gone.html",
        key="once",
        address="anna@example.com",
        language="en-gb",
        time_zone="Europe/London",
    )

    def test_goes_to_every_carrier_of_such(self, monkeypatch):
        bag = []
        monkeypatch.setattr(last_carriers, "_entries", {"tests.bag": (0, bag.append)})
        post_last(self.LETTER)
        assert bag == [self.LETTER]

    def test_lets_the_error_of_a_carrier_through(self, monkeypatch):
        monkeypatch.setattr(last_carriers, "_entries", {"tests.broken": (0, broken)})
        with pytest.raises(OSError, match="hole"):
            post_last(self.LETTER)
