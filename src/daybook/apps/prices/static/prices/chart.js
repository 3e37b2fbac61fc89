// The chart of the day, drawn from the table beside it: the same numbers, nothing else to load.

const TABLE = "#prices-table tbody tr";
const CANVAS = "prices-chart";
const HALF_HOUR = 30 * 60 * 1000;
const GAP = { span: "", pence: null, exact: "no price", words: "not published", band: "fair" };
const NARROW = 12; // pixels; a thick border would hide the colour of a thinner bar
const still = matchMedia("(prefers-reduced-motion: reduce)");

let chart = null;

// A canvas needs the colour itself, of the theme in force; an element of the page can tell it.
function token(name) {
  const probe = document.body.appendChild(document.createElement("i"));
  probe.style.color = `var(${name})`;
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return colour;
}

// Half-hours without a price keep their room: closing up would show a day that never was.
function withGaps(slots) {
  return slots.flatMap((slot, n) => {
    const lost = n ? Math.max(0, (slot.at - slots[n - 1].at) / HALF_HOUR - 1) : 0;
    return [...Array(Math.round(lost)).fill(GAP), slot];
  });
}

function read() {
  const slots = [...document.querySelectorAll(TABLE)].map((row) => ({
    at: Date.parse(row.dataset.at),
    span: row.cells[0].textContent,
    pence: Number(row.dataset.pence),
    exact: row.cells[1].title,
    words: row.cells[3].textContent.trim(),
    band: row.dataset.band,
    export: row.dataset.export ? Number(row.dataset.export) : null,
    isLowest: "lowest" in row.dataset,
    isInBlock: "block" in row.dataset,
    isNow: "now" in row.dataset,
  }));
  return withGaps(slots);
}

function title(slot) {
  const marks = [
    slot.isNow && "now",
    slot.isLowest && "lowest",
    slot.isInBlock && "in the cheapest block",
  ].filter(Boolean);
  return marks.length ? `${slot.span} (${marks.join(", ")})` : slot.span;
}

function dataset(slots, barWidth) {
  const border = barWidth < NARROW ? 1 : 2;
  return {
    data: slots.map((slot) => slot.pence),
    backgroundColor: slots.map((slot) => token(`--band-${slot.band}`)),
    borderColor: slots.map((slot) => token(slot.isInBlock || slot.isLowest ? "--ink" : `--band-${slot.band}`)),
    borderWidth: slots.map((slot) => (slot.isInBlock ? border : 0)),
    borderSkipped: false,
    barPercentage: 1,
    categoryPercentage: 0.94,
  };
}

// What is paid for electricity sent out, where somebody wants to see it: a stepped line.
function exported(slots) {
  if (!slots.some((slot) => Number.isFinite(slot.export))) return [];
  const line = { type: "line", label: "sent out", data: slots.map((slot) => slot.export ?? null) };
  return [{ ...line, stepped: "middle", borderColor: token("--ink"), borderWidth: 2, borderDash: [6, 3], pointRadius: 0, order: -1 }];
}

function told(item, slots) {
  const slot = slots[item.dataIndex];
  return item.datasetIndex ? `${slot.export}p when sent out` : `${slot.exact}, ${slot.words}`;
}

// A triangle over the lowest half-hour, so that it is not told by colour alone.
const lowestMark = {
  id: "lowest-mark",
  afterDatasetsDraw(drawn, _args, { slots }) {
    const index = slots.findIndex((slot) => slot.isLowest);
    // The first drawing happens before `chart` is set.
    const bar = drawn.getDatasetMeta(0).data[index];
    const { ctx } = drawn;
    if (!bar) return;
    const y = Math.min(bar.y, bar.base) - 4;
    ctx.save();
    ctx.fillStyle = token("--ink");
    ctx.beginPath();
    ctx.moveTo(bar.x, y);
    ctx.lineTo(bar.x - 5, y - 8);
    ctx.lineTo(bar.x + 5, y - 8);
    ctx.fill();
    ctx.restore();
  },
};

function options(slots) {
  const text = { color: token("--ink-soft"), font: { family: "system-ui, sans-serif" } };
  return {
    animation: still.matches ? false : { duration: 150 },
    maintainAspectRatio: false,
    interaction: { mode: "index", intersect: false },
    layout: { padding: { top: 14 } },
    scales: {
      x: { ticks: { ...text, maxRotation: 0, autoSkipPadding: 16, callback: (_, i) => slots[i].span.slice(0, 5) }, grid: { display: false } },
      y: { beginAtZero: true, ticks: { ...text, callback: (value) => `${value}p` }, grid: { color: token("--hairline") } },
    },
    plugins: {
      legend: { display: false },
      "lowest-mark": { slots },
      tooltip: { displayColors: false, callbacks: { title: ([item]) => title(slots[item.dataIndex]), label: (item) => told(item, slots) } },
    },
  };
}

function draw() {
  const canvas = document.getElementById(CANVAS);
  chart?.destroy();
  chart = null;
  if (!canvas || !window.Chart) return;
  const slots = read();
  chart = new window.Chart(canvas, {
    type: "bar",
    data: { labels: slots.map((slot) => slot.span), datasets: [dataset(slots, canvas.clientWidth / slots.length), ...exported(slots)] },
    options: options(slots),
    plugins: [lowestMark],
  });
  canvas.dataset.drawn = String(slots.length);
}

draw();
document.addEventListener("htmx:afterSettle", draw);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
