// What opens over a list is asked for while somebody points at its row or stands on it, so that it is there when they press.
const pause = 60; // ms: who passes over a row asks for nothing
const keeps = 5_000; // ms: what is older is asked for again
const asked = new Map(); // address → its answer, and since when
let waits;

const opener = (target) => target.closest?.("[data-open-row][hx-target='#dialogs']");

function ask(link) {
  const address = link.getAttribute("hx-get");
  if (navigator.connection?.saveData || performance.now() - asked.get(address)?.at < keeps) return;
  // As htmx would ask: the server draws a fragment for the host of dialogs.
  const headers = { "HX-Request": "true", "HX-Request-Type": "partial", "HX-Target": "div#dialogs" };
  const answer = fetch(address, { headers }).then((response) => (response.ok ? response : Promise.reject()));
  answer.catch(() => asked.delete(address)); // asked for in earnest it says why
  asked.set(address, { answer, at: performance.now() });
}

function soon({ target }) {
  const link = opener(target);
  if (!link) return;
  clearTimeout(waits);
  waits = setTimeout(ask, pause, link);
}

document.addEventListener("pointerover", soon);
document.addEventListener("focusin", soon);
for (const left of ["pointerout", "focusout"]) document.addEventListener(left, () => clearTimeout(waits));
document.addEventListener("pointerdown", ({ target }) => opener(target) && ask(opener(target))); // a finger doesn't hover
document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  clearTimeout(waits);
  const { action, method } = ctx.request;
  const known = method === "GET" && asked.get(action);
  asked.delete(action);
  if (!known || performance.now() - known.at > keeps) return;
  const { fetch } = ctx;
  ctx.fetch = (...request) => known.answer.catch(() => fetch(...request));
});
// What was done or has changed since isn't in what was asked for before.
for (const event of ["done", "changed", "counted"]) document.addEventListener(event, () => asked.clear(), true);
