import datetime as dt
import json

import pytest
from django.urls import reverse
from django.utils import timezone

from daybook.apps.accounts import actions, queries
from daybook.apps.accounts.actions.audit import count_wrong_password
from daybook.apps.accounts.domain import NOWHERE
from daybook.apps.accounts.errors import NoSuchToken, TooManyTokens
from daybook.apps.accounts.models import PersonalToken, SecurityEvent

LOG = reverse("accounts:security")
TOKENS = reverse("accounts:tokens")
SECOND = dt.timedelta(seconds=1)
KIND = SecurityEvent.Kind


@pytest.fixture
def write(anna):
    """Writes lines of Anna's log: ``write(20)``."""

    def write(times=1, **fields):
        fields = {"user": anna, "kind": KIND.TOKEN_MADE, "at": timezone.now()} | fields
        SecurityEvent.objects.bulk_create([SecurityEvent(**fields) for _ in range(times)])

    return write


class TestTokenExpiry:
    @pytest.mark.parametrize("days", [30, 90, 365])
    def test_is_to_the_second(self, make, now, days):
        secret, end = make(now, days=days).secret, now + dt.timedelta(days=days)

        works = [
            actions.use_token(secret=secret, now=at) is not None
            for at in (end - SECOND, end, end + SECOND)
        ]
        assert works == [True, False, False]

    @pytest.mark.parametrize("month", [3, 10])
    def test_counts_days_of_24_hours_when_clocks_change(self, make, month):
        made = dt.datetime(2026, month, 20, 9, tzinfo=dt.UTC)

        assert make(made, days=30).token.expires_at - made == dt.timedelta(hours=720)

    def test_of_one_leaves_the_others(self, make, now):
        make(now, days=30)
        long = make(now, days=365)

        assert actions.use_token(secret=long.secret, now=now + dt.timedelta(days=31)) == long.token

    @pytest.mark.parametrize(("after", "is_noted"), [(59, False), (60, True), (61, True)])
    def test_use_is_noted_from_a_minute_on(self, make, now, after, is_noted):
        new, later = make(now), now + dt.timedelta(seconds=after)
        actions.use_token(secret=new.secret, now=now)

        actions.use_token(secret=new.secret, now=later)

        assert PersonalToken.objects.get().last_used_at == (later if is_noted else now)


class TestTokenLimit:
    def test_counts_each_person_alone(self, make, eve, now):
        for hour in range(20):
            make(now + hour * dt.timedelta(hours=1))

        assert make(now, user=eve).token.user == eve

    def test_leaves_room_after_one_is_revoked(self, make, anna, now):
        later = now + dt.timedelta(hours=30)
        made = [make(now + hour * dt.timedelta(hours=1)).token for hour in range(20)]
        with pytest.raises(TooManyTokens):
            make(later)
        revoke(anna, made[0], later)

        assert make(later).token.pk
        assert PersonalToken.objects.count() == 20

    def test_revoking_twice_is_written_once(self, make, anna, now):
        token = make(now).token
        pk = token.pk
        revoke(anna, token, now)

        with pytest.raises(NoSuchToken):
            actions.revoke_token(user=anna, token_id=pk, origin=NOWHERE, now=now)
        assert SecurityEvent.objects.filter(kind=KIND.TOKEN_REVOKED).count() == 1


def revoke(user, token, now):
    actions.revoke_token(user=user, token_id=token.pk, origin=NOWHERE, now=now)


class TestWrongPasswords:
    @pytest.mark.parametrize(("seconds", "lines"), [(3599, 1), (3600, 2), (3601, 2)])
    def test_of_an_hour_are_one_line(self, anna, now, seconds, lines):
        count_wrong_password(email=anna.email, now=now)
        count_wrong_password(email=anna.email, now=now + dt.timedelta(seconds=seconds))

        assert SecurityEvent.objects.count() == lines

    def test_are_told_with_their_number(self, hers, anna):
        SecurityEvent.objects.create(
            user=anna, kind=KIND.WRONG_PASSWORD, at=timezone.now(), times=7
        )

        assert "Wrong password tried, 7 times" in hers.get(LOG).content.decode()


class TestLogPages:
    @pytest.mark.parametrize(("lines", "pages"), [(0, 1), (1, 1), (20, 1), (21, 2), (41, 3)])
    def test_are_as_many_as_needed(self, hers, write, lines, pages):
        write(lines)

        assert hers.get(LOG).context["page"].paginator.num_pages == pages

    @pytest.mark.parametrize("page", ["2", "3", "999", "0"])
    def test_beyond_the_end_are_the_last(self, hers, write, page):
        write(21)

        assert len(hers.get(LOG, {"page": page}).context["rows"]) == 1

    def test_are_newest_first(self, hers, write):
        write(subject="Older", at=timezone.now() - SECOND)
        write(subject="Newer")

        told = [row["what"] for row in hers.get(LOG).context["rows"]]
        assert told == ["Token made: Newer", "Token made: Older"]

    @pytest.mark.parametrize("kind", KIND)
    def test_have_words_for_everything(self, hers, write, kind):
        write(kind=kind)

        assert hers.get(LOG).context["rows"][0]["what"] == kind.label

    @pytest.mark.parametrize(("seconds", "gone"), [(-1, 0), (0, 0), (1, 1)])
    def test_are_kept_for_a_year_to_the_second(self, write, now, seconds, gone):
        write(at=now - dt.timedelta(days=365, seconds=seconds))

        assert actions.forget_old_events(now=now) == gone


class TestHostileNames:
    NAME = "<script>alert(1)</script>"

    def test_of_tokens_are_text(self, hers, make):
        make(name=self.NAME)

        for page in (TOKENS, LOG):
            text = hers.get(page).content.decode()
            assert self.NAME not in text
            assert "&lt;script&gt;alert(1)" in text

    def test_of_a_token_just_made_are_text(self, hers):
        typed = {"name": self.NAME, "scopes": ["read"], "days": 30}

        assert self.NAME not in hers.post(TOKENS, typed).content.decode()

    def test_typed_wrongly_are_text(self, hers):
        assert self.NAME not in hers.post(TOKENS, {"name": self.NAME}).content.decode()


class TestShapes:
    def test_of_a_token_have_no_secret(self, ask, make):
        new = make()

        answer = ask("get", "tokens")

        names = {"id", "name", "scopes", "hint", "made_at", "expires_at", "last_used_at"}
        assert set(answer.json()["items"][0]) == names
        assert new.secret not in answer.content.decode()

    def test_of_an_event_have_no_person(self, ask, write):
        write()

        names = {"kind", "at", "address", "device", "subject", "times"}
        assert set(ask("get", "security").json()["items"][0]) == names

    def test_of_a_session_have_no_key(self, ask):
        (session,) = ask("get", "sessions").json()["items"]

        names = {"id", "kind", "device", "address", "signed_in_at", "last_seen_at", "is_this"}
        assert set(session) == names
        assert (session["kind"], session["is_this"]) == ("program", True)

    def test_of_a_secret_are_not_kept_by_anybody(self, ask):
        answer = ask("post", "tokens", {"name": "Pump", "scopes": ["write", "read"], "days": 30})

        assert answer["Cache-Control"] == "no-store"
        assert answer.json()["token"]["scopes"] == ["read", "write"]

    def test_of_tokens_are_newest_first(self, ask, make):
        make(timezone.now() - SECOND, name="Older")
        make(name="Newer")

        assert [row["name"] for row in ask("get", "tokens").json()["items"]] == ["Newer", "Older"]


class TestExportAndErasure:
    def test_can_be_written_as_json(self, anna, make, now):
        secret = make(now).secret

        text = json.dumps([*queries.security_export(anna)])

        assert secret not in text
        assert PersonalToken.objects.get().digest not in text
        assert now.isoformat() in text

    def test_of_somebody_without_anything_is_empty(self, eve, make):
        make()

        assert [*queries.security_export(eve)] == []

    def test_leave_what_belongs_to_others(self, anna, eve, make, now):
        make(now)
        make(now, user=eve)

        actions.erase_security(anna, now)

        assert PersonalToken.objects.get().user == eve
        assert SecurityEvent.objects.get().user == eve
