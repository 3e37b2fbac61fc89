"""The API key goes in and never comes out: not in the database, a log, a page, a copy."""

import json
import logging

import pytest
from django.core import serializers
from django.test import Client

from daybook.apps.consumption import actions, queries
from daybook.apps.consumption.actions.octopus import SEALED_FOR
from daybook.apps.consumption.models import Batch, MeteredDay, MeterPoint, OctopusAccount
from daybook.core.contributions import personal_data
from daybook.core.jobs.models import Job
from daybook.core.sealing import unsealed
from daybook.lib.errors import DomainError
from tests.loopback import (
    BROKEN,
    EMPTY,
    FORBIDDEN,
    HALF,
    MISSING,
    WEB_PAGE,
    WRONG_JSON,
    WRONG_SHAPE,
    Reply,
    busy,
)
from tests.octopus_home import ACCOUNT, KEY, MPAN, NUMBER, used_path

PAGE = "/consumption/octopus/"
FAULTS = [BROKEN, EMPTY, FORBIDDEN, HALF, MISSING, WEB_PAGE, WRONG_JSON, WRONG_SHAPE]
FAULTS += [busy("0"), Reply(b"{}", status=401), Reply(b"{}", status=400)]


@pytest.fixture
def logged(caplog):
    """Everything that was logged, down to the smallest, with its tracebacks."""
    caplog.set_level(logging.DEBUG)

    def told():
        records = [vars(record) for record in caplog.records]
        return caplog.text + repr(records)

    return told


def test_lies_sealed_in_the_database(connect):
    account = connect()
    rows = serializers.serialize("json", [*OctopusAccount.objects.all(), *Job.objects.all()])
    assert KEY not in rows
    assert unsealed(account.sealed_key, purpose=SEALED_FOR) == KEY


def test_is_in_no_job(connect, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        account = connect()
    assert Job.objects.get().args_kwargs == {"args": [account.pk], "kwargs": {}}


@pytest.mark.parametrize("fault", FAULTS, ids=range(len(FAULTS)))
def test_is_in_no_log_when_connecting_fails(own, octopus, logged, fault):
    octopus.always(ACCOUNT, fault)
    form = {"number": NUMBER, "api_key": KEY, "gas_unit": "m3"}
    assert own.post(PAGE, form).status_code in {422, 503}
    assert own.put(f"/api/v1{PAGE[:-1]}", form, "application/json").status_code in {422, 503}
    assert "outside_call" in logged()
    assert KEY not in logged()


@pytest.mark.parametrize("fault", FAULTS, ids=range(len(FAULTS)))
def test_is_in_no_log_when_fetching_fails(connect, fetch, octopus, logged, fault):
    account = connect()
    octopus.always(used_path(), fault)
    try:
        fetch(account)
    except DomainError:
        logging.getLogger("tests").exception("the job has failed")
    assert not any(secret in logged() for secret in (KEY, NUMBER, MPAN))


def test_is_in_no_log_of_a_bug(octopus, logged, monkeypatch, anna):
    def break_down(*_args, **_more):
        raise RuntimeError("the kettle is empty")

    monkeypatch.setattr(actions.octopus, "_connected", break_down)
    browser = Client(raise_request_exception=False)
    browser.force_login(anna)
    form = {"number": NUMBER, "api_key": KEY, "gas_unit": "m3"}
    assert browser.post(PAGE, form).status_code == 500
    assert browser.put(f"/api/v1{PAGE[:-1]}", form, "application/json").status_code == 500
    assert "the kettle is empty" in logged()
    assert KEY not in logged()


def test_is_in_no_copy_of_ones_data(connected, anna):
    ours = dict(personal_data)["consumption.records"]
    told = json.dumps([*ours.export(anna)])
    assert NUMBER in told
    assert MPAN in told
    assert KEY not in told
    assert connected.sealed_key not in told


def test_goes_with_the_person(connected, anna, now):
    dict(personal_data)["consumption.records"].erase(anna, now)
    for table in (OctopusAccount, MeterPoint, MeteredDay, Batch):
        assert not table.objects.exists()


def test_goes_with_the_account(connected, anna, now):
    actions.disconnect_octopus(person=anna, keeps=True, now=now)
    assert KEY[-4:] not in json.dumps([*queries.export(anna)])
