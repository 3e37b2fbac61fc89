"""The pages of imports in all their states."""

import datetime as dt
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from daybook.apps.consumption.models import Batch, Draft, Record
from tests.importing import BAD, DAILY, NOW, agreed_of, draft_of, imported, octopus

PAGE = "/consumption/import/"
State = Draft.State
CHOSEN = {
    "utility": "electricity",
    "unit": "kWh",
    "kind": "days",
    "value": "1",
    "start": "0",
    "date_order": "day-first",
    "decimals": "point",
}


def text(response):
    return response.content.decode()


def page_of(draft, verb=""):
    return f"{PAGE}{draft.pk}/{verb}"


def batches(person, count, **said):
    Batch.objects.bulk_create(
        Batch(person=person, source="csv", name=f"{n}.csv", made_at=NOW, **said)
        for n in range(count)
    )


class TestWho:
    @pytest.mark.parametrize("verb", ["", "commit/", "discard/"])
    def test_nobody_knows_has_to_sign_in_first(self, anna, verb):
        draft = draft_of(anna)
        answer = Client().post(page_of(draft, verb), CHOSEN)
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("account_login"))
        assert Draft.objects.get().state == State.OPEN

    def test_is_a_stranger_sees_no_file(self, strangers, anna):
        draft = draft_of(anna, name="secret.csv")
        assert strangers.get(page_of(draft)).status_code == 404
        assert "secret.csv" not in text(strangers.get(PAGE))

    def test_has_an_old_link_is_told_so(self, own):
        assert own.get(f"{PAGE}{uuid4()}/").status_code == 404

    @pytest.mark.parametrize("verb", ["commit/", "discard/"])
    def test_only_looks_changes_nothing(self, own, anna, verb):
        draft = draft_of(anna)
        assert own.get(page_of(draft, verb)).status_code == 405
        assert Draft.objects.count() == 1

    @pytest.mark.parametrize("pk", [0, 10**6, 2**63, 10**30])
    def test_undoes_what_there_is_not(self, own, pk):
        assert own.post(f"/consumption/imports/{pk}/undo/").status_code == 404

    def test_undoes_by_a_link_undoes_nothing(self, own, anna):
        batch = imported(anna)
        assert own.get(f"/consumption/imports/{batch.pk}/undo/").status_code == 405
        assert Record.objects.count() == 2


class TestHistory:
    @pytest.mark.parametrize("page", ["0", "-1", "x", "", "99", "9" * 30])
    def test_has_a_page_for_every_number(self, own, anna, page):
        batches(anna, 21)
        answer = own.get(PAGE, {"page": page})
        assert answer.status_code == 200
        assert answer.context["page"].number in {1, 2}

    def test_has_twenty_a_page(self, own, anna):
        batches(anna, 21)
        first, second = (own.get(PAGE, {"page": n}).context["batches"] for n in (1, 2))
        assert (len(first), len(second)) == (20, 1)

    def test_names_its_columns_and_rows(self, own, anna):
        batches(anna, 1)
        page = text(own.get(PAGE))
        assert '<th scope="col">Import</th>' in page
        assert '<th scope="row"' in page
        assert "the import of 0.csv" in page

    def test_escapes_what_files_are_called(self, own, anna):
        Batch.objects.create(person=anna, source="csv", name="<script>", made_at=NOW)
        page = text(own.get(PAGE))
        assert "&lt;script&gt;" in page
        assert "<script>.csv" not in page

    def test_offers_no_undoing_of_what_is_undone(self, own, anna):
        batches(anna, 1, undone_at=NOW)
        page = text(own.get(PAGE))
        assert "/undo/" not in page
        assert "undone" in page

    @pytest.mark.parametrize(
        ("state", "words"),
        [
            (State.OPEN, "looked at"),
            (State.IMPORTING, "being imported"),
            (State.FAILED, "could not be"),
        ],
    )
    def test_says_how_far_files_are(self, own, anna, state, words):
        draft_of(anna)
        Draft.objects.update(state=state)
        assert words in text(own.get(PAGE))

    def test_reads_no_file_to_list_it(self, own, anna, django_assert_num_queries):
        batches(anna, 1)
        for n in range(4):
            draft_of(anna, now=NOW + dt.timedelta(minutes=n))
        with django_assert_num_queries(7) as asked:
            own.get(PAGE)
        assert not any('"content"' in query["sql"] for query in asked.captured_queries)


class TestChoosing:
    def send(self, browser, content, name="use.csv"):
        return browser.post(PAGE, {"file": SimpleUploadedFile(name, content)})

    @pytest.mark.parametrize("name", ["Zähler 2026.csv", "a" * 180 + ".csv", "use", "..csv"])
    def test_takes_a_file_of_any_name(self, own, name):
        assert self.send(own, DAILY, name).status_code == 302
        assert Draft.objects.get().name == name

    def test_shows_its_message_beside_the_field(self, own):
        page = text(self.send(own, b"%PDF-1.7"))
        assert 'aria-invalid="true"' in page
        assert "That is a PDF. What is needed is a CSV file." in page

    def test_keeps_the_history_in_sight_when_it_refuses(self, own, anna):
        imported(anna, name="before.csv")
        assert "before.csv" in text(self.send(own, b""))

    def test_refuses_a_row_without_calendar_but_not_the_file(self, own):
        content = b"Start,kWh\n2026-03-01T00:00Z,1\n0001-01-01T00:00+01:00,1\n"
        page = own.get(self.send(own, content)["Location"])
        assert "There is no day or time" in text(page)
        assert "Import 1 row" in text(page)

    def test_refuses_an_amount_of_many_digits_but_not_the_file(self, own):
        content = DAILY + b"2026-02-01," + b"9" * 40 + b",\n"
        page = own.get(self.send(own, content)["Location"])
        assert "more than a household can use" in text(page)
        assert "Import 2 rows" in text(page)

    def test_of_two_files_takes_one(self, own):
        files = [SimpleUploadedFile(f"{n}.csv", DAILY) for n in range(2)]
        assert own.post(PAGE, {"file": files}).status_code == 302
        assert Draft.objects.count() == 1

    def test_of_words_instead_of_a_file_asks_again(self, own):
        page = own.post(PAGE, {"file": "use.csv"})
        assert page.status_code == 422
        assert "Choose a file." in text(page)


class TestLooking:
    def test_says_how_many_rows_there_are(self, own, anna):
        assert "use.csv: 2 rows." in text(own.get(page_of(draft_of(anna))))
        one = draft_of(anna, b"Date,Amount\n2026-03-01,8\n")
        assert "use.csv: 1 row." in text(own.get(page_of(one)))

    def test_has_a_digest_only_where_there_is_something_to_import(self, own, anna):
        assert 'name="agreed"' in text(own.get(page_of(draft_of(anna))))
        empty = draft_of(anna, b"Date,Amount\n2027-03-01,8\n")
        page = text(own.get(page_of(empty)))
        assert 'name="agreed"' not in page
        assert "No row of this file can be imported" in page

    def test_opens_the_columns_where_they_are_unclear(self, own, anna):
        clear, unclear = draft_of(anna), draft_of(anna, b"Wann,Was\nearly,many\n")
        pages = [text(own.get(page_of(draft))) for draft in (clear, unclear)]
        opened = ['id="columns" open' in page for page in pages]
        assert opened == [False, True]

    def test_keeps_what_was_chosen_wrongly(self, own, anna):
        draft = draft_of(anna)
        page = own.post(page_of(draft), CHOSEN | {"unit": "l", "notes": "2"})
        assert page.status_code == 422
        assert page.context["form"]["notes"].value() == "2"
        assert page.context["form"]["unit"].errors

    def test_says_that_electricity_is_not_in_litres_beside_the_unit(self, own, anna):
        page = own.post(page_of(draft_of(anna)), CHOSEN | {"unit": "l"})
        assert "Electricity is measured in kWh" in str(page.context["form"].errors["unit"])

    def test_tells_of_octopus_only_where_it_is_from_there(self, own, anna):
        for content, is_told in ((octopus(), True), (DAILY, False)):
            page = text(own.get(page_of(draft_of(anna, content))))
            assert ("as Octopus Energy writes them" in page) is is_told

    def test_escapes_what_stands_in_a_file(self, own, anna):
        content = b"Date,<b>,Notes\n2026-03-01,8,<script>\n2026-03-02,7,<i>\n"
        page = text(own.get(page_of(draft_of(anna, content))))
        assert "&lt;script&gt;" in page
        assert "<script>\n" not in page
        assert "<i>" not in page

    def test_lists_reasons_by_line_in_a_table(self, own, anna):
        page = text(own.get(page_of(draft_of(anna, BAD))))
        assert '<th scope="row">3</th>' in page
        assert '<th scope="row">4</th>' in page

    @pytest.mark.parametrize("day", ["2025-10-26", "2025-03-30"])
    def test_knows_the_days_on_which_clocks_change(self, own, anna, day):
        draft = draft_of(anna, octopus(first=dt.date.fromisoformat(day)))
        count = 50 if day.startswith("2025-10") else 46
        assert f"Import {count} rows" in text(own.get(page_of(draft)))

    def test_leads_away_from_what_is_imported_already(self, own, anna):
        imported(anna)
        draft = Draft.objects.get()
        answer = own.get(page_of(draft), follow=True)
        assert answer.redirect_chain == [(PAGE, 302)]
        assert "Imported: 2 rows added." in text(answer)

    def test_says_nothing_of_what_was_undone_since(self, own, anna):
        imported(anna)
        Batch.objects.update(undone_at=NOW)
        answer = own.get(page_of(Draft.objects.get()), follow=True)
        assert "Imported: 2 rows" not in text(answer)

    def test_posts_nothing_to_what_is_being_imported(self, own, anna):
        draft = draft_of(anna)
        Draft.objects.update(state=State.IMPORTING)
        page = own.post(page_of(draft), CHOSEN | {"utility": "gas"})
        assert "You can leave this page." in text(page)
        assert Draft.objects.get().layout["utility"] == "electricity"


class TestCommitting:
    def commit(self, browser, draft, agreed):
        return browser.post(page_of(draft, "commit/"), {"agreed": agreed}, follow=True)

    def test_says_what_was_left_out(self, own, anna):
        draft = draft_of(anna, BAD)
        page = text(self.commit(own, draft, agreed_of(draft)))
        assert "Imported: 1 row added, 2 left out." in page

    def test_of_unclear_columns_says_so(self, own, anna):
        page = self.commit(own, draft_of(anna, b"Wann,Was\nearly,many\n"), "f" * 64)
        assert "not clear" in text(page)
        assert not Batch.objects.exists()

    @pytest.mark.parametrize("rows", [2000, 2001])
    def test_leaves_more_than_two_thousand_rows_to_a_job(self, own, anna, rows):
        draft = draft_of(anna)
        Draft.objects.update(rows=rows)
        page = text(self.commit(own, draft, agreed_of(draft)))
        assert ("It begins in a moment." in page) is (rows > 2000)
        assert Record.objects.count() == (0 if rows > 2000 else 2)

    def test_after_a_day_has_nothing_to_import(self, own, anna):
        draft = draft_of(anna, now=timezone.now())
        Draft.objects.all().delete()
        assert self.commit(own, draft, "f" * 64).status_code == 404

    def test_of_too_many_days_says_to_do_it_in_parts(self, own, anna, monkeypatch):
        draft = draft_of(anna)
        monkeypatch.setattr("daybook.apps.consumption.domain.entries.MOST_DAY_ROWS", 1)
        assert "Import in parts." in text(own.get(page_of(draft)))
        assert "Import in parts." in text(self.commit(own, draft, "f" * 64))
        assert not Batch.objects.exists()
