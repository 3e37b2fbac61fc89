"""What an Octopus account has brought, in the history of imports."""

import datetime as dt

import pytest

from daybook.apps.consumption import actions, queries
from daybook.apps.consumption.models import Batch, DayUse, MeteredDay
from tests.importing import NOW, imported, octopus
from tests.octopus_home import Home

PAGE = "/consumption/import/"
BETTER = "disconnect the account instead"
SINCE = dt.datetime(2026, 2, 25, tzinfo=dt.UTC)


def text(response):
    return response.content.decode()


@pytest.fixture
def home():
    """Supplied for six days."""
    return Home(since=SINCE, until=dt.datetime(2026, 3, 3, tzinfo=dt.UTC))


@pytest.fixture
def fed(connected):
    """The import that Anna's account goes on adding to."""
    connected.refresh_from_db()
    return connected.batch


def undo(person, batch):
    return actions.undo_batch(person=person, batch_id=batch.pk, now=NOW)


class TestCounts:
    def test_are_those_of_all_half_hours_kept(self, fed):
        places = [p for day in MeteredDay.objects.all() for p in day.places if p is not None]
        assert fed.added_rows == len(places) == 2 * 6 * 48

    def test_stay_when_nothing_new_is_sent(self, connected, fed, fetch):
        before = fed.added_rows
        assert fetch(connected, at=NOW + dt.timedelta(hours=1)) == 0
        fed.refresh_from_db()
        assert fed.added_rows == before

    def test_go_up_by_what_is_new(self, connected, fed, home, fetch):
        home.until += dt.timedelta(days=1)
        added = fetch(connected, at=NOW + dt.timedelta(days=1))
        before = fed.added_rows
        fed.refresh_from_db()
        assert (fed.added_rows - before, added > 0) == (added, True)

    def test_leave_out_what_a_file_has_brought_before(self, anna, connect, fetch):
        imported(anna, octopus(days=2))
        account = connect()
        fetch(account)
        account.refresh_from_db()
        total = sum(known is not None for day in MeteredDay.objects.all() for known in day.places)
        assert account.batch.added_rows == total - 96


class TestHistory:
    def test_speaks_of_half_hours_not_of_rows(self, own, fed):
        page = text(own.get(PAGE))
        assert f"{fed.added_rows:,} half-hours added" in page
        assert "Octopus account" in page
        assert "rows added" not in page

    def test_says_one_half_hour(self, own, anna):
        Batch.objects.create(person=anna, source="octopus-api", made_at=NOW, added_rows=1)
        assert "1 half-hour added" in text(own.get(PAGE))

    def test_says_that_disconnecting_is_better(self, own, fed):
        page = text(own.get(PAGE))
        assert BETTER in page
        assert 'href="/consumption/octopus/"' in page

    def test_says_so_of_files_to_nobody(self, own, anna):
        imported(anna, octopus())
        assert BETTER not in text(own.get(PAGE))

    def test_says_it_no_more_once_it_is_disconnected(self, own, anna, fed):
        actions.disconnect_octopus(person=anna, keeps=True, now=NOW)
        page = text(own.get(PAGE))
        assert BETTER not in page
        assert f"{PAGE[:-1]}s/{fed.pk}/undo/" in page

    def test_says_it_no_more_once_it_is_undone(self, own, anna, fed):
        undo(anna, fed)
        page = text(own.get(PAGE))
        assert BETTER not in page
        assert "undone" in page

    def test_says_it_to_nobody_else(self, strangers, fed):
        assert BETTER not in text(strangers.get(PAGE))


class TestUndoing:
    def test_tells_how_many_half_hours_went(self, own, fed):
        page = own.post(f"/consumption/imports/{fed.pk}/undo/", follow=True)
        assert f"Undone: {fed.added_rows:,} half-hours are taken back." in text(page)
        assert not DayUse.objects.exists()

    def test_has_the_last_days_come_again_in_an_import_of_their_own(self, anna, fed, fetch):
        undo(anna, fed)
        account = queries.octopus_of(anna.pk)
        added = fetch(account)
        account.refresh_from_db()
        assert (account.batch_id != fed.pk, account.batch.added_rows) == (True, added)
        assert added == fed.added_rows

    def test_before_disconnecting_leaves_its_time_as_it_was(self, anna, fed):
        undo(anna, fed)
        later = NOW + dt.timedelta(days=2)
        actions.disconnect_octopus(person=anna, keeps=False, now=later)
        fed.refresh_from_db()
        assert fed.undone_at == NOW

    def test_by_disconnecting_shows_what_was_hidden(self, anna, fed, record):
        record("9", first=dt.date(2026, 3, 1))
        assert DayUse.objects.filter(amount=9).count() == 0
        actions.disconnect_octopus(person=anna, keeps=False, now=NOW)
        fed.refresh_from_db()
        assert (fed.undone_at, DayUse.objects.get().amount) == (NOW, 9)


class TestFedBatch:
    def test_is_the_one_of_the_connected_account(self, anna, eve, fed):
        assert queries.fed_batch_of(anna.pk) == fed.pk
        assert queries.fed_batch_of(eve.pk) is None

    def test_is_none_before_anything_was_fetched(self, anna, connect):
        connect()
        assert queries.fed_batch_of(anna.pk) is None


def test_the_api_tells_the_same_counts(own, fed):
    (told,) = own.get("/api/v1/consumption/import").json()["imports"]
    assert (told["source"], told["added_rows"]) == ("octopus-api", fed.added_rows)
