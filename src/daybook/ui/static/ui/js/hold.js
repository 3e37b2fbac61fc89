// What was selected in the field in hand stays selected when htmx puts a newer field in its place:
// whoever came there by Tab and types means to replace what stands there.
let held = null;

document.addEventListener("htmx:beforeSwap", () => {
  const { id, selectionStart, selectionEnd } = document.activeElement;
  held = id && Number.isInteger(selectionStart) ? { id, selectionStart, selectionEnd } : null;
});

document.addEventListener("htmx:afterSwap", () => {
  if (held && document.activeElement.id === held.id) {
    document.activeElement.setSelectionRange(held.selectionStart, held.selectionEnd);
  }
});
