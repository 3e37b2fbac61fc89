"""The OpenAPI document tells the truth: its examples work and its schemas fit."""

import datetime as dt
import json
import uuid
from decimal import Decimal

import jsonschema_rs
import pytest

from daybook.api.v1 import api
from daybook.apps.accounts.models import Archive, Avatar
from daybook.apps.consumption.actions import (
    MeterDetails,
    Offer,
    Read,
    Use,
    add_meter,
    add_reading,
    add_tariff,
    record_use,
)
from daybook.apps.consumption.domain import Dial, Unit, Utility
from daybook.apps.consumption.domain.tariffs import Flat, Terms
from daybook.apps.consumption.models import OctopusAccount
from daybook.apps.notifications import actions
from daybook.apps.prices.actions import add_appliance, keep_rates
from daybook.apps.prices.domain import Kind, Machine, region, sample_slots
from daybook.lib.ids import sortable_id
from daybook.lib.periods import Period

JSON = "application/json"
PROBLEM = "application/problem+json"
FORM = "multipart/form-data"
CSV = "text/csv"
GOOD = ("200", "201")
OPERATIONS = [
    (path, method)
    for path, operations in api.get_openapi_schema()["paths"].items()
    for method in operations
]
READS = [path for path, method in OPERATIONS if method == "get"]


@pytest.fixture
def validator(document):
    """Makes a validator of a schema, which may refer to the document's components."""

    def make(schema):
        whole = {**schema, "components": document["components"]}
        return jsonschema_rs.Draft202012Validator(whole, validate_formats=True)

    return make


@pytest.fixture
def member(client, anna, now):
    """An operator who is signed in, and so may read whatever there is; there is a picture, too."""
    anna.is_staff = True
    anna.save(update_fields=["is_staff"])
    Avatar.objects.create(person=anna, version="v", large=b"RIFF", small=b"RIFF", changed_at=now)
    client.force_login(anna)
    return client


@pytest.fixture
def consumption(anna, now):
    """What Anna has recorded, reads and pays."""
    day, key = now.date(), uuid.uuid4()
    use = Use(utility=Utility.GAS, value=Decimal(1), unit=Unit.KWH, first=day)
    record = record_use(person=anna, use=use, key=key, today=day, now=now)
    details = MeterDetails(dial=Dial(utility=Utility.GAS, unit=Unit.KWH), name="Cellar")
    meter = add_meter(person=anna, details=details, key=key, now=now)
    read = Read(day=day, number=Decimal(1))
    reading = add_reading(person=anna, meter_id=meter.pk, read=read, today=day, now=now)
    terms = Terms(rates=Flat(pence=Decimal(6)))
    offer = Offer(utility=Utility.GAS, name="Fixed", terms=terms, first=day)
    tariff = add_tariff(person=anna, offer=offer, key=key, now=now)
    return {
        "record_id": record.pk,
        "meter_id": meter.pk,
        "reading_id": reading.pk,
        "tariff_id": tariff.pk,
    }


@pytest.fixture
def octopus_account(anna, now):
    """Anna's account with Octopus."""
    days = dict.fromkeys(("fill_from", "fill_until", "filled_since", "asked_until"), now.date())
    return OctopusAccount.objects.create(
        person=anna,
        number="A-1B2C3D4E",
        sealed_key="sealed",
        key_hint="x7Qa",
        connected_at=now,
        answered_at=now,
        next_ask_at=now,
        **days,
    )


@pytest.fixture
def prices(anna, now):
    """What Anna runs, and prices of February that are kept."""
    machine = Machine(kind=Kind.OWN, name="Kettle", kwh=Decimal(1), minutes=30)
    appliance = add_appliance(person=anna, machine=machine, key=uuid.uuid4(), now=now)
    february = Period(
        dt.datetime(2026, 2, 1, tzinfo=dt.UTC), dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
    )
    keep_rates(product="AGILE-24-10-01", region=region("C"), slots=sample_slots(february))
    return {"appliance_id": appliance.pk}


@pytest.fixture
def held(anna, now, consumption, octopus_account, prices):
    """What stands in the places of paths that no example can name: things of Anna's."""
    told = actions.notify(
        kind="notifications.trial", person=anna, context={}, key="example", now=now
    )
    archive = Archive.objects.create(
        id=sortable_id(now), person=anna, state="ready", asked_at=now, moved_at=now
    )
    return {"message_id": told.pk, "archive_id": archive.pk, **consumption, **prices}


def kinds_of(operation):
    """The media types of what the operation takes and of what it gives when all is well."""
    answers = [operation["responses"].get(status, {}) for status in GOOD]
    bodies = [operation.get("requestBody", {}), *answers]
    return {kind: content for body in bodies for kind, content in body.get("content", {}).items()}


def resolved(document, schema):
    """The schema itself, also where it is only referred to."""
    name = schema.get("$ref", "").rpartition("/")[2]
    return document["components"]["schemas"][name] if name else schema


def example_of(operation):
    """The path and query of the operation's own example."""
    given = {"path": {}, "query": {}}
    for parameter in operation.get("parameters", ()):
        if "example" in parameter:
            given[parameter["in"]][parameter["name"]] = parameter["example"]
    return given


class TestExamples:
    @pytest.mark.parametrize("path", READS)
    def test_of_requests_are_answered(self, document, member, held, validator, path):
        operation = document["paths"][path]["get"]
        given = example_of(operation)
        answer = member.get(path.format(**(held | given["path"])), given["query"])
        assert answer.status_code == 200, answer.content
        told = operation["responses"]["200"]["content"]
        kind = answer["Content-Type"].partition(";")[0]
        assert kind in told
        if kind == JSON:
            validator(told[JSON]["schema"]).validate(answer.json())

    @pytest.mark.parametrize("path", READS)
    def test_of_parameters_fit_their_schemas(self, document, validator, path):
        for parameter in document["paths"][path]["get"].get("parameters", ()):
            if "example" in parameter:
                validator(parameter["schema"]).validate(parameter["example"])

    @pytest.mark.parametrize(("path", "method"), OPERATIONS)
    def test_of_answers_fit_their_schemas(self, document, validator, path, method):
        answers = document["paths"][path][method]["responses"]
        for status in GOOD:
            content = answers.get(status, {}).get("content", {})
            if JSON in content:
                schema = content[JSON]["schema"]
                shown = schema.get("items", schema)  # a list shows what it is a list of
                examples = resolved(document, shown)["examples"]
                assert examples
                for example in examples:
                    validator(shown).validate(example)

    @pytest.mark.parametrize(("path", "method"), OPERATIONS)
    def test_of_bodies_fit_their_schemas(self, document, validator, path, method):
        body = document["paths"][path][method].get("requestBody")
        if body is None or JSON not in body["content"]:
            return
        schema = body["content"][JSON]["schema"]
        for example in resolved(document, schema)["examples"]:
            validator(schema).validate(example)

    @pytest.mark.parametrize(("path", "method"), OPERATIONS)
    def test_of_files_are_none_since_they_are_only_bytes(self, document, path, method):
        kinds = kinds_of(document["paths"][path][method])
        for kind in kinds.keys() - {JSON}:
            if kind not in {FORM, CSV}:  # a form has fields, and what is typed is text
                assert kind.startswith("image/") or kind == "application/zip"
                assert kinds[kind] == {"schema": {"type": "string", "format": "binary"}}

    def test_of_accounts_are_answered_in_order(self, document, client, db):
        examples = {
            name: document["components"]["schemas"][name]["examples"][0]
            for name in ("RegisterIn", "LoginIn")
        }
        for name, path, status in [("RegisterIn", "register", 201), ("LoginIn", "login", 200)]:
            body = json.dumps(examples[name])
            answer = client.post(f"/api/v1/auth/{path}", body, content_type=JSON)
            assert answer.status_code == status, answer.content


class TestDocument:
    @pytest.mark.parametrize(("path", "method"), OPERATIONS)
    def test_tells_every_error_as_a_problem(self, document, path, method):
        answers = document["paths"][path][method]["responses"]
        wrong = {status: told for status, told in answers.items() if status >= "400"}
        assert {"400", "404", "422", "429", "500", "503"} <= set(wrong)
        assert all(list(told["content"]) == [PROBLEM] for told in wrong.values())

    def test_names_each_operation_after_its_app(self, document):
        names = [
            operation["operationId"]
            for operations in document["paths"].values()
            for operation in operations.values()
        ]
        assert {"prices_rates", "prices_windows", "accounts_login"} <= set(names)
        assert len(names) == len(set(names))

    @pytest.mark.parametrize(("path", "method"), OPERATIONS)
    def test_says_in_words_what_each_operation_does(self, document, path, method):
        operation = document["paths"][path][method]
        assert operation["summary"]
        assert operation["description"]

    def test_gives_parameters_one_example_and_not_a_list(self, document):
        for path, method in OPERATIONS:
            for parameter in document["paths"][path][method].get("parameters", ()):
                assert "examples" not in parameter

    def test_is_served_where_it_is_promised(self, client, document):
        answer = client.get("/api/v1/openapi.json")
        assert answer.status_code == 200
        assert answer.json() == document
