// Columns drawn from the table beside them: the same numbers, nothing else to load.

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
    value: row.dataset.value === "" ? null : Number(row.dataset.value),
    words: row.cells[1].textContent,
  }));
}

function options(rows, unit) {
  const text = { color: token("--ink-soft"), font: { family: "system-ui, sans-serif" } };
  return {
    animation: still.matches ? false : { duration: 150 },
    maintainAspectRatio: false,
    interaction: { mode: "index", intersect: false },
    scales: {
      x: { ticks: { ...text, maxRotation: 0, autoSkipPadding: 12, callback: (_, n) => rows[n].name.split(/[–]/)[0] }, grid: { display: false } },
      y: { beginAtZero: true, ticks: { ...text, callback: (value) => `${value}${unit}` }, grid: { color: token("--hairline") } },
    },
    plugins: {
      legend: { display: false },
      tooltip: { displayColors: false, callbacks: { label: (item) => `${rows[item.dataIndex].words}${unit}` } },
    },
  };
}

function draw(table) {
  const canvas = document.getElementById(table.dataset.columns);
  charts.get(canvas)?.destroy();
  if (!canvas || !window.Chart) return;
  const rows = read(table);
  charts.set(canvas, new window.Chart(canvas, {
    type: "bar",
    data: { labels: rows.map((row) => row.name), datasets: [{ data: rows.map((row) => row.value), backgroundColor: token("--accent"), barPercentage: 1, categoryPercentage: 0.92 }] },
    options: options(rows, table.dataset.unit),
  }));
  canvas.dataset.drawn = String(rows.length);
}

function drawAll() {
  document.querySelectorAll("table[data-columns]").forEach(draw);
}

drawAll();
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
