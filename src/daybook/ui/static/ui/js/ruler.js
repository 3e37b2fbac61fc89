// The day ruler: arrow keys, a finger or the mouse walk along it; the readout tells each half-hour.
const WIDTH = 16;
const MARGIN = 12;
const STEPS = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -6, PageUp: 6 };

function textOf(row) {
  const [time, price, band] = [...row.cells].map((cell) => cell.textContent.trim());
  return { time, price, band, all: [time, price, band].filter(Boolean).join(", ") };
}

function keepInSight(box, svg, index) {
  const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
  const middle = (MARGIN + (index + 0.5) * WIDTH) * scale;
  const edge = 4 * WIDTH * scale;
  if (middle < box.scrollLeft + edge) box.scrollLeft = middle - edge;
  if (middle > box.scrollLeft + box.clientWidth - edge) box.scrollLeft = middle - box.clientWidth + edge;
}

function bringInSight(box, svg, bracket) {
  const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
  const { x, width } = bracket.getBBox();
  const room = WIDTH * scale;
  const right = (x + width) * scale + room - box.clientWidth;
  if (box.scrollLeft < right) box.scrollLeft = right;
  box.scrollLeft = Math.min(box.scrollLeft, Math.max(0, x * scale - room));
}

function wake(figure) {
  if (figure.dataset.awake) return;
  figure.dataset.awake = "yes";
  const box = figure.querySelector(".ruler-box");
  const track = box.querySelector(".ruler-track");
  const svg = track.querySelector("svg");
  const cursor = svg.querySelector(".ruler-cursor");
  const readout = figure.querySelector("[data-readout]");
  const rows = [...figure.querySelectorAll("tbody tr")].map(textOf);
  const isLeftward = getComputedStyle(figure).direction === "rtl" ? -1 : 1;
  let index = Number(figure.dataset.current);

  function select(next, isShown) {
    index = Math.min(rows.length - 1, Math.max(0, next));
    const row = rows[index];
    cursor.setAttribute("x", MARGIN + index * WIDTH);
    cursor.classList.toggle("is-on", isShown);
    track.setAttribute("aria-valuenow", index + 1);
    track.setAttribute("aria-valuetext", row.all);
    const price = document.createElement("strong");
    price.textContent = row.price;
    const parts = [row.time, row.price && price, row.band].filter(Boolean);
    readout.replaceChildren(...parts.flatMap((part) => {
      if (part instanceof Node) return [part];
      const span = document.createElement("span");
      span.textContent = part;
      return [span];
    }));
  }

  function point(event) {
    const { left, width } = svg.getBoundingClientRect();
    const x = ((event.clientX - left) / width) * svg.viewBox.baseVal.width;
    select(Math.floor((x - MARGIN) / WIDTH), true);
  }

  track.setAttribute("role", "slider");
  track.setAttribute("aria-orientation", "horizontal");
  track.setAttribute("aria-valuemin", "1");
  track.setAttribute("aria-valuemax", rows.length);
  track.addEventListener("pointermove", point);
  track.addEventListener("pointerdown", point);
  track.addEventListener("focus", () => select(index, true));
  track.addEventListener("blur", () => select(index, false));
  track.addEventListener("keydown", (event) => {
    const ends = { Home: 0, End: rows.length - 1 };
    const sideways = event.key.startsWith("Arrow") && /Left|Right/.test(event.key) ? isLeftward : 1;
    const next = event.key in STEPS ? index + STEPS[event.key] * sideways : ends[event.key];
    if (next === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    select(next, true);
    keepInSight(box, svg, index);
  });
  select(index, false);
  keepInSight(box, svg, index);
  const bracket = svg.querySelector(".ruler-bracket");
  if (bracket) bringInSight(box, svg, bracket);
}

function wakeAll(root) {
  for (const figure of root.querySelectorAll("[data-ruler]")) wake(figure);
}

wakeAll(document);
document.addEventListener("htmx:load", (event) => wakeAll(event.detail.elt.parentElement ?? document));
