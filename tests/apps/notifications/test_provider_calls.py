"""How providers prove themselves, and what is read from what they say."""

import datetime as dt
import json

import pytest

from daybook.apps.notifications.clients.providers import PROVIDERS, Call, headers
from daybook.apps.notifications.domain.reports import Outcome, without_addresses
from daybook.apps.notifications.errors import NotSigned, Unreadable
from tests.apps.notifications import provider_calls as calls

REFERENCE = "<7.abc@localhost>"
WRONG = "ZGF5Ym9vazp4"  # daybook:x


@pytest.fixture
def call(now):
    """Makes a call of a body and headers, received now: ``call(*calls.generic(...))``."""

    def call(body, given, *, at=now):
        return Call(body=body, headers={k.lower(): v for k, v in given.items()}, now=at)

    return call


def check(provider, call):
    PROVIDERS[provider].check(call, calls.SECRET)


def read(provider, call):
    return PROVIDERS[provider].read(call)


class TestGeneric:
    def test_is_believed_with_a_signature_over_time_and_body(self, call):
        check("generic", call(*calls.generic(REFERENCE, "bounced")))

    @pytest.mark.parametrize("changed", [b'{"id":"2"}', b""])
    def test_is_not_believed_with_another_body(self, call, changed):
        _, given = calls.generic(REFERENCE, "bounced")

        with pytest.raises(NotSigned, match="signature"):
            check("generic", call(changed, given))

    @pytest.mark.parametrize("header", ["X-Daybook-Timestamp", "X-Daybook-Signature"])
    @pytest.mark.parametrize("value", ["", "1772529001", "sha256=00", "\u00fc", "9" * 400])
    def test_is_not_believed_with_another_header(self, call, header, value):
        body, given = calls.generic(REFERENCE, "bounced")

        with pytest.raises(NotSigned):
            check("generic", call(body, given | {header: value}))

    @pytest.mark.parametrize("minutes", [-6, 6])
    def test_is_not_believed_late_or_early(self, call, now, minutes):
        signed = calls.generic(REFERENCE, "bounced")

        check("generic", call(*signed, at=now + dt.timedelta(minutes=4)))
        with pytest.raises(NotSigned, match="too old"):
            check("generic", call(*signed, at=now + dt.timedelta(minutes=minutes)))

    @pytest.mark.parametrize("outcome", list(Outcome))
    def test_tells_every_outcome(self, call, outcome):
        (report,) = read("generic", call(*calls.generic(REFERENCE, outcome.value)))

        assert (report.outcome, report.event_id) == (outcome, "event-1")
        assert report.reference == REFERENCE

    def test_tells_many_at_once(self, call):
        events = [{"id": n, "event": "delivered", "message_id": "x"} for n in range(3)]
        body = json.dumps({"events": events}).encode()

        reports = read("generic", call(body, {}))

        assert [report.event_id for report in reports] == ["0", "1", "2"]

    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"\xff",
            b"[]",
            b"{}",
            b"[" * 100_000,
            b'{"events": 1}',
            b'{"events": [1]}',
            b'{"id": "1", "event": "opened"}',
            b'{"event": "bounced"}',
            b'{"id": {}, "event": "bounced"}',
            json.dumps({"events": [{"id": 1, "event": "bounced"}] * 501}).encode(),
        ],
    )
    def test_is_refused_whole_where_it_cannot_be_read(self, call, body):
        with pytest.raises(Unreadable):
            read("generic", call(body, {}))

    @pytest.mark.parametrize(
        ("told", "at"),
        [
            ("2026-03-03T08:00:00+01:00", dt.datetime(2026, 3, 3, 7, tzinfo=dt.UTC)),
            ("2026-03-03T08:00:00", dt.datetime(2026, 3, 3, 8, tzinfo=dt.UTC)),
            (1772529000, dt.datetime(2026, 3, 3, 9, 10, tzinfo=dt.UTC)),
            ("yesterday", None),
            ("9" * 500, None),
            (True, None),
            ("0001-01-01T00:00:00+23:00", None),
        ],
    )
    def test_has_the_time_of_the_event_or_else_of_the_call(self, call, now, told, at):
        event = {"id": 1, "event": "bounced", "message_id": "x", "at": told}

        (report,) = read("generic", call(json.dumps(event).encode(), {}))

        assert report.at == (at or now)

    def test_shortens_the_name_of_an_event_that_is_too_long(self, call):
        (report,) = read("generic", call(*calls.generic("x", "bounced", event_id="e" * 500)))

        assert len(report.event_id) == 64


class TestMailgun:
    def test_is_believed_with_its_signature(self, call):
        check("mailgun", call(*calls.mailgun(REFERENCE, "delivered")))

    @pytest.mark.parametrize("field", ["timestamp", "token", "signature"])
    @pytest.mark.parametrize("value", ["", "1772529001", None, ["x"], {}])
    def test_is_not_believed_with_a_part_of_it_changed(self, call, field, value):
        body, _ = calls.mailgun(REFERENCE, "delivered")
        data = json.loads(body)
        data["signature"][field] = value

        with pytest.raises(NotSigned):
            check("mailgun", call(json.dumps(data).encode(), {}))

    def test_is_not_believed_after_half_a_day(self, call, now):
        signed = calls.mailgun(REFERENCE, "delivered")

        check("mailgun", call(*signed, at=now + dt.timedelta(hours=11)))
        with pytest.raises(NotSigned, match="too old"):
            check("mailgun", call(*signed, at=now + dt.timedelta(hours=13)))

    @pytest.mark.parametrize(
        ("event", "severity", "outcome"),
        [
            ("delivered", "", Outcome.DELIVERED),
            ("failed", "permanent", Outcome.BOUNCED),
            ("failed", "temporary", Outcome.DELAYED),
            ("complained", "", Outcome.COMPLAINED),
        ],
    )
    def test_tells_what_became_of_a_mail(self, call, event, severity, outcome):
        (report,) = read("mailgun", call(*calls.mailgun(REFERENCE, event, severity=severity)))

        assert (report.outcome, report.reference) == (outcome, REFERENCE.strip("<>"))
        assert report.at == dt.datetime(2026, 3, 3, 9, 9, 50, 500_000, tzinfo=dt.UTC)
        assert report.note.startswith("550 5.1.1")
        assert report.address == "anna@example.com"

    @pytest.mark.parametrize("event", ["opened", "clicked", "unsubscribed", "accepted", ""])
    def test_tells_other_things_in_vain(self, call, event):
        assert read("mailgun", call(*calls.mailgun(REFERENCE, event))) == []

    def test_cannot_be_made_to_say_another_thing_with_a_token_that_was_seen(self, call):
        told = calls.mailgun(REFERENCE, "delivered")
        other = calls.mailgun(REFERENCE, "failed", severity="permanent", event_id="2")

        assert len(read("mailgun", call(*told))) == 1
        assert read("mailgun", call(*other)) == []
        assert len(read("mailgun", call(*told))) == 1  # told again because our answer was lost


class TestPostmark:
    def test_is_believed_with_its_password(self, call):
        check("postmark", call(*calls.postmark(REFERENCE, "Delivery")))

    @pytest.mark.parametrize(
        "header", ["", "Basic", "Basic !", "Basic /w==", f"Bearer {WRONG}", f"Basic {WRONG}"]
    )
    def test_is_not_believed_with_anything_else(self, call, header):
        body, _ = calls.postmark(REFERENCE, "Delivery")

        with pytest.raises(NotSigned, match="password"):
            check("postmark", call(body, {"Authorization": header}))

    @pytest.mark.parametrize(
        ("record", "kind", "outcome"),
        [
            ("Delivery", "", Outcome.DELIVERED),
            ("Bounce", "HardBounce", Outcome.BOUNCED),
            ("Bounce", "BadEmailAddress", Outcome.BOUNCED),
            ("Bounce", "SoftBounce", Outcome.DELAYED),
            ("Bounce", "AutoResponder", Outcome.DELAYED),
            ("Bounce", "SpamComplaint", Outcome.COMPLAINED),
            ("SpamComplaint", "SpamComplaint", Outcome.COMPLAINED),
        ],
    )
    def test_tells_what_became_of_a_mail(self, call, record, kind, outcome):
        (report,) = read("postmark", call(*calls.postmark(REFERENCE, record, kind=kind)))

        assert (report.outcome, report.reference) == (outcome, REFERENCE)
        assert (report.event_id, report.address) == (f"{record}:42", "anna@example.com")
        assert report.at.second == 50

    @pytest.mark.parametrize("record", ["Open", "Click", "SubscriptionChange", ""])
    def test_tells_other_things_in_vain(self, call, record):
        assert read("postmark", call(*calls.postmark(REFERENCE, record))) == []

    def test_is_given_what_it_must_tell_back_only_where_it_is_used(self, settings):
        assert headers(REFERENCE) == {}

        settings.POSTMARK_WEBHOOK_PASSWORD = calls.SECRET
        assert headers(REFERENCE)["X-PM-Metadata-daybook"] == REFERENCE


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("550 <anna@example.com>: no\n  such person", "550 <…>: no such person"),
        ("smtp;550 anna@example.com", "smtp;550 …"),
        ("x" * 300, "x" * 200),
        ("", ""),
    ],
)
def test_a_note_names_no_address(said, kept):
    assert without_addresses(said) == kept
