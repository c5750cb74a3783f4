// What somebody else changes is fetched anew: every list that hears "changed" looks again. Nothing is fetched under ticked rows or a form being
// filled in, which a redraw could disturb, nor while nobody looks.
let source = null;
let missed = false;
const echoes = 1_000; // ms after a decision of one's own, which every list has looked for already: what is heard then is looked for once, at their end
let calm = 0;
let later;
let wasOpen = false;

const isBusy = () => document.querySelector("[data-selection] tbody input:checked, #dialogs > dialog[data-asks]");

function changed() {
  missed = true;
  if (document.hidden || isBusy()) return;
  clearTimeout(later);
  const wait = calm - performance.now();
  if (wait > 0) return void (later = setTimeout(changed, wait));
  missed = false;
  document.body.dispatchEvent(new CustomEvent("changed"));
}

// More was reported and counted; only what says that it is live listens.
const counted = () => document.hidden || document.body.dispatchEvent(new CustomEvent("counted"));

function connect() {
  if (source || document.hidden || !("live" in document.body.dataset)) return;
  source = new EventSource(`/live?after=${document.body.dataset.live}`); // comes back by itself, after the last position it was told
  source.addEventListener("changed", changed);
  source.addEventListener("resync", changed);
  source.addEventListener("counted", counted);
  source.addEventListener("open", opened);
  source.addEventListener("error", () => source?.readyState === EventSource.CLOSED && refused());
}

// Whoever comes back may have missed something. Whoever comes first hears of what came since its page was drawn.
function opened() {
  if (wasOpen) counted();
  wasOpen = true;
}

// The server said no, as it does to the twenty-first window of one person: it may say yes later.
function refused() {
  pause();
  setTimeout(connect, 60_000);
}

function pause() {
  source?.close();
  source = null;
}

// The page of a list was turned while it was fetched anew: what comes back then is the page it no longer shows.
document.addEventListener("htmx:before:swap", (event) => {
  const { sourceElement, request } = event.detail.ctx;
  if (!sourceElement?.matches?.("[hx-get][hx-trigger*='changed from:body']")) return;
  const { pathname, search } = new URL(sourceElement.getAttribute("hx-get"), document.baseURI);
  if (request.action !== pathname + search) event.preventDefault();
});

document.addEventListener("visibilitychange", () => {
  if (document.hidden) return pause();
  connect();
  changed(); // what happened while nobody looked
});
document.addEventListener("decided", () => (calm = performance.now() + echoes));
for (const event of ["done", "reset", "htmx:after:swap"]) document.addEventListener(event, () => missed && setTimeout(changed));
addEventListener("pagehide", pause);
addEventListener("pageshow", connect);
