import datetime as dt
from decimal import Decimal

import pytest
from django.template.loader import render_to_string

from daybook.apps.prices import domain
from daybook.apps.prices.actions.alert_words import context_of, window_context
from daybook.apps.prices.domain import AlertKind, Outlook
from daybook.apps.prices.models import Alert, Preference
from daybook.core.contributions import notification_kinds

DAY = dt.date(2026, 3, 4)
EVENING = dt.datetime(2026, 3, 3, 16, 30, tzinfo=dt.UTC)
USUAL = Preference(
    region="C",
    product="AGILE-24-10-01",
    duration_hours=Decimal("3.5000"),
    capacity_kwh=Decimal(10),
)


@pytest.fixture
def outlook():
    slots = domain.sample_slots(domain.agile_day(DAY))
    return Outlook(DAY, slots, EVENING)


def mail(kind, context):
    template = dict(notification_kinds)[f"prices.{kind}"].template
    return render_to_string(f"{template}#body", {**context, "site_url": "https://home.example"})


@pytest.mark.parametrize(
    ("kind", "pence"), [("published", None), ("below", 15), ("above", 15), ("negative", None)]
)
def test_mails_lead_to_the_day_and_to_the_alerts(outlook, kind, pence):
    alert = Alert(kind=kind, threshold_pence=None if pence is None else Decimal(pence))
    if kind == "negative":
        outlook.stretches = lambda *_: domain.stretches(outlook.slots[:2], lambda _price: True)
    page = mail(kind, context_of(alert, USUAL, outlook))
    assert "https://home.example/prices/?region=C&product=AGILE-24-10-01" in page
    assert "&duration=3.5&from=2026-03-04" in page
    assert 'href="https://home.example/prices/alerts/"' in page


def test_the_mail_of_a_block_says_what_it_costs(outlook):
    (block,) = outlook.blocks(USUAL.duration_hours)
    page = mail(AlertKind.WINDOW.value, window_context(USUAL, block, EVENING))
    assert "10\N{NO-BREAK SPACE}kWh cost £" in page
    assert "begin at 02:00" in page
