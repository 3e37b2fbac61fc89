"""What a stranger, another person, a bare operator and a superuser get at every admin page."""

import datetime as dt
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.admin.sites import site
from django.contrib.auth.models import Group
from django.urls import reverse
from django_tasks import TaskResultStatus

from daybook.apps.accounts.models import Erasure, User
from daybook.apps.notifications.models import Delivery, Suppression
from daybook.core.jobs.models import Job
from daybook.lib.ids import sortable_id
from tests.permissions import browser_of

pytestmark = pytest.mark.django_db

# For GET: changelist, add, change, history, delete, as a superuser gets them. Everybody else is
# sent to sign in, or (an operator without rights for the table) gets 403.
TABLES = {
    "auth.Group": (200, 200, 200, 200, 200),
    "accounts.User": (200, 200, 200, 200, 200),
    "account.EmailAddress": (200, 200, 200, 200, 200),
    "mfa.Authenticator": (200, 200, 200, 200, 200),
    "accounts.Erasure": (200, 403, 200, 200, 403),
    "jobs.Job": (200, 403, 200, 200, 403),
    "notifications.Delivery": (200, 403, 200, 200, 200),
    "notifications.Suppression": (200, 403, 200, 200, 200),
}
PAGES = ("changelist", "add", "change", "history", "delete")
SHARED = ("index", "password_change", "jsi18n")


def _delivery(person, now):
    from daybook.apps.notifications import actions

    actions.notify(kind="notifications.trial", person=person, context={}, key="admin", now=now)
    return Delivery.objects.filter(message__person=person).latest("pk")


def _job(person, now):
    return Job.objects.create(
        task_path="tests.jobs_of_tests.note",
        status=TaskResultStatus.FAILED,
        args_kwargs={"args": ["x"], "kwargs": {}},
        backend_name="default",
        run_after=now,
        finished_at=now - dt.timedelta(hours=1),
    )


MAKERS = {
    "auth.Group": lambda person, now: Group.objects.create(name=f"Group {uuid4()}"),
    "accounts.User": lambda person, now: person,
    "account.EmailAddress": lambda person, now: EmailAddress.objects.create(
        user=person, email="second@example.com"
    ),
    "mfa.Authenticator": lambda person, now: Authenticator.objects.create(
        user=person, type="totp", data={"secret": "x"}
    ),
    "accounts.Erasure": lambda person, now: Erasure.objects.create(
        id=sortable_id(now), person_number=person.pk, begun_at=now
    ),
    "jobs.Job": _job,
    "notifications.Delivery": _delivery,
    "notifications.Suppression": lambda person, now: Suppression.objects.create(
        mark="a" * 64, reason="bounce", at=now
    ),
}


@pytest.fixture
def crowd(eve, person):
    """Who asks, and last the one who may do everything."""
    return {
        "stranger": None,
        "other": eve,
        "operator": person("Olga", is_staff=True),
        "superuser": person("Una", is_staff=True, is_superuser=True),
    }


@pytest.fixture
def addresses(anna, now):
    """The address of each page of a table, for a row that belongs to Anna."""

    def addresses(label):
        row = MAKERS[label](anna, now)
        name = label.lower().replace(".", "_")
        return {
            page: reverse(
                f"admin:{name}_{page}", args=[] if page in {"changelist", "add"} else [row.pk]
            )
            for page in PAGES
        }

    return addresses


def test_every_table_of_the_admin_has_its_line():
    assert {model._meta.label for model in site._registry} == set(TABLES) == set(MAKERS)


@pytest.mark.parametrize("label", TABLES)
def test_a_superuser_gets_what_the_table_says(label, addresses, crowd):
    browser = browser_of(crowd["superuser"])
    got = [browser.get(address).status_code for address in addresses(label).values()]
    assert dict(zip(PAGES, got, strict=True)) == dict(zip(PAGES, TABLES[label], strict=True))


@pytest.mark.parametrize("label", TABLES)
@pytest.mark.parametrize("role", ["stranger", "other"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_others_are_sent_to_sign_in(label, role, method, addresses, crowd):
    browser = browser_of(crowd[role])
    for page, address in addresses(label).items():
        answer = getattr(browser, method)(address)
        assert answer.status_code == 302, page
        assert answer.url.startswith("/admin/login/"), page


@pytest.mark.parametrize("label", TABLES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_an_operator_without_rights_is_refused(label, method, addresses, crowd):
    browser = browser_of(crowd["operator"])
    for page, address in addresses(label).items():
        assert getattr(browser, method)(address).status_code == 403, page


@pytest.mark.parametrize("label", TABLES)
@pytest.mark.parametrize("role", ["stranger", "other", "operator"])
def test_nobody_else_deletes_a_row(label, role, addresses, crowd):
    address = addresses(label)["delete"]
    model = next(model for model in site._registry if model._meta.label == label)
    before = set(model._default_manager.values_list("pk", flat=True))
    browser_of(crowd[role]).post(address, {"post": "yes"})
    assert set(model._default_manager.values_list("pk", flat=True)) == before


@pytest.mark.parametrize("role", ["stranger", "other", "operator"])
def test_nobody_else_makes_themselves_a_superuser(role, crowd, addresses):
    who = crowd[role]
    if who is None:
        assert browser_of(None).post(addresses("accounts.User")["add"]).status_code == 302
        return
    address = reverse("admin:accounts_user_change", args=[who.pk])
    browser_of(who).post(address, {"email": who.email, "is_superuser": "on", "is_staff": "on"})
    assert not User.objects.get(pk=who.pk).is_superuser


@pytest.mark.parametrize("name", SHARED)
@pytest.mark.parametrize(
    ("role", "status"),
    [("stranger", 302), ("other", 302), ("operator", 200), ("superuser", 200)],
)
def test_the_shared_pages_are_for_operators(name, role, status, crowd):
    assert browser_of(crowd[role]).get(reverse(f"admin:{name}")).status_code == status
