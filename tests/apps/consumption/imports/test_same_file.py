"""One file twice, in two tabs, by two ways, or by a worker that dies: it is there once."""

import datetime as dt
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from daybook.apps.consumption import actions, jobs
from daybook.apps.consumption.domain import Layout, RowKind, Utility
from daybook.apps.consumption.errors import ImportedBefore, NoSuchImport, NothingToImport
from daybook.apps.consumption.models import Batch, DayUse, Draft, MeteredDay, Record
from tests.importing import DAILY, NOW, agreed_of, commit, draft_of, imported, octopus

PAGE = "/consumption/import/"
API = "/api/v1/consumption/import"
State = Draft.State
WATER = Layout(kind=RowKind.DAYS, start=0, value=1, utility=Utility.WATER, unit="m3")


def text(response):
    return response.content.decode()


def press(browser, draft, agreed, verb="commit"):
    return browser.post(f"{PAGE}{draft.pk}/{verb}/", {"agreed": agreed}, follow=True)


def counts():
    return Batch.objects.filter(undone_at=None).count(), Record.objects.count()


class TestTwoTabs:
    def test_with_one_draft_import_it_once(self, own, anna):
        draft = draft_of(anna)
        agreed = agreed_of(draft)
        pages = [press(own, draft, agreed) for _ in range(3)]
        assert all("Imported: 2 rows added." in text(page) for page in pages)
        assert counts() == (1, 2)

    def test_with_the_file_chosen_twice_say_that_it_is_there(self, own, anna):
        one, other = draft_of(anna), draft_of(anna)
        agreed = agreed_of(one)
        press(own, one, agreed)
        page = press(own, other, agreed)
        assert "imported already" in text(page)
        assert counts() == (1, 2)

    def test_with_different_columns_show_the_newest_choice(self, own, anna):
        draft = draft_of(anna)
        agreed = agreed_of(draft)
        actions.lay_out_draft(person=anna, draft_id=draft.pk, layout=WATER)
        page = press(own, draft, agreed)
        assert "Something has changed" in text(page)
        assert "Water" in text(page)
        assert counts() == (0, 0)

    def test_cannot_throw_away_what_the_other_has_imported(self, own, anna):
        draft = draft_of(anna)
        press(own, draft, agreed_of(draft))
        page = press(own, draft, "", "discard")
        assert "too late to throw" in text(page)
        assert "Nothing of it was imported" not in text(page)
        assert counts() == (1, 2)

    def test_cannot_throw_away_what_is_being_imported(self, own, anna):
        draft = draft_of(anna)
        Draft.objects.update(state=State.IMPORTING)
        assert "too late to throw" in text(press(own, draft, "", "discard"))
        assert Draft.objects.get().state == State.IMPORTING

    def test_cannot_import_what_the_other_has_thrown_away(self, own, anna):
        draft = draft_of(anna)
        agreed = agreed_of(draft)
        press(own, draft, "", "discard")
        assert press(own, draft, agreed).status_code == 404
        assert counts() == (0, 0)

    def test_cannot_change_the_columns_of_what_is_being_imported(self, anna):
        draft = draft_of(anna)
        Draft.objects.update(state=State.IMPORTING)
        with pytest.raises(NoSuchImport, match="being imported already"):
            actions.lay_out_draft(person=anna, draft_id=draft.pk, layout=WATER)
        draft.refresh_from_db()
        assert draft.layout["utility"] == "electricity"

    def test_undo_one_import_once(self, own, anna):
        address = f"/consumption/imports/{imported(anna).pk}/undo/"
        pages = [own.post(address, follow=True) for _ in range(2)]
        assert "Undone: 2 rows are taken back." in text(pages[0])
        assert "undone already" in text(pages[1])
        assert counts() == (0, 0)


class TestTwice:
    def test_by_page_and_api_is_one_import(self, own, anna):
        imported(anna)
        answer = own.post(API, data=DAILY, content_type="text/csv")
        assert answer.status_code == 409
        assert counts() == (1, 2)

    def test_by_api_and_page_is_one_import(self, own, anna):
        assert own.post(API, data=DAILY, content_type="text/csv").status_code == 201
        with pytest.raises(ImportedBefore):
            imported(anna)
        assert counts() == (1, 2)

    def test_with_other_line_ends_adds_nothing(self, anna):
        imported(anna)
        with pytest.raises(NothingToImport):
            imported(anna, DAILY.replace(b"\n", b"\r\n"))
        assert counts() == (1, 2)

    def test_in_another_encoding_adds_nothing(self, anna):
        imported(anna)
        with pytest.raises(NothingToImport):
            imported(anna, DAILY.decode().encode("utf-16"))
        assert counts() == (1, 2)

    def test_backwards_adds_nothing(self, anna):
        imported(anna, octopus(days=2))
        head, *rows = octopus(days=2).decode().splitlines(keepends=True)
        with pytest.raises(NothingToImport):
            imported(anna, "".join([head, *rows[::-1]]).encode())
        assert MeteredDay.objects.count() == 2

    def test_as_another_utility_is_another_import(self, anna):
        imported(anna, octopus())
        imported(anna, octopus(), name="gas.csv")
        assert {use.utility for use in DayUse.objects.all()} == {"electricity", "gas"}

    def test_by_two_people_is_two_imports(self, anna, eve):
        assert imported(anna).digest == imported(eve).digest
        assert counts() == (2, 4)

    def test_with_an_undoing_between_is_two_lines_of_the_history(self, own, anna):
        actions.undo_batch(person=anna, batch_id=imported(anna).pk, now=NOW)
        imported(anna)
        told = own.get(API).json()
        assert [bool(one["undone_at"]) for one in told["imports"]] == [False, True]
        assert counts() == (1, 2)

    def test_in_one_form_after_the_other_keeps_both_drafts_apart(self, own, anna):
        files = [SimpleUploadedFile(f"{n}.csv", DAILY) for n in range(2)]
        addresses = {own.post(PAGE, {"file": file})["Location"] for file in files}
        assert len(addresses) == Draft.objects.filter(person=anna).count() == 2


class TestDeadWorkers:
    @pytest.fixture
    def asked(self, anna):
        """A file whose worker has died."""
        draft = draft_of(anna, now=timezone.now())
        agreed = agreed_of(draft)
        long_ago = timezone.now() - dt.timedelta(minutes=6)
        Draft.objects.update(state=State.IMPORTING, agreed=agreed, tries=1, moved_at=long_ago)
        return draft

    def run(self, draft):
        return jobs.import_draft.func(str(draft.pk))

    def test_are_made_up_for_once(self, asked):
        assert [self.run(asked), self.run(asked), self.run(asked)] == [True, False, False]
        assert counts() == (1, 2)

    def test_leave_their_file_to_one_tending(self, asked):
        assert [jobs.tend_drafts.func() for _ in range(2)] == [1, 1]
        assert self.run(asked) is True
        assert jobs.tend_drafts.func() == 0

    def test_of_what_was_thrown_away_meanwhile_import_nothing(self, asked):
        Draft.objects.all().delete()
        assert self.run(asked) is False
        assert counts() == (0, 0)

    def test_do_not_import_what_has_changed_since(self, anna, asked, record):
        record("7", first=dt.date(2026, 3, 2))
        assert self.run(asked) is False
        asked.refresh_from_db()
        assert (asked.state, Batch.objects.exists()) == (State.OPEN, False)
        assert "Something has changed" in asked.trouble

    def test_have_their_trouble_shown_and_forgotten(self, own, anna, asked, record):
        kept = record("7", first=dt.date(2026, 3, 2))
        self.run(asked)
        assert "Something has changed" in text(own.get(f"{PAGE}{asked.pk}/"))
        actions.delete_records(person=anna, record_ids=[kept.pk], now=NOW)
        done = commit(anna, asked)
        assert (done.state, done.trouble) == (State.DONE, "")

    def test_after_three_are_begun_again_by_a_person(self, own, anna, asked):
        Draft.objects.update(state=State.FAILED, tries=3)
        page = press(own, asked, agreed_of(asked))
        assert "Imported: 2 rows added." in text(page)
        assert counts() == (1, 2)


def test_a_digest_is_of_the_columns_too(own):
    mapping = json.dumps({"utility": "water", "unit": "l"})
    for said in ("", mapping):
        answer = own.post(f"{API}?mapping={said}", data=DAILY, content_type="text/csv")
        assert answer.status_code == 201
    assert len({*Batch.objects.values_list("digest", flat=True)}) == 2
