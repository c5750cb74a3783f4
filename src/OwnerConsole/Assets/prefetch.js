// Prefetches the dialog of a row while the pointer or focus is on the row.
const pause = 60; // ms; passing over a row doesn't trigger a request
const keeps = 5_000; // ms until a prefetched response expires
const asked = new Map(); // address → its response and time
const waits = new Map(); // address → timer until the request; pointer and focus have separate timers
let moved = -Infinity; // time of the last pointer movement

const opener = (target) => target.closest?.("[data-open-row][hx-target='#dialogs']");

function ask(link) {
  const address = link.getAttribute("hx-get");
  if (navigator.connection?.saveData || performance.now() - asked.get(address)?.at < keeps) return;
  // The same headers as htmx, so that the server renders a fragment for #dialogs.
  const headers = { "HX-Request": "true", "HX-Request-Type": "partial", "HX-Target": "div#dialogs" };
  const answer = fetch(address, { headers }).then((response) => (response.ok ? response : Promise.reject()));
  answer.catch(() => asked.delete(address)); // the actual request will show the error
  asked.set(address, { answer, at: performance.now() });
}

function leave(address) {
  clearTimeout(waits.get(address));
  waits.delete(address);
}

function soon({ target, type }) {
  const link = opener(target);
  if (!link) return;
  const address = link.getAttribute("hx-get");
  leave(address);
  const since = performance.now();
  const due = () => {
    waits.delete(address);
    if (type === "pointerover" && moved < since) return; // the list was redrawn under a pointer at rest
    ask(link);
  };
  waits.set(address, setTimeout(due, pause));
}

document.addEventListener("pointermove", () => (moved = performance.now()), { passive: true });
document.addEventListener("pointerover", soon);
document.addEventListener("focusin", soon);
for (const left of ["pointerout", "focusout"]) document.addEventListener(left, ({ target }) => leave(opener(target)?.getAttribute("hx-get")));
document.addEventListener("pointerdown", ({ target }) => opener(target) && ask(opener(target))); // touch has no hover
document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  const { action, method } = ctx.request;
  leave(action);
  const known = method === "GET" && asked.get(action);
  asked.delete(action);
  if (!known || performance.now() - known.at > keeps) return;
  const { fetch } = ctx;
  ctx.fetch = (...request) => known.answer.catch(() => fetch(...request));
});
// Changes make prefetched responses stale.
for (const event of ["done", "changed", "counted"]) document.addEventListener(event, () => asked.clear(), true);
