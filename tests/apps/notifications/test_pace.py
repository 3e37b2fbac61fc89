"""Saying how what is not urgent comes: the page and the API."""

import datetime as dt

import pytest

from daybook.apps.notifications import actions, plugs
from daybook.apps.notifications.domain import Pace
from daybook.apps.notifications.errors import WrongWish
from daybook.apps.notifications.models import Delivery, Rest

PAGE = "/inbox/settings/digest/"
API = "/api/v1/notifications/settings/digest"
DEFAULT = {"pace": "now", "morning_at": "07:00", "notes_openings": True}


@pytest.fixture
def own(client, anna):
    """Anna's browser."""
    client.force_login(anna)
    return client


def kept():
    return list(Rest.objects.values_list("pace", "morning_at", "notes_openings"))


class TestPage:
    def test_shows_what_holds_until_one_says_otherwise(self, own):
        form = own.get(PAGE).context["form"]

        assert [form[name].value() for name in ("pace", "morning_at", "notes_openings")] == [
            "now",
            dt.time(7),
            True,
        ]
        assert not Rest.objects.exists()

    def test_keeps_what_is_said(self, own):
        answer = own.post(PAGE, {"pace": "morning", "morning_at": "06:45"}, follow=True)

        assert "Your settings are saved." in answer.content.decode()
        assert kept() == [("morning", dt.time(6, 45), False)]

    def test_leaves_quiet_hours_and_pause_alone(self, own, anna, now):
        actions.change_rest(
            person=anna,
            quiet_from=dt.time(22),
            quiet_until=dt.time(7),
            paused_until=dt.date(2026, 3, 9),
            now=now,
        )

        own.post(PAGE, {"pace": "hourly", "morning_at": "07:00"})

        rest = Rest.objects.get()
        assert (rest.quiet_from, rest.paused_until) == (dt.time(22), dt.date(2026, 3, 9))

    def test_is_left_alone_by_quiet_hours_and_pause(self, own, rest):
        rest(morning_at=dt.time(5), notes_openings=False)

        own.post("/inbox/settings/", {"quiet_from": "22:00", "quiet_until": "07:00"})

        assert kept() == [("morning", dt.time(5), False)]

    @pytest.mark.parametrize(
        "wrong",
        [
            {"pace": "daily"},
            {"pace": ""},
            {"pace": "now\x00"},
            {"morning_at": ""},
            {"morning_at": "25:00"},
            {"morning_at": "07:00:30"},
            {"morning_at": "seven"},
            {"morning_at": "x" * 5000},
        ],
    )
    def test_keeps_nothing_when_something_is_wrong(self, own, wrong):
        answer = own.post(PAGE, {"pace": "hourly", "morning_at": "07:00"} | wrong)

        assert answer.status_code == 422
        assert "needs another look" in answer.content.decode()
        assert not Rest.objects.exists()

    def test_says_how_much_waits(self, own, rest, tell):
        rest()
        assert "wait" not in own.get(PAGE).content.decode().split("<form")[1]
        tell()
        tell(key="2")

        page = own.get(PAGE).content.decode()

        assert "2 messages wait for a digest. The next one:" in page

    @pytest.mark.parametrize(
        ("pace", "words"),
        [
            ("now", "What is not urgent comes at once."),
            ("hourly", "comes in a digest, every hour at most."),
            ("morning", "comes in a digest each morning."),
        ],
    )
    def test_is_told_of_on_the_page_of_the_settings(self, own, rest, pace, words):
        rest(pace=pace)

        page = own.get("/inbox/settings/").content.decode()

        assert words in page
        assert f'href="{PAGE}"' in page

    def test_asks_strangers_to_sign_in(self, client, db):
        answer = client.post(PAGE, {"pace": "hourly", "morning_at": "07:00"})

        assert answer.headers["Location"].startswith("/accounts/login/")
        assert not Rest.objects.exists()

    @pytest.mark.parametrize("method", ["put", "patch", "delete"])
    def test_takes_no_other_method(self, own, method):
        assert getattr(own, method)(PAGE).status_code == 405

    def test_costs_the_same_however_much_waits(
        self, own, rest, tell, django_assert_max_num_queries
    ):
        rest()
        for number in range(20):
            tell(key=str(number))

        with django_assert_max_num_queries(6):  # session, person, rest, held twice, unread
            own.get(PAGE)


class TestApi:
    def change(self, browser, **body):
        return browser.patch(API, data=body, content_type="application/json")

    def test_gives_what_holds(self, own):
        assert own.get(API).json() == DEFAULT

    def test_changes_only_what_is_given(self, own):
        assert self.change(own, pace="hourly").json() == DEFAULT | {"pace": "hourly"}
        assert self.change(own, morning_at="06:30", notes_openings=False).json() == {
            "pace": "hourly",
            "morning_at": "06:30",
            "notes_openings": False,
        }

    @pytest.mark.parametrize(
        "body", [{"pace": "daily"}, {"morning_at": "25:00"}, {"colour": "red"}, {"pace": 1}]
    )
    def test_refuses_what_has_the_wrong_shape(self, own, body):
        assert self.change(own, **body).status_code == 422
        assert not Rest.objects.exists()

    @pytest.mark.parametrize("time", ["07:00:30", "07:00+01:00"])
    def test_refuses_a_time_that_makes_no_sense(self, own, time):
        answer = self.change(own, morning_at=time)

        assert answer.status_code == 422
        assert "notifications.wrong-wish" in answer.json()["type"]
        assert not Rest.objects.exists()

    def test_lets_go_what_is_held(self, own, rest, owed):
        rest()
        delivery = owed()

        self.change(own, pace="now")

        delivery.refresh_from_db()
        assert delivery.state == "queued"

    def test_is_closed_to_strangers(self, client, db):
        assert self.change(client, pace="hourly").status_code == 401
        assert not Rest.objects.exists()

    def test_speaks_for_nobody_else(self, own, otto):
        self.change(own, pace="hourly")

        assert list(Rest.objects.filter(person=otto)) == []


class TestAction:
    def test_names_the_field_that_is_wrong(self, anna, now):
        with pytest.raises(WrongWish) as wrong:
            actions.change_pace(
                person=anna,
                pace=Pace.MORNING,
                morning_at=dt.time(7, 0, 1),
                notes_openings=True,
                now=now,
            )

        assert wrong.value.field == "morning_at"
        assert not Rest.objects.exists()

    def test_leads_to_what_is_given_out(self, anna, rest):
        rest(morning_at=dt.time(6, 15), notes_openings=False)

        given = dict(plugs.export(anna))["rest"]

        assert (given["pace"], given["morning_at"]) == ("morning", "06:15")
        assert given["notes_openings"] is False

    def test_is_forgotten_with_the_person(self, anna, rest, tell, now):
        rest()
        tell()
        actions.gather_digests(now=now + dt.timedelta(days=1))

        plugs.erase(anna, now)

        assert not Rest.objects.exists()
        assert not Delivery.objects.exists()
