// What opens over a list is asked for while somebody points at its row or stands on it, so that it is there when they press.
const pause = 60; // ms: who passes over a row asks for nothing
const keeps = 5_000; // ms: what is older is asked for again
const asked = new Map(); // address → its answer, and since when
const waits = new Map(); // address → the timer until it is asked for: where the pointer is and where the focus is wait on their own

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

function leave(address) {
  clearTimeout(waits.get(address));
  waits.delete(address);
}

function soon({ target }) {
  const link = opener(target);
  if (!link) return;
  const address = link.getAttribute("hx-get");
  leave(address);
  const due = () => {
    waits.delete(address);
    ask(link);
  };
  waits.set(address, setTimeout(due, pause));
}

document.addEventListener("pointerover", soon);
document.addEventListener("focusin", soon);
for (const left of ["pointerout", "focusout"]) document.addEventListener(left, ({ target }) => leave(opener(target)?.getAttribute("hx-get")));
document.addEventListener("pointerdown", ({ target }) => opener(target) && ask(opener(target))); // a finger doesn't hover
document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  const { action, method } = ctx.request;
  leave(action);
  const known = method === "GET" && asked.get(action);
  asked.delete(action);
  if (!known || performance.now() - known.at > keeps) return;
  const { fetch } = ctx;
  ctx.fetch = (...request) => known.answer.catch(() => fetch(...request));
});
// What was done or has changed since isn't in what was asked for before.
for (const event of ["done", "changed", "counted"]) document.addEventListener(event, () => asked.clear(), true);
