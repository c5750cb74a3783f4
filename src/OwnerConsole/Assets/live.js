// Reloads lists when someone else changes data: every list that listens for "changed" reloads. Nothing reloads while rows are selected or a form is
// open, because a redraw could disturb them, or while the page is hidden.
let source = null;
let missed = false;
const echoes = 1_000; // ms after the user's own action, which already reloaded every list: events in this time cause one reload at its end
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

// New data was ingested and counted; only live views listen.
const counted = () => document.hidden || document.body.dispatchEvent(new CustomEvent("counted"));

// The metrics of the overview have changed.
const overview = () => document.hidden || document.body.dispatchEvent(new CustomEvent("overview"));

function connect() {
  if (source || document.hidden || !("live" in document.body.dataset)) return;
  source = new EventSource(`/live?after=${document.body.dataset.live}`); // reconnects automatically after the last position received
  source.addEventListener("changed", changed);
  source.addEventListener("resync", changed);
  source.addEventListener("counted", counted);
  source.addEventListener("overview", overview);
  source.addEventListener("open", opened);
  source.addEventListener("error", () => source?.readyState === EventSource.CLOSED && refused());
}

// After a reconnect, events may have been missed. The first connection receives the events since the page was rendered.
function opened() {
  if (wasOpen) [counted, overview].forEach((signal) => signal());
  wasOpen = true;
}

// The server refuses the connection, for example for the twenty-first window of one user. Try again later.
function refused() {
  pause();
  setTimeout(connect, 60_000);
}

function pause() {
  source?.close();
  source = null;
}

// The server doesn't count these requests as activity, so that a page that stays open reaches the idle timeout.
const automatic = new Set(["every", "load", "changed", "counted", "overview"]);
document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
  if (automatic.has(ctx.sourceEvent?.type)) ctx.request.headers["OC-Automatic"] = "true";
});

// Discards the response of a reload if the list has moved to another page in the meantime.
document.addEventListener("htmx:before:swap", (event) => {
  const { sourceElement, request } = event.detail.ctx;
  if (!sourceElement?.matches?.("[hx-get][hx-trigger*='changed from:body']")) return;
  const { pathname, search } = new URL(sourceElement.getAttribute("hx-get"), document.baseURI);
  if (request.action !== pathname + search) event.preventDefault();
});

document.addEventListener("visibilitychange", () => {
  if (document.hidden) return pause();
  connect();
  changed(); // changes while the page was hidden
});
document.addEventListener("decided", () => (calm = performance.now() + echoes));
for (const event of ["done", "reset", "htmx:after:swap"]) document.addEventListener(event, () => missed && setTimeout(changed));
addEventListener("pagehide", pause);
addEventListener("pageshow", connect);
