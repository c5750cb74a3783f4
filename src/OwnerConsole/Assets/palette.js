// Command palette, loaded when it is first opened. Pages, commands, settings and metrics are loaded when it opens and ranked immediately. The server ranks them together with records
// and help; its rows are added below the highlight, so that the highlighted row doesn't move. Operations open their preview: the palette runs nothing.
import { indexed, phrase, score } from "./scores.js";

const pause = 60; // ms without input before the server is queried
const most = 60; // maximum number of rows
const mostHelp = 5; // of them pages of help, as on the server, so that many pages don't displace records
const recentBonus = 10; // added to the score of a recently opened result
let known = []; // indexed pages, commands, settings and metrics
let latest = []; // recently opened results
let found = []; // last results from the server
let meant = null; // the typed text without its typing mistakes
let shown = [];
let at = -1; // the highlighted row
let waits = null; // abort controller of the current request
let goes = false; // Enter was pressed before the response
let failure = ""; // why the server returned no results for the typed text; it stays when known results arrive later
let link = null; // link that opened the last preview
let parts; // htmx and the functions of recent.js

const palette = () => document.getElementById("palette"); // looked up each time, because Back can replace the whole body
const field = () => document.getElementById("palette-q");
const list = () => document.getElementById("palette-list");
const say = (text) => (status().textContent = text);
const status = () => palette().querySelector("[role=status]");
const isRecent = ({ key }) => latest.some((offer) => offer.key === key);
const ranked = (offers) => offers.toSorted((one, other) => other.score - one.score);
const here = () => encodeURIComponent(location.pathname + location.search);

function parse() {
  const text = field().value.trim();
  const sign = /^[>@#]/.test(text) ? text[0] : "";
  const rest = text.slice(sign.length).trim();
  return { sign, rest, typed: phrase(rest) };
}

/** Results that need no server: the recent ones first, then best first. */
function fitted() {
  const { sign, rest, typed } = parse();
  if (sign === "@" || sign === "#") return [];
  const old = known.filter(({ offer }) => !isRecent(offer));
  const all = (sign ? known : [...latest.map((offer) => known.find((item) => item.offer.key === offer.key) ?? indexed(offer)), ...old]).filter(
    ({ offer }) => !sign || offer.kind === "command",
  );
  if (!rest) return all.map(({ offer }) => offer);
  const fit = all.map((item) => ({ ...item.offer, score: score(typed, item) })).filter((offer) => offer.score);
  return limitHelp(ranked(fit.map(preferred).sort((one, other) => one.title.length - other.title.length)));
}

function limitHelp(offers) {
  const help = offers.filter(({ kind }) => kind === "help").slice(0, mostHelp);
  return offers.filter((offer) => offer.kind !== "help" || help.includes(offer));
}

const preferred = (offer) => (isRecent(offer) ? { ...offer, score: offer.score + recentBonus } : offer);

function row(offer, index) {
  const option = document.getElementById("palette-offer").content.firstElementChild.cloneNode(true);
  const [title, message, kind] = option.querySelectorAll(".m, small");
  option.id = `palette-${index}`;
  title.textContent = offer.title;
  message.textContent = offer.refused ?? offer.message;
  kind.textContent = isRecent(offer) ? `Recent · ${offer.label}` : offer.label;
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
  if (meant) suggest();
  else say(failure || shown.length || waits || !parse().rest ? failure : `No results for "${field().value.trim()}"`);
  highlight(shown.length ? Math.max(0, Math.min(highlighted, shown.length - 1)) : -1);
}

function suggest() {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-sm", textContent: meant });
  button.dataset.meant = "";
  status().replaceChildren("Did you mean ", button, "?");
}

const without = (offers, others) => offers.filter(({ key }) => !others.some((other) => other.key === key));

/** Records that were found for an earlier text and still fit. */
function stillFitting() {
  const { sign, rest, typed } = parse();
  const goesOn = (offer) => {
    const said = phrase(`${offer.title} ${offer.message}`).words;
    return typed.words.every((word) => said.some((part) => part.startsWith(word)));
  };
  return rest && sign !== ">" ? without(found.filter(goesOn), known.map(({ offer }) => offer)) : [];
}

/** Adds results below the highlighted row. */
function merge() {
  const stays = shown.slice(0, at + 1);
  const fresh = waits ? stillFitting() : found.map(preferred);
  const all = [...fresh, ...without(fitted(), fresh)];
  draw([...stays, ...without(parse().rest ? ranked(all) : all, stays)], Math.max(at, 0));
}

function typed() {
  waits?.abort();
  waits = null;
  goes = false;
  meant = null;
  failure = "";
  const { rest } = parse();
  if (rest) waits = new AbortController();
  else found = [];
  const near = fitted();
  draw(rest ? ranked([...near, ...without(stillFitting(), near)]) : near, 0);
  if (rest) setTimeout(look, pause, waits);
}

async function look(asking) {
  if (asking.signal.aborted) return;
  try {
    const answer = await fetch(`/find/found?q=${encodeURIComponent(field().value)}&back=${here()}`, { signal: asking.signal });
    const fresh = answer.ok ? await answer.json() : null;
    if (asking.signal.aborted) return;
    waits = null;
    if (!fresh) return say((failure = "Search failed. Keep typing to try again."));
    found = fresh.results;
    meant = fresh.meant ?? null;
    merge();
    if (goes) choose();
  } catch {
    if (asking.signal.aborted) return;
    waits = null;
    say((failure = "The console can't be reached."));
  }
}

/** Fills the list of the palette that was just opened, and opens the first result if Enter was already pressed. */
export async function fill(given, isEntered) {
  parts = given;
  parts.forgetOthers();
  latest = parts.recent();
  found = [];
  typed();
  if (isEntered) choose();
  try {
    const answer = await fetch(`/find/known?back=${here()}`);
    if (!answer.ok || !palette().open) return;
    known = (await answer.json()).map(indexed);
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
  parts.remember(offer);
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
  parts.htmx.process(link);
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
  if (event.target.closest("[data-meant]")) {
    field().value = meant;
    field().focus();
    return typed();
  }
  const option = event.target.closest("#palette-list [role=option]");
  if (!option) return;
  highlight([...list().children].indexOf(option));
  choose();
});
