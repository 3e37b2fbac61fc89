"""Switching this browser on, a message that comes to its worker, and a press of its buttons.

No push service of a browser's maker is reached from a test: the page gets a subscription whose keys
the test has, Daybook sends to a service on this machine, and Chromium hands what came there to the
worker as it would have.
"""

import json
import shutil
import time
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, Page, Worker, expect

from tests.browser.looking import BOTH, PLAIN, Look, beyond, violations
from tests.browser.people import sign_up
from tests.browser.site import Site, served
from tests.push_service import Browser, PushService, push_service

pytestmark = pytest.mark.browser

PATIENCE_SECONDS = 30
SUBSCRIBE = """({endpoint, keys}) => {
  const subscription = {
    endpoint,
    options: {},
    toJSON: () => ({ endpoint, expirationTime: null, keys }),
    unsubscribe: async () => { localStorage.removeItem("subscribed"); return true; },
  };
  PushManager.prototype.subscribe = async (options) => {
    const { userVisibleOnly, applicationServerKey } = options;
    if (!userVisibleOnly || applicationServerKey.length !== 87) throw new Error("?");
    localStorage.setItem("subscribed", "yes");
    return subscription;
  };
  PushManager.prototype.getSubscription = async () =>
    localStorage.getItem("subscribed") ? subscription : null;
}"""


@pytest.fixture(scope="module")
def service() -> Iterator[PushService]:
    with push_service() as running:
        yield running


@pytest.fixture(scope="module")
def house(site: Site, service: PushService, tmp_path_factory: Any) -> Iterator[Site]:
    """A Daybook that may send to the push service of this module."""
    folder = tmp_path_factory.mktemp("devices")
    shutil.copytree(site.folder / "static", folder / "static")  # compressed once is enough
    with served(site.octopus, folder, DAYBOOK_PUSH_HOSTS=service.host) as running:
        yield running


@pytest.fixture
def keys() -> Browser:
    return Browser()


def opened(
    chromium: Chromium, house: Site, service: PushService, keys: Browser, look: Look = PLAIN
) -> BrowserContext:
    """A browser profile whose subscription is one of ours."""
    context = look.open(chromium, house.url)
    endpoint = service.endpoint(f"to-{id(context)}")
    given = json.dumps({"endpoint": endpoint, "keys": keys.keys()})
    context.add_init_script(f"({SUBSCRIBE})({given})")
    return context


@pytest.fixture
def page(browser: Chromium, house: Site, service: PushService, keys: Browser) -> Iterator[Page]:
    """A browser that lets Daybook show notifications, with somebody signed in."""
    with opened(browser, house, service, keys) as context:
        context.grant_permissions(["notifications"], origin=house.url)
        page = context.new_page()
        sign_up(page)
        page.goto("/inbox/devices/")
        expect(page.locator("[data-ready]")).to_be_visible()
        yield page


def switch_on(page: Page) -> None:
    page.get_by_role("button", name="Switch on").click()
    expect(page.get_by_text("It shows your messages.")).to_be_visible()


def sent(service: PushService, keys: Browser) -> dict[str, Any]:
    """The message that comes for the browser with ``keys``."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if service.posts:
            return keys.read(service.posts.pop().body)
        time.sleep(0.1)
    raise AssertionError("no message came")


def worker_of(context: BrowserContext) -> Worker:
    return context.service_workers[0] if context.service_workers else context.wait_for_event(
        "serviceworker"
    )  # fmt: skip


def deliver(page: Page, message: dict[str, Any]) -> None:
    """Hand ``message`` to the worker as the browser does with what its push service brings."""
    session = page.context.new_cdp_session(page)
    found: list[str] = []
    session.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: found.extend(one["registrationId"] for one in event["registrations"]),
    )
    session.send("ServiceWorker.enable")
    while not found:
        page.wait_for_timeout(50)
    session.send(
        "ServiceWorker.deliverPushMessage",
        {
            "origin": page.evaluate("location.origin"),
            "registrationId": found[0],
            "data": json.dumps(message),
        },
    )


def shown(page: Page) -> list[dict[str, Any]]:
    """The notifications on the screen."""
    return page.evaluate(
        """async () => (await (await navigator.serviceWorker.ready).getNotifications())
            .map(({title, body, tag, actions}) => ({title, body, tag, actions}))"""
    )


def wait_for(page: Page, title: str, body: str) -> dict[str, Any]:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        for one in shown(page):
            if one["title"] == title and body in one["body"]:
                return one
        page.wait_for_timeout(100)
    raise AssertionError(f"{title!r} is not shown but {shown(page)}")


def press(page: Page, action: str) -> None:
    """Press a button of the notification that is shown, or itself where ``action`` is empty."""
    worker_of(page.context).evaluate(
        """async (action) => {
            const [notification] = await self.registration.getNotifications();
            self.dispatchEvent(new NotificationEvent("notificationclick", {notification, action}));
        }""",
        action,
    )


class TestSwitch:
    def test_explains_itself_before_the_browser_asks(self, page: Page) -> None:
        expect(page.get_by_text("the browser asks whether Daybook may show")).to_be_visible()
        expect(page.get_by_text("None yet.")).to_be_visible()

    def test_goes_on_and_off_again(self, page: Page) -> None:
        switch_on(page)
        expect(page.locator("[data-device]")).to_contain_text("this device")
        page.get_by_role("button", name="Switch off").click()
        expect(page.get_by_role("button", name="Switch on")).to_be_visible()
        expect(page.locator("[data-device]")).to_have_count(0)

    def test_works_by_keyboard(self, page: Page) -> None:
        page.get_by_role("button", name="Switch on").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_text("It shows your messages.")).to_be_visible()
        page.get_by_role("button", name="Remove").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_text("The device is removed.")).to_be_visible()

    def test_is_off_for_the_next_person_at_this_computer(self, page: Page) -> None:
        switch_on(page)
        page.goto("/accounts/logout/")
        page.get_by_role("main").get_by_role("button", name="Sign out").click()
        expect(page.get_by_text("You are signed out.")).to_be_visible()
        sign_up(page, "Eve")
        page.goto("/inbox/devices/")
        expect(page.get_by_role("button", name="Switch on")).to_be_visible()
        expect(page.get_by_text("None yet.")).to_be_visible()

    def test_says_what_the_server_says_when_it_refuses(self, page: Page) -> None:
        refusal = {"status": 409, "body": json.dumps({"detail": "You have 8 devices already."})}
        page.route("**/api/v1/notifications/devices", lambda route: route.fulfill(**refusal))
        page.get_by_role("button", name="Switch on").click()
        expect(page.get_by_role("alert")).to_contain_text("You have 8 devices already.")
        expect(page.get_by_role("alert")).to_be_focused()

    def test_explains_what_only_the_browser_can_change(
        self, browser: Chromium, house: Site, service: PushService, keys: Browser
    ) -> None:
        with opened(browser, house, service, keys) as context:
            context.add_init_script(
                "Object.defineProperty(Notification, 'permission', {get: () => 'denied'})"
            )
            page = context.new_page()
            sign_up(page)
            page.goto("/inbox/devices/")
            expect(page.get_by_text("The browser blocks it")).to_be_visible()
            expect(page.get_by_role("button", name="Switch on")).to_be_hidden()

    def test_tells_people_with_an_iphone_about_the_home_screen(
        self, browser: Chromium, house: Site
    ) -> None:
        agent = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/605.1.15"
        with PLAIN.open(browser, house.url, user_agent=agent) as context:
            context.add_init_script("delete window.PushManager")
            page = context.new_page()
            sign_up(page)
            page.goto("/inbox/devices/")
            expect(page.get_by_text("First put Daybook on the home screen")).to_be_visible()

    def test_does_not_leave_people_without_scripts_in_the_dark(
        self, browser: Chromium, house: Site
    ) -> None:
        with PLAIN.open(browser, house.url, java_script_enabled=False) as context:
            page = context.new_page()
            sign_up(page)
            page.goto("/inbox/devices/")
            expect(page.get_by_text("needs JavaScript")).to_be_visible()


class TestMessage:
    @pytest.fixture
    def told(self, page: Page, service: PushService, keys: Browser) -> dict[str, Any]:
        """A test message that has come to the worker, and is shown."""
        switch_on(page)
        page.get_by_role("button", name="Send a test message").click()
        message = sent(service, keys)
        deliver(page, message)
        wait_for(page, "A test message", "This is how")
        return message

    def test_is_shown_with_its_buttons(self, page: Page, told: dict[str, Any]) -> None:
        (one,) = shown(page)
        assert one["tag"] == told["tag"]
        assert [action["title"] for action in one["actions"]] == ["Done", "Snooze"]

    def test_is_done_from_the_notification_after_its_person_signed_out(
        self, page: Page, told: dict[str, Any]
    ) -> None:
        page.context.clear_cookies()
        press(page, "notifications.done")
        wait_for(page, "A test message", "Done. The message is marked as read.")

    def test_is_told_again_after_a_snooze(self, page: Page, told: dict[str, Any]) -> None:
        press(page, "notifications.snooze")
        wait_for(page, "A test message", "You will be told again in an hour.")
        page.goto(told["url"])
        expect(page.get_by_text("You will be told again in an hour.")).to_be_visible()
        expect(page.get_by_role("button", name="Snooze")).to_have_count(0)

    def test_says_so_when_a_press_comes_too_late(self, page: Page, told: dict[str, Any]) -> None:
        stale = [{**action, "token": "nonsense"} for action in told["actions"]]
        deliver(page, {**told, "actions": stale, "body": "Stale."})
        wait_for(page, "A test message", "Stale.")
        press(page, "notifications.done")
        wait_for(page, "A test message", "This can no longer be done from here.")

    def test_needs_no_more_than_a_title(self, page: Page) -> None:
        switch_on(page)
        deliver(page, {"title": "Bare", "body": "", "actions": []})
        wait_for(page, "Bare", "")


@pytest.mark.parametrize("look", BOTH, ids=str)
def test_looks_right_with_devices(
    browser: Chromium, house: Site, service: PushService, keys: Browser, look: Look
) -> None:
    with opened(browser, house, service, keys, look) as context:
        context.grant_permissions(["notifications"], origin=house.url)
        page = context.new_page()
        sign_up(page)
        page.goto("/inbox/devices/")
        switch_on(page)
        assert violations(page) == []
        assert beyond(page) == []
