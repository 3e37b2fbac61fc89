"""Adding, naming, removing and taking passkeys, whatever edge asks for it."""

import datetime as dt
import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from structlog.testing import capture_logs

from daybook.apps.accounts import actions, events, queries
from daybook.apps.accounts.errors import (
    NoSuchPasskey,
    NotValid,
    PasskeyRefused,
    SecondStepMissing,
    TooManyPasskeys,
)
from daybook.apps.accounts.models import Passkey, SecurityEvent
from daybook.core import events as bus
from daybook.lib.errors import TooMany
from tests.apps.accounts.passkeys.conftest import HOME, NOWHERE, PARTY
from tests.apps.accounts.test_second_step import SECRET, code_now
from tests.authenticator import FLAG, Key

KIND = SecurityEvent.Kind


def kinds(person):
    return {*SecurityEvent.objects.filter(user=person).values_list("kind", flat=True)}


@pytest.fixture
def facts(monkeypatch):
    """The facts about passkeys and second steps that are published."""
    told = []
    for fact in (events.PasskeyRemoved, events.SecondFactorRemoved):
        monkeypatch.setitem(bus._handlers, fact, [told.append])
    return told


@pytest.fixture
def ask_for_new(anna, now, password):
    def ask(**changes):
        wanted = {"user": anna, "name": "Phone", "password": password, "party": PARTY, "now": now}
        return actions.ask_for_new_passkey(**wanted | changes)

    return ask


@pytest.fixture
def keep(anna, now):
    def keep(state, answer, **changes):
        given = {"user": anna, "party": PARTY, "origin": NOWHERE, "now": now}
        return actions.add_passkey(state=state, answer=answer, **given | changes)

    return keep


@pytest.fixture
def ask(now):
    def ask(user=None, *, at=now):
        return actions.ask_for_passkey(user=user, address=HOME, party=PARTY, now=at)

    return ask


@pytest.fixture
def take(now):
    def take(question, answer, user=None, *, at=now, address=HOME):
        return actions.take_passkey(
            user=user, state=question.state, answer=answer, address=address, party=PARTY, now=at
        )

    return take


class TestAsking:
    def test_asks_for_a_passkey_that_names_its_account_and_is_guarded(self, ask_for_new, anna):
        asked = ask_for_new().options["publicKey"]

        assert asked["rp"] == {"id": "localhost", "name": "Daybook"}
        assert asked["user"]["name"] == anna.email
        assert asked["authenticatorSelection"]["residentKey"] == "required"
        assert asked["authenticatorSelection"]["userVerification"] == "required"

    def test_keeps_a_device_from_making_a_second_one(self, ask_for_new, annas):
        (known,) = ask_for_new().options["publicKey"]["excludeCredentials"]

        assert known["id"] == json.loads(annas.show(_question()))["id"]

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"name": ""}, "name"),
            ({"name": "  \t "}, "name"),
            ({"name": "x" * 61}, "name"),
            ({"name": "a\u202eb"}, "name"),
            ({"password": "wrong horse"}, "password"),
            ({"password": ""}, "password"),
        ],
    )
    def test_wants_a_name_and_the_password(self, ask_for_new, changes, field):
        with pytest.raises(NotValid) as refusal:
            ask_for_new(**changes)

        assert list(refusal.value.fields) == [field]

    def test_stops_guessing_of_the_password(self, ask_for_new):
        for _ in range(5):
            with pytest.raises(NotValid):
                ask_for_new(password="wrong horse")

        with pytest.raises(TooMany):
            ask_for_new()

    def test_ends_at_twenty(self, ask_for_new, anna, add, now):
        for number in range(20):
            add(anna, Key(), f"Key {number}", at=now + dt.timedelta(minutes=number))

        with pytest.raises(TooManyPasskeys):
            ask_for_new()


def _question():
    return {"publicKey": {"challenge": "AAAA", "rpId": "localhost"}}


class TestAdding:
    def test_gives_ten_recovery_codes_with_the_first_second_step(self, anna, add, key):
        codes = add(anna, key)

        step = queries.second_step_of(anna)
        assert len(set(codes)) == 10
        assert (step.is_on, step.has_app, step.passkeys, step.codes_left) == (True, False, 1, 10)

    def test_gives_none_with_the_second(self, anna, annas, add):
        assert add(anna, Key(), "Laptop") == []
        assert queries.second_step_of(anna).codes_left == 10

    def test_gives_none_when_there_is_an_app_and_the_other_way_round(self, anna, otto, add, now):
        on = {"secret": SECRET, "code": code_now(), "origin": NOWHERE, "now": now}
        assert len(actions.turn_on(user=anna, **on)) == 10
        assert add(anna, Key()) == []
        assert len(add(otto, Key())) == 10
        assert actions.turn_on(user=otto, **on) == []
        assert queries.second_step_of(otto).codes_left == 10

    def test_is_written_down_and_told(self, anna, add, letterbox, now):
        add(anna, Key(), " My  phone ")

        event = SecurityEvent.objects.get(kind=KIND.PASSKEY_ADDED)
        assert (event.subject, event.at) == ("My phone", now)
        (letter,) = letterbox.letters
        assert (letter.kind, letter.key) == ("accounts.passkey-added", str(event.pk))
        assert "My phone" in letterbox.read(letter.kind)

    def test_keeps_nothing_a_browser_puts_beside_it(self, ask_for_new, keep, key):
        question = ask_for_new()
        answer = json.loads(key.make(question.options))
        answer["clientExtensionResults"] = {"credProps": {"rk": True, "more": "x" * 500}}

        keep(question.state, json.dumps(answer))

        kept = Authenticator.objects.get(type="webauthn").data["credential"]
        assert set(kept) == {"id", "rawId", "type", "response", "clientExtensionResults"}
        assert kept["clientExtensionResults"] == {}

    @pytest.mark.parametrize(
        "bent",
        [
            {"origin": "https://evil.example"},
            {"origin": "http://localhost:8001"},
            {"origin": "http://sub.localhost:8000"},
            {"challenge": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"},
            {"site": "evil.example"},
            {"kind": "webauthn.get"},
            {"flags": FLAG.UP},
            {"flags": FLAG.UV},
        ],
        ids=str,
    )
    def test_refuses_what_is_no_answer_to_its_question(self, ask_for_new, keep, key, written, bent):
        question, before = ask_for_new(), written()

        with pytest.raises(PasskeyRefused):
            keep(question.state, key.make(question.options, **bent))
        assert written() == before

    @pytest.mark.parametrize(
        "answer",
        ["", "null", "[]", "{}", "1", '"x"', "{", "\0", "ü" * 9, "[" * 5000, "x" * 20_000]
        + ['{"rawId": "AA", "response": {}}', '{"id": "AA", "rawId": "BB"}']
        + [json.dumps({"rawId": "AA", "response": {"clientDataJSON": "AA", **more}})
           for more in ({"attestationObject": "AA"}, {"attestationObject": 7}, {})],
    )  # fmt: skip
    def test_refuses_garbage(self, ask_for_new, keep, written, answer):
        question, before = ask_for_new(), written()

        with pytest.raises(PasskeyRefused):
            keep(question.state, answer)
        assert written() == before

    def test_refuses_the_passkey_of_another_account(self, ask_for_new, keep, add, otto, written):
        ottos = Key()
        add(otto, ottos)
        question, before = ask_for_new(), written()

        with pytest.raises(PasskeyRefused):
            keep(question.state, ottos.make(question.options))
        assert written() == before
        assert not queries.second_step_of(question_person(question)).is_on

    def test_takes_an_answer_once(self, ask_for_new, keep, key, written):
        question = ask_for_new()
        answer = key.make(question.options)
        keep(question.state, answer)
        before = written()

        with pytest.raises(PasskeyRefused):
            keep(question.state, Key().make(question.options))
        assert written() == before

    def test_takes_no_answer_after_five_minutes(self, ask_for_new, keep, key, now, written):
        question, before = ask_for_new(), written()

        with pytest.raises(PasskeyRefused):
            keep(
                question.state,
                key.make(question.options),
                now=now + dt.timedelta(seconds=301),
            )
        assert written() == before

    def test_takes_no_answer_to_somebody_elses_question(self, ask_for_new, keep, otto, key):
        question = ask_for_new()

        with pytest.raises(PasskeyRefused):
            keep(question.state, key.make(question.options), user=otto)
        assert not Passkey.objects.exists()

    @pytest.mark.parametrize("state", [None, {}, {"for": "sign-in "}])
    def test_takes_no_answer_nobody_has_asked_for(self, ask_for_new, keep, key, state):
        question = ask_for_new()

        with pytest.raises(PasskeyRefused):
            keep(state, key.make(question.options))
        assert not Passkey.objects.exists()

    def test_logs_no_name_and_no_key(self, anna, add, key):
        with capture_logs() as logs:
            add(anna, key, "Grandmother's phone")

        assert "Grandmother" not in str(logs)
        assert anna.email not in str(logs)


def question_person(question):
    from daybook.apps.accounts.models import User

    return User.objects.get(pk=question.state["for"].split()[1])


class TestTaking:
    @pytest.fixture
    def ottos(self, otto, add):
        """Otto's security key, which opens his account."""
        key = Key()
        add(otto, key)
        return key

    def test_knows_whose_it_is(self, ask, take, annas, anna, now):
        question = ask()
        row = take(question, annas.show(question.options))

        assert row.user == anna
        assert queries.passkeys_of(anna).get().last_used_at == now
        assert Passkey.objects.get().sign_count == 1

    def test_as_a_second_step_asks_for_those_of_the_person(self, ask, take, annas, anna):
        question = ask(anna)

        (known,) = question.options["publicKey"]["allowCredentials"]
        assert known["id"] == json.loads(annas.show(question.options))["id"]
        assert take(question, annas.show(question.options), anna).user == anna

    def test_as_a_second_step_needs_no_finger(self, ask, take, annas, anna):
        question = ask(anna)

        assert take(question, annas.show(question.options, flags=FLAG.UP, handle=None), anna)

    def test_of_a_device_that_keeps_no_count_works_again_and_again(self, ask, take, anna, add):
        key = Key(has_count=False)
        add(anna, key)

        for _ in range(2):
            question = ask()
            assert take(question, key.show(question.options)).user == anna

    @pytest.mark.parametrize(
        "bent",
        [
            {"origin": "https://evil.example"},
            {"origin": "http://localhost"},
            {"challenge": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"},
            {"site": "evil.example"},
            {"kind": "webauthn.create"},
            {"flags": FLAG.UP},
            {"flags": FLAG.UV},
            {"handle": b"999999"},
            {"handle": b""},
            {"handle": None},
        ],
        ids=str,
    )
    def test_refuses_what_is_no_answer_to_its_question(self, ask, take, annas, written, bent):
        question, before = ask(), written()

        with pytest.raises(PasskeyRefused):
            take(question, annas.show(question.options, **bent))
        assert written() == before
        assert Authenticator.objects.get(type="webauthn").last_used_at is None

    @pytest.mark.parametrize("answer", ["", "null", "[]", "{}", "{", "x" * 20_000])
    def test_refuses_garbage(self, ask, take, annas, written, answer):
        before = written()

        with pytest.raises(PasskeyRefused):
            take(ask(), answer)
        assert written() == before

    def test_refuses_a_key_nobody_has_added(self, ask, take, annas, anna, written):
        question, before = ask(), written()
        stranger = Key(handle=annas.handle)

        with pytest.raises(PasskeyRefused):
            take(question, stranger.show(question.options))
        assert written() == before

    def test_refuses_a_signature_of_another_key(self, ask, take, annas, written):
        question, before = ask(), written()
        forger = Key(handle=annas.handle, credential_id=annas.credential_id)

        with pytest.raises(PasskeyRefused):
            take(question, forger.show(question.options))
        assert written() == before

    def test_refuses_an_answer_given_before(self, ask, take, annas):
        question = ask()
        answer = annas.show(question.options)
        take(question, answer)

        with pytest.raises(PasskeyRefused):
            take(question, answer)
        with pytest.raises(PasskeyRefused):
            take(ask(), answer)

    @pytest.mark.parametrize("count", [0, 1, 5])
    def test_refuses_a_count_that_has_not_grown(self, ask, take, annas, written, count):
        annas.count = 4
        question = ask()
        take(question, annas.show(question.options))
        question, before = ask(), written()

        with capture_logs() as logs, pytest.raises(PasskeyRefused):
            take(question, annas.show(question.options, count=count))
        assert written() == before
        assert "accounts.passkey-copied" in [line["event"] for line in logs]

    def test_refuses_after_five_minutes(self, ask, take, annas, now):
        question = ask()

        with pytest.raises(PasskeyRefused):
            take(question, annas.show(question.options), at=now + dt.timedelta(seconds=301))

    def test_refuses_the_key_of_a_closed_account(self, ask, take, annas, anna):
        anna.is_active = False
        anna.save()
        question = ask()

        with pytest.raises(PasskeyRefused):
            take(question, annas.show(question.options))

    def test_refuses_somebody_elses_key_as_a_second_step(self, ask, take, annas, anna, ottos):
        question = ask(anna)

        with pytest.raises(PasskeyRefused):
            take(question, ottos.show(question.options), anna)

    def test_refuses_the_answer_of_a_second_step_alone_and_the_other_way_round(
        self, ask, take, annas, anna
    ):
        second, alone = ask(anna), ask()

        with pytest.raises(PasskeyRefused):
            take(second, annas.show(second.options))
        with pytest.raises(PasskeyRefused):
            take(alone, annas.show(alone.options), anna)

    def test_stops_a_network_that_tries_wrong_ones_and_nobody_else(self, ask, take, annas):
        for _ in range(10):
            with pytest.raises(PasskeyRefused):
                take(ask(), "{}")

        question = ask()
        with pytest.raises(TooMany):
            take(question, annas.show(question.options))
        assert take(question, annas.show(question.options), address="198.51.100.7")

    def test_stops_a_network_that_asks_without_end(self, ask):
        for _ in range(60):
            ask()

        with pytest.raises(TooMany):
            ask()


class TestRenaming:
    def test_keeps_the_key(self, annas, anna, ask, take):
        row = queries.passkeys_of(anna).get()
        actions.rename_passkey(user=anna, passkey_id=row.pk, name=" Old  phone ")

        assert queries.passkeys_of(anna).get().data["name"] == "Old phone"
        question = ask()
        assert take(question, annas.show(question.options)).user == anna

    def test_refuses_a_name_that_is_none(self, annas, anna, written):
        row, before = queries.passkeys_of(anna).get(), written()

        with pytest.raises(NotValid):
            actions.rename_passkey(user=anna, passkey_id=row.pk, name=" ")
        assert written() == before

    def test_of_somebody_elses_is_not_found(self, annas, anna, otto, written):
        row, before = queries.passkeys_of(anna).get(), written()

        with pytest.raises(NoSuchPasskey):
            actions.rename_passkey(user=otto, passkey_id=row.pk, name="Mine")
        assert written() == before


class TestRemoving:
    @pytest.fixture
    def remove(self, anna, now, password):
        def remove(row, **changes):
            given = {"user": anna, "password": password, "origin": NOWHERE, "now": now}
            actions.remove_passkey(passkey_id=row.pk, **given | changes)

        return remove

    def test_closes_the_account_to_the_key(self, remove, annas, anna, ask, take):
        remove(queries.passkeys_of(anna).get())

        question = ask()
        with pytest.raises(PasskeyRefused):
            take(question, annas.show(question.options))

    def test_of_the_last_takes_the_recovery_codes_too_and_says_so(
        self, remove, annas, anna, facts, worked
    ):
        worked(lambda: remove(queries.passkeys_of(anna).get()))

        assert not Authenticator.objects.exists()
        assert KIND.PASSKEY_REMOVED in kinds(anna)
        assert [(fact.name, fact.is_last) for fact in facts] == [("Phone", True)]

    @pytest.mark.usefixtures("annas")
    def test_of_one_of_two_leaves_the_codes(self, remove, anna, add, facts, worked):
        add(anna, Key(), "Laptop")
        facts.clear()
        worked(lambda: remove(queries.passkeys_of(anna).get(data__name="Laptop")))

        assert queries.second_step_of(anna).codes_left == 10
        assert [fact.is_last for fact in facts] == [False]

    def test_wants_the_password(self, remove, annas, anna, written):
        before = written()

        with pytest.raises(NotValid):
            remove(queries.passkeys_of(anna).get(), password="wrong horse")
        assert written() == before

    def test_of_somebody_elses_is_not_found(self, remove, annas, anna, otto, written):
        before = written()

        with pytest.raises(NoSuchPasskey):
            remove(queries.passkeys_of(anna).get(), user=otto)
        assert written() == before

    def test_happens_once(self, remove, annas, anna):
        row = queries.passkeys_of(anna).get()
        remove(row)

        with pytest.raises(NoSuchPasskey):
            remove(row)

    def test_lets_a_key_be_added_again(self, remove, annas, anna, otto, add):
        remove(queries.passkeys_of(anna).get())

        assert len(add(otto, annas)) == 10


class TestTheAppBesideIt:
    @pytest.fixture
    def both(self, anna, annas, now):
        on = {"secret": SECRET, "code": code_now(), "origin": NOWHERE, "now": now}
        actions.turn_on(user=anna, **on)
        return anna

    def test_is_turned_off_by_itself(self, both, password, now, facts, worked):
        worked(lambda: actions.turn_off(user=both, password=password, origin=NOWHERE, now=now))

        step = queries.second_step_of(both)
        assert (step.has_app, step.passkeys, step.codes_left) == (False, 1, 10)
        assert [fact.is_last for fact in facts] == [False]

    def test_cannot_be_turned_off_when_there_is_none(self, anna, annas, password, now):
        with pytest.raises(SecondStepMissing):
            actions.turn_off(user=anna, password=password, origin=NOWHERE, now=now)
        assert queries.second_step_of(anna).passkeys == 1

    def test_lets_codes_be_made_again_with_a_passkey_alone(self, anna, annas, password, now):
        codes = actions.renew_codes(user=anna, password=password, origin=NOWHERE, now=now)

        actions.check_code(user=anna, code=codes[0], origin=NOWHERE, now=now)
        assert queries.second_step_of(anna).codes_left == 9


def test_the_export_names_passkeys_without_their_keys(annas, anna):
    told = [values for what, values in queries.security_export(anna) if what == "second step"]

    assert {"name": "Phone", "type": "webauthn"}.items() <= told[0].items()
    digest, credential = Passkey.objects.values_list("digest", "authenticator__data")[0]
    assert digest not in str(told)
    assert credential["credential"]["id"] not in str(told)
    assert all(set(one) <= {"name", "type", "created_at", "last_used_at"} for one in told)


@pytest.mark.django_db(transaction=True)
class TestRaces:
    def test_one_answer_from_eight_threads_opens_once(self, ask, take, annas, anna):
        question, start = ask(anna), Barrier(8)
        answer = annas.show(question.options)

        def use(_):
            start.wait()
            try:
                return bool(take(question, answer, anna))
            except (PasskeyRefused, TooMany):
                return False
            finally:
                connection.close()

        with ThreadPoolExecutor(8) as pool:
            assert sum(pool.map(use, range(8))) == 1

    def test_of_eight_answers_with_the_same_count_one_opens(self, ask, take, annas, anna):
        questions, start = [ask(anna) for _ in range(8)], Barrier(8)
        answers = [annas.show(question.options, count=9) for question in questions]

        def use(number):
            start.wait()
            try:
                return bool(take(questions[number], answers[number], anna))
            except PasskeyRefused:
                return False
            finally:
                connection.close()

        with ThreadPoolExecutor(8) as pool:
            assert sum(pool.map(use, range(8))) == 1

    def test_one_key_added_from_four_threads_is_there_once_with_one_set_of_codes(
        self, ask_for_new, keep, key, anna
    ):
        questions, start = [ask_for_new() for _ in range(4)], Barrier(4)
        answers = [key.make(question.options) for question in questions]

        def use(number):
            start.wait()
            try:
                return len(keep(questions[number].state, answers[number]))
            except PasskeyRefused:
                return -1
            finally:
                connection.close()

        with ThreadPoolExecutor(4) as pool:
            assert sorted(pool.map(use, range(4))) == [-1, -1, -1, 10]
        assert Passkey.objects.count() == 1
