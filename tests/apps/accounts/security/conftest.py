import pytest
from django.utils import timezone

from daybook.apps.accounts import actions
from daybook.apps.accounts.domain import Origin


@pytest.fixture
def hers(client_of, anna):
    """A browser in which Anna is signed in."""
    return client_of(anna)


@pytest.fixture
def make(anna):
    """Makes a token of Anna's: ``make(scopes=["read"])``."""

    def make(now=None, **fields):
        typed = {"user": anna, "name": "Heat pump", "scopes": ["read"], "days": 90}
        return actions.make_token(
            **typed | fields, origin=Origin(device="curl"), now=now or timezone.now()
        )

    return make


@pytest.fixture
def ask(call, anna, sign_in_api):
    """Calls the accounts API as Anna: ``ask("post", "tokens", {...})``."""
    token = sign_in_api(anna)["access_token"]
    return lambda method, path, body=None: call(method, path, body, token=token)
