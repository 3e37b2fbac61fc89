"""The pages of imports."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from daybook.apps.consumption import actions, jobs
from daybook.apps.consumption.models import Batch, Draft, Record
from daybook.core.jobs.progress import Meter
from tests.importing import BAD, DAILY, agreed_of, draft_of, imported, octopus

PAGE = "/consumption/import/"


def text(response):
    return response.content.decode()


def send(browser, content=DAILY, name="use.csv"):
    return browser.post(PAGE, {"file": SimpleUploadedFile(name, content)})


def page_of(draft, verb=""):
    return f"{PAGE}{draft.pk}/{verb}"


def chosen(**said):
    given = {
        "utility": "electricity",
        "unit": "kWh",
        "kind": "days",
        "value": "1",
        "start": "0",
        "date_order": "day-first",
        "decimals": "point",
    }
    return given | said


class TestChoosing:
    def test_says_that_nothing_was_imported(self, own):
        assert "Nothing has been imported" in text(own.get(PAGE))

    def test_leads_to_the_preview(self, own, anna):
        page = send(own)
        assert page["Location"] == page_of(Draft.objects.get(person=anna))

    @pytest.mark.parametrize(
        ("content", "told"),
        [
            (b"\x89PNG....", "is a picture"),
            (b"", "is empty"),
            (b"2026-03-01,8\n", "name the columns"),
        ],
    )
    def test_says_beside_the_field_what_is_wrong(self, own, content, told):
        page = send(own, content)
        assert (page.status_code, Draft.objects.count()) == (422, 0)
        assert told in text(page)

    def test_refuses_what_is_too_large(self, own):
        page = send(own, b"x" * (5 * 1024 * 1024 + 1))
        assert page.status_code == 422
        assert "too large" in text(page)

    def test_asks_for_a_file(self, own):
        assert "Choose a file." in text(own.post(PAGE))

    def test_lists_what_is_not_imported_yet(self, own, anna):
        draft = draft_of(anna, name="<b>.csv")
        assert page_of(draft) in text(own.get(PAGE))
        assert "&lt;b&gt;.csv" in text(own.get(PAGE))


class TestLooking:
    def test_shows_rows_counts_and_reasons(self, own, anna):
        page = text(own.get(page_of(draft_of(anna, BAD))))
        assert "Sunday 1 March 2026" in page
        assert "Import 1 row" in page
        assert "Type it as a number" in page

    def test_recognises_octopus(self, own, anna):
        page = text(own.get(page_of(draft_of(anna, octopus()))))
        assert "Import 48 rows" in page
        assert "00:00\N{EN DASH}00:30" in page

    def test_takes_other_columns(self, own, anna):
        draft = draft_of(anna)
        assert own.post(page_of(draft), chosen(utility="water", unit="l")).status_code == 302
        page = text(own.get(page_of(draft)))
        assert "Water" in page
        assert "0.0083" in page

    @pytest.mark.parametrize(
        ("said", "field"),
        [({"unit": "l"}, "unit"), ({"start": "1"}, "value"), ({"start": "9"}, "start")],
    )
    def test_says_what_columns_cannot_be(self, own, anna, said, field):
        draft = draft_of(anna)
        page = own.post(page_of(draft), chosen(**said))
        assert page.status_code == 422
        assert field in page.context["form"].errors
        draft.refresh_from_db()
        assert draft.layout["start"] == 0

    def test_asks_for_the_columns_where_they_are_unclear(self, own, anna):
        page = own.get(page_of(draft_of(anna, b"Wann,Was\nearly,many\n")))
        assert page.context["preview"] is None
        assert "not clear" in text(page)

    def test_says_when_nothing_is_new(self, own, anna):
        imported(anna)
        page = text(own.get(page_of(draft_of(anna, DAILY + b"\n"))))
        assert "nothing new" in page
        assert "Import 0" not in page

    def test_costs_the_same_however_long_the_file(self, own, anna, django_assert_num_queries):
        for days in (1, 40):
            draft = draft_of(anna, octopus(days))
            with django_assert_num_queries(6):  # session, person, draft, gas, known, unread
                own.get(page_of(draft))

    def test_is_not_for_strangers(self, strangers, anna):
        draft = draft_of(anna)
        for verb in ("", "commit/", "discard/"):
            assert strangers.post(page_of(draft, verb), chosen()).status_code == 404
        assert Draft.objects.get().layout == draft.layout


class TestImporting:
    def commit(self, browser, draft, agreed):
        return browser.post(page_of(draft, "commit/"), {"agreed": agreed}, follow=True)

    def test_says_what_came_in_and_offers_its_undoing(self, own, anna):
        draft = draft_of(anna)
        page = self.commit(own, draft, agreed_of(draft))
        assert "Imported: 2 rows added" in text(page)
        assert f"/consumption/imports/{Batch.objects.get().pk}/undo/" in text(page)

    def test_pressed_twice_says_the_same_twice(self, own, anna):
        draft = draft_of(anna)
        agreed = agreed_of(draft)
        pages = [self.commit(own, draft, agreed) for _ in range(2)]
        assert all("Imported: 2 rows" in text(page) for page in pages)
        assert Record.objects.count() == 2

    @pytest.mark.parametrize("agreed", ["", "f" * 64])
    def test_shows_anew_what_was_not_agreed(self, own, anna, agreed):
        page = self.commit(own, draft_of(anna), agreed)
        assert "Something has changed" in text(page)
        assert not Record.objects.exists()

    def test_of_a_long_file_is_left_to_a_job(self, own, anna, monkeypatch):
        monkeypatch.setattr("daybook.apps.consumption.actions.drafts.AT_ONCE", 1)
        draft = draft_of(anna)
        page = self.commit(own, draft, agreed_of(draft))
        assert "begins in a moment" in text(page)
        assert not Record.objects.exists()
        assert "begins" in text(own.get(page_of(draft), headers={"HX-Request": "true"}))


class TestWaiting:
    @pytest.fixture
    def draft(self, anna):
        draft = draft_of(anna)
        Draft.objects.update(state=Draft.State.IMPORTING, agreed=agreed_of(draft))
        return draft

    def test_tells_how_far_it_is(self, own, draft, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            Meter(f"consumption.import:{draft.pk}", total=40, done=10)
        page = text(own.get(page_of(draft), headers={"HX-Request": "true"}))
        assert "10 of 40 rows read" in page
        assert "<html" not in page

    def test_ends_with_the_whole_page(self, own, draft):
        assert jobs.import_draft.func(str(draft.pk)) is True
        part = own.get(page_of(draft), headers={"HX-Request": "true"})
        assert part["HX-Refresh"] == "true"
        assert "Imported: 2 rows" in text(own.get(page_of(draft), follow=True))

    def test_ends_with_a_way_to_try_again(self, own, draft):
        Draft.objects.update(state=Draft.State.FAILED)
        page = text(own.get(page_of(draft)))
        assert "could not be imported" in page
        assert "Import 2 rows" in page


class TestUndoing:
    def undo(self, browser, batch):
        return browser.post(f"/consumption/imports/{batch.pk}/undo/", follow=True)

    def test_takes_it_back_once(self, own, anna):
        batch = imported(anna)
        assert "Undone: 2 rows" in text(self.undo(own, batch))
        assert "undone already" in text(self.undo(own, batch))
        assert not Record.objects.exists()

    def test_is_not_for_strangers(self, strangers, anna):
        assert self.undo(strangers, imported(anna)).status_code == 404
        assert Record.objects.count() == 2


class TestHistory:
    def test_costs_the_same_however_much_was_imported(self, own, anna, django_assert_num_queries):
        for count in (1, 5):
            for n in range(count):
                at = timezone.now() + dt.timedelta(seconds=n)
                Batch.objects.create(person=anna, source="csv", made_at=at)
            with django_assert_num_queries(
                7
            ):  # session, person, count, page, account, drafts, unread
                own.get(PAGE)

    def test_discards_what_is_not_wanted(self, own, anna):
        draft = draft_of(anna)
        assert "thrown away" in text(own.post(page_of(draft, "discard/"), follow=True))
        assert not Draft.objects.exists()

    def test_says_what_a_sample_is(self, own, anna, now):
        actions.record_sample(person=anna, today=now.date(), now=now)
        page = text(own.get(PAGE))
        assert "badge-sample" in page
        assert "half-hours added" in page
