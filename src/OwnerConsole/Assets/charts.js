// The server draws charts. This module reads their values by pointer or keyboard and saves them as pictures.
// Values and links come from the chart's table, so chart and table always agree.
const at = new WeakMap(); // plot → the selected step; none means the latest
const steps = (plot) => Number(plot.dataset.steps);
const row = (plot, step) => document.getElementById(`row-${plot.dataset.plot}-${step}`);
const link = (plot, step) => row(plot, step)?.querySelector("a");

// Names are wrapped in isolates, so that right-to-left names and control characters don't affect the text around them.
function words(plot, step) {
  const [when, ...cells] = row(plot, step).children;
  const values = cells.filter((cell) => !cell.querySelector("a")).map((cell) => `\u2068${cell.dataset.l}\u2069 ${cell.textContent.trim()}`);
  return `${when.textContent.trim()}: ${values.join(", ")}`;
}

function show(plot) {
  const step = Math.min(at.get(plot) ?? steps(plot) - 1, steps(plot) - 1);
  const said = words(plot, step);
  const { left, right, name } = plot.dataset;
  plot.querySelectorAll(".dot").forEach((dot) => dot.classList.toggle("on", at.has(plot) && Number(dot.dataset.at) === step));
  const place = steps(plot) < 2 ? 50 : Number(left) + ((right - left) * step) / (steps(plot) - 1);
  const mark = plot.querySelector(".mk");
  mark.setAttribute("x1", `${place}%`);
  mark.setAttribute("x2", `${place}%`);
  mark.setAttribute("visibility", at.has(plot) ? "visible" : "hidden");
  plot.querySelector("[data-said]").textContent = said;
  // A slider role, because screen readers pass arrow keys on to sliders and announce their value.
  const slider = { role: "slider", tabindex: 0, "aria-label": name, "aria-valuemin": 1, "aria-valuemax": steps(plot), "aria-valuenow": step + 1, "aria-valuetext": said };
  for (const [attribute, value] of Object.entries(slider)) plot.setAttribute(attribute, value);
}

function move(plot, step) {
  if (step === null) at.delete(plot);
  else at.set(plot, Math.max(0, Math.min(steps(plot) - 1, step)));
  show(plot);
}

function pointed(plot, event) {
  const { left, width } = plot.querySelector("svg").getBoundingClientRect();
  const share = (((event.clientX - left) / width) * 100 - plot.dataset.left) / (plot.dataset.right - plot.dataset.left);
  return Math.round(share * (steps(plot) - 1));
}

const keys = {
  ArrowLeft: (step) => step - 1,
  ArrowDown: (step) => step - 1,
  ArrowRight: (step) => step + 1,
  ArrowUp: (step) => step + 1,
  Home: () => 0,
  End: (step, plot) => steps(plot) - 1,
};

document.addEventListener("keydown", (event) => {
  const plot = event.target;
  if (!plot.matches?.("[data-plot]") || event.ctrlKey || event.metaKey || event.altKey) return;
  const step = at.get(plot) ?? steps(plot) - 1;
  if (event.key === "Enter") return link(plot, step)?.click();
  if (!keys[event.key]) return;
  event.preventDefault();
  move(plot, keys[event.key](step, plot));
});
document.addEventListener("focusin", ({ target }) => target.matches?.("[data-plot]") && !at.has(target) && move(target, steps(target) - 1));
document.addEventListener("focusout", ({ target }) => target.matches?.("[data-plot]") && move(target, null));
document.addEventListener("pointermove", (event) => {
  const plot = event.target.closest?.("[data-plot]");
  if (plot) move(plot, pointed(plot, event));
});
document.addEventListener("pointerout", ({ target, relatedTarget }) => {
  const plot = target.closest?.("[data-plot]");
  if (plot && !plot.contains(relatedTarget) && plot !== document.activeElement) move(plot, null);
});
document.addEventListener("click", (event) => {
  const plot = event.target.closest?.("[data-plot]");
  if (plot && event.pointerType === "mouse") return link(plot, pointed(plot, event))?.click();
  const button = event.target.closest?.("[data-png]");
  if (button) picture(button.closest("[data-chart]"));
});

/** Draws the chart onto a canvas element by element, because the content security policy blocks loading an SVG as an image. */
function picture(chart) {
  const svg = chart.querySelector("[data-plot] > svg");
  const text = (selector) => chart.querySelector(selector).textContent.trim();
  const { width, height } = svg.getBoundingClientRect();
  const [edge, head] = [24, 84];
  const canvas = Object.assign(document.createElement("canvas"), { width: (width + 2 * edge) * 2, height: (height + head + 3 * edge) * 2 });
  const pen = canvas.getContext("2d");
  const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const family = getComputedStyle(document.body).fontFamily;
  const write = (line, y, size, colour, weight = 420, x = edge) => {
    Object.assign(pen, { font: `${weight} ${size}px ${family}`, fillStyle: colour });
    pen.fillText(line, x, y, width);
    return x + pen.measureText(line).width;
  };
  pen.scale(2, 2);
  pen.fillStyle = token("--surface-1");
  pen.fillRect(0, 0, canvas.width, canvas.height);
  write(text("[data-question]"), edge + 14, 16, token("--tx-1"), 640);
  write(text("[data-says]"), edge + 36, 12, token("--tx-2"));
  let after = edge;
  for (const line of chart.querySelectorAll(".legend li")) after = 16 + write(line.textContent.trim(), edge + 54, 12, getComputedStyle(line.firstElementChild).color, 640, after);
  write(chart.dataset.stamp, height + head + 2 * edge + 12, 12, token("--tx-3"));
  pen.translate(edge, head + edge / 2);
  for (const piece of svg.querySelectorAll("line, path, circle, text")) if (piece.getAttribute("visibility") !== "hidden") draw(pen, piece, width, height);
  canvas.toBlob((blob) => {
    const file = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: `${chart.dataset.file}.png` });
    file.click();
    setTimeout(() => URL.revokeObjectURL(file.href));
  });
}

function draw(pen, piece, width, height) {
  const style = getComputedStyle(piece);
  const path = new Path2D();
  pen.setLineDash(style.strokeDasharray === "none" ? [] : style.strokeDasharray.split(",").map(parseFloat));
  Object.assign(pen, { strokeStyle: style.stroke, fillStyle: style.fill, lineWidth: parseFloat(style.strokeWidth), lineJoin: "round", lineCap: style.strokeLinecap });
  if (piece instanceof SVGTextElement) {
    const [x, y, dy] = [piece.x, piece.y, piece.dy].map((list) => list.baseVal[0].value);
    Object.assign(pen, { font: `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`, textAlign: { start: "left", middle: "center", end: "right" }[style.textAnchor] });
    pen.strokeText(piece.textContent, x, y + dy);
    pen.fillText(piece.textContent, x, y + dy);
    pen.textAlign = "left";
    return;
  }
  if (piece instanceof SVGLineElement) {
    path.moveTo(piece.x1.baseVal.value, piece.y1.baseVal.value);
    path.lineTo(piece.x2.baseVal.value, piece.y2.baseVal.value);
  } else if (piece instanceof SVGCircleElement) path.arc(piece.cx.baseVal.value, piece.cy.baseVal.value, piece.r.baseVal.value, 0, 2 * Math.PI);
  else path.addPath(new Path2D(piece.getAttribute("d")), new DOMMatrix([width / 100, 0, 0, height / 100, 0, 0]));
  if (style.fill !== "none") pen.fill(path);
  if (style.stroke !== "none") pen.stroke(path);
}

const upgrade = () => document.querySelectorAll("[data-plot]").forEach(show);
document.addEventListener("htmx:after:swap", upgrade);
upgrade();
