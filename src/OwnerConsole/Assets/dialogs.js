// Dialogs are in #dialogs, outside of everything that is swapped, because a morph over an open dialog would leave the page inert.
// The address is the state. data-back is the address of the page without the dialog: opening pushes an entry, Back and closing return.
// Elements are looked up each time, because Back and Forward can replace the whole body.
const opened = new WeakMap(); // dialog → the element that opened it and its number of history entries
let pressed = null; // id of the element that requested the next dialog
let pushed = 0; // history entries since the last swap
let returning = null; // address of the page below a dialog that was just closed
let title = document.title;
const sending = new WeakSet(); // previews whose form is being submitted

let confirming = null; // the confirm button while a pointer is pressed on it

const asked = ({ detail: { ctx } }) => (ctx.target?.id === "preview" ? ctx.target : null);

const here = () => location.pathname + location.search;
const isSame = (one, other) => one?.replaceAll("+", "%20") === other?.replaceAll("+", "%20"); // forms encode spaces as +
const dialogs = () => [...document.querySelectorAll("#dialogs > dialog")];

/** A modal dialog makes everything outside it inert, so toasts move into the top dialog, as a popover. */
function carryToasts(to) {
  const toasts = document.getElementById("toasts");
  if (!toasts || toasts.parentElement === (to ?? document.body)) return;
  if (to) {
    toasts.popover = "manual";
    to.append(toasts);
    toasts.showPopover();
  } else {
    toasts.removeAttribute("popover");
    document.body.append(toasts);
  }
}

/** The first required field without a value. It is the next thing to do, and Enter in it can't confirm an incomplete form. */
const toFillIn = (dialog) => [...dialog.querySelectorAll("input:required, textarea:required")].find((field) => !field.value && field.checkVisibility());

function show(event) {
  const fresh = dialogs().filter((dialog) => !dialog.matches(":modal"));
  if (fresh.length === 0 && pushed && dialogs().length) opened.get(dialogs().at(-1)).depth += pushed;
  for (const dialog of fresh) {
    dialog.open = false; // it is rendered open for browsers without script
    dialog.showModal();
    opened.set(dialog, { by: pressed, depth: pushed });
    (toFillIn(dialog) ?? dialog.querySelector("[data-safe]") ?? dialog).focus();
  }
  if (fresh.length) pressed = null;
  else if (document.activeElement === document.body) dialogs().at(-1)?.querySelector("[data-safe]")?.focus(); // the swap removed the focused link
  if (dialogs().length === 0) title = event?.detail.ctx?.title || document.title; // the document gets its title after the swap
  pushed = 0;
  carryToasts(dialogs().at(-1));
}

function remove(dialog) {
  const by = opened.get(dialog)?.by;
  carryToasts(null);
  dialog.close();
  dialog.remove();
  const under = dialogs().at(-1);
  carryToasts(under);
  if (!under) document.title = title;
  // By id, because the element may have been redrawn in the meantime.
  const back = document.getElementById(by) ?? under?.querySelector("[data-safe]") ?? document.getElementById("main");
  back?.focus();
}

function close(dialog) {
  const address = dialog.dataset.back;
  const { depth } = opened.get(dialog);
  remove(dialog);
  if (!address || isSame(address, here())) return;
  if (depth === 1) {
    returning = address;
    history.back();
  } else history.pushState({ htmx: true }, "", address);
}

// A secret that is shown only once also needs a warning before the dialog closes.
const isFilledIn = (dialog) => dialog.querySelector("[data-secret]") || [...dialog.querySelectorAll("textarea, input:not([type=hidden])")].some((field) => field.value !== field.defaultValue);

function cancel(dialog) {
  const warning = dialog.querySelector("[data-unsaved]");
  if (!warning || !warning.hidden || !isFilledIn(dialog)) return close(dialog);
  warning.hidden = false;
}

/** Closes dialogs without a request when Back leads to an address below them. */
function restore(event) {
  const { path } = event.detail;
  const page = returning ?? dialogs()[0]?.dataset.back ?? document.querySelector("main [data-address]")?.dataset.address;
  returning = null;
  if (!isSame(path, page) && !dialogs().some((dialog) => isSame(dialog.dataset.address, path))) return;
  event.preventDefault();
  dialogs().reverse().filter((dialog) => !isSame(dialog.dataset.address, path)).forEach(remove);
  // A history traversal resets the focus to the body unless it moves during the event.
  const focused = document.activeElement;
  focused.blur();
  focused.focus({ preventScroll: true });
}

document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  if (ctx.target?.id === "dialogs") pressed = ctx.request.submitter?.id || ctx.sourceElement.id || document.activeElement?.id;
});
// A submission in progress must not be repeated or replaced, because its response may contain a secret that is shown once.
// Pressing the button also fires the change event of the edited field. A preview redrawn before the release would move the button and lose the click.
document.addEventListener("htmx:config:request", (event) => {
  const preview = asked(event);
  if (!preview) return;
  if (sending.has(preview)) event.preventDefault();
  else if (confirming && event.detail.ctx.request.method === "GET") {
    confirming.put = event.detail.ctx.sourceElement;
    event.preventDefault();
  }
});
// After the first click of a double click, the list around a button may be redrawn with another form, which the server would run again.
document.addEventListener("click", (event) => {
  if (event.detail > 1 && event.target.closest?.('form[action="/operations"][hx-target="#dialogs"] > button')) event.preventDefault();
}, true);
document.addEventListener("pointerdown", ({ target }) => {
  const button = target.closest?.("#preview-confirm");
  if (button) confirming = { button };
});
for (const end of ["pointerup", "pointercancel"])
  document.addEventListener(end, ({ target }) => {
    const { button, put } = confirming ?? {};
    confirming = null;
    if (put && (end === "pointercancel" || !button.contains(target))) put.dispatchEvent(new Event("change", { bubbles: true })); // released outside the button
  });
document.addEventListener("htmx:before:request", (event) => {
  if (event.detail.ctx.request.method === "POST" && asked(event)) sending.add(asked(event));
});
document.addEventListener("htmx:finally:request", (event) => {
  if (event.detail.ctx.request.method === "POST") sending.delete(asked(event));
});
document.addEventListener("htmx:after:history:push", () => pushed++);
document.addEventListener("htmx:before:history:restore", restore);
document.addEventListener("htmx:before:swap", () => carryToasts(null)); // so that redrawing a dialog keeps them
document.addEventListener("htmx:after:swap", show);
document.addEventListener("click", (event) => {
  const button = event.target.closest("#dialogs [data-close]");
  const beside = event.target.matches?.("#dialogs > dialog[data-light]"); // the target is the dialog itself only outside its content
  if (!button && !beside) return;
  event.preventDefault();
  if (button) close(button.closest("dialog"));
  else cancel(event.target);
});
document.addEventListener("cancel", (event) => {
  if (!dialogs().includes(event.target)) return;
  event.preventDefault();
  cancel(event.target);
}, true);
// The dialog's action is complete: close it now and refresh lists after the next frame, so that neither waits for the other.
document.addEventListener("decided", () => {
  const asking = dialogs().findLast((dialog) => "asks" in dialog.dataset);
  if (asking) close(asking);
  requestAnimationFrame(() => setTimeout(() => document.body.dispatchEvent(new CustomEvent("done", { bubbles: true }))));
});
show();
