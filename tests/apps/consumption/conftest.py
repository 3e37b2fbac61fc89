import datetime as dt
import uuid
from decimal import Decimal

import pytest
from django.test import Client

from daybook.apps.consumption import actions, domain
from daybook.apps.consumption.domain import Dial, Unit, Utility
from daybook.apps.consumption.domain.tariffs import Flat, Terms
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
def smart_meter(anna, now):
    """Keeps the same half-hours of each of some days: ``smart_meter(first, last, lost=[3])``."""

    def keep(first, last=None, *, amount="0.25", lost=(), person=anna, source="csv"):
        batch = Batch.objects.create(person=person, source=source, made_at=now)
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


@pytest.fixture
def details():
    """Makes what is known of a meter: ``details(utility=Utility.GAS, digits=4)``."""

    def make(name="Hall", serial="", installed_on=None, removed_on=None, **counts):
        dial = Dial(**({"utility": Utility.ELECTRICITY, "unit": Unit.KWH} | counts))
        return actions.MeterDetails(
            dial=dial,
            name=name,
            serial=serial,
            installed_on=installed_on,
            removed_on=removed_on,
        )

    return make


@pytest.fixture
def meter(anna, details, now):
    """Adds a meter of Anna's, or of the ``person`` named."""

    def make(*, person=anna, key=None, **said):
        key = key or uuid.uuid4()
        return actions.add_meter(person=person, details=details(**said), key=key, now=now)

    return make


@pytest.fixture
def read(anna, now):
    """Writes down a reading of so many days ago: ``read(meter, 30, "1200")``."""

    def make(meter, ago, number, *, person=anna, **said):
        day = TODAY - dt.timedelta(days=ago)
        found = actions.Read(day=day, number=Decimal(number), **said)
        return actions.add_reading(
            person=person, meter_id=meter.pk, read=found, today=TODAY, now=now
        )

    return make


@pytest.fixture
def offer():
    """Makes a tariff as it is typed: ``offer("24", first=...)``, or of the ``rates`` named."""

    def make(pence="20", *, rates=None, standing="50", **said):
        terms = Terms(rates=rates or Flat(pence=Decimal(pence)), standing_pence=Decimal(standing))
        given = {"utility": Utility.ELECTRICITY, "name": "Fixed", "first": dt.date(2026, 1, 1)}
        return actions.Offer(terms=terms, **(given | said))

    return make


@pytest.fixture
def tariff(anna, offer, now):
    """Adds a tariff of Anna's, or of the ``person`` named."""

    def make(pence="20", *, person=anna, key=None, **said):
        return actions.add_tariff(
            person=person, offer=offer(pence, **said), key=key or uuid.uuid4(), now=now
        )

    return make


@pytest.fixture
def metered(anna, now):
    """Keeps half-hours of Anna's electricity: ``metered({starts_at: kwh})``."""
    batch = Batch.objects.create(person=anna, source="csv", made_at=now)

    def keep(amounts):
        actions.keep_half_hours(batch=batch, utility=Utility.ELECTRICITY, amounts=amounts)

    return keep
