// Ticked rows: the count beside the bulk button, the box that ticks all, and Shift for a range. Which rows are ticked is kept by the boxes alone.
const boxes = (form) => [...form.querySelectorAll("tbody input[type=checkbox]")];
let last = null;

function tell(form) {
  const all = boxes(form);
  const ticked = all.filter((box) => box.checked).length;
  form.querySelectorAll("[data-ticked]").forEach((text) => (text.textContent = `${ticked} selected`));
  const head = form.querySelector("[data-tick-all]");
  if (!head) return;
  head.checked = ticked > 0 && ticked === all.length;
  head.indeterminate = ticked > 0 && ticked < all.length;
}

/** Ticks or clears the row's box as a click would; with a range, all boxes from the last one on. */
export const toggle = (row, isRange = false) => row?.querySelector("input[type=checkbox]")?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, shiftKey: isRange }));

document.addEventListener("click", (event) => {
  const box = event.target.closest("[data-selection] tbody input[type=checkbox]");
  if (!box) return;
  const all = boxes(box.form);
  if (event.shiftKey && all.includes(last)) {
    const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
    all.slice(from, to + 1).forEach((each) => (each.checked = box.checked));
  }
  last = box;
});
document.addEventListener("change", (event) => {
  const form = event.target.closest("[data-selection]");
  if (!form) return;
  if ("tickAll" in event.target.dataset) boxes(form).forEach((box) => (box.checked = event.target.checked));
  tell(form);
});
document.addEventListener("done", () => document.querySelectorAll("[data-selection]").forEach((form) => form.reset()));
document.addEventListener("reset", (event) => event.target.matches("[data-selection]") && setTimeout(() => tell(event.target)));
const all = () => document.querySelectorAll("[data-selection]").forEach(tell);
document.addEventListener("htmx:after:swap", all);
addEventListener("pageshow", all); // the browser ticks boxes again after Back
