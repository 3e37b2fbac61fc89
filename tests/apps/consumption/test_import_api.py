"""Imports over the API."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from daybook.apps.consumption.models import Batch, Record
from tests.importing import BAD, DAILY, DAY, imported, octopus

API = "/api/v1/consumption/import"


def send(browser, content=DAILY, query="", **mapping):
    said = f"&mapping={json.dumps(mapping)}" if mapping else ""
    return browser.post(f"{API}?{query}{said}", data=content, content_type="text/csv")


def code(answer):
    return answer.json()["type"].removeprefix("urn:daybook:consumption.")


class TestImporting:
    def test_answers_with_what_came_in(self, own):
        answer = send(own, query="name=use.csv")
        told = answer.json()
        assert (answer.status_code, told["id"]) == (201, Batch.objects.get().pk)
        assert (told["name"], told["added_rows"], told["bad_rows"]) == ("use.csv", 2, 0)

    def test_takes_a_form(self, own):
        answer = own.post(API, {"file": SimpleUploadedFile("my-gas.csv", octopus())})
        assert (answer.status_code, answer.json()["name"]) == (201, "my-gas.csv")
        assert Batch.objects.get().layout["utility"] == "gas"

    def test_takes_what_is_said_of_the_columns(self, own):
        answer = send(own, value="amount", utility="water", unit="l", start=0)
        assert answer.status_code == 201
        assert {(row.utility, row.unit) for row in Record.objects.all()} == {("water", "l")}

    def test_takes_columns_for_what_is_used(self, own):
        content = b"Day;A;B;C\n2026-03-01;5;gas;m3\n"
        assert send(own, content, utility_column="b", unit_column="c", value="a").status_code == 201
        assert Record.objects.get().unit == "m3"

    def test_of_the_same_file_twice_is_refused(self, own):
        send(own)
        answer = send(own)
        assert (answer.status_code, code(answer)) == (409, "imported-before")
        assert Record.objects.count() == 2

    @pytest.mark.parametrize(
        ("content", "mapping", "problem"),
        [
            (b"", {}, "unreadable-file"),
            (b"%PDF-1.7", {}, "unreadable-file"),
            (b"Wann,Was\nearly,many\n", {}, "invalid-layout"),
            (DAILY, {"value": "oil"}, "invalid-layout"),
            (DAILY, {"colour": "red"}, "invalid-layout"),
            (DAILY, {"unit": "l"}, "invalid-unit"),
        ],
    )
    def test_says_what_is_wrong(self, own, content, mapping, problem):
        answer = send(own, content, **mapping)
        assert (answer.status_code, code(answer)) == (422, problem)
        assert not Batch.objects.exists()

    def test_asks_for_the_file_of_a_form(self, own):
        answer = own.post(API, {"name": "x"})
        assert (answer.status_code, code(answer)) == (422, "unreadable-file")

    def test_refuses_what_is_too_large(self, own):
        assert send(own, b"x" * (5 * 1024 * 1024 + 1)).status_code == 413


class TestDryRun:
    def test_says_what_would_come_in_and_writes_nothing(self, own):
        told = send(own, BAD, "dry_run=true").json()
        assert (told["added"], told["known"], told["bad"]) == (1, 0, 2)
        assert [row["line"] for row in told["bad_rows"]] == [3, 4]
        assert told["mapping"]["value"] == 1
        assert not Batch.objects.exists()

    def test_can_be_agreed_to(self, own, anna, record):
        digest = send(own, query="dry_run=true").json()["digest"]
        record("7", first=DAY)
        answer = send(own, query=f"agreed={digest}")
        assert (answer.status_code, code(answer)) == (409, "preview-changed")
        digest = send(own, query="dry_run=true").json()["digest"]
        assert send(own, query=f"agreed={digest}").status_code == 201


class TestHistory:
    def test_lists_what_was_imported(self, own, anna):
        batch = imported(anna)
        told = own.get(API).json()
        assert (told["count"], told["imports"][0]["id"]) == (1, batch.pk)

    def test_of_others_is_not_told(self, strangers, anna):
        batch = imported(anna)
        assert strangers.get(API).json()["imports"] == []
        assert strangers.delete(f"{API}/{batch.pk}").status_code == 404
        assert Record.objects.count() == 2

    def test_is_undone_once(self, own, anna):
        batch = imported(anna)
        assert own.delete(f"{API}/{batch.pk}").json()["undone_at"]
        answer = own.delete(f"{API}/{batch.pk}")
        assert (answer.status_code, code(answer)) == (409, "nothing-to-undo")
        assert not Record.objects.exists()
