"""What a stranger, another person, an operator and the owner get at every page."""

import pytest

from daybook.apps.accounts.models import Consent, PersonalToken, SignIn
from daybook.apps.notifications.models import Device, Message
from daybook.apps.prices.models import Appliance, PlannedWindow
from tests.permissions import ADMIN, API, browser_of, filled, routes

# For GET and for an empty POST: a stranger, another person, an operator, the owner.
PAGES = {
    "": ((200, 200, 200, 200), (405, 405, 405, 405)),
    "manifest.webmanifest": ((200, 200, 200, 200), (405, 405, 405, 405)),
    "calendar/": ((302, 200, 200, 200), (302, 405, 405, 405)),
    "ui/": ((404, 404, 404, 404), (405, 405, 405, 405)),
    "accounts/signup/": ((200, 302, 302, 302), (422, 302, 302, 302)),
    "accounts/login/": ((200, 302, 302, 302), (422, 302, 302, 302)),
    "accounts/login/second-step/": ((302, 302, 302, 302), (302, 302, 302, 302)),
    "accounts/logout/": ((200, 200, 200, 200), (302, 302, 302, 302)),
    "accounts/profile/": ((302, 200, 200, 200), (302, 422, 422, 422)),
    "accounts/avatar/": ((302, 405, 405, 405), (302, 422, 422, 422)),
    "accounts/avatar/remove/": ((302, 405, 405, 405), (302, 302, 302, 302)),
    "accounts/avatar/<str:version>/<int:size>/": ((404, 404, 404, 200), (405, 405, 405, 405)),
    "accounts/password/forgotten/": ((200, 200, 200, 200), (422, 422, 422, 422)),
    "accounts/password/reset/<str:secret>/": ((404, 404, 404, 404), (404, 404, 404, 404)),
    "accounts/login/link/": ((200, 200, 200, 200), (422, 422, 422, 422)),
    "accounts/login/link/<str:secret>/": ((404, 404, 404, 404), (404, 404, 404, 404)),
    "accounts/email/": ((302, 200, 200, 200), (302, 422, 422, 422)),
    "accounts/email/verify/": ((302, 405, 405, 405), (302, 302, 302, 302)),
    "accounts/email/verify/<str:secret>/": ((404, 404, 404, 404), (404, 404, 404, 404)),
    "accounts/email/change/<str:secret>/": ((404, 404, 404, 404), (404, 404, 404, 404)),
    "accounts/email/undo/<str:secret>/": ((404, 404, 404, 404), (404, 404, 404, 404)),
    "accounts/security/": ((302, 200, 200, 200), (302, 405, 405, 405)),
    "accounts/password/": ((302, 200, 200, 200), (302, 422, 422, 422)),
    "accounts/sessions/": ((302, 200, 200, 200), (302, 405, 405, 405)),
    "accounts/sessions/<int:session_id>/end/": ((302, 405, 405, 405), (302, 404, 404, 302)),
    "accounts/sessions/end-all/": ((302, 405, 405, 405), (302, 302, 302, 302)),
    "accounts/second-step/": ((302, 200, 200, 200), (302, 405, 405, 405)),
    "accounts/second-step/on/": ((302, 200, 200, 200), (302, 422, 422, 422)),
    "accounts/second-step/off/": ((302, 200, 200, 200), (302, 422, 422, 422)),
    "accounts/second-step/codes/": ((302, 200, 200, 200), (302, 422, 422, 422)),
    "accounts/login/passkey/": ((405, 405, 405, 405), (422, 302, 302, 302)),
    "accounts/login/passkey/ask/": ((405, 405, 405, 405), (200, 200, 200, 200)),
    "accounts/login/second-step/passkey/": ((405, 405, 405, 405), (302, 302, 302, 302)),
    "accounts/login/second-step/passkey/ask/": ((405, 405, 405, 405), (409, 409, 409, 409)),
    "accounts/second-step/passkeys/add/": ((302, 200, 200, 200), (302, 422, 422, 422)),
    "accounts/second-step/passkeys/keep/": ((302, 405, 405, 405), (302, 302, 302, 302)),
    "accounts/second-step/passkeys/<int:passkey_id>/": (
        (302, 404, 404, 200),
        (302, 404, 404, 422),
    ),
    "accounts/second-step/passkeys/<int:passkey_id>/remove/": (
        (302, 404, 404, 200),
        (302, 404, 404, 422),
    ),
    "accounts/tokens/": ((302, 200, 200, 200), (302, 422, 422, 422)),
    "accounts/tokens/<int:token_id>/revoke/": ((302, 405, 405, 405), (302, 404, 404, 302)),
    "accounts/data/": ((302, 200, 200, 200), (302, 405, 405, 405)),
    "accounts/data/copies/": ((302, 405, 405, 405), (302, 302, 302, 302)),
    "accounts/data/copies/<uuid:archive_id>/": ((302, 404, 404, 302), (302, 405, 405, 405)),
    "accounts/data/consents/<str:purpose>/withdraw/": (
        (302, 405, 405, 405),
        (302, 404, 404, 302),
    ),
    "accounts/confirm/": ((302, 200, 200, 200), (302, 422, 422, 422)),
    "accounts/leave/": ((302, 200, 200, 200), (302, 422, 422, 422)),
    "accounts/keep/": ((302, 302, 302, 302), (302, 409, 409, 409)),
    "inbox/": ((302, 200, 200, 200), (302, 405, 405, 405)),
    "inbox/count/": ((286, 200, 200, 200), (405, 405, 405, 405)),
    "inbox/read/": ((302, 405, 405, 405), (302, 302, 302, 302)),
    "inbox/settings/": ((302, 200, 200, 200), (302, 302, 302, 302)),
    "inbox/phone/": ((302, 200, 200, 200), (302, 422, 422, 422)),
    "inbox/phone/code/": ((302, 405, 405, 405), (302, 302, 302, 302)),
    "inbox/phone/forget/": ((302, 405, 405, 405), (302, 302, 302, 302)),
    "inbox/settings/marketing/": ((302, 405, 405, 405), (302, 302, 302, 302)),
    "inbox/address/check/": ((302, 405, 405, 405), (302, 302, 302, 302)),
    "inbox/address/<str:token>/": ((404, 404, 404, 404), (404, 404, 404, 404)),
    "webhooks/mail/<slug:provider>/": ((405, 405, 405, 405), (404, 404, 404, 404)),
    "inbox/settings/digest/": ((302, 200, 200, 200), (302, 422, 422, 422)),
    "inbox/digest/<str:token>/off/": ((404, 404, 404, 404), (404, 404, 404, 404)),
    "inbox/open/<str:token>/": ((404, 404, 404, 404), (405, 405, 405, 405)),
    "inbox/trial/": ((302, 405, 405, 405), (302, 302, 302, 302)),
    "inbox/devices/": ((302, 200, 200, 200), (302, 405, 405, 405)),
    "inbox/devices/<int:device_id>/remove/": ((302, 405, 405, 405), (302, 404, 404, 302)),
    "sw.js": ((200, 200, 200, 200), (405, 405, 405, 405)),
    "inbox/unsubscribe/<str:token>/": ((404, 404, 404, 404), (404, 404, 404, 404)),
    "inbox/<int:message_id>/": ((302, 404, 404, 200), (302, 405, 405, 405)),
    "inbox/<int:message_id>/delete/": ((302, 405, 405, 405), (302, 404, 404, 302)),
    "webhooks/twilio/replies/": ((405, 405, 405, 405), (403, 403, 403, 403)),
    "webhooks/twilio/reports/<int:delivery_id>/": ((405, 405, 405, 405), (403, 403, 403, 403)),
    "inbox/<int:message_id>/act/": ((302, 405, 405, 405), (302, 404, 404, 404)),
    "dev/outbox/": ((404, 404, 404, 404), (405, 405, 405, 405)),
    "dev/outbox/<str:name>/": ((404, 404, 404, 404), (405, 405, 405, 405)),
    "dev/outbox/<str:name>/page/": ((404, 404, 404, 404), (405, 405, 405, 405)),
    "jobs/": ((404, 404, 200, 404), (404, 404, 405, 404)),
    "jobs/running/": ((404, 404, 200, 404), (404, 404, 405, 404)),
    "jobs/<str:place>/retry/": ((404, 404, 405, 404), (404, 404, 302, 404)),
    "jobs/<str:place>/<str:job_id>/retry/": ((404, 404, 405, 404), (404, 404, 404, 404)),
    "jobs/<str:place>/<str:job_id>/drop/": ((404, 404, 405, 404), (404, 404, 404, 404)),
    "healthz": ((200, 200, 200, 200), (405, 405, 405, 405)),
    "readyz": ((503, 503, 503, 503), (405, 405, 405, 405)),
    "metrics": ((200, 200, 200, 200), (405, 405, 405, 405)),
    "api/v1/openapi.json": ((200, 200, 200, 200), (200, 200, 200, 200)),
    "api/v1/docs": ((200, 200, 200, 200), (200, 200, 200, 200)),
    "api/v1/": ((404, 404, 404, 404), (404, 404, 404, 404)),
    "consumption/": ((302, 200, 200, 200), (302, 405, 405, 405)),
    "consumption/compare/": ((302, 200, 200, 200), (302, 405, 405, 405)),
    "consumption/compare/prices/": ((302, 405, 405, 405), (302, 302, 302, 302)),
    "consumption/gas/": ((302, 200, 200, 200), (302, 422, 422, 422)),
    "consumption/octopus/": ((302, 200, 200, 200), (302, 422, 422, 422)),
    "consumption/octopus/renew/": ((302, 405, 405, 405), (302, 302, 302, 302)),
    "consumption/octopus/tariffs/": ((302, 405, 405, 405), (302, 302, 302, 302)),
    "consumption/octopus/disconnect/": ((302, 405, 405, 405), (302, 422, 422, 422)),
    "consumption/records/": ((302, 200, 200, 200), (302, 405, 405, 405)),
    "consumption/records/add/": ((302, 200, 200, 200), (302, 422, 422, 422)),
    "consumption/records/quick/": ((302, 405, 405, 405), (302, 422, 422, 422)),
    "consumption/records/delete/": ((302, 405, 405, 405), (302, 302, 302, 302)),
    "consumption/records/undo/<uuid:deletion>/": ((302, 405, 405, 405), (302, 302, 302, 302)),
    "consumption/records/<int:record_id>/": ((302, 404, 404, 200), (302, 404, 404, 422)),
    "consumption/meters/": ((302, 200, 200, 200), (302, 405, 405, 405)),
    "consumption/meters/add/": ((302, 200, 200, 200), (302, 422, 422, 422)),
    "consumption/meters/undo/<uuid:deletion>/": ((302, 405, 405, 405), (302, 302, 302, 302)),
    "consumption/meters/<int:meter_id>/": ((302, 404, 404, 200), (302, 405, 405, 405)),
    "consumption/meters/<int:meter_id>/change/": ((302, 404, 404, 200), (302, 404, 404, 422)),
    "consumption/meters/<int:meter_id>/replace/": ((302, 404, 404, 200), (302, 404, 404, 422)),
    "consumption/meters/<int:meter_id>/delete/": ((302, 405, 405, 405), (302, 404, 404, 302)),
    "consumption/meters/<int:meter_id>/readings/": ((302, 405, 405, 405), (302, 404, 404, 422)),
    "consumption/readings/<int:reading_id>/": ((302, 404, 404, 200), (302, 404, 404, 422)),
    "consumption/readings/<int:reading_id>/delete/": ((302, 405, 405, 405), (302, 404, 404, 302)),
    "consumption/costs/": ((302, 200, 200, 200), (302, 405, 405, 405)),
    "consumption/costs/instalments/": ((302, 200, 200, 200), (302, 422, 422, 422)),
    "consumption/costs/instalments/forget/": ((302, 405, 405, 405), (302, 302, 302, 302)),
    "consumption/tariffs/": ((302, 200, 200, 200), (302, 405, 405, 405)),
    "consumption/tariffs/add/": ((302, 200, 200, 200), (302, 405, 405, 405)),
    "consumption/tariffs/add/<str:utility>/<str:kind>/": (
        (302, 200, 200, 200),
        (302, 422, 422, 422),
    ),
    "consumption/tariffs/<int:tariff_id>/": ((302, 404, 404, 200), (302, 404, 404, 422)),
    "consumption/tariffs/<int:tariff_id>/end/": ((302, 404, 404, 200), (302, 404, 404, 422)),
    "consumption/tariffs/<int:tariff_id>/delete/": ((302, 404, 404, 200), (302, 404, 404, 302)),
    "consumption/use/": ((302, 200, 200, 200), (302, 405, 405, 405)),
    "consumption/goals/": ((302, 200, 200, 200), (302, 302, 302, 302)),
    "consumption/import/": ((302, 200, 200, 200), (302, 422, 422, 422)),
    "consumption/import/<uuid:draft_id>/": ((302, 404, 404, 200), (302, 404, 404, 422)),
    "consumption/import/<uuid:draft_id>/commit/": ((302, 405, 405, 405), (302, 404, 404, 302)),
    "consumption/import/<uuid:draft_id>/discard/": ((302, 405, 405, 405), (302, 404, 404, 302)),
    "consumption/imports/<int:batch_id>/undo/": ((302, 405, 405, 405), (302, 404, 404, 302)),
    "consumption/export/": ((302, 200, 200, 200), (302, 405, 405, 405)),
    "consumption/export/<str:ending>/": ((302, 200, 200, 200), (302, 405, 405, 405)),
    "prices/": ((200, 200, 200, 200), (405, 405, 405, 405)),
    "prices/alerts/": ((302, 200, 200, 200), (302, 302, 302, 302)),
    "prices/region/": ((200, 200, 200, 200), (405, 405, 405, 405)),
    "prices/product/": ((200, 200, 200, 200), (405, 405, 405, 405)),
    "prices/plan/": ((200, 200, 200, 200), (405, 405, 405, 405)),
    "prices/preferences/": ((302, 200, 200, 200), (302, 422, 422, 422)),
    "prices/preferences/default/": ((302, 405, 405, 405), (302, 302, 302, 302)),
    "prices/appliances/": ((302, 200, 200, 200), (302, 405, 405, 405)),
    "prices/appliances/add/": ((302, 200, 200, 200), (302, 422, 422, 422)),
    "prices/appliances/<int:appliance_id>/": ((302, 404, 404, 200), (302, 404, 404, 422)),
    "prices/appliances/<int:appliance_id>/delete/": (
        (302, 405, 405, 405),
        (302, 404, 404, 302),
    ),
    "prices/appliances/<int:appliance_id>/restore/": (
        (302, 405, 405, 405),
        (302, 404, 404, 302),
    ),
    "prices/widget/": ((422, 422, 422, 422), (405, 405, 405, 405)),
    "prices/compare/": ((200, 200, 200, 200), (405, 405, 405, 405)),
    "prices/statistics/": ((200, 200, 200, 200), (405, 405, 405, 405)),
    "prices/windows/": ((302, 200, 200, 200), (302, 405, 405, 405)),
    "prices/windows/add/": ((302, 405, 405, 405), (302, 302, 302, 302)),
    "prices/windows/<int:window_id>/delete/": ((302, 405, 405, 405), (302, 404, 404, 302)),
    "prices/window.ics": ((422, 422, 422, 422), (405, 405, 405, 405)),
    "prices/feed/": ((302, 200, 200, 200), (302, 302, 302, 302)),
    "prices/feed/renew/": ((302, 405, 405, 405), (302, 302, 302, 302)),
    "prices/feed/off/": ((302, 405, 405, 405), (302, 302, 302, 302)),
    "prices/feed/<str:token>.ics": ((404, 404, 404, 404), (405, 405, 405, 405)),
}
PRIVATE = sorted(route for route, (read, _) in PAGES.items() if read[0] == 302)
OWNED = ["accounts/sessions/<int:session_id>/end/", "accounts/tokens/<int:token_id>/revoke/"]
OWNED += ["inbox/<int:message_id>/delete/", "accounts/data/consents/<str:purpose>/withdraw/"]
OWNED += ["inbox/devices/<int:device_id>/remove/", "prices/appliances/<int:appliance_id>/delete/"]
OWNED += ["inbox/devices/<int:device_id>/remove/", "prices/windows/<int:window_id>/delete/"]


def _owned():
    return (
        SignIn.objects.count(),
        PersonalToken.objects.count(),
        Message.objects.filter(is_in_inbox=True).count(),
        2 - Consent.objects.count(),  # taking one back adds a row
        Device.objects.count(),
        Appliance.objects.standing().count(),
        PlannedWindow.objects.count(),
    )


def test_every_page_has_its_line():
    pages = {route for route in routes() if not route.startswith((ADMIN, API))}
    documents = {f"{API}openapi.json", f"{API}docs", API}
    assert pages | documents == set(PAGES)


@pytest.mark.parametrize("route", PAGES)
def test_reading_is_for_those_the_table_names(route, statuses):
    assert statuses("get", route) == PAGES[route][0]


@pytest.mark.parametrize("route", PAGES)
def test_writing_is_for_those_the_table_names(route, statuses):
    assert statuses("post", route) == PAGES[route][1]


@pytest.mark.parametrize("route", [r for r in PRIVATE if r != "accounts/login/second-step/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_is_sent_to_sign_in_and_back(route, method, client, held):
    address = filled(route, held)
    before = _owned()
    answer = getattr(client, method)(address)
    assert answer.url.startswith("/accounts/login/?next=")
    assert address in answer.url or method == "post"
    assert _owned() == before


@pytest.mark.parametrize("route", OWNED)
@pytest.mark.parametrize("role", ["stranger", "other", "operator"])
def test_nobody_else_takes_away_what_is_annas(route, role, cast, held):
    before = _owned()
    browser_of(cast[role]).post(filled(route, held))
    assert _owned() == before
    assert sum(before) >= 3


@pytest.mark.parametrize("route", OWNED)
def test_anna_takes_away_what_is_hers_once(route, cast, held):
    browser = browser_of(cast["owner"])
    before = sum(_owned())
    browser.post(filled(route, held))
    assert sum(_owned()) == before - 1
    assert browser.post(filled(route, held)).status_code == 404
