"""What mail providers send, as they document it, signed as they sign."""

import base64
import hashlib
import hmac
import json

SECRET = "a secret of both sides"
AT = "1772529000"  # ten past nine on 3 March 2026


def signature(signed):
    return hmac.new(SECRET.encode(), signed, hashlib.sha256).hexdigest()


def generic(reference, event, *, event_id="event-1", at=AT, **more):
    """Body and headers of a call in our own JSON."""
    said = {"id": event_id, "event": event, "message_id": reference} | more
    return generic_signed(json.dumps(said).encode(), at=at)


def generic_signed(body, *, at=AT):
    told = "sha256=" + signature(at.encode() + b"." + body)
    return body, {"X-Daybook-Timestamp": at, "X-Daybook-Signature": told}


def mailgun(reference, event, *, severity="", event_id="event-1", token="t" * 50, at=AT):
    """Body and headers of a call of Mailgun's."""
    signed = signature((at + token).encode())
    data = {
        "signature": {"timestamp": at, "token": token, "signature": signed},
        "event-data": {
            "event": event,
            "severity": severity,
            "id": event_id,
            "timestamp": 1772528990.5,
            "recipient": "anna@example.com",
            "message": {"headers": {"message-id": reference.strip("<>")}},
            "delivery-status": {
                "code": 550,
                "message": "5.1.1 <anna@example.com>: no such person",
            },
        },
    }  # fmt: skip
    return json.dumps(data).encode(), {}


def postmark(reference, record, *, kind="", event_id=42, password=SECRET):
    """Body and headers of a call of Postmark's."""
    data = {
        "RecordType": record,
        "Type": kind,
        "ID": event_id,
        "MessageID": "883953f4-6105-42a2-a16a-77a8eac79483",
        "Metadata": {"daybook": reference},
        "BouncedAt": "2026-03-03T09:09:50.1234567Z",
        "Email": "anna@example.com",
        "Details": "smtp;550 5.1.1 anna@example.com unknown",
    }
    login = base64.b64encode(f"daybook:{password}".encode()).decode()
    return json.dumps(data).encode(), {"Authorization": f"Basic {login}"}
