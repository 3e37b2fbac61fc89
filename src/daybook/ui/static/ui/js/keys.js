// The keys: "/" search, "g" and a letter for a place, "?" the list of them.
const PATIENCE_MS = 1500;
const dialog = document.getElementById("keys");
let wentAt = -Infinity;

function isTyping(target) {
  return target.isContentEditable || target.matches?.("input, textarea, select");
}

function show() {
  if (typeof dialog?.showModal === "function" && !dialog.open) dialog.showModal();
}

function follow(event) {
  const link = [...(dialog?.querySelectorAll("[data-key]") ?? [])].find((a) => a.dataset.key === event.key);
  wentAt = -Infinity;
  if (!link) return false;
  window.location.assign(link.href);
  return true;
}

function act(event) {
  if (event.timeStamp - wentAt < PATIENCE_MS) return follow(event);
  if (event.key === "g") {
    wentAt = event.timeStamp;
    return false;
  }
  if (event.key === "?") {
    show();
    return true;
  }
  const search = event.key === "/" && document.querySelector('input[type="search"]');
  search?.focus?.();
  return Boolean(search);
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (isTyping(event.target)) return;
  if (act(event)) event.preventDefault();
});
