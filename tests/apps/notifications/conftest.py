import pytest

from daybook.apps.notifications import actions
from daybook.apps.notifications.clients import twilio_wire
from daybook.apps.notifications.models import Delivery, Phone, Preference, Rest
from daybook.core.contributions import NotificationKind, Urgency, notification_kinds
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
