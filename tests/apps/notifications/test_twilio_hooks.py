"""What Twilio posts to us: signed, obeyed, told twice and in any order."""

import itertools

import pytest
from twilio.request_validator import RequestValidator

from daybook.apps.notifications import actions
from daybook.apps.notifications.domain import Fate, Reply, fates_before, reply_of
from daybook.apps.notifications.models import Sms, Suppression
from tests.twilio_fake import TOKEN

NUMBER = "+447700900123"
SITE = "http://127.0.0.1:8000"
REPLIES = "/webhooks/twilio/replies/"


@pytest.fixture
def post(client, twilio):
    """Posts as Twilio does; ``token`` and ``base`` say how it is signed."""

    def post(path, fields, *, token=TOKEN, base=SITE, **headers):
        signature = RequestValidator(token).compute_signature(base + path, fields)
        return client.post(path, fields, headers={"X-Twilio-Signature": signature} | headers)

    return post


@pytest.fixture
def reply(post, db):
    return lambda text: post(REPLIES, {"From": NUMBER, "To": "+447700900000", "Body": text})


@pytest.fixture
def sent(owed_sms, now):
    """A delivery that Twilio has taken."""
    delivery = owed_sms()
    actions.deliver(delivery_id=delivery.pk, now=now)
    return Sms.objects.get(pk=delivery.pk)


@pytest.fixture
def report(post, sent):
    def report(fate, **said):
        fields = {"MessageSid": sent.sid, "MessageStatus": fate, "To": NUMBER} | said
        return post(f"/webhooks/twilio/reports/{sent.pk}/", fields)

    return report


class TestSignature:
    def test_is_wanted(self, client, twilio, db):
        answer = client.post(REPLIES, {"From": NUMBER, "Body": "STOP"})

        assert answer.status_code == 403
        assert not Suppression.objects.exists()

    @pytest.mark.parametrize("how", [{"token": "another"}, {"base": "https://elsewhere.example"}])
    def test_is_that_of_our_account_and_our_address(self, post, db, how):
        assert post(REPLIES, {"From": NUMBER, "Body": "STOP"}, **how).status_code == 403
        assert not Suppression.objects.exists()

    def test_covers_every_field(self, client, twilio, db):
        signature = RequestValidator(TOKEN).compute_signature(SITE + REPLIES, {"From": "+441"})

        answer = client.post(
            REPLIES, {"From": NUMBER, "Body": "STOP"}, headers={"X-Twilio-Signature": signature}
        )

        assert answer.status_code == 403

    def test_is_of_the_address_people_know_behind_any_proxy(self, post, db, settings):
        settings.SITE_URL = "https://daybook.example/"
        settings.ALLOWED_HOSTS = ["10.0.0.7"]

        answer = post(
            REPLIES, {"From": NUMBER, "Body": "STOP"}, base="https://daybook.example",
            Host="10.0.0.7",
        )  # fmt: skip

        assert answer.status_code == 200

    @pytest.mark.parametrize("base", ["https://daybook.example", "https://daybook.example:443"])
    def test_may_name_the_port_or_leave_it_out(self, post, db, settings, base):
        settings.SITE_URL = "https://daybook.example/"

        assert post(REPLIES, {"From": NUMBER, "Body": "STOP"}, base=base).status_code == 200

    def test_may_be_nonsense(self, client, twilio, db):
        answer = client.post(REPLIES, {}, headers={"X-Twilio-Signature": "ü" * 28})

        assert answer.status_code == 403

    def test_is_never_right_without_an_account(self, post, settings, db):
        settings.TWILIO_ACCOUNT = settings.TWILIO_TOKEN = ""

        assert post(REPLIES, {"From": NUMBER, "Body": "STOP"}, token="").status_code == 403
        assert not Suppression.objects.exists()

    def test_is_the_only_way_in(self, client, twilio, db):
        assert client.get(REPLIES).status_code == 405


class TestReplies:
    @pytest.mark.parametrize(
        "text", ["STOP", "stop", " Stop. ", "StopAll", "UNSUBSCRIBE", "cancel", "End", "QUIT"]
    )
    def test_stop(self, reply, text):
        assert reply(text).content.decode().endswith("<Response></Response>")
        assert reply(text).status_code == 200
        assert Suppression.objects.count() == 1

    def test_start_again(self, reply):
        reply("STOP")

        reply("Start")
        reply("Start")

        assert not Suppression.objects.exists()

    def test_ask_for_help(self, reply):
        answer = reply("help")

        assert answer["Content-Type"] == "text/xml; charset=utf-8"
        assert f"{SITE}/inbox/settings/. Reply STOP" in answer.content.decode()

    @pytest.mark.parametrize("text", ["", "please do not stop", "thanks", "<b>"])
    def test_say_something_else(self, reply, text):
        assert reply(text).content.decode().endswith("<Response></Response>")
        assert not Suppression.objects.exists()

    def test_are_words_alone(self):
        assert reply_of('"STOP!"') is Reply.STOP
        assert reply_of("STOP it") is None


class TestReports:
    def test_tell_what_became_of_it(self, report, sent):
        assert report("delivered").status_code == 204

        sent.refresh_from_db()
        assert (sent.fate, sent.reason) == ("delivered", "")
        assert sent.told_at is not None

    def test_tell_why_not(self, report, sent):
        report("undelivered", ErrorCode="30003")

        sent.refresh_from_db()
        assert (sent.fate, sent.reason) == ("undelivered", "Twilio 30003")
        assert (sent.delivery.state, sent.delivery.error) == ("failed", "Twilio 30003")

    @pytest.mark.parametrize("order", [*itertools.permutations(["queued", "sent", "delivered"])])
    def test_may_come_in_any_order_and_twice(self, report, sent, order):
        for fate in (*order, *order):
            assert report(fate).status_code == 204

        sent.refresh_from_db()
        assert sent.fate == "delivered"

    def test_do_not_change_their_mind_at_the_end(self, report, sent):
        report("delivered")
        report("failed", ErrorCode="30008")

        sent.refresh_from_db()
        assert (sent.fate, sent.reason) == ("delivered", "")

    def test_of_a_stop_suppress_the_number(self, report):
        report("failed", ErrorCode="21610")

        assert Suppression.objects.count() == 1

    @pytest.mark.parametrize(
        "said", [{"MessageSid": "SM-another"}, {"MessageSid": ""}, {"MessageStatus": "dancing"}]
    )
    def test_of_something_else_change_nothing(self, report, sent, said):
        assert report("delivered", **said).status_code == 204

        sent.refresh_from_db()
        assert (sent.fate, sent.told_at) == ("", None)

    def test_of_nothing_we_know_are_answered_the_same_way(self, post, db):
        fields = {"MessageSid": "SM1", "MessageStatus": "delivered"}

        assert post("/webhooks/twilio/reports/999999/", fields).status_code == 204

    def test_may_come_before_our_answer(self, report, sent, twilio):
        Sms.objects.update(sid="")

        report("sent", MessageSid=twilio.messages[0]["sid"])

        sent.refresh_from_db()
        assert (sent.sid, sent.fate) == (twilio.messages[0]["sid"], "sent")

    def test_of_what_was_never_asked_for_are_not_believed(self, report, sent):
        Sms.objects.update(sid="", asked_at=None)

        report("sent")

        sent.refresh_from_db()
        assert (sent.sid, sent.fate) == ("", "")

    def test_never_give_two_deliveries_one_id(self, report, sent, owed_sms):
        other = owed_sms(key="2")
        Sms.objects.create(delivery=other, asked_at=sent.asked_at, sid="SM-taken")
        Sms.objects.filter(pk=sent.pk).update(sid="")

        assert report("sent", MessageSid="SM-taken").status_code == 204

        sent.refresh_from_db()
        assert (sent.sid, sent.fate) == ("", "")


class TestFates:
    @pytest.mark.parametrize("fate", Fate)
    def test_never_replace_themselves(self, fate):
        assert fate not in fates_before(fate)

    def test_end_with_one_of_three(self):
        assert fates_before(Fate.FAILED) == fates_before(Fate.DELIVERED)
        assert Fate.SENT in fates_before(Fate.UNDELIVERED)


class TestStop:
    def test_is_kept_as_what_it_is(self, reply):
        reply("STOP")

        assert Suppression.objects.get().cause == "stopped"

    def test_that_a_report_tells_of_is_too(self, report):
        report("undelivered", ErrorCode="21610")

        assert Suppression.objects.get().cause == "stopped"


class TestCallsThatAreRefused:
    @pytest.fixture
    def forged(self, client, twilio, db):
        return lambda: client.post(REPLIES, {"From": NUMBER, "Body": "STOP"})

    def test_are_only_heard_so_often(self, forged):
        answers = [forged() for _ in range(61)]

        assert [answer.status_code for answer in answers] == [403] * 60 + [429]
        assert int(answers[-1]["Retry-After"]) > 0

    def test_do_not_count_where_they_are_signed(self, reply):
        assert {reply("thanks").status_code for _ in range(61)} == {200}

    def test_are_those_that_are_far_too_long(self, post, db):
        answer = post(REPLIES, {"From": NUMBER, "Body": "STOP " * 20_000})

        assert answer.status_code in {400, 413}
        assert not Suppression.objects.exists()
