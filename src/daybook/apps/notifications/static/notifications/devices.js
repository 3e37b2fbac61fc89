// Switches the messages of this browser on and off, and says how things stand.
const API = "/api/v1/notifications";
const root = document.querySelector("[data-push]");
const list = document.querySelector("[data-devices]");
const trouble = root.querySelector("[data-trouble]");

function show(name) {
  for (const part of root.querySelectorAll("[data-state]")) part.hidden = part.dataset.state !== name;
}

async function call(method, path, body) {
  const token = root.querySelector("[name=csrfmiddlewaretoken]").value;
  const answer = await fetch(`${API}${path}`, {
    method,
    headers: { "Content-Type": "application/json", "X-CSRFToken": token },
    body: body && JSON.stringify(body),
  });
  const said = answer.status === 204 ? {} : await answer.json();
  if (!answer.ok) throw new Error(said.detail);
  return said;
}

async function subscription() {
  const worker = await navigator.serviceWorker.getRegistration("/");
  return worker ? worker.pushManager.getSubscription() : null;
}

// The entry of the list that stands for this browser, told by the mark of its endpoint.
async function ownEntry() {
  const found = await subscription();
  if (!found || !list) return null;
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(found.endpoint));
  const mark = [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return list.querySelector(`[data-mark="${mark}"]`);
}

function isApplePhone() {
  const { userAgent, maxTouchPoints } = navigator;
  return /iPhone|iPad|iPod/.test(userAgent) || (userAgent.includes("Macintosh") && maxTouchPoints > 1);
}

async function stand() {
  if (!window.isSecureContext) return "insecure";
  if (!navigator.serviceWorker || !window.PushManager || !window.Notification) {
    return isApplePhone() ? "apple" : "unsupported";
  }
  if (Notification.permission === "denied") return "denied";
  const entry = await ownEntry();
  if (!entry) return "off";
  entry.querySelector("[data-here]").hidden = false;
  return "deviceOn" in entry.dataset ? "on" : "paused";
}

function keyOf(found) {
  const bytes = new Uint8Array(found.options.applicationServerKey ?? []);
  const text = btoa(String.fromCharCode(...bytes));
  return text.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

async function switchOn() {
  show("asking");
  if ((await Notification.requestPermission()) !== "granted") return show(await stand());
  show("working");
  await navigator.serviceWorker.register("/sw.js", { scope: "/" });
  const worker = await navigator.serviceWorker.ready;
  const key = root.dataset.push;
  let found = await worker.pushManager.getSubscription();
  if (found && keyOf(found) !== key) {
    await found.unsubscribe();
    found = null;
  }
  found ??= await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  const { endpoint, keys } = found.toJSON();
  const { p256dh, auth } = keys;
  const { token } = await call("POST", "/devices", { endpoint, keys: { p256dh, auth } });
  const store = await caches.open("daybook-push");
  await store.put("/renewal-token", new Response(token));
  return window.location.reload();
}

async function switchOff() {
  show("working");
  const entry = await ownEntry();
  const found = await subscription();
  if (entry) await call("DELETE", `/devices/${entry.dataset.device}`);
  if (found) await found.unsubscribe();
  return window.location.reload();
}

async function attempt(work) {
  trouble.hidden = true;
  try {
    await work();
  } catch (error) {
    show(await stand());
    trouble.querySelector("[data-words]").textContent = error.message || trouble.dataset.otherwise;
    trouble.hidden = false;
    trouble.focus();
  }
}

root.addEventListener("click", (event) => {
  const button = event.target.closest("[data-switch]");
  if (button) attempt(button.dataset.switch === "on" ? switchOn : switchOff);
});
show(await stand());
root.dataset.ready = "";
