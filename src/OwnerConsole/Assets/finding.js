// Opens the command palette. Its dialog and field work without palette.js, so nothing is lost that is typed while it loads.
import htmx from "htmx.org/dist/htmx.esm.js";
import { forgetOthers, recent, remember } from "./recent.js";

// Passed to palette.js, because modules that both import would become another file that every page loads.
const parts = { htmx, forgetOthers, recent, remember };

async function open(palette, prefix) {
  const field = palette.querySelector("input");
  palette.showModal();
  field.value = prefix;
  field.focus();
  let isEntered = false;
  const enter = ({ key }) => (isEntered ||= key === "Enter");
  field.addEventListener("keydown", enter);
  const { fill } = await import("./palette.js").catch(() => ({}));
  field.removeEventListener("keydown", enter);
  if (!fill) palette.querySelector("[role=status]").textContent = "The console can't be reached.";
  else if (palette.open) fill(parts, isEntered);
}

document.addEventListener("click", (event) => {
  const palette = document.getElementById("palette"); // looked up each time, because Back can replace the whole body
  const opener = event.target.closest("[data-palette]");
  if (!palette) return;
  if (opener) {
    event.preventDefault();
    palette.open ? palette.close() : open(palette, opener.dataset.palette);
  } else if (event.target === palette || event.target.closest("[data-dismiss-palette]")) palette.close();
});
