// Toasts are shown for eight seconds. The timer pauses while the toast has the pointer or focus and while the page is hidden; errors stay until dismissed.
const stays = 8000;
const most = 3;
const left = new WeakMap();
const region = () => document.getElementById("toasts"); // looked up each time, because Back can replace the whole body
const cards = () => [...document.querySelectorAll("#toasts > .toast-card")];

function arrange() {
  const all = cards();
  all.forEach((card, at) => {
    card.hidden = at < all.length - most;
    if (!left.has(card) && !("stays" in card.dataset)) left.set(card, stays);
  });
  const more = document.querySelector("#toasts > [data-more]");
  if (!more) return;
  more.hidden = all.length <= most;
  more.textContent = `${all.length - most} more`;
}

function tick() {
  for (const card of cards()) {
    if (document.hidden || card.hidden || !left.has(card) || card.matches(":hover, :focus-within")) continue;
    left.set(card, left.get(card) - 250);
    if (left.get(card) <= 0) dismiss(card);
  }
}

function dismiss(card) {
  card?.remove();
  arrange();
}

/** Shows an error that doesn't come from the server. */
function complain(sentence) {
  const card = document.getElementById("toast-of-script").content.cloneNode(true);
  card.querySelector(".toast").textContent = sentence;
  region().append(card);
  arrange();
}

document.addEventListener("htmx:error", (event) => event.detail.ctx && complain("The console can't be reached. Nothing was changed; try again."));
// An error response that isn't a fragment would replace the requesting part of the page.
document.addEventListener("htmx:before:swap", (event) => {
  const { response, text } = event.detail.ctx;
  if (!response || response.status < 400 || text.includes("<hx-partial")) return;
  event.preventDefault();
  complain(response.status === 403 ? "You don't have permission to do this." : `That didn't work (error ${response.status}).`);
});
document.addEventListener("click", (event) => event.target.closest("#toasts [data-dismiss]") && dismiss(event.target.closest(".toast-card")));
// A toast is dismissed when its Undo is pressed.
document.addEventListener("htmx:after:request", (event) => dismiss(event.detail.ctx.sourceElement.closest("#toasts .toast-card")));
document.addEventListener("htmx:after:swap", arrange);
setInterval(tick, 250);
arrange();
