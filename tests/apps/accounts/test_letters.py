"""Letters about what has happened to an account."""

import pytest

from daybook.apps.accounts import actions
from daybook.apps.accounts.actions.letters import write_of
from daybook.apps.accounts.domain import Origin
from daybook.apps.accounts.events import (
    PasskeyRemoved,
    PasswordChanged,
    SecondFactorRemoved,
    SignedInFromNewDevice,
    TokenMade,
)
from daybook.core.contributions import Urgency, notification_kinds

KINDS = {
    SignedInFromNewDevice: "accounts.new-device",
    PasswordChanged: "accounts.password-changed",
    SecondFactorRemoved: "accounts.second-step-off",
    PasskeyRemoved: "accounts.passkey-removed",
    TokenMade: "accounts.token-made",
}
PHONE = Origin(address="203.0.113.*", device="Safari on iPhone")


@pytest.fixture
def happened(anna, now):
    """A fact about Anna's account, on a phone at ten past nine in London."""

    def happened(fact, **more):
        about = {"user_id": anna.pk, "event_id": 7, "at": now} | more
        if fact in {TokenMade, PasskeyRemoved}:
            about["name"] = "backup script"
        if fact in {SecondFactorRemoved, PasskeyRemoved}:
            about.setdefault("is_last", True)
        return fact(**about, address=PHONE.address, device=PHONE.device)

    return happened


@pytest.mark.parametrize("fact", KINDS)
class TestWriteOf:
    def test_says_when_and_where(self, happened, letterbox, fact):
        write_of(happened(fact))

        read = letterbox.read(KINDS[fact])
        assert "3 March 2026, 09:10 (Europe/London), Safari on iPhone, 203.0.113.*" in read

    def test_says_what_to_do_about_it(self, happened, letterbox, fact, settings):
        settings.SITE_URL = "https://day.example/"
        write_of(happened(fact))

        assert "set a new password" in letterbox.read(KINDS[fact])
        text = letterbox.read(KINDS[fact], "text")
        assert "https://day.example/accounts/password/forgotten/" in text

    def test_is_one_letter_for_one_event(self, happened, letterbox, fact):
        write_of(happened(fact))
        write_of(happened(fact))

        assert len({letter.key for letter in letterbox.of(KINDS[fact])}) == 1

    def test_is_no_error_when_the_person_has_left(self, happened, letterbox, fact):
        write_of(happened(fact, user_id=0))

        assert letterbox.letters == []

    def test_cannot_be_switched_off(self, fact):
        kind = dict(notification_kinds)[KINDS[fact]]

        assert not kind.may_be_off
        assert kind.urgency is Urgency.NOW


def test_a_changed_password_is_told(anna, now, letterbox, password, worked):
    new = {"current": password, "new": "seven quiet rivers"}
    worked(lambda: actions.change_password(user=anna, **new, origin=PHONE, now=now))

    (letter,) = letterbox.letters
    assert (letter.kind, letter.address) == ("accounts.password-changed", "")
    assert "seven quiet rivers" not in str(letter)


def test_a_token_is_told_by_its_name_only(happened, letterbox):
    write_of(happened(TokenMade))

    assert "backup script" in letterbox.read("accounts.token-made", "text")


def test_a_passkey_is_told_by_its_name(happened, letterbox):
    write_of(happened(PasskeyRemoved))

    assert "backup script" in letterbox.read("accounts.passkey-removed")
    assert "backup script" in letterbox.read("accounts.passkey-removed", "text")


@pytest.mark.parametrize("fact", [SecondFactorRemoved, PasskeyRemoved])
@pytest.mark.parametrize("is_last", [True, False])
def test_the_password_alone_is_spoken_of_when_nothing_else_is_left(
    happened, letterbox, fact, is_last
):
    write_of(happened(fact, is_last=is_last))

    assert ("the password alone opens your account" in letterbox.read(KINDS[fact])) is is_last
