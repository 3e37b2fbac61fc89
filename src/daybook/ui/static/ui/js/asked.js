// A form that asks while it is being changed: the same thing is asked once, and an answer to what no
// longer stands in the form is set aside, so that nothing typed in the meantime is lost.
const asking = new WeakMap();
const owing = new WeakSet();

function textOf(form) {
  return new URLSearchParams(new FormData(form)).toString();
}

document.addEventListener("htmx:confirm", (event) => {
  const form = event.target;
  if (asking.has(form) && asking.get(form) === textOf(form)) event.preventDefault();
});

document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.target instanceof HTMLFormElement) asking.set(event.target, textOf(event.target));
});

document.addEventListener("htmx:beforeSwap", (event) => {
  const { elt, verb } = event.detail.requestConfig;
  owing.delete(elt);
  if (verb !== "get" || !asking.has(elt) || asking.get(elt) === textOf(elt)) return;
  event.detail.shouldSwap = false;
  owing.add(elt);
});

document.addEventListener("focusout", (event) => {
  const { form } = event.target;
  if (form && owing.delete(form)) form.requestSubmit();
});

document.addEventListener("htmx:afterRequest", (event) => asking.delete(event.target));
