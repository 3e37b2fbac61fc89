// A thin line at the top while a part of the page is on its way, only after 200 ms.
const WAIT_MS = 200;
const bar = document.createElement("div");
bar.className = "progress";
bar.setAttribute("aria-hidden", "true");
document.body.append(bar);
let running = 0;
let timer;

document.addEventListener("htmx:beforeRequest", () => {
  running += 1;
  clearTimeout(timer);
  timer = setTimeout(() => bar.classList.add("is-on"), WAIT_MS);
});
document.addEventListener("htmx:afterRequest", () => {
  running = Math.max(0, running - 1);
  if (running > 0) return;
  clearTimeout(timer);
  bar.classList.remove("is-on");
});
