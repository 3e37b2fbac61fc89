"""Pages of the appliances."""

import uuid
from dataclasses import replace

import pytest
from django.test import Client

from daybook.apps.prices import actions, queries
from daybook.apps.prices.actions.appliances import MOST_APPLIANCES
from daybook.apps.prices.domain import PRESETS, Kind
from daybook.apps.prices.models import Appliance
from tests.apps.prices.appliances import TYPED, add
from tests.apps.prices.views.conftest import Page

LIST = "/prices/appliances/"


@pytest.fixture
def annas(anna):
    """A browser in which Anna is signed in."""
    browser = Client()
    browser.force_login(anna)
    return browser


@pytest.fixture
def send(annas):
    """Sends a form of Anna's."""

    def send(path, **typed):
        return Page(annas.post(path, {"key": str(uuid.uuid4())} | TYPED | typed))

    return send


class TestAdding:
    def test_adds_what_was_typed(self, send, anna):
        assert send(f"{LIST}add/").response.url == LIST
        kept = queries.appliances_of(anna.pk)[0].machine
        assert (kept.name, kept.timer_steps, kept.load.kwh.to_eng_string()) == (
            "Dishwasher",
            "3 6 9",
            "1.1925",
        )

    def test_adds_a_form_sent_twice_once(self, send):
        key = str(uuid.uuid4())
        for _ in range(2):
            assert send(f"{LIST}add/", key=key).status == 302
        assert Appliance.objects.count() == 1

    @pytest.mark.parametrize("kind", PRESETS)
    def test_begins_with_what_is_usual_of_the_kind(self, annas, kind):
        page = Page(annas.get(f"{LIST}add/", {"kind": kind.value}))
        assert f'<option value="{kind.value}" selected>' in page.html
        typed = PRESETS[kind].profile or "7.4" if kind is not Kind.HEAT_BATTERY else "2.8"
        assert f'value="{typed}"' in page.html

    @pytest.mark.parametrize(
        ("typed", "words"),
        [
            ({"name": ""}, "Give it a name"),
            ({"profile": "a lot"}, "Write the kWh of each half-hour"),
            ({"profile": ""}, "Give the energy in kWh"),
            ({"profile": "", "kwh": "1", "minutes": ""}, "Give a length"),
            ({"kw": "99"}, "at most 50 kW"),
            ({"minutes": "5000"}, "less than or equal to 1440"),
            ({"allowed_from": "22:00"}, "both ends"),
            ({"timer_steps": ""}, "hours the timer offers"),
            ({"ready_by": "late"}, "such as 07:00"),
        ],
    )
    def test_says_beside_the_field_what_is_wrong(self, send, typed, words):
        page = send(f"{LIST}add/", **typed)
        assert page.status == 422
        assert words in page.text
        assert "field-error" in page.html
        assert not Appliance.objects.exists()

    def test_says_that_fifty_are_enough(self, send, anna, now):
        for _ in range(MOST_APPLIANCES):
            add(anna, now)
        assert send(f"{LIST}add/").response.url == LIST
        assert Appliance.objects.count() == MOST_APPLIANCES


class TestList:
    def test_teaches_the_next_step_when_empty(self, annas):
        page = Page(annas.get(LIST))
        assert "No appliance yet" in page.text
        assert f"{LIST}add/" in page.html

    def test_shows_what_each_draws_and_when(self, annas, send):
        send(f"{LIST}add/")
        text = Page(annas.get(LIST)).text
        assert "1.193 kWh in 2 h · ready by 07:00, timer 3 6 9 h" in text

    def test_asks_the_database_no_more_the_longer_it_is(
        self, annas, anna, now, django_assert_max_num_queries
    ):
        for count in (1, 20):
            for _ in range(count):
                add(anna, now)
            with django_assert_max_num_queries(4):  # session, person, unread, list
                annas.get(LIST)

    def test_is_each_persons_own(self, annas, eve, now):
        add(eve, now)
        assert "Kettle" not in Page(annas.get(LIST)).text


class TestChanging:
    def test_shows_and_changes_it(self, annas, send, anna, now):
        mine = add(anna, now, replace(PRESETS[Kind.EV], name="Car"))
        page = Page(annas.get(f"{LIST}{mine.pk}/"))
        assert 'value="Car"' in page.html
        assert send(f"{LIST}{mine.pk}/", name="Van").response.url == LIST
        assert queries.appliances_of(anna.pk)[0].name == "Van"

    def test_keeps_what_was_typed_wrongly(self, send, anna, now):
        mine = add(anna, now)
        page = send(f"{LIST}{mine.pk}/", name="Van", profile="a lot")
        assert page.status == 422
        assert 'value="Van"' in page.html
        assert queries.appliances_of(anna.pk)[0].name == "Kettle"

    @pytest.mark.parametrize("number", [2**70, 2**63 - 1])
    def test_of_what_is_not_there_is_404(self, annas, number):
        assert annas.get(f"{LIST}{number}/").status_code == 404


class TestDeleting:
    def test_can_be_undone_on_the_list(self, annas, anna, now):
        mine = add(anna, now)
        answer = annas.post(f"{LIST}{mine.pk}/delete/")
        page = Page(annas.get(answer.url))
        assert "Kettle is deleted." in page.text
        annas.post(f"{LIST}{mine.pk}/restore/")
        assert queries.appliances_of(anna.pk) == [mine]

    def test_offers_nothing_of_somebody_elses(self, annas, eve, now):
        hers = add(eve, now)
        actions.delete_appliance(person=eve, appliance_id=hers.pk, now=now)
        page = Page(annas.get(LIST, {"deleted": str(hers.pk)}))
        assert "Kettle" not in page.text
        assert annas.post(f"{LIST}{hers.pk}/restore/").status_code == 404
        assert not queries.appliances_of(eve.pk)
