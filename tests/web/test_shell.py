"""The shell around every page: where one can go, and what each place is called."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from daybook.core.contributions import NavItem, nav
from daybook.core.registry import Registry
from daybook.web import context


class Known:
    """Somebody who is signed in."""

    is_authenticated = True


class Operator(Known):
    """Somebody who is signed in, and runs the installation."""

    is_active = is_staff = True


@pytest.fixture
def items(monkeypatch):
    registry = Registry("navigation item")
    monkeypatch.setattr(context, "nav", registry)
    return registry


def request_to(path="/", user=None):
    request = RequestFactory().get(path)
    request.user = user or AnonymousUser()
    return request


def labels(request):
    return [place.label for place in context.places(request)]


def item(label, url_name="home", **options):
    return NavItem(label=label, icon="dot", url_name=url_name, **options)


class TestPlaces:
    def test_come_in_their_order(self, items):
        items.register("b.second", order=2)(item("Second"))
        items.register("a.third", order=3)(item("Third"))
        items.register("z.first", order=1)(item("First"))
        assert labels(request_to()) == ["First", "Second", "Third"]

    def test_depend_on_who_is_asking(self, items):
        items.register("a.in")(item("Mine", audience="signed-in"))
        items.register("a.out")(item("Sign in", audience="signed-out"))
        assert labels(request_to()) == ["Sign in"]
        assert labels(request_to(user=Known())) == ["Mine"]

    def test_without_a_page_are_left_out(self, items):
        items.register("a.gone")(item("Gone", url_name="no-such-page"))
        items.register("a.here")(item("Here"))
        assert labels(request_to()) == ["Here"]

    def test_know_where_one_is(self, items):
        items.register("a.home")(item("Home"))
        items.register("a.gallery")(item("Gallery", url_name="gallery"))
        here = [p.label for p in context.places(request_to("/ui/deeper/")) if p.is_current]
        assert here == ["Gallery"]

    def test_know_the_pages_of_their_section(self, items):
        items.register("a.gallery")(item("Gallery", url_name="gallery", within="/shelf/"))
        assert context.places(request_to("/shelf/deeper/"))[0].is_current
        assert not context.places(request_to("/ui/"))[0].is_current

    def test_of_operators_are_aside(self, items):
        items.register("a.jobs")(item("Jobs", audience="operators"))
        items.register("a.home")(item("Home"))
        found = context.places(request_to(user=Operator()))
        assert {place.label: place.is_aside for place in found} == {"Home": False, "Jobs": True}

    def test_say_how_many_things_wait_there(self, items):
        items.register("a.inbox")(item("Inbox", count=lambda request: 3))
        items.register("a.plain")(item("Plain"))
        assert [place.count for place in context.places(request_to())] == [3, 0]

    def test_the_first_page_is_current_only_on_itself(self, items):
        items.register("a.home")(item("Home"))
        assert context.places(request_to("/"))[0].is_current
        assert not context.places(request_to("/prices/"))[0].is_current

    def test_are_looked_up_only_when_shown(self, items):
        request = RequestFactory().get("/")  # it has no user: asking for one would fail
        assert callable(context.shell(request)["places"])

    def test_of_the_house_include_the_first_page(self):
        assert "web.home" in dict(nav)

    def test_have_keys_of_their_own(self):
        keys = [entry.key for _, entry in nav if entry.key]
        assert len(keys) == len(set(keys))


@pytest.fixture
def page(client, settings):
    settings.DEBUG = True
    return client.get("/ui/").content.decode()


@pytest.mark.django_db
class TestPage:
    def test_says_where_one_is_in_its_title(self, page):
        assert "<title>Components · Daybook</title>" in page

    def test_leads_past_the_navigation_first(self, page):
        body = page.partition("<body>")[2]
        assert re.search(r"<a [^>]*>", body)[0] == '<a class="skip" href="#main">'
        assert '<main id="main"' in page

    def test_has_one_title(self, page):
        assert page.count("<h1") == 1

    def test_has_no_id_twice(self, page):
        ids = re.findall(r'\sid="([^"]+)"', page)
        assert sorted(ids) == sorted(set(ids))

    def test_tells_htmx_to_keep_the_policy(self, page):
        config = re.search(r"name=\"htmx-config\" content='([^']+)'", page)[1]
        for rule in ('"allowEval":false', '"selfRequestsOnly":true', '"historyCacheSize":0'):
            assert rule in config

    def test_can_be_installed(self, page):
        assert 'rel="manifest" href="/manifest.webmanifest"' in page
        assert 'rel="apple-touch-icon"' in page

    def test_names_the_source_of_prices_and_the_licence(self, page):
        assert "not affiliated" in page
        assert 'rel="license"' in page

    def test_describes_every_mark_by_what_it_is_for(self, page):
        assert re.findall(r"<(?:a|button)[^>]*>\s*</(?:a|button)>", page) == []
