"""No table about a person is forgotten by the export or the erasure."""

import io
import json
import zipfile
from dataclasses import replace

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models
from django.utils import timezone

from daybook.apps.accounts import actions, queries
from daybook.apps.accounts.domain import NOWHERE
from daybook.apps.accounts.models import Consent
from daybook.apps.notifications.actions import notify
from daybook.core.contributions import PersonalFile, personal_data

#: "app_label.Model": why nobody has to export it.
EXEMPT = {
    "admin.LogEntry": "what an operator did in the admin; goes with the operator's row",
    "account.EmailAddress": "stays empty until addresses are verified; goes with the person's row",
    "accounts.User_groups": "roles of operators; goes with the person's row",
    "accounts.User_user_permissions": "roles of operators; goes with the person's row",
}


#: "app_label.Model": which table about a person answers for it; it has no key to the person.
PARTS = {
    "account.EmailConfirmation": "account.EmailAddress",
    "accounts.ArchivePart": "accounts.Archive",
    "accounts.Passkey": "mfa.Authenticator",
    "consumption.MeterPoint": "consumption.OctopusAccount",
    "notifications.ActionTaken": "notifications.Message",
    "notifications.Delivery": "notifications.Message",
    "notifications.Reach": "notifications.Device",
}


def keys_of(model):
    return [f for f in model._meta.get_fields() if f.is_relation and not f.auto_created]


def tables_about_people():
    user = get_user_model()
    for model in apps.get_models(include_auto_created=True):
        if model is user or any(f.related_model is user for f in keys_of(model)):
            yield model


def tables_of_parts():
    """Tables that lead to a person over another table."""
    about_people = set(tables_about_people())
    for model in apps.get_models(include_auto_created=True):
        owners = {f.related_model for f in keys_of(model)} & about_people
        if owners and model not in about_people:
            yield model


def answered_for():
    return {table for _, contribution in personal_data for table in contribution.tables}


def test_every_table_about_a_person_is_exported_and_erased():
    about_people = {model._meta.label for model in tables_about_people()}
    assert about_people - answered_for() - set(EXEMPT) == set()


def test_every_contribution_answers_for_tables_that_exist():
    assert answered_for()
    assert answered_for() <= {model._meta.label for model in apps.get_models()}


def test_every_exemption_is_still_needed():
    about_people = {model._meta.label for model in tables_about_people()}
    assert set(EXEMPT) <= about_people - answered_for()


def test_every_table_that_hangs_on_one_is_known_and_goes_with_it():
    parts = {model._meta.label: model for model in tables_of_parts()}
    assert set(parts) == set(PARTS)
    for label, owner in PARTS.items():
        assert owner in answered_for() | set(EXEMPT)
        keys = [f for f in keys_of(parts[label]) if f.related_model._meta.label == owner]
        goes = [not f.null and f.remote_field.on_delete is models.CASCADE for f in keys]
        assert any(goes), label


def test_every_contribution_has_a_name_and_says_how_long():
    for name, contribution in personal_data:
        assert str(contribution.label), name
        assert str(contribution.retention).endswith("."), name


@pytest.fixture
def busy(anna, settings, tmp_path):
    """Anna, with something in as many tables as one can fill in a few lines."""
    settings.DATA_DIR = tmp_path
    now = timezone.now()
    notify(kind="notifications.trial", person=anna, context={}, key="one", now=now)
    actions.make_token(user=anna, name="Pump", scopes=["read"], days=30, origin=NOWHERE, now=now)
    actions.issue_tokens(user=anna, now=now)
    Consent.objects.create(
        person=anna, purpose="tests.news", is_given=True, at=now, place="/", text="Y", version=1
    )
    return anna


def test_everything_that_is_exported_stands_in_the_archive(busy, monkeypatch):
    picture = PersonalFile(name="face.png", content=b"picture")
    name, one = next(iter(personal_data))
    entries = personal_data._entries | {name: (0, replace(one, files=lambda _user: [picture]))}
    monkeypatch.setattr(personal_data, "_entries", entries)
    now = timezone.now()
    asked = actions.ask_for_archive(user=busy, origin=NOWHERE, now=now)
    expected = [(name, kind) for name, one in personal_data for kind, _row in one.export(busy)]
    actions.make_archive(archive_id=asked.pk, clock=lambda: now)
    asked.refresh_from_db()
    archive = zipfile.ZipFile(io.BytesIO(b"".join(queries.content_of(asked))))

    found = [
        path.partition("/")[0]
        for path in archive.namelist()
        if path.endswith(".json")
        for _row in json.loads(archive.read(path))
    ]
    assert sorted(found) == sorted(name for name, _kind in expected)
    assert len(set(expected)) == sum(path.endswith(".csv") for path in archive.namelist())
    assert archive.read(f"{name}/files/face.png") == b"picture"


def test_nothing_is_left_in_any_table_after_the_erasure(busy, otto):
    for _name, contribution in personal_data:
        contribution.erase(busy, timezone.now())
        contribution.erase(busy, timezone.now())

    for model in {*tables_about_people(), *tables_of_parts()} - {get_user_model()}:
        assert not model._base_manager.exists(), model._meta.label
    assert list(get_user_model().objects.all()) == [otto]


def test_what_is_exempt_goes_with_the_person():
    user = get_user_model()
    for label in EXEMPT:
        model = apps.get_model(label)
        keys = [f for f in model._meta.get_fields() if f.related_model is user and f.many_to_one]
        assert all(key.remote_field.on_delete is models.CASCADE for key in keys), label
