"""The API of imports: what it refuses, and that nothing is written then."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from daybook.apps.consumption.models import Batch, Draft, MeteredDay, Record
from tests.importing import BAD, DAILY, DAY, imported, octopus

API = "/api/v1/consumption/import"
MOST = 5 * 1024 * 1024
FOUR = b"Day,kWh,What,In\n2026-03-01,5,gas,m3\n2026-03-02,6,oil,m3\n2026-03-02,7,water,kWh\n"


def send(browser, content=DAILY, **query):
    asked = {name: value for name, value in query.items() if name != "mapping"}
    if "mapping" in query:
        said = query["mapping"]
        asked["mapping"] = said if isinstance(said, str) else json.dumps(said)
    return browser.post(API, data=content, content_type="text/csv", query_params=asked)


def told(answer):
    return answer.status_code, answer.json()["type"].rpartition(".")[2]


def nothing_is_written():
    return not (Record.objects.exists() or MeteredDay.objects.exists() or Batch.objects.exists())


class TestWho:
    @pytest.mark.parametrize("verb", ["get", "post"])
    def test_is_asked_of_whom_nobody_knows(self, db, verb):
        answer = getattr(Client(), verb)(API)
        assert answer.status_code == 401
        assert nothing_is_written()

    def test_is_asked_before_an_import_is_undone(self, anna):
        batch = imported(anna)
        assert Client().delete(f"{API}/{batch.pk}").status_code == 401
        assert Record.objects.count() == 2

    def test_of_another_import_learns_no_more_than_of_none(self, strangers, anna):
        batch = imported(anna)
        answers = [strangers.delete(f"{API}/{pk}") for pk in (batch.pk, batch.pk + 1000)]
        assert [told(answer) for answer in answers] == [(404, "no-such-import")] * 2
        assert answers[0].json()["detail"] == answers[1].json()["detail"]

    def test_imports_for_themselves_alone(self, strangers, anna, eve):
        imported(anna)
        assert send(strangers).status_code == 201
        assert {*Record.objects.values_list("person", flat=True)} == {anna.pk, eve.pk}


class TestBadAddresses:
    @pytest.mark.parametrize("pk", ["0", str(2**63), "9" * 40])
    def test_of_an_import_there_cannot_be(self, own, pk):
        assert own.delete(f"{API}/{pk}").status_code in {404, 422}

    @pytest.mark.parametrize(
        "pk", ["x", "-1", "1.5", "0" * 8 + "-0000-4000-8000-" + "0" * 12, "NaN"]
    )
    def test_of_no_import_at_all(self, own, pk):
        assert own.delete(f"{API}/{pk}").status_code == 404

    @pytest.mark.parametrize("page", ["0", "-1", "x", "1000001", "9" * 30, "NaN"])
    def test_of_a_page_there_cannot_be(self, own, page):
        assert own.get(API, {"page": page}).status_code == 422

    def test_of_a_page_beyond_the_last_is_the_last(self, own, anna):
        imported(anna)
        found = own.get(API, {"page": 1_000_000}).json()
        assert (found["page"], found["pages"], len(found["imports"])) == (1, 1, 1)

    def test_of_nothing_imported_is_an_empty_page(self, own):
        assert own.get(API).json() == {"count": 0, "page": 1, "pages": 1, "imports": []}

    @pytest.mark.parametrize("verb", ["put", "patch", "delete"])
    def test_with_a_verb_there_is_not(self, own, verb):
        assert getattr(own, verb)(API).status_code == 405


class TestMapping:
    @pytest.mark.parametrize(
        "mapping",
        [
            "{",
            "[]",
            "null",
            "8",
            '"start"',
            "[" * 500,
            {"start": -1},
            {"start": 100},
            {"start": 1.5},
            {"start": "x" * 201},
            {"start": "\0"},
            {"kind": "weeks"},
            {"utility": "oil"},
            {"unit": "therms"},
            {"decimals": "dot"},
            {"date_order": "year-first"},
            {"is_sure": "maybe"},
            {"start": {"column": 1}},
            {"start": 7},
            {"start": 1, "value": 1},
            {"utility_column": "Fuel"},
        ],
    )
    def test_that_says_nothing_sensible_is_refused(self, own, mapping):
        assert told(send(own, mapping=mapping)) == (422, "invalid-layout")
        assert nothing_is_written()

    def test_that_is_too_long_is_refused(self, own):
        assert send(own, mapping=f'{{"start": 0{" " * 4000}}}').status_code == 422
        assert nothing_is_written()

    @pytest.mark.parametrize("name", ["AMOUNT", "amount", "Amount"])
    def test_finds_columns_however_they_are_written(self, own, name):
        found = send(own, dry_run="true", mapping={"value": name}).json()
        assert found["mapping"]["value"] == 1

    def test_takes_the_place_of_the_guess_in_one_part_only(self, own):
        found = send(own, dry_run="true", mapping={"utility": "gas"}).json()["mapping"]
        assert (found["utility"], found["start"], found["value"]) == ("gas", 0, 1)

    def test_of_columns_has_each_row_judged(self, own):
        mapping = {"utility_column": "What", "unit_column": "In"}
        found = send(own, FOUR, dry_run="true", mapping=mapping).json()
        assert (found["added"], [row["line"] for row in found["bad_rows"]]) == (1, [3, 4])
        assert (found["mapping"]["utility"], found["mapping"]["unit"]) == (2, 3)

    def test_of_somebody_sure_lets_much_pass(self, own):
        content = b"Date,Amount\n2026-03-01,9000\n"
        assert told(send(own, content)) == (409, "nothing-to-import")
        assert send(own, content, mapping={"is_sure": True}).status_code == 201

    def test_is_remembered_for_the_next_file(self, own):
        send(own, mapping={"utility": "water", "unit": "l"})
        found = send(own, DAILY.replace(b"8.3", b"9"), dry_run="true").json()["mapping"]
        assert (found["utility"], found["unit"]) == ("water", "l")


class TestFiles:
    @pytest.mark.parametrize(
        "content",
        [
            b"\0\0\0",
            b"PK\x03\x04 a spreadsheet",
            b"GIF89a",
            b"Date\n2026-03-01\n",
            b"2026-03-01,8\n",
            b"Date,Amount\n",
            b'{"date": 1}',
            b"Datum\0,Wert\n1,2\n",
        ],
    )
    def test_that_are_none_are_refused(self, own, content):
        assert told(send(own, content)) == (422, "unreadable-file")
        assert nothing_is_written()

    def test_of_rows_nobody_can_read_bring_nothing(self, own):
        assert told(send(own, b"Date,Amount\n2027-01-01,8\n")) == (409, "nothing-to-import")
        assert nothing_is_written()

    def test_with_some_bad_rows_bring_the_rest(self, own):
        found = send(own, BAD).json()
        assert (found["added_rows"], found["bad_rows"]) == (1, 2)

    def test_as_large_as_may_be_are_read(self, own):
        blank = (b" " * 99_999 + b"\n") * 53
        content = (DAILY + blank)[:MOST]
        assert send(own, content, dry_run="true").json()["added"] == 2

    @pytest.mark.parametrize("is_form", [True, False])
    def test_a_byte_larger_are_not(self, own, is_form):
        content = DAILY + b"\n" * (MOST - len(DAILY) + 1)
        file = SimpleUploadedFile("use.csv", content)
        answer = own.post(API, {"file": file}) if is_form else send(own, content)
        assert told(answer) == (413, "file-too-large")
        assert nothing_is_written()

    def test_that_do_not_say_how_long_they_are_are_measured(self, own):
        answer = own.post(API, data=b"x" * (MOST + 1), content_type="text/csv", CONTENT_LENGTH="")
        assert answer.status_code in {413, 422}
        assert nothing_is_written()

    def test_leave_no_draft_behind(self, own):
        send(own)
        send(own, b"nonsense")
        assert not Draft.objects.exists()


class TestNames:
    @pytest.mark.parametrize("name", ["no\0such", "\0", "Zähler.csv", "<b>", "x" * 200, "../../a"])
    def test_are_kept_as_a_database_can_keep_them(self, own, name):
        assert send(own, name=name).json()["name"] == name.replace("\0", "")

    def test_that_are_too_long_are_refused(self, own):
        assert send(own, name="x" * 201).status_code == 422
        assert nothing_is_written()

    def test_tell_gas_from_electricity(self, own):
        found = send(own, octopus(), name="Gas 2026.csv", dry_run="true").json()
        assert found["mapping"]["utility"] == "gas"

    def test_that_are_said_go_before_that_of_the_file(self, own):
        file = SimpleUploadedFile("my-gas.csv", octopus())
        answer = own.post(API, {"file": file}, query_params={"name": "power.csv"})
        assert answer.json()["name"] == "power.csv"


class TestAgreeing:
    @pytest.mark.parametrize("agreed", ["x", "f" * 64])
    def test_to_something_else_imports_nothing(self, own, agreed):
        assert told(send(own, agreed=agreed)) == (409, "preview-changed")
        assert nothing_is_written()

    def test_to_more_than_a_digest_is_refused(self, own):
        assert send(own, agreed="f" * 65).status_code == 422

    def test_again_to_what_is_imported_says_so(self, own):
        digest = send(own, dry_run="true").json()["digest"]
        answers = [send(own, agreed=digest) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [201, 409]
        assert told(answers[1])[1] == "imported-before"

    def test_to_a_file_of_another_person_means_nothing(self, own, strangers, record):
        record("7", first=DAY)
        digest = send(own, dry_run="true").json()["digest"]
        assert told(send(strangers, agreed=digest)) == (409, "preview-changed")

    @pytest.mark.parametrize("said", ["yes please", "2", ""])
    def test_dry_runs_are_yes_or_no(self, own, said):
        assert send(own, dry_run=said).status_code == 422
        assert nothing_is_written()


class TestManyRows:
    def test_tell_the_first_hundred_that_are_bad(self, own):
        rows = b"".join(b"2026-03-01,many\n" for _ in range(150))
        found = send(own, b"Date,Amount\n2026-03-01,1\n" + rows, dry_run="true").json()
        assert (found["bad"], len(found["bad_rows"]), found["added"]) == (150, 100, 1)

    def test_ask_no_more_of_the_database(self, own, django_assert_max_num_queries):
        for days in (1, 30):
            with django_assert_max_num_queries(9):
                assert send(own, octopus(days), dry_run="true").status_code == 200

    def test_come_in_at_once_whatever_pages_do(self, own):
        found = send(own, octopus(days=45))
        assert (found.status_code, found.json()["added_rows"]) == (201, 45 * 48)
        assert MeteredDay.objects.count() == 45

    def test_of_days_are_refused_before_they_are_written(self, own, monkeypatch):
        monkeypatch.setattr("daybook.apps.consumption.domain.entries.MOST_DAY_ROWS", 1)
        assert told(send(own)) == (422, "unreadable-file")
        assert nothing_is_written()
