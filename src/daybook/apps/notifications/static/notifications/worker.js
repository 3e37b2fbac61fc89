// The service worker: shows what Daybook tells this browser, and does what is pressed there.
// It keeps no pages; all it holds is the token by which a renewed subscription is made known.
const KEPT = "daybook-push";
const RENEWAL = "/renewal-token";
const API = "/api/v1/notifications";

async function post(url, body) {
  return fetch(url, {
    method: "POST",
    credentials: "omit",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
}

function told(event) {
  try {
    return event.data.json();
  } catch {
    return { title: "Daybook", body: "", url: "/inbox/", actions: [] };
  }
}

function show(message) {
  const { title, body, tag, icon, lang, at, actions } = message;
  return self.registration.showNotification(title, {
    body, tag, icon, lang,
    badge: icon,
    timestamp: at,
    data: message,
    actions: actions.map(({ action, title }) => ({ action, title })),
  });
}

// What came of a press takes the place of what was pressed, without another sound.
async function act(message, name) {
  const { token } = message.actions.find(({ action }) => action === name) ?? {};
  let body = message.failed;
  try {
    const answer = await post(message.act, { token });
    const said = await answer.json();
    body = (answer.ok ? said.result : said.detail) || body;
  } catch {
    // No network: the message says to open the inbox.
  }
  const { title, tag, icon, lang, url } = message;
  const data = { ...message, url, actions: [] };
  return self.registration.showNotification(title, { body, tag, icon, lang, data, silent: true });
}

async function open(url) {
  const target = new URL(url, self.location.origin);
  if (target.origin !== self.location.origin) return null;
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const page = pages.find((one) => new URL(one.url).pathname === target.pathname);
  return page ? page.focus() : self.clients.openWindow(target.href);
}

async function renew(event) {
  const store = await caches.open(KEPT);
  const token = await (await store.match(RENEWAL))?.text();
  if (!token) return;
  let fresh = event.newSubscription;
  if (!fresh) {
    const { public_key: key } = await (await fetch(`${API}/push-key`)).json();
    const options = { userVisibleOnly: true, applicationServerKey: key };
    fresh = await self.registration.pushManager.subscribe(options);
  }
  const { endpoint, keys } = fresh.toJSON();
  const { p256dh, auth } = keys;
  const answer = await post(`${API}/devices/renew`, { token, endpoint, keys: { p256dh, auth } });
  if (answer.ok) await store.put(RENEWAL, new Response((await answer.json()).token));
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("push", (event) => event.waitUntil(show(told(event))));
self.addEventListener("pushsubscriptionchange", (event) => event.waitUntil(renew(event)));
self.addEventListener("notificationclick", (event) => {
  const { notification, action } = event;
  notification.close();
  event.waitUntil(action ? act(notification.data, action) : open(notification.data.url));
});
