// The months of each utility, drawn from the table beside it: the same numbers, nothing else to load.

const still = matchMedia("(prefers-reduced-motion: reduce)");
const charts = new Map();

// A canvas needs the colour itself, of the theme in force; an element of the page can tell it.
function token(name) {
  const probe = document.body.appendChild(document.createElement("i"));
  probe.style.color = `var(${name})`;
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return colour;
}

function read(table) {
  return [...table.tBodies[0].rows].map((row) => ({
    name: row.cells[0].textContent,
    amount: row.dataset.amount === "" ? null : Number(row.dataset.amount),
    words: row.cells[1].textContent,
    note: row.cells[2].textContent,
  }));
}

function options(months, unit) {
  const text = { color: token("--ink-soft"), font: { family: "system-ui, sans-serif" } };
  return {
    animation: still.matches ? false : { duration: 150 },
    maintainAspectRatio: false,
    interaction: { mode: "index", intersect: false },
    scales: {
      x: { ticks: { ...text, maxRotation: 0, autoSkipPadding: 12 }, grid: { display: false } },
      y: { beginAtZero: true, title: { display: true, text: unit, ...text }, ticks: text, grid: { color: token("--hairline") } },
    },
    plugins: {
      legend: { display: false },
      tooltip: { displayColors: false, callbacks: { label: (item) => [months[item.dataIndex].words, months[item.dataIndex].note].filter(Boolean) } },
    },
  };
}

function draw(table) {
  const canvas = document.getElementById(`consumption-${table.dataset.months}`);
  charts.get(canvas)?.destroy();
  if (!canvas || !window.Chart) return;
  const months = read(table);
  const data = months.map((month) => month.amount);
  // The running month is not over: it is drawn as an outline.
  const fills = months.map((_, n) => token(n === months.length - 1 ? "--accent-wash" : "--accent"));
  charts.set(canvas, new window.Chart(canvas, {
    type: "bar",
    data: { labels: months.map((month) => month.name), datasets: [{ data, backgroundColor: fills, borderColor: token("--accent"), borderWidth: 1, borderSkipped: false, categoryPercentage: 0.9 }] },
    options: options(months, table.dataset.unit),
  }));
  canvas.dataset.drawn = String(months.length);
}

function drawAll() {
  document.querySelectorAll("table[data-months]").forEach(draw);
}

drawAll();
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
