// Updates a form's preview while the user types, by clicking the form's preview button.
let pause;

document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-preview]");
  if (!form) return;
  clearTimeout(pause);
  pause = setTimeout(() => draw(form), 400);
});

function draw(form) {
  const button = form.querySelector("[data-draws]");
  if (!button) return; // only users who can edit have a preview
  const frame = form.querySelector(`iframe[name="${button.formTarget}"]`);
  // A new frame each time, because reloading the old one would add an entry to the browser history.
  const fresh = frame.cloneNode();
  fresh.removeAttribute("src");
  frame.replaceWith(fresh);
  form.requestSubmit(button);
}
