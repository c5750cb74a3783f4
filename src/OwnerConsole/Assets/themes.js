// The theme is stored in a cookie, so that the server renders it from the start. Without script the button submits a form.
const themes = ["neon", "clear", "contrast"];

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-theme-form]")) return;
  event.preventDefault();
  const root = document.documentElement;
  const next = themes[(themes.indexOf(root.dataset.theme) + 1) % themes.length];
  root.dataset.theme = next;
  document.cookie = `theme=${next}; path=/; max-age=31536000; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
  document.querySelectorAll("[data-theme-name]").forEach((text) => (text.textContent = `Theme ${next}`));
});
