"""What a stranger, another person, an operator and the owner get from every operation."""

import json

import pytest

from daybook.apps.accounts.models import Avatar, Consent, PersonalToken, SignIn
from daybook.apps.consumption.models import OctopusAccount
from daybook.apps.notifications.models import Device, Message
from daybook.apps.prices.models import Appliance
from tests.permissions import API, ask, browser_of, filled, routes
from tools.openapi import document

# With an empty body: a stranger, another person, an operator, the owner.
OPERATIONS = {
    "get /api/v1/auth/consents": (401, 200, 200, 200),
    "post /api/v1/auth/consents/{purpose}/withdraw": (401, 404, 404, 204),
    "get /api/v1/auth/data/copies": (401, 200, 200, 200),
    "post /api/v1/auth/data/copies": (401, 202, 202, 202),
    "get /api/v1/auth/data/copies/{archive_id}": (401, 404, 404, 200),
    "post /api/v1/auth/data/copies/{archive_id}/download": (401, 422, 422, 422),
    "get /api/v1/auth/data/kept": (401, 200, 200, 200),
    "post /api/v1/auth/leave": (401, 422, 422, 422),
    "post /api/v1/auth/email": (401, 422, 422, 422),
    "post /api/v1/auth/email/change": (422, 422, 422, 422),
    "post /api/v1/auth/email/confirm": (422, 422, 422, 422),
    "post /api/v1/auth/email/undo": (422, 422, 422, 422),
    "post /api/v1/auth/email/verify": (401, 202, 202, 202),
    "post /api/v1/auth/login": (422, 422, 422, 422),
    "post /api/v1/auth/login/link": (422, 422, 422, 422),
    "post /api/v1/auth/login/link/use": (422, 422, 422, 422),
    "post /api/v1/auth/login/second-step": (422, 422, 422, 422),
    "post /api/v1/auth/logout": (422, 422, 422, 422),
    "get /api/v1/auth/me": (401, 200, 200, 200),
    "patch /api/v1/auth/me": (401, 200, 200, 200),
    "get /api/v1/auth/me/avatar": (401, 404, 404, 200),
    "put /api/v1/auth/me/avatar": (401, 422, 422, 422),
    "delete /api/v1/auth/me/avatar": (401, 204, 204, 204),
    "get /api/v1/auth/passkeys": (401, 200, 200, 200),
    "patch /api/v1/auth/passkeys/{passkey_id}": (401, 422, 422, 422),
    "post /api/v1/auth/passkeys/{passkey_id}/remove": (401, 422, 422, 422),
    "post /api/v1/auth/password": (401, 422, 422, 422),
    "post /api/v1/auth/password/forgotten": (422, 422, 422, 422),
    "post /api/v1/auth/password/reset": (422, 422, 422, 422),
    "post /api/v1/auth/refresh": (422, 422, 422, 422),
    "post /api/v1/auth/register": (422, 422, 422, 422),
    "get /api/v1/auth/security": (401, 200, 200, 200),
    "get /api/v1/auth/sessions": (401, 200, 200, 200),
    "post /api/v1/auth/sessions/end-all": (401, 204, 204, 204),
    "delete /api/v1/auth/sessions/{session_id}": (401, 404, 404, 204),
    "get /api/v1/auth/tokens": (401, 200, 200, 200),
    "post /api/v1/auth/tokens": (401, 422, 422, 422),
    "delete /api/v1/auth/tokens/{token_id}": (401, 404, 404, 204),
    "get /api/v1/jobs": (401, 404, 200, 404),
    "get /api/v1/jobs/queues": (401, 404, 200, 404),
    "get /api/v1/jobs/running": (401, 404, 200, 404),
    "get /api/v1/jobs/schedule": (401, 404, 200, 404),
    "get /api/v1/jobs/workers": (401, 404, 200, 404),
    "post /api/v1/jobs/{place}/retry": (401, 404, 422, 404),
    "post /api/v1/jobs/{place}/{job_id}/retry": (401, 404, 422, 404),
    "post /api/v1/jobs/{place}/{job_id}/drop": (401, 404, 422, 404),
    "get /api/v1/notifications/address": (401, 200, 200, 200),
    "post /api/v1/notifications/address/check": (401, 202, 202, 202),
    "post /api/v1/notifications/address/confirm": (422, 422, 422, 422),
    "get /api/v1/notifications/marketing": (401, 200, 200, 200),
    "put /api/v1/notifications/marketing": (401, 422, 422, 422),
    "post /api/v1/notifications/act": (422, 422, 422, 422),
    "get /api/v1/notifications/devices": (401, 200, 200, 200),
    "post /api/v1/notifications/devices": (401, 422, 422, 422),
    "post /api/v1/notifications/devices/renew": (422, 422, 422, 422),
    "delete /api/v1/notifications/devices/{device_id}": (401, 404, 404, 204),
    "get /api/v1/notifications/push-key": (200, 200, 200, 200),
    "get /api/v1/consumption": (401, 200, 200, 200),
    "post /api/v1/consumption": (401, 422, 422, 422),
    "post /api/v1/consumption/deletions": (401, 422, 422, 422),
    "delete /api/v1/consumption/deletions/{deletion}": (401, 409, 409, 409),
    "get /api/v1/consumption/compare": (401, 200, 200, 200),
    "get /api/v1/consumption/octopus": (401, 404, 404, 200),
    "put /api/v1/consumption/octopus": (401, 422, 422, 422),
    "delete /api/v1/consumption/octopus": (401, 404, 404, 204),
    "post /api/v1/consumption/octopus/renew": (401, 404, 404, 202),
    "get /api/v1/consumption/octopus/gaps": (401, 404, 404, 200),
    "get /api/v1/consumption/import": (401, 200, 200, 200),
    "post /api/v1/consumption/import": (401, 422, 422, 422),
    "delete /api/v1/consumption/import/{batch_id}": (401, 404, 404, 200),
    "get /api/v1/consumption/stats": (401, 200, 200, 200),
    "delete /api/v1/consumption/{record_id}": (401, 404, 404, 200),
    "get /api/v1/consumption/{record_id}": (401, 404, 404, 200),
    "put /api/v1/consumption/{record_id}": (401, 422, 422, 422),
    "get /api/v1/consumption/meters": (401, 200, 200, 200),
    "post /api/v1/consumption/meters": (401, 422, 422, 422),
    "delete /api/v1/consumption/meters/deletions/{deletion}": (401, 409, 409, 409),
    "delete /api/v1/consumption/meters/{meter_id}": (401, 404, 404, 200),
    "get /api/v1/consumption/meters/{meter_id}": (401, 404, 404, 200),
    "put /api/v1/consumption/meters/{meter_id}": (401, 422, 422, 422),
    "get /api/v1/consumption/meters/{meter_id}/readings": (401, 404, 404, 200),
    "post /api/v1/consumption/meters/{meter_id}/readings": (401, 422, 422, 422),
    "get /api/v1/consumption/readings": (401, 200, 200, 200),
    "post /api/v1/consumption/readings": (401, 422, 422, 422),
    "get /api/v1/consumption/readings/{reading_id}": (401, 404, 404, 200),
    "delete /api/v1/consumption/readings/{reading_id}": (401, 404, 404, 200),
    "put /api/v1/consumption/readings/{reading_id}": (401, 422, 422, 422),
    "get /api/v1/consumption/costs": (401, 422, 422, 422),
    "get /api/v1/consumption/tariffs": (401, 200, 200, 200),
    "post /api/v1/consumption/tariffs": (401, 422, 422, 422),
    "get /api/v1/consumption/tariffs/{tariff_id}": (401, 404, 404, 200),
    "put /api/v1/consumption/tariffs/{tariff_id}": (401, 422, 422, 422),
    "delete /api/v1/consumption/tariffs/{tariff_id}": (401, 404, 404, 204),
    "get /api/v1/consumption/use": (401, 200, 200, 200),
    "get /api/v1/notifications/messages": (401, 200, 200, 200),
    "post /api/v1/notifications/messages/read": (401, 200, 200, 200),
    "get /api/v1/notifications/messages/{message_id}/history": (401, 404, 404, 200),
    "delete /api/v1/notifications/messages/{message_id}": (401, 404, 404, 204),
    "post /api/v1/notifications/messages/{message_id}/act": (401, 422, 422, 422),
    "post /api/v1/notifications/messages/{message_id}/read": (401, 404, 404, 200),
    "get /api/v1/notifications/phone": (401, 200, 200, 200),
    "delete /api/v1/notifications/phone": (401, 204, 204, 204),
    "post /api/v1/notifications/phone/code": (401, 409, 409, 409),
    "post /api/v1/notifications/phone/confirm": (401, 422, 422, 422),
    "get /api/v1/notifications/settings": (401, 200, 200, 200),
    "patch /api/v1/notifications/settings": (401, 200, 200, 200),
    "get /api/v1/notifications/settings/digest": (401, 200, 200, 200),
    "patch /api/v1/notifications/settings/digest": (401, 200, 200, 200),
    "get /api/v1/prices/alerts": (401, 200, 200, 200),
    "put /api/v1/prices/alerts": (401, 422, 422, 422),
    "get /api/v1/prices/appliances": (401, 200, 200, 200),
    "post /api/v1/prices/appliances": (401, 422, 422, 422),
    "delete /api/v1/prices/appliances/{appliance_id}": (401, 404, 404, 204),
    "get /api/v1/prices/appliances/{appliance_id}": (401, 404, 404, 200),
    "put /api/v1/prices/appliances/{appliance_id}": (401, 422, 422, 422),
    "post /api/v1/prices/appliances/{appliance_id}/restore": (401, 404, 404, 200),
    "get /api/v1/prices/plan": (422, 422, 422, 422),
    "post /api/v1/prices/plan": (422, 422, 422, 422),
    "get /api/v1/prices/preferences": (401, 200, 200, 200),
    "put /api/v1/prices/preferences": (401, 422, 422, 422),
    "get /api/v1/prices/compare": (422, 422, 422, 422),
    "get /api/v1/prices/now": (422, 422, 422, 422),
    "get /api/v1/prices/postcodes/{postcode}": (200, 200, 200, 200),
    "get /api/v1/prices/products": (200, 200, 200, 200),
    "get /api/v1/prices/rates": (422, 422, 422, 422),
    "get /api/v1/prices/regions": (200, 200, 200, 200),
    "get /api/v1/prices/statistics": (422, 422, 422, 422),
    "get /api/v1/prices/windows": (422, 422, 422, 422),
}
METHODS = ("get", "post", "put", "patch", "delete")
PRIVATE = [name for name, got in OPERATIONS.items() if got[0] == 401]
PATHS = sorted({name.split()[1] for name in OPERATIONS})
OWNED = [name for name, got in OPERATIONS.items() if got[1] == 404]


def _body(method):
    return None if method in {"get", "delete"} else {}


def _owned():
    return (
        sorted(SignIn.objects.values_list("pk", "last_seen_at")),
        sorted(PersonalToken.objects.values_list("pk", "name", "digest")),
        sorted(Message.objects.values_list("pk", "read_at", "is_in_inbox")),
        sorted(Avatar.objects.values_list("pk", "version")),
        sorted(Consent.objects.values_list("pk", "is_given")),
        sorted(Device.objects.values_list("pk", "person_id", "mark")),
        sorted(Appliance.objects.values_list("pk", "person_id", "deleted_at")),
        sorted(OctopusAccount.objects.values_list("pk", "person_id", "sealed_key", "trouble")),
    )


def _documented():
    for path, operations in json.loads(document())["paths"].items():
        yield from (f"{method} {path}" for method in operations if method in METHODS)


def test_every_operation_has_its_line():
    assert set(_documented()) == set(OPERATIONS)


def test_every_route_is_in_the_document():
    hidden = {API, f"{API}docs", f"{API}openapi.json"}
    found = {route for route in routes() if route.startswith(API)} - hidden
    assert len(found) == len(PATHS)


@pytest.mark.parametrize("name", OPERATIONS)
def test_is_for_those_the_table_names(name, statuses):
    method, path = name.split()
    assert statuses(method, path, _body(method)) == OPERATIONS[name]


@pytest.mark.parametrize("name", PRIVATE)
@pytest.mark.parametrize("header", ["Bearer nonsense", "Bearer ", "Basic YTpi", "Bearer \u00fc"])
def test_a_wrong_token_opens_nothing(name, header, client, held):
    method, path = name.split()
    before = _owned()
    answer = getattr(client, method)(filled(path, held), headers={"Authorization": header})
    assert answer.status_code == 401
    assert answer["Content-Type"].startswith("application/problem+json")
    assert _owned() == before


@pytest.mark.parametrize("name", OWNED)
@pytest.mark.parametrize("role", ["stranger", "other", "operator"])
def test_nobody_else_changes_what_is_annas(name, role, cast, held):
    method, path = name.split()
    before = _owned()
    ask(method, filled(path, held), browser_of(cast[role]), _body(method))
    assert _owned() == before


@pytest.mark.parametrize("name", [name for name in OWNED if name.startswith("delete")])
def test_what_is_annas_looks_like_nothing_to_others(name, cast, held):
    path = name.split()[1]
    hers = browser_of(cast["other"]).delete(filled(path, held)).json()
    nobodys = browser_of(cast["other"]).delete(filled(path, dict.fromkeys(held, 999_999))).json()
    assert {**hers, "instance": ""} == {**nobodys, "instance": ""}


@pytest.mark.parametrize("path", PATHS)
def test_other_methods_are_refused(path, cast, held):
    browser = browser_of(cast["owner"])
    for method in METHODS:
        if f"{method} {path}" not in OPERATIONS:
            answer = ask(method, filled(path, held), browser, _body(method))
            assert answer.status_code == 405, method
