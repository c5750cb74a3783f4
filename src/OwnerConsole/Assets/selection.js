// Row selection that persists across pages, sort orders and filters of a list: by id, or as all matching rows except the deselected ones. Shift selects a range.
// The selection is stored per tab. The server fixes the selected rows when a preview opens.
const nothing = { ids: [], matching: null, total: "", except: [] };
const name = (form) => `ticked ${form.dataset.selection}`;
const kept = (form) => JSON.parse(sessionStorage.getItem(name(form))) ?? nothing;
const keep = (form, chosen) => (chosen === nothing ? sessionStorage.removeItem(name(form)) : sessionStorage.setItem(name(form), JSON.stringify(chosen)));
const forms = () => document.querySelectorAll("[data-selection]");
const boxes = (form) => [...form.querySelectorAll("tbody input[type=checkbox]")];
const without = (some, others) => some.filter((one) => !others.includes(one));
let last = null;
let asked = null; // the list whose selected rows the open preview uses

/** Merges the checkboxes of this page into the stored selection. */
function note(form) {
  const chosen = kept(form);
  const here = boxes(form).map((box) => box.value);
  const those = (are) => boxes(form).filter((box) => box.checked === are).map((box) => box.value);
  keep(form, chosen.matching === null
    ? { ...chosen, ids: [...without(chosen.ids, here), ...those(true)] }
    : { ...chosen, except: [...without(chosen.except, here), ...those(false)] });
  tell(form);
}

/** Restores the checkboxes after a redraw. "All matching" belongs to one filter and is cleared when the filter changes. */
function draw(form) {
  const { matching, ids, except } = kept(form);
  if (matching !== null && matching !== form.dataset.matching) keep(form, nothing);
  else boxes(form).forEach((box) => (box.checked = matching === null ? ids.includes(box.value) : !except.includes(box.value)));
  tell(form);
}

function tell(form) {
  const { ids, matching, total, except } = kept(form);
  const here = boxes(form);
  const ticked = here.filter((box) => box.checked).length;
  const away = without(ids, here.map((box) => box.value));
  const text = matching === null
    ? `${ids.length} selected${away.length ? `, ${away.length} not in this view` : ""}`
    : `All ${total && `${total} `}matching selected${except.length ? `, ${except.length} excluded` : ""}`;
  form.querySelectorAll("[data-ticked]").forEach((said) => said.textContent !== text && (said.textContent = text));
  form.querySelectorAll("[data-tick-matching]").forEach((button) => (button.hidden = matching !== null));
  const hidden = matching === null ? away.map((id) => ["subject", id]) : [["matching", matching], ...except.map((id) => ["except", id])];
  form.querySelector("[data-elsewhere]")?.replaceChildren(...hidden.map(([name, value]) => Object.assign(document.createElement("input"), { type: "hidden", name, value })));
  const head = form.querySelector("[data-tick-all]");
  if (!head) return;
  head.checked = ticked > 0 && ticked === here.length;
  head.indeterminate = ticked > 0 && ticked < here.length;
}

function clear(form) {
  keep(form, nothing);
  draw(form);
}

/** Toggles the row's checkbox like a click; with a range, all checkboxes since the last one. */
export const toggle = (row, isRange = false) => row?.querySelector("input[type=checkbox]")?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, shiftKey: isRange }));

document.addEventListener("click", (event) => {
  const all = event.target.closest("[data-tick-matching]");
  if (all) {
    event.preventDefault();
    keep(all.form, { ...nothing, matching: all.value, total: all.dataset.tickMatching });
    draw(all.form);
  }
  const box = event.target.closest("[data-selection] tbody input[type=checkbox]");
  if (!box) return;
  const some = boxes(box.form);
  if (event.shiftKey && some.includes(last)) {
    const [from, to] = [some.indexOf(last), some.indexOf(box)].sort((a, b) => a - b);
    some.slice(from, to + 1).forEach((each) => (each.checked = box.checked));
  }
  last = box;
});
document.addEventListener("change", (event) => {
  const form = event.target.closest("[data-selection]");
  if (!form) return;
  if ("tickAll" in event.target.dataset) boxes(form).forEach((box) => (box.checked = event.target.checked));
  note(form);
});
document.addEventListener("reset", (event) => event.target.matches("[data-selection]") && setTimeout(() => clear(event.target)));
// Actions on other rows and undo don't change the selection.
document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  const decides = ctx.target?.id === "dialogs" || ctx.request.method === "POST";
  if (decides && !ctx.sourceElement.closest("#dialogs")) asked = ctx.sourceElement.dataset.selection ?? null;
});
document.addEventListener("decided", () => {
  [...forms()].filter((form) => form.dataset.selection === asked).forEach(clear);
  asked = null;
});
/** Leaving a list clears its selection, so that returning to it does not start with old rows selected. */
function forget() {
  const open = [location.pathname, ...[...forms()].map((form) => form.dataset.selection)];
  for (const key of Object.keys(sessionStorage)) if (key.startsWith("ticked ") && !open.some((list) => key === `ticked ${list}`)) sessionStorage.removeItem(key);
}
const all = () => {
  forget();
  forms().forEach(draw);
};
document.addEventListener("htmx:after:swap", all);
addEventListener("pageshow", all); // browsers restore checkboxes after Back
