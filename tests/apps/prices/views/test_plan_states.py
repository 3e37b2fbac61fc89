"""The pages of plans and appliances in their states: what was typed stays, old links, fifty."""

import re
import uuid
from dataclasses import replace

import pytest
from django.test import Client

from daybook.apps.prices import actions, queries
from daybook.apps.prices.domain import PRESETS, Kind
from tests.apps.prices.appliances import TYPED, add
from tests.apps.prices.views.conftest import HERE, Page
from tests.loopback import BROKEN

MOST_APPLIANCES = 3
LIST = "/prices/appliances/"
WRONG = {"what": "ev", "kwh": "lots", "ready_by": "06:15", "blocks": "one", "tolerance": "0.5"}


@pytest.fixture(autouse=True)
def _few_are_enough(monkeypatch):
    """Fifty of them take long to write."""
    monkeypatch.setattr("daybook.apps.prices.actions.appliances.MOST_APPLIANCES", MOST_APPLIANCES)


@pytest.fixture
def annas(anna, clock):
    """A browser in which Anna is signed in."""
    browser = Client()
    browser.force_login(anna)
    return browser


@pytest.fixture
def plan(visit, neso):
    """Opens the page of plans with London's Agile prices."""
    return lambda browser=None, **asked: visit(
        "/prices/plan/", **({"browser": browser} if browser else {}), **(HERE | asked)
    )


def control(page, name):
    """The tag of a control."""
    return next(iter(page.tags(rf'(?:input|select)[^>]*name="{name}"')), "")


class TestPlanForm:
    def test_keeps_what_was_typed_beside_what_is_wrong(self, plan):
        page = plan(**WRONG)
        assert page.status == 422
        assert 'value="lots"' in control(page, "kwh")
        assert 'aria-invalid="true"' in control(page, "kwh")
        assert 'value="06:15"' in control(page, "ready_by")
        assert '<option value="one" selected>' in page.html

    def test_opens_the_fold_in_which_something_is_wrong(self, plan):
        page = plan(**WRONG)
        assert page.tags('details[^>]*id="charge"[^>]* open')
        assert not plan(what="ev").tags('details[^>]*id="charge"[^>]* open')

    def test_writes_nothing_of_what_was_typed_as_markup(self, plan):
        page = plan(what="own", profile='"><script>alert(1)</script>')
        assert page.status == 422
        assert "<script>alert" not in page.html

    def test_labels_every_control(self, plan):
        page = plan(what="ev")
        controls = page.tags(r'(?:input|select) (?![^>]*type="hidden")')
        ids = {found[1] for tag in controls if (found := re.search(r' id="([^"]+)"', tag))}
        labelled = set(re.findall(r'<label[^>]* for="([^"]+)"', page.html))
        assert {one for one in ids if one.startswith("id_")} <= labelled

    def test_keeps_the_tariff_for_the_next_question(self, plan):
        page = plan(what="ev")
        for name, value in HERE.items():
            assert f'type="hidden" name="{name}" value="{value}"' in page.html

    def test_plans_a_dishwasher_of_another_length(self, plan):
        page = plan(what="dishwasher", minutes="60")
        assert page.status == 200
        assert "in 1 h" in page.text

    def test_says_why_a_dryer_is_not_split(self, plan):
        page = plan(what="dryer", blocks="several")
        assert "It runs in one go: only what has a power can run in several blocks." in page.text

    def test_of_a_shared_address_shows_everybody_the_same(self, plan, annas):
        asked = {"what": "ev", "kwh": "30", "ready_by": "07:00"}
        ours, theirs = plan(browser=annas, **asked), plan(**asked)
        pattern = re.compile(r'<section class="prices-best".*?</section>', re.DOTALL)
        assert pattern.search(ours.html)[0] == pattern.search(theirs.html)[0]

    def test_is_kept_by_nobody_on_the_way(self, plan):
        header = plan(what="ev").response["Cache-Control"]
        assert "private" in header
        assert "no-cache" in header


class TestOldLinks:
    def test_to_an_appliance_that_is_deleted_offer_the_others(self, plan, annas, anna, now):
        gone, left = add(anna, now), add(anna, now, replace(PRESETS[Kind.EV], name="Car"))
        actions.delete_appliance(person=anna, appliance_id=gone.pk, now=now)
        page = plan(browser=annas, what=str(gone.pk))
        assert page.status == 422
        assert f'<option value="{left.pk}"' in page.html

    @pytest.mark.parametrize("text", ["9" * 5000, "9" * 30, "-1", "one", "1.5", "\u0663", "%00"])
    def test_to_a_deletion_that_never_was_show_the_list(self, annas, text):
        page = Page(annas.get(LIST, {"deleted": text}))
        assert page.status == 200
        assert "is deleted" not in page.text

    def test_to_an_undone_deletion_offer_nothing(self, annas, anna, now):
        kept = add(anna, now)
        page = Page(annas.get(LIST, {"deleted": str(kept.pk)}))
        assert "Kettle is deleted" not in page.text

    @pytest.mark.parametrize("way", ["", "delete/", "restore/"])
    def test_to_what_somebody_else_has_are_404(self, annas, eve, now, way):
        hers = add(eve, now)
        assert annas.post(f"{LIST}{hers.pk}/{way}", TYPED).status_code == 404
        assert queries.appliance_of(eve.pk, hers.pk).name == "Kettle"


class TestTwoTabs:
    def test_deleting_twice_is_404_and_can_still_be_undone(self, annas, anna, now):
        kept = add(anna, now)
        statuses = [annas.post(f"{LIST}{kept.pk}/delete/").status_code for _ in range(2)]
        assert statuses == [302, 404]
        for _ in range(2):
            assert annas.post(f"{LIST}{kept.pk}/restore/").status_code == 302
        assert queries.appliances_of(anna.pk) == [kept]

    def test_saving_what_another_has_deleted_is_404(self, annas, anna, now):
        kept = add(anna, now)
        annas.post(f"{LIST}{kept.pk}/delete/")
        assert annas.post(f"{LIST}{kept.pk}/", TYPED).status_code == 404

    def test_a_form_whose_appliance_is_deleted_since_says_so(self, annas, anna):
        typed = TYPED | {"key": str(uuid.uuid4())}
        annas.post(f"{LIST}add/", typed)
        annas.post(f"{LIST}{queries.appliances_of(anna.pk)[0].pk}/delete/")
        page = Page(annas.post(f"{LIST}add/", typed, follow=True))
        assert "has been deleted since" in page.text
        assert queries.appliances_of(anna.pk) == []

    def test_bringing_back_a_fifty_first_says_why_not(self, annas, anna, now):
        kept = add(anna, now)
        annas.post(f"{LIST}{kept.pk}/delete/")
        for _ in range(MOST_APPLIANCES):
            add(anna, now)
        page = Page(annas.post(f"{LIST}{kept.pk}/restore/", follow=True))
        assert "You have fifty appliances." in page.text
        assert len(queries.appliances_of(anna.pk)) == MOST_APPLIANCES


class TestStrangers:
    @pytest.mark.parametrize("path", [LIST, f"{LIST}add/", f"{LIST}1/"])
    def test_sign_in_first(self, client, db, path):
        assert "/sign-in/" in client.get(path).url or "next=" in client.get(path).url

    @pytest.mark.parametrize("way", ["delete", "restore"])
    def test_change_nothing_by_an_address(self, annas, anna, now, way):
        kept = add(anna, now)
        assert annas.get(f"{LIST}{kept.pk}/{way}/").status_code == 405
        assert queries.appliances_of(anna.pk) == [kept]


class TestFindingTheProduct:
    def test_says_when_octopus_is_silent(self, visit, octopus, neso):
        octopus.always("*", BROKEN)
        page = visit("/prices/plan/", region="C", what="ev")
        assert page.status == 503
        assert "sample=1" in page.html

    def test_keeps_a_word_of_the_person_that_is_not_of_the_choice(self, visit, neso):
        page = visit("/prices/plan/", region="C", what="ev", kwh="30", ready_by="07:00")
        assert "kwh=30" in page.response.url
        assert "ready_by=07%3A00" in page.response.url
