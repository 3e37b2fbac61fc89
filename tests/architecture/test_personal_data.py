"""No table about a person is forgotten by the export or the erasure."""

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models

from daybook.core.contributions import personal_data

#: "app_label.Model": why nobody has to export it.
EXEMPT = {
    "admin.LogEntry": "what an operator did in the admin; goes with the operator's row",
    "account.EmailAddress": "stays empty until addresses are verified; goes with the person's row",
    "accounts.User_groups": "roles of operators; goes with the person's row",
    "accounts.User_user_permissions": "roles of operators; goes with the person's row",
}


def tables_about_people():
    user = get_user_model()
    for model in apps.get_models(include_auto_created=True):
        relations = (f for f in model._meta.get_fields() if f.is_relation and not f.auto_created)
        if model is user or any(f.related_model is user for f in relations):
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


def test_what_is_exempt_goes_with_the_person():
    user = get_user_model()
    for label in EXEMPT:
        model = apps.get_model(label)
        keys = [f for f in model._meta.get_fields() if f.related_model is user and f.many_to_one]
        assert all(key.remote_field.on_delete is models.CASCADE for key in keys), label
