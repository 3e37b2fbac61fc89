// A count of the navigation is asked for again every minute while the page is seen, and whenever it
// comes back into view. Whoever is signed out is answered 286: there is nothing more to ask for.
const EVERY_MS = 60_000;
const OVER = 286;
const SILENT = ["beforeRequest", "afterRequest", "afterOnLoad", "sendError", "timeout", "responseError"];
const lives = new Set(document.querySelectorAll("[data-live]"));

function look() {
  if (document.hidden) return;
  for (const live of lives) live.dispatchEvent(new Event("look"));
}

for (const live of lives) {
  live.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.status === OVER) lives.delete(live);
  });
  // Nobody has asked for this: no line at the top, and no word when the network is away.
  for (const name of SILENT) live.addEventListener(`htmx:${name}`, (event) => event.stopPropagation());
}

setInterval(look, EVERY_MS);
document.addEventListener("visibilitychange", look);
window.addEventListener("pageshow", (event) => {
  if (event.persisted) look();
});
