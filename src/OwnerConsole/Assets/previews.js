// Draws a form's preview anew while somebody is writing, by the form's own button.
let pause;

document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-preview]");
  if (!form) return;
  clearTimeout(pause);
  pause = setTimeout(() => draw(form), 400);
});

function draw(form) {
  const button = form.querySelector("[data-draws]");
  if (!button) return; // only who may change it gets a preview
  const frame = form.querySelector(`iframe[name="${button.formTarget}"]`);
  // A new frame each time: what an old one loads again would be one more step on the way back from this page.
  const fresh = frame.cloneNode();
  fresh.removeAttribute("src");
  frame.replaceWith(fresh);
  form.requestSubmit(button);
}
