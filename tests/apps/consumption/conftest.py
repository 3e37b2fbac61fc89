import datetime as dt
import uuid
from decimal import Decimal

import pytest
from django.test import Client

from daybook.apps.consumption import actions, domain
from daybook.apps.consumption.domain import Unit, Utility
from daybook.apps.consumption.models import Batch
from daybook.lib.half_hours import starts
from daybook.lib.periods import LONDON

TODAY = dt.date(2026, 3, 3)


@pytest.fixture
def today():
    """The day of ``now`` in London."""
    return TODAY


@pytest.fixture
def use():
    """Makes what is to be recorded: ``use("12", utility=Utility.GAS)``."""

    def make(value="8.3", **said):
        given = {"utility": Utility.ELECTRICITY, "unit": Unit.KWH, "first": TODAY}
        return actions.Use(value=Decimal(value), **(given | said))

    return make


@pytest.fixture
def record(anna, use, now):
    """Records a use of Anna's, or of the ``person`` named."""

    def make(value="8.3", *, person=anna, key=None, by=TODAY, **said):
        return actions.record_use(
            person=person, use=use(value, **said), key=key or uuid.uuid4(), today=by, now=now
        )

    return make


@pytest.fixture
def meter(anna, now):
    """Keeps the same half-hours of each of some days: ``meter(first, last, lost=[3])``."""

    def keep(first, last=None, *, amount="0.25", lost=(), person=anna):
        batch = Batch.objects.create(person=person, source="csv", made_at=now)
        days = domain.Days(first, (last or first) + domain.ONE_DAY).each()
        amounts = {
            at: Decimal(amount)
            for day in days
            for place, at in enumerate(starts(day, LONDON))
            if place not in lost
        }
        actions.keep_half_hours(batch=batch, utility=Utility.ELECTRICITY, amounts=amounts)

    return keep


@pytest.fixture
def change(anna, use, now):
    """Makes Anna's record say something else; the ``person`` named tries to."""

    def make(record, value="8.3", *, person=anna, at=now, **said):
        return actions.change_record(
            person=person, record_id=record.pk, use=use(value, **said), today=TODAY, now=at
        )

    return make


@pytest.fixture
def own(client, anna):
    """Anna's browser."""
    client.force_login(anna)
    return client


@pytest.fixture
def strangers(eve):
    """Eve's browser."""
    browser = Client()
    browser.force_login(eve)
    return browser
