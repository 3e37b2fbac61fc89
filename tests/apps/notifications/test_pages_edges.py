"""The pages at their edges: hostile names, wrong methods, wrong forms, an operator's rights."""

import pytest
from django.urls import reverse

from daybook.apps.notifications.models import Delivery, Message, Preference, Rest, Suppression

HOSTILE = '<script>alert("1")</script>'
WRONG = [
    {"quiet_from": "22:00"},
    {"quiet_until": "07:00"},
    {"quiet_from": "25:00", "quiet_until": "07:00"},
    {"quiet_from": "22:00\x00", "quiet_until": "07:00"},
    {"quiet_from": "zwölf", "quiet_until": "07:00"},
    {"quiet_from": "07:00", "quiet_until": "07:00"},
    {"quiet_from": "22:00:30", "quiet_until": "07:00"},
    {"paused_until": "2026-02-30"},
    {"paused_until": "9999-12-31"},
    {"paused_until": "x" * 5000},
    {"paused_until": "2001-01-01"},
]


@pytest.fixture
def own(client, anna):
    client.force_login(anna)
    return client


class TestHostileWords:
    @pytest.fixture
    def told(self, tell):
        told = tell()
        Message.objects.update(subject=HOSTILE, text=HOSTILE)
        return told

    @pytest.mark.parametrize("path", ["/inbox/", "/inbox/{}/"])
    def test_are_shown_as_words(self, own, told, path):
        page = own.get(path.format(told.pk)).content.decode()

        assert HOSTILE not in page
        assert "&lt;script&gt;" in page

    def test_in_the_label_of_a_kind_are_shown_as_words(self, own, kinds):
        kinds("tests.hostile", label=HOSTILE)

        page = own.get("/inbox/settings/").content.decode()

        assert HOSTILE not in page
        assert "&lt;script&gt;" in page


class TestWrongMethods:
    @pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
    @pytest.mark.parametrize("path", ["/inbox/", "/inbox/{}/"])
    def test_of_pages_are_refused(self, own, tell, method, path):
        told = tell()

        assert getattr(own, method)(path.format(told.pk)).status_code == 405
        assert Message.objects.get().read_at is None

    @pytest.mark.parametrize("method", ["get", "head", "put", "patch", "delete"])
    @pytest.mark.parametrize("path", ["/inbox/read/", "/inbox/trial/", "/inbox/{}/delete/"])
    def test_of_acts_are_refused(self, own, tell, method, path):
        told = tell()

        assert getattr(own, method)(path.format(told.pk)).status_code == 405
        assert list(Message.objects.filter(read_at=None, is_in_inbox=True)) == [told]

    @pytest.mark.parametrize("method", ["put", "patch", "delete"])
    def test_of_settings_are_refused(self, own, method):
        assert getattr(own, method)("/inbox/settings/").status_code == 405
        assert not Rest.objects.exists()


class TestWrongForms:
    @pytest.mark.parametrize("form", WRONG)
    def test_are_shown_again_and_nothing_is_kept(self, own, form):
        assert own.post("/inbox/settings/", form).status_code == 422
        assert not Rest.objects.exists()
        assert not Preference.objects.exists()

    def test_cannot_switch_what_is_always_on(self, own, alarm):
        own.post("/inbox/settings/", {f"{alarm}.inbox": "on"})

        assert not Preference.objects.filter(kind=alarm).exists()

    def test_cannot_speak_for_somebody_else(self, own, anna, otto):
        own.post("/inbox/settings/", {"person": otto.pk, "person_id": otto.pk})

        assert set(Preference.objects.values_list("person_id", flat=True)) == {anna.pk}


class TestSignedOut:
    @pytest.mark.parametrize("path", ["/inbox/", "/inbox/settings/", "/inbox/7/"])
    def test_people_come_back_to_where_they_wanted_to_go(self, client, db, path):
        assert client.get(path).headers["Location"] == f"/accounts/login/?next={path}"


class TestPagesOfTheInbox:
    @pytest.mark.parametrize(("page", "number"), [("0", 2), ("-1", 2), ("999", 2), ("x", 1)])
    def test_that_do_not_exist_are_the_nearest(self, own, tell, page, number):
        for key in range(21):
            tell(key=str(key))

        assert own.get("/inbox/", {"page": page}).context["page"].number == number

    def test_can_be_full_to_the_last_line(self, own, tell):
        for key in range(20):
            tell(key=str(key))

        page = own.get("/inbox/").context["page"]
        assert (len(page.object_list), page.has_next()) == (20, False)


class TestOperator:
    @pytest.fixture
    def operator(self, person, client):
        client.force_login(person("Olga", is_staff=True, is_superuser=True))
        return client

    @pytest.mark.parametrize("model", ["delivery", "suppression"])
    def test_makes_nothing_by_hand(self, operator, model):
        answer = operator.post(reverse(f"admin:notifications_{model}_add"), {"mark": "x"})

        assert answer.status_code == 403
        assert not Suppression.objects.exists()

    def test_changes_no_delivery_by_hand(self, operator, owed):
        delivery = owed()
        address = reverse("admin:notifications_delivery_change", args=[delivery.pk])

        operator.post(address, {"state": "sent", "error": "mine"})

        kept = Delivery.objects.get()
        assert (kept.state, kept.error) == ("queued", "")

    @pytest.mark.parametrize("state", ["queued", "sent", "dropped"])
    def test_sends_only_dead_letters_again(self, operator, owed, state):
        delivery = owed()
        Delivery.objects.update(state=state)
        data = {"action": "send_again", "_selected_action": [delivery.pk]}

        page = operator.post(reverse("admin:notifications_delivery_changelist"), data, follow=True)

        assert "0 will be sent again." in page.content.decode()
        assert Delivery.objects.get().state == state

    def test_needs_the_right_to_change_deliveries(self, person, client, owed):
        owed()
        client.force_login(person("Stan", is_staff=True))

        answer = client.get(reverse("admin:notifications_delivery_changelist"))

        assert answer.status_code == 403
