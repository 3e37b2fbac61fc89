import datetime as dt
import re

import pytest
from django.utils import timezone

from daybook.apps.consumption.domain import Trouble
from daybook.apps.consumption.models import MeteredDay, OctopusAccount
from daybook.lib.periods import LONDON, local_date, local_midnight
from tests.loopback import BROKEN, FORBIDDEN, MISSING
from tests.octopus_home import ACCOUNT, KEY, MPAN, NUMBER

PAGE = "/consumption/octopus/"
ONE_DAY = dt.timedelta(days=1)
PART = {"HX-Request": "true"}


@pytest.fixture
def now():
    """Pages read the clock on the wall, so what they show has to be of today."""
    return timezone.now()


@pytest.fixture(autouse=True)
def lately(home, now):
    """The household is supplied since a week."""
    today = local_date(now, LONDON)
    home.since = local_midnight(today - 7 * ONE_DAY, LONDON)
    home.until = local_midnight(today, LONDON)


def send(browser, **said):
    given = {"number": NUMBER, "api_key": KEY, "gas_unit": "m3"}
    return browser.post(PAGE, given | said)


def text_of(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


class TestConnecting:
    def test_is_offered_with_where_the_key_is(self, own):
        told = text_of(own.get(PAGE))
        assert "Connect your account" in told
        assert "API access" in told

    def test_shows_what_is_connected_and_never_the_key(self, own, octopus):
        assert send(own).url == PAGE
        told = own.get(PAGE).content.decode()
        assert NUMBER in told
        assert MPAN in told
        assert "ends with x7Qa" in told
        assert KEY not in told

    @pytest.mark.parametrize(
        ("answer", "told"),
        [
            (FORBIDDEN, (422, "api_key", "does not accept this API key")),
            (MISSING, (422, "number", "has no account")),
            (BROKEN, (503, "__all__", "trouble of its own")),
        ],
    )
    def test_says_what_octopus_says(self, own, octopus, answer, told):
        status, field, words = told
        octopus.always(ACCOUNT, answer)
        answer = send(own)
        assert answer.status_code == status
        assert words in str(answer.context["form"].errors[field])
        assert f'value="{NUMBER}"' in answer.content.decode()
        assert KEY not in answer.content.decode()
        assert not OctopusAccount.objects.exists()

    @pytest.mark.parametrize(
        "wrong", [{"number": "B-1"}, {"api_key": "nonsense"}, {"gas_unit": "ft3"}, {"number": ""}]
    )
    def test_refuses_what_is_typed_wrongly(self, own, octopus, wrong):
        answer = send(own, **wrong)
        assert answer.status_code == 422
        assert answer.context["form"].has_error(*wrong)
        assert octopus.count() == 0

    def test_pressed_twice_is_one_account(self, own, octopus):
        send(own)
        send(own)
        assert OctopusAccount.objects.count() == 1

    def test_of_another_account_says_so(self, own, octopus):
        send(own)
        answer = send(own, number="A-00000000")
        assert answer.status_code == 409
        assert "Disconnect it first" in text_of(answer)


class TestProgress:
    def test_is_shown_until_all_is_there(self, own, connect, fetch, now):
        account = connect()
        assert "It begins in a moment" in text_of(own.get(PAGE, headers=PART))
        fetch(account)
        told = own.get(PAGE, headers=PART)
        assert "All half-hours that Octopus has sent are here" in text_of(told)
        assert b"<html" not in told.content
        assert b"hx-get" not in told.content

    def test_says_since_when_everything_is_here(self, own, connect):
        account = connect()
        middle = account.fill_until - 4 * ONE_DAY
        OctopusAccount.objects.filter(pk=account.pk).update(filled_since=middle)
        told = text_of(own.get(PAGE, headers=PART))
        assert "50%" in told
        assert f"Everything since {middle:%B %Y}" in told

    @pytest.mark.parametrize(
        ("trouble", "words"),
        [
            (Trouble.KEY, "has refused the API key"),
            (Trouble.ACCOUNT, "does not know this account"),
            (Trouble.SEAL, "secret of this Daybook has changed"),
            (Trouble.AWAY, "nothing for you to do"),
        ],
    )
    def test_says_why_there_is_none(self, own, connect, trouble, words):
        OctopusAccount.objects.filter(pk=connect().pk).update(trouble=trouble)
        told = text_of(own.get(PAGE))
        assert words in told
        assert ("Fetch now" in told) == (trouble is Trouble.AWAY)
        assert "new ones are fetched" not in told


class TestGaps:
    def test_are_named_by_day_and_time(self, own, connect, fetch, home):
        noon = home.since + 2 * ONE_DAY + dt.timedelta(hours=12)
        home.gaps |= {noon, noon + dt.timedelta(minutes=30)}
        fetch(connect())
        told = text_of(own.get(PAGE))
        assert "Electricity: approximate: 2 half-hours missing" in told
        assert "2 half-hours missing, at" in told

    def test_of_whole_days_are_one_line(self, own, connect, fetch, home):
        start = home.since + 1 * ONE_DAY
        home.gaps |= {start + n * dt.timedelta(minutes=30) for n in range(-2, 100)}
        fetch(connect())
        told = text_of(own.get(PAGE))
        assert told.count(": nothing has come") == 2  # electricity and gas

    def test_are_nothing_where_all_is_there(self, own, connect, fetch):
        fetch(connect())
        assert "Electricity: nothing is missing" in text_of(own.get(PAGE))


class TestButtons:
    def test_fetch_now(self, own, connect, django_capture_on_commit_callbacks):
        connect()
        with django_capture_on_commit_callbacks() as begun:
            answer = own.post(f"{PAGE}renew/", follow=True)
        assert "Octopus is being asked" in text_of(answer)
        assert len(begun) == 1

    def test_fetch_now_needs_an_account(self, own):
        assert "No Octopus account" in text_of(own.post(f"{PAGE}renew/", follow=True))

    @pytest.mark.parametrize(("keeps", "left"), [("yes", True), ("no", False)])
    def test_disconnect(self, own, connected, keeps, left):
        assert connected.points.exists()
        answer = own.post(f"{PAGE}disconnect/", {"keeps": keeps}, follow=True)
        assert "its key is forgotten" in text_of(answer)
        assert MeteredDay.objects.exists() is left
        assert not OctopusAccount.objects.exists()

    def test_disconnect_twice_is_harmless(self, own):
        answer = own.post(f"{PAGE}disconnect/", {"keeps": "no"}, follow=True)
        assert "No Octopus account" in text_of(answer)

    def test_disconnect_wants_to_know_what_becomes_of_the_rest(self, own, connect):
        connect()
        assert own.post(f"{PAGE}disconnect/").status_code == 422
        assert OctopusAccount.objects.exists()


class TestOthers:
    def test_see_and_change_nothing_of_it(self, strangers, connect):
        connect()
        told = text_of(strangers.get(PAGE))
        assert NUMBER not in told
        strangers.post(f"{PAGE}disconnect/", {"keeps": "no"})
        strangers.post(f"{PAGE}renew/")
        assert OctopusAccount.objects.count() == 1

    def test_questions_do_not_grow_with_the_days(
        self, own, connect, fetch, django_assert_max_num_queries
    ):
        fetch(connect())
        with django_assert_max_num_queries(14) as few:
            own.get(PAGE)
        MeteredDay.objects.all().delete()
        with django_assert_max_num_queries(len(few)):
            own.get(PAGE)
