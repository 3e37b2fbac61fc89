import datetime as dt
import json

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone

from daybook.apps.accounts import actions, events, queries
from daybook.apps.accounts.actions.audit import count_wrong_password
from daybook.apps.accounts.domain import Origin
from daybook.apps.accounts.models import PersonalToken, SecurityEvent, SignIn, User
from daybook.core import events as bus

LOG = reverse("accounts:security")
SIGN_IN = reverse("account_login")
KIND = SecurityEvent.Kind
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"


def kinds_of(person):
    return [
        *SecurityEvent.objects.filter(user=person).order_by("pk").values_list("kind", flat=True)
    ]


@pytest.fixture
def told(monkeypatch):
    """The sign-ins from new devices that were announced."""
    facts = []
    monkeypatch.setitem(bus._handlers, events.SignedInFromNewDevice, [facts.append])
    return facts


class TestSigningIn:
    @pytest.fixture
    def sign_in(self, client, anna, password, django_capture_on_commit_callbacks):
        def sign_in(word=password, **headers):
            with django_capture_on_commit_callbacks(execute=True):
                return client.post(SIGN_IN, {"email": anna.email, "password": word}, **headers)

        return sign_in

    def test_is_written_down_with_device_and_place(self, sign_in, anna):
        sign_in(REMOTE_ADDR="203.0.113.77", HTTP_USER_AGENT=FIREFOX)

        event = SecurityEvent.objects.get(user=anna)
        assert (event.device, event.address) == ("Firefox on Linux", "203.0.113.*")

    def test_on_a_new_device_is_announced_once(self, sign_in, client, anna, told):
        sign_in()
        client.post(reverse("account_logout"))
        sign_in()

        assert [fact.user_id for fact in told] == [anna.pk]
        assert kinds_of(anna) == [KIND.SIGNED_IN_NEW, KIND.SIGNED_IN]

    def test_in_a_cleared_browser_of_the_same_place_is_not_new(self, sign_in, client, anna, told):
        sign_in()
        client.cookies.clear()
        sign_in()

        assert len(told) == 1

    def test_elsewhere_is_new(self, sign_in, client, anna, told):
        sign_in()
        client.cookies.clear()
        sign_in(REMOTE_ADDR="198.51.100.1")

        assert [fact.address for fact in told] == ["127.0.0.*", "198.51.100.*"]

    def test_in_vain_is_counted_and_not_listed_one_by_one(self, sign_in, anna):
        for _ in range(3):
            sign_in("wrong horse")

        event = SecurityEvent.objects.get(user=anna)
        assert (event.kind, event.times, event.address) == (KIND.WRONG_PASSWORD, 3, "")

    def test_over_the_api_is_written_down(self, sign_in_api, anna):
        sign_in_api(anna)

        assert kinds_of(anna) == [KIND.SIGNED_IN_NEW]
        assert SignIn.objects.get(user=anna).kind == SignIn.Kind.PROGRAM

    def test_up_is_no_new_device(self, client, db, told, django_capture_on_commit_callbacks):
        typed = {"name": "Mia", "email": "mia@example.com"}
        typed |= dict.fromkeys(["password", "confirmation"], "seven quiet rivers")

        with django_capture_on_commit_callbacks(execute=True):
            client.post(reverse("account_signup"), typed)

        assert kinds_of(User.objects.get()) == [KIND.SIGNED_UP, KIND.SIGNED_IN]
        assert told == []


class TestWrongPasswords:
    def test_of_another_hour_are_another_line(self, anna, now):
        count_wrong_password(email=anna.email, now=now)
        count_wrong_password(email=anna.email, now=now + dt.timedelta(hours=2))

        assert kinds_of(anna) == [KIND.WRONG_PASSWORD] * 2

    def test_for_nobody_leave_nothing(self, anna, now):
        count_wrong_password(email="nobody@example.com", now=now)

        assert not SecurityEvent.objects.exists()

    def test_cost_as_much_for_nobody(self, anna, now, django_assert_num_queries):
        count_wrong_password(email=anna.email, now=now)
        for email in (anna.email, "nobody@example.com"):
            with django_assert_num_queries(2):
                count_wrong_password(email=email, now=now)


class TestLog:
    @pytest.fixture
    def write(self, anna):
        def write(times=1, person=anna, **fields):
            now = timezone.now()
            fields = {"kind": KIND.TOKEN_MADE, "at": now, "subject": "Heat pump"} | fields
            return SecurityEvent.objects.bulk_create(
                [SecurityEvent(user=person, **fields) for _ in range(times)]
            )

        return write

    def test_asks_strangers_to_sign_in(self, client, db):
        assert client.get(LOG)["Location"] == f"{SIGN_IN}?next={LOG}"

    def test_says_what_will_be_there(self, client, anna):
        client.force_login(anna)

        assert "Nothing has happened yet" in client.get(LOG).content.decode()

    def test_shows_what_when_and_where(self, client, anna, write):
        write(device="curl", address="203.0.113.*", subject="<b>Pump")
        client.force_login(anna)

        page = client.get(LOG).content.decode()

        assert "Token made: &lt;b&gt;Pump" in page
        assert "curl · 203.0.113.*" in page

    def test_shows_twenty_a_page(self, client, anna, write):
        write(21)
        client.force_login(anna)

        assert len(client.get(LOG).context["rows"]) == 20
        assert len(client.get(LOG, {"page": "2"}).context["rows"]) == 1

    @pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999999999999", "\0"])
    def test_takes_a_wrong_page_for_one_there_is(self, client, anna, write, page):
        write()
        client.force_login(anna)

        assert client.get(LOG, {"page": page}).status_code == 200

    def test_shows_nobody_elses(self, client, anna, eve, write):
        write()
        client.force_login(eve)

        assert client.get(LOG).context["rows"] == []

    def test_costs_as_much_for_twenty_as_for_one(self, client, anna, write):
        client.force_login(anna)
        write()
        with_one = queries_of(client)
        write(19)

        assert queries_of(client) == with_one

    def test_is_there_for_programs(self, call, anna, sign_in_api, write):
        token = sign_in_api(anna)["access_token"]
        write(24)

        first, second = (call("get", f"security?page={n}", token=token).json() for n in (1, 2))

        assert (first["count"], len(first["items"]), len(second["items"])) == (25, 20, 5)
        assert call("get", "security?page=9", token=token).json()["items"] == []

    def test_forgets_after_a_year(self, anna, now, write):
        write(2, at=now - dt.timedelta(days=366))
        write(at=now - dt.timedelta(days=364))

        assert actions.forget_old_events(now=now) == 2
        assert SecurityEvent.objects.count() == 1


def queries_of(client):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        assert client.get(LOG).status_code == 200
    return len(asked)


class TestPersonalData:
    @pytest.fixture
    def everything(self, anna, now):
        """A session and a token, with their lines in the log."""
        actions.issue_tokens(user=anna, origin=Origin(device="curl"), now=now)
        return actions.make_token(
            user=anna, name="Pump", scopes=["read"], days=30, origin=Origin(), now=now
        )

    def test_is_exported_without_any_secret(self, anna, everything):
        exported = [*queries.security_export(anna)]
        text = json.dumps(exported)

        assert {kind for kind, _ in exported} == {"security event", "session", "personal token"}
        for secret in (everything.secret, everything.token.digest, Session.objects.get().pk):
            assert secret not in text

    def test_of_others_is_not_exported(self, eve, everything):
        assert [*queries.security_export(eve)] == []

    def test_is_erased_and_may_be_again(self, anna, otto, now, everything):
        actions.issue_tokens(user=otto, now=now)
        for _ in range(2):
            actions.erase_security(anna, now)

        assert not PersonalToken.objects.exists()
        assert SignIn.objects.get().user == otto
        assert Session.objects.count() == 1
        assert not SecurityEvent.objects.filter(user=anna).exists()
