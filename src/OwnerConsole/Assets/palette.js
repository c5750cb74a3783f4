// Command palette. Pages and commands are loaded when it opens and filtered immediately; search results from the server are added below them,
// so that visible rows and the highlight don't move. Operations open their preview, so the palette itself never runs anything.
import htmx from "htmx.org/dist/htmx.esm.js";

const pause = 60; // ms without input before the server is queried
const most = 40; // maximum number of rows
let known = []; // pages and commands
let found = []; // last results from the server
let shown = [];
let at = -1; // the highlighted row
let waits = null; // abort controller of the current request
let goes = false; // Enter was pressed before the response
let link = null; // link that opened the last preview

const palette = () => document.getElementById("palette"); // looked up each time, because Back can replace the whole body
const field = () => document.getElementById("palette-q");
const list = () => document.getElementById("palette-list");
const say = (text) => (palette().querySelector("[role=status]").textContent = text);
const words = (text) => text.toLowerCase().split(/[\s\-._(),/]+/).filter(Boolean);
const fits = (typed, title) => typed.every((word) => words(title).some((part) => part.startsWith(word)));
const here = () => encodeURIComponent(location.pathname + location.search);

function parse() {
  const text = field().value.trim();
  const sign = /^[>@#]/.test(text) ? text[0] : "";
  return { sign, typed: words(sign ? text.slice(1) : text) };
}

function fitted() {
  const { sign, typed } = parse();
  if (sign === "@" || sign === "#") return [];
  return known.filter((offer) => (offer.kind === "page" ? !sign && fits(typed, `${offer.message} ${offer.title}`) : fits(typed, offer.title)));
}

function row(offer, index) {
  const option = document.getElementById("palette-offer").content.firstElementChild.cloneNode(true);
  const [title, message, kind] = option.querySelectorAll(".m, small");
  option.id = `palette-${index}`;
  title.textContent = offer.title;
  message.textContent = offer.refused ?? offer.message;
  kind.textContent = offer.kind;
  if (offer.refused) option.ariaDisabled = "true";
  return option;
}

function highlight(index) {
  at = index;
  [...list().children].forEach((option, each) => (option.ariaSelected = String(each === index)));
  const option = list().children[index];
  option?.scrollIntoView({ block: "nearest" });
  if (option) field().setAttribute("aria-activedescendant", option.id);
  else field().removeAttribute("aria-activedescendant");
}

function draw(offers, highlighted) {
  shown = offers.slice(0, most);
  list().replaceChildren(...shown.map(row));
  field().ariaExpanded = String(shown.length > 0);
  say(shown.length || waits || !parse().typed.length ? "" : `No results for "${field().value.trim()}"`);
  highlight(shown.length ? Math.max(0, Math.min(highlighted, shown.length - 1)) : -1);
}

const goesOn = (offer) => fits(parse().typed, `${offer.title} ${offer.message}`);

/** Adds server results below the visible rows, and keeps the rows above the highlight. */
function merge() {
  const fit = [...fitted(), ...found];
  const keys = new Set(fit.map((offer) => offer.key));
  const stays = shown.filter((offer, index) => index <= at || keys.has(offer.key));
  const have = new Set(stays.map((offer) => offer.key));
  draw([...stays, ...fit.filter((offer) => !have.has(offer.key))], Math.max(at, 0));
}

function typed() {
  waits?.abort();
  waits = null;
  goes = false;
  const { sign, typed: asked } = parse();
  const worth = asked.length > 0;
  if (worth) waits = new AbortController();
  else found = [];
  draw([...fitted(), ...(worth && sign !== ">" ? found.filter(goesOn) : [])], 0);
  if (worth) setTimeout(look, pause, waits);
}

async function look(asking) {
  if (asking.signal.aborted) return;
  try {
    const answer = await fetch(`/find/found?q=${encodeURIComponent(field().value)}&back=${here()}`, { signal: asking.signal });
    const fresh = answer.ok ? await answer.json() : null;
    if (asking.signal.aborted) return;
    waits = null;
    if (!fresh) return say("Search failed. Keep typing to try again.");
    found = fresh;
    merge();
    if (goes) choose();
  } catch {
    if (asking.signal.aborted) return;
    waits = null;
    say("The console can't be reached.");
  }
}

async function open(prefix) {
  if (!palette() || palette().open) return;
  palette().showModal();
  field().value = prefix;
  found = [];
  typed();
  field().focus();
  try {
    const answer = await fetch(`/find/known?back=${here()}`);
    if (!answer.ok || !palette().open) return;
    known = await answer.json();
    merge();
  } catch {
    say("The console can't be reached.");
  }
}

function choose() {
  const offer = shown[at];
  goes = !offer && waits !== null;
  if (!offer || offer.refused) return;
  if (offer.fill) {
    field().value = offer.fill;
    return typed();
  }
  palette().close();
  if (offer.address.startsWith("/operations/new")) preview(offer.address);
  else location.assign(offer.address);
}

/** Opens a preview in the same way as a link on the page. */
function preview(address) {
  link?.remove();
  link = Object.assign(document.createElement("a"), { href: address, hidden: true });
  for (const [name, value] of Object.entries({ "hx-get": address, "hx-target": "#dialogs", "hx-swap": "beforeend", "hx-push-url": "true" })) link.setAttribute(name, value);
  document.body.append(link);
  htmx.process(link);
  link.click();
}

const keys = {
  ArrowDown: () => highlight(shown.length ? (at + 1) % shown.length : -1),
  ArrowUp: () => highlight(shown.length ? (at - 1 + shown.length) % shown.length : -1),
  Enter: choose,
};

document.addEventListener("input", (event) => event.target === field() && typed());
document.addEventListener("keydown", (event) => {
  if (event.target !== field() || event.isComposing || !keys[event.key]) return;
  event.preventDefault();
  keys[event.key]();
});
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-palette]");
  if (opener && palette()) {
    event.preventDefault();
    return palette().open ? palette().close() : open(opener.dataset.palette);
  }
  if (event.target === palette() || event.target.closest("[data-dismiss-palette]")) return palette().close();
  const option = event.target.closest("#palette-list [role=option]");
  if (!option) return;
  highlight([...list().children].indexOf(option));
  choose();
});
