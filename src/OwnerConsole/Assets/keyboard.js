// Shortcuts are declared on their elements: data-hotkey on a link or button ("g t", "/"). Table rows use j, k, x and Enter.
// Shortcuts with Ctrl or ⌘ (data-chord) work everywhere, even while typing and when single keys are off.
// The shortcut list is built from the same attributes, so it lists only shortcuts that work.
import { toggle } from "./selection.js";

const patience = 1500; // ms to press the next key of a shortcut such as g t
let begun = ""; // pressed keys of a shortcut that isn't complete
let forgets;
const isOff = () => localStorage.getItem("keys") === "off"; // WCAG 2.1.4: users of speech input must be able to turn off single-key shortcuts
const typing = (target) => target instanceof Element && target.matches("input:not([type=checkbox]), textarea, select, [contenteditable=true]");
const modifier = /Mac|iPhone|iPad/.test(navigator.platform) ? "⌘" : "Ctrl";
const rows = () => [...document.querySelectorAll("[data-rows] tbody tr")].filter((row) => row.checkVisibility()); // a chart's table can be collapsed
const opener = (row) => row?.querySelector("[data-open-row]");
const actions = () => [...document.querySelectorAll("[data-actions] :is(a, button:not([disabled]))")].filter((action) => action.checkVisibility());
const current = () => document.activeElement?.closest("[data-rows] tbody tr");

/** Presses the element with the declared shortcut, or waits for its next key. */
function follow(key) {
  const declared = [...document.querySelectorAll("[data-hotkey]")].reverse(); // a dialog comes after the page
  const before = begun;
  clearTimeout(forgets);
  begun = "";
  for (const pressed of before ? [`${before} ${key}`, key] : [key]) {
    const element = declared.find(({ dataset }) => dataset.hotkey === pressed);
    if (element) element.matches("input, textarea, select") ? element.focus() : element.click();
    else if (declared.some(({ dataset }) => dataset.hotkey.startsWith(`${pressed} `))) {
      begun = pressed;
      forgets = setTimeout(() => (begun = ""), patience);
    }
    if (element || begun) return true;
  }
  return false;
}

function move(by) {
  const all = rows();
  const at = all.indexOf(current());
  const next = all[at < 0 ? 0 : Math.max(0, Math.min(all.length - 1, at + by))];
  next?.querySelector("[data-open-row], a")?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

/** Remembers the records of the list that one is opened from, for the previous and next shortcuts. */
const remember = () => sessionStorage.setItem("records", JSON.stringify(rows().map(opener).filter(Boolean).map((link) => link.pathname)));

const peeked = () => document.querySelector("#dialogs > dialog[data-light]");
const neighbours = () => (peeked() ? rows().map(opener).filter(Boolean).map((link) => link.id) : JSON.parse(sessionStorage.getItem("records")) ?? []);
const here = () => (peeked() ? `open-${new URLSearchParams(location.search).get("open")}` : location.pathname);

/** Opens the previous or next record in the order of the list. */
function step(by) {
  const all = neighbours();
  const at = all.indexOf(here());
  const to = at < 0 ? undefined : all[at + by];
  if (to) peeked() ? document.getElementById(to).click() : location.assign(to);
}

let peeking = null; // "held", or "over" when the key was released before the record loaded

function peek() {
  if (peeking) return;
  const link = opener(current());
  if (link?.getAttribute("hx-target") !== "#dialogs" || document.activeElement !== link) return;
  peeking = "held";
  link.click();
}

function unpeek() {
  if (peeking) peeking = "over";
  if (peeking !== "over" || !peeked()) return;
  peeking = null;
  peeked().querySelector("[data-close]")?.click();
}

function line(keys, title) {
  const row = document.createElement("li");
  const text = document.createElement("span");
  text.textContent = title;
  row.append(text, ...keys.split(" ").map((key) => Object.assign(document.createElement("kbd"), { textContent: key })));
  return row;
}

function help() {
  const sheet = document.getElementById("keys");
  if (!sheet || sheet.open) return;
  const lines = [...document.querySelectorAll("[data-hotkey], [data-chord]")]
    .filter((element) => !element.closest("dialog"))
    .map((element) => line(element.dataset.hotkey ?? `${modifier} ${element.dataset.chord.toUpperCase()}`, element.dataset.hotkeyTitle ?? element.ariaLabel ?? element.textContent.trim()));
  if (rows().length) lines.push(line("j k", "Next row, previous row"));
  if (rows().some((row) => opener(row)?.getAttribute("hx-target") === "#dialogs")) lines.push(line("Space", "Preview row while held"));
  if (neighbours().includes(here())) lines.push(line("[ ]", "Previous record, next record"));
  if (rows().some(opener)) lines.push(line("Enter", "Open row"), line("o", "Open row as page"));
  if (document.querySelector("[data-selection]")) lines.push(line("x", "Select row"), line("Shift x", "Select range"));
  if (document.querySelector("[data-actions]")) lines.push(line("a", "Go to actions"));
  if (document.querySelector("[data-plot]")) lines.push(line("← →", "Move along chart"), line("Enter", "Open underlying data"));
  lines.push(line("z", "Undo last action"), line("Esc", "Close"), line("?", "Show shortcuts"));
  sheet.querySelector("ul").replaceChildren(...lines);
  sheet.querySelector("input").checked = !isOff();
  sheet.showModal();
}

const keys = {
  j: () => move(1),
  k: () => move(-1),
  x: () => toggle(current()),
  X: () => toggle(current(), true),
  o: () => opener(current()) && (remember(), location.assign(opener(current()).href)),
  "[": () => step(-1),
  "]": () => step(1),
  a: () => actions()[0]?.focus(),
  z: () => document.querySelector("#toasts .toast-card:last-of-type [data-undo]")?.click(),
  "?": help,
};

document.addEventListener("keydown", (event) => {
  if (!(event.metaKey || event.ctrlKey) || event.altKey || event.shiftKey) return;
  const held = document.querySelector(`[data-chord="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!held) return;
  event.preventDefault();
  held.click();
});
// The arrow keys move within an open actions menu.
document.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const menu = step && document.querySelector(".act-sheet:popover-open");
  if (!menu) return;
  const all = [...menu.querySelectorAll(".btn")];
  event.preventDefault();
  all[(all.indexOf(document.activeElement) + step + all.length) % all.length]?.focus();
});
document.addEventListener("keydown", (event) => {
  if (isOff() || event.metaKey || event.ctrlKey || event.altKey || typing(event.target) || event.defaultPrevented) return;
  if (follow(event.key)) return event.preventDefault();
  const isHeld = event.key === " " && (peeking || document.activeElement === opener(current()));
  if (document.querySelector("dialog:modal") && !isHeld && !("az".includes(event.key) || ("[]".includes(event.key) && peeked()))) return;
  if (isHeld) peek();
  if (isHeld) event.preventDefault();
  if (!keys[event.key]) return;
  event.preventDefault();
  keys[event.key]();
});
document.addEventListener("keyup", (event) => event.key === " " && unpeek());
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-open-row]")) remember();
  if (event.target.closest("[data-keys]")) help();
  const sheet = event.target.closest("#keys");
  if (sheet && (event.target === sheet || event.target.closest("button"))) sheet.close();
});
document.addEventListener("change", (event) => {
  if (!event.target.matches("#keys input")) return;
  localStorage.setItem("keys", event.target.checked ? "on" : "off");
});
document.addEventListener("htmx:after:swap", () => peeking === "over" && unpeek()); // after the dialog is shown
