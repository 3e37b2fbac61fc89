// The charts of consumption, each drawn from the table beside it: the same numbers, nothing else to load.

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

function amount(text) {
  return text === undefined || text === "" ? null : Number(text);
}

function read(table) {
  return [...table.tBodies[0].rows].map((row) => ({
    name: row.cells[0].textContent,
    amounts: [amount(row.dataset.amount), amount(row.dataset.second)],
    words: [...row.cells].slice(1, 3).map((cell) => cell.textContent),
    state: row.dataset.state,
  }));
}

// What is missing is hatched from top to bottom: an empty place would look like nothing used.
const missing = {
  id: "missing",
  beforeDatasetsDraw(drawn, _args, { rows, colour }) {
    const { ctx, chartArea: area, scales } = drawn;
    const half = (area.right - area.left) / rows.length / 2;
    ctx.save();
    ctx.strokeStyle = colour;
    ctx.lineWidth = 1;
    ctx.beginPath();
    rows.forEach((row, n) => {
      if (row.amounts[0] !== null || row.state === "ahead") return;
      const middle = scales.x.getPixelForValue(n);
      for (let y = area.bottom; y > area.top; y -= 8) {
        ctx.moveTo(middle - half * 0.8, y);
        ctx.lineTo(middle + half * 0.8, Math.max(y - 6, area.top));
      }
    });
    ctx.stroke();
    ctx.restore();
  },
};

function options(rows, table, isLines) {
  const text = { color: token("--ink-soft"), font: { family: "system-ui, sans-serif" } };
  const names = [table.dataset.first, table.dataset.second];
  const label = ({ dataIndex, datasetIndex }) => {
    const { words } = rows[dataIndex];
    return isLines ? `${names[datasetIndex]}: ${words[datasetIndex]}` : words.filter(Boolean);
  };
  return {
    animation: still.matches ? false : { duration: 150 },
    maintainAspectRatio: false,
    interaction: { mode: "index", intersect: false },
    scales: {
      x: { ticks: { ...text, maxRotation: 0, autoSkipPadding: 12, callback: (_, n) => rows[n].name.split("\u2013")[0] }, grid: { display: false } },
      y: { beginAtZero: true, title: { display: true, text: table.dataset.unit, ...text }, ticks: text, grid: { color: token("--hairline") } },
    },
    plugins: {
      legend: { display: isLines, labels: { ...text, usePointStyle: true } },
      missing: { rows: isLines ? [] : rows, colour: token("--edge") },
      tooltip: { displayColors: false, callbacks: { label } },
    },
  };
}

function bars(rows) {
  // What is still running is drawn as an outline.
  const fills = rows.map((row) => token(row.state === "running" ? "--accent-wash" : "--accent"));
  return [{ data: rows.map((row) => row.amounts[0]), backgroundColor: fills, borderColor: token("--accent"), borderWidth: 1, borderSkipped: false, categoryPercentage: 0.9 }];
}

// Lines are told apart by dashes too, not by colour alone.
function lines(rows, table) {
  const looks = [["first", "--accent", []], ["second", "--warning", [6, 4]]];
  return looks.map(([name, colour, borderDash], n) => ({
    label: table.dataset[name], data: rows.map((row) => row.amounts[n]), borderColor: token(colour), backgroundColor: token(colour), borderDash, borderWidth: 2, pointRadius: 0, pointStyle: "line", tension: 0.2,
  }));
}

function draw(table) {
  const canvas = document.getElementById(`consumption-${table.dataset.months}`);
  charts.get(canvas)?.destroy();
  if (!canvas || !window.Chart) return;
  const rows = read(table);
  const isLines = "second" in table.dataset;
  charts.set(canvas, new window.Chart(canvas, {
    type: isLines ? "line" : "bar",
    data: { labels: rows.map((row) => row.name), datasets: isLines ? lines(rows, table) : bars(rows) },
    options: options(rows, table, isLines),
    plugins: [missing],
  }));
  canvas.dataset.drawn = String(rows.length);
}

function drawAll() {
  for (const [canvas, chart] of charts) {
    if (canvas.isConnected) continue;
    chart.destroy();
    charts.delete(canvas);
  }
  document.querySelectorAll("table[data-months]").forEach(draw);
}

drawAll();
document.addEventListener("htmx:afterSettle", drawAll);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
