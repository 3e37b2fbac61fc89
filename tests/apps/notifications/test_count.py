"""The count of new messages, as an open page asks for it again and again."""

import datetime as dt

import pytest

from daybook.apps.notifications.models import Message

ADDRESS = "/inbox/count/"


@pytest.fixture
def own(client, anna):
    """Anna's browser."""
    client.force_login(anna)
    return client


def ask_again(browser, answer):
    return browser.get(ADDRESS, headers={"If-None-Match": answer.headers["ETag"]})


class TestCount:
    def test_is_the_part_of_the_navigation_and_no_page(self, own, tell):
        tell()

        answer = own.get(ADDRESS)

        assert answer.content.decode().strip().startswith('<span class="rail-count">1<')
        assert "<html" not in answer.content.decode()

    def test_is_nothing_where_nothing_is_new(self, own):
        assert own.get(ADDRESS).content.strip() == b""

    def test_leaves_out_what_is_still_to_come(self, own, tell):
        tell(at=dt.datetime(2999, 1, 1, tzinfo=dt.UTC))

        assert own.get(ADDRESS).content.strip() == b""

    def test_is_not_sent_again_while_it_is_the_same(self, own, tell):
        tell()

        again = ask_again(own, own.get(ADDRESS))

        assert (again.status_code, again.content) == (304, b"")

    def test_is_sent_again_when_something_was_told(self, own, tell):
        first = own.get(ADDRESS)
        tell()

        assert b">1<" in ask_again(own, first).content

    def test_is_sent_again_when_something_was_read(self, own, tell):
        told = tell()
        first = own.get(ADDRESS)
        own.get(f"/inbox/{told.pk}/")

        again = ask_again(own, first)

        assert (again.status_code, again.content.strip()) == (200, b"")

    def test_is_never_taken_for_that_of_the_person_before(self, own, tell, otto):
        tell()
        first = own.get(ADDRESS)
        own.force_login(otto)

        assert ask_again(own, first).status_code == 200

    def test_is_kept_by_no_cache_but_the_browsers(self, own):
        kept = own.get(ADDRESS).headers["Cache-Control"]

        assert {word.strip() for word in kept.split(",")} == {"private", "no-cache"}

    def test_marks_nothing_as_read(self, own, tell):
        tell()
        own.get(ADDRESS)

        assert Message.objects.get().read_at is None

    def test_costs_three_queries(self, own, tell, django_assert_num_queries):
        tell()

        with django_assert_num_queries(3):  # session, person, count
            own.get(ADDRESS)

    def test_ends_the_asking_of_whoever_is_signed_out(self, client, tell):
        tell()

        answer = client.get(ADDRESS)

        assert (answer.status_code, answer.content) == (286, b"")
        assert answer.headers["Cache-Control"] == "no-store"

    @pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
    def test_can_only_be_asked_for(self, own, method):
        assert getattr(own, method)(ADDRESS).status_code == 405


class TestNavigation:
    def test_says_where_to_ask_again(self, own, tell):
        tell()

        page = own.get("/inbox/").content.decode()

        assert 'data-live hx-get="/inbox/count/"' in page
        assert 'class="rail-count">1<' in page

    def test_asks_for_nothing_for_a_stranger(self, client, db):
        assert "data-live" not in client.get("/").content.decode()
