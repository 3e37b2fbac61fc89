// Messages can be closed, and a request that went wrong is told as one.
const list = document.getElementById("flashes");
const template = document.getElementById("flash-template");

function arm(root) {
  for (const button of root.querySelectorAll("[data-close]")) button.hidden = false;
}

function tell(words) {
  if (!list || !template) return;
  const flash = template.content.cloneNode(true);
  flash.querySelector("p").textContent = words;
  for (const old of list.querySelectorAll("[data-fault]")) old.remove();
  arm(flash);
  list.append(flash);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-close]");
  if (button) button.closest("[data-flash]").remove();
});

document.addEventListener("htmx:sendError", () => tell(template?.dataset.offline));
document.addEventListener("htmx:timeout", () => tell(template?.dataset.slow));
document.addEventListener("htmx:responseError", (event) => {
  const { status } = event.detail.xhr;
  tell(status === 429 ? template?.dataset.busy : template?.dataset.broken);
});
document.addEventListener("htmx:afterOnLoad", (event) => {
  if (!event.detail.xhr || event.detail.xhr.status >= 400) return;
  for (const old of list?.querySelectorAll("[data-fault]") ?? []) old.remove();
});

arm(document);
