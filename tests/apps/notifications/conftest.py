import datetime as dt

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

from daybook.apps.notifications import actions
from daybook.apps.notifications.clients import twilio_wire
from daybook.apps.notifications.models import Delivery, Phone, Preference, Rest
from daybook.core.contributions import NotificationKind, Urgency, notification_kinds
from tests.push_service import Browser, push_service
from tests.smtp_sink import sink
from tests.twilio_fake import ACCOUNT, SENDER, TOKEN, fake_twilio

TEMPLATE = "notifications/kinds/trial.html"
NUMBER = "+447700900123"
LOGIN = (ACCOUNT, TOKEN, SENDER)


@pytest.fixture
def kinds(monkeypatch):
    """Adds kinds for one test: ``kinds("tests.alarm", may_be_off=False)``."""

    def add(name, **options):
        kind = NotificationKind(**({"label": name, "template": TEMPLATE} | options))
        monkeypatch.setitem(notification_kinds._entries, name, (100, kind))
        return kind

    return add


@pytest.fixture
def alarm(kinds):
    """A kind that cannot wait and cannot be switched off."""
    kinds("tests.alarm", may_be_off=False, urgency=Urgency.NOW, channels=("email",))
    return "tests.alarm"


@pytest.fixture
def tell(anna, now):
    """Tells somebody something: ``tell(key="2")``; Anna, a test message and now unless said."""

    def tell(**said):
        given = {
            "kind": "notifications.trial",
            "person": anna,
            "context": {},
            "key": "1",
            "now": now,
        }
        return actions.notify(**(given | said))

    return tell


@pytest.fixture
def owed(tell):
    """Tells Anna something and gives the delivery that carries it."""

    def owed(**said):
        return Delivery.objects.get(message=tell(**said))

    return owed


@pytest.fixture
def server(settings):
    """A mail server that Daybook sends to; its ``mood`` says how it behaves."""
    with sink() as running:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", running.port
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_TIMEOUT = 0.5
        yield running


@pytest.fixture
def twilio(settings, monkeypatch, now):
    """An account with a Twilio on the loopback; its ``mood`` says how it behaves."""
    with fake_twilio() as running:
        settings.TWILIO_ACCOUNT, settings.TWILIO_TOKEN, settings.TWILIO_FROM = LOGIN
        settings.TWILIO_URL = running.url
        monkeypatch.setattr(twilio_wire, "ANSWER_SECONDS", 0.5)
        running.now = now
        yield running


@pytest.fixture
def phone(anna, now):
    """Anna's number, which she has confirmed; test messages come by SMS too."""
    anna.phone = NUMBER
    anna.save()
    Preference.objects.create(person=anna, kind="notifications.trial", channel="sms", is_on=True)
    return Phone.objects.create(person=anna, number=NUMBER, confirmed_at=now)


@pytest.fixture
def owed_sms(twilio, phone, tell):
    """Tells Anna something and gives the delivery that carries it by SMS."""

    def owed_sms(**said):
        return Delivery.objects.get(message=tell(**said), channel="sms")

    return owed_sms


@pytest.fixture
def rest(anna):
    """Keeps what Anna has said: ``rest(pace="hourly")``; a morning digest unless said."""

    def rest(person=anna, **said):
        return Rest.objects.create(person=person, **({"pace": "morning"} | said))

    return rest


@pytest.fixture
def later(kinds):
    """A kind that may wait."""
    kinds("tests.later", urgency=Urgency.LATER)
    return "tests.later"


@pytest.fixture
def service(settings, monkeypatch):
    """A push service that Daybook may send to, and is soon given up."""
    with push_service() as running:
        settings.PUSH_HOSTS = [running.host]
        monkeypatch.setattr("daybook.apps.notifications.clients.push.TIMEOUTS", 0.5)
        yield running


@pytest.fixture
def signed_in(now):
    """The key of a session in which nobody has signed out yet."""

    def signed_in(**expiry):
        store = SessionStore()
        store.create()
        Session.objects.filter(pk=store.session_key).update(
            expire_date=now + dt.timedelta(**(expiry or {"days": 30}))
        )
        return store.session_key

    return signed_in


@pytest.fixture
def switch_on(service, anna, signed_in, now):
    """Lets a browser show messages: ``switch_on("phone")``; Anna's unless said."""

    def switch_on(name="phone", **said):
        browser = Browser()
        given = {
            "person": anna,
            "session_key": signed_in(),
            "is_remembered": True,
            "endpoint": service.endpoint(name),
            **browser.keys(),
            "user_agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko Firefox/140.0",
            "now": now,
        }
        device = actions.register_device(**(given | said))
        return device, browser

    return switch_on


@pytest.fixture
def bell(kinds):
    """A kind for inbox and devices, with something to press."""
    kinds(
        "tests.bell",
        channels=("inbox", "push"),
        actions=("notifications.done", "notifications.snooze"),
    )
    return "tests.bell"


@pytest.fixture
def pushed(tell, bell):
    """Tells Anna something and gives the delivery to her devices."""

    def pushed(**said):
        return Delivery.objects.get(message=tell(**({"kind": bell} | said)), channel="push")

    return pushed


@pytest.fixture
def much_later(now):
    """When every first wait is over, and no claim is young any more."""
    return now + dt.timedelta(minutes=10)
