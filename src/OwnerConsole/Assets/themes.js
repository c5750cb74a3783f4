// The theme is stored in a cookie, so that the server renders it from the start. Without script the button submits a form.
import { keep } from "./cookies.js";

const themes = ["neon", "clear", "contrast"];

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-theme-form]")) return;
  event.preventDefault();
  const root = document.documentElement;
  const next = themes[(themes.indexOf(root.dataset.theme) + 1) % themes.length];
  root.dataset.theme = next;
  keep("theme", next);
  document.querySelectorAll("[data-theme-name]").forEach((text) => (text.textContent = `Theme ${next}`));
});
