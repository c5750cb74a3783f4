// Opens the command palette. The dialog and its field need no script of their own, so nothing that is typed while palette.js loads is lost.
import htmx from "htmx.org/dist/htmx.esm.js";
import { forgetOthers, recent, remember } from "./recent.js";

// Passed on, because a module that palette.js imported too would become a file of its own, which every page would have to load.
const parts = { htmx, forgetOthers, recent, remember };

async function open(palette, prefix) {
  const field = palette.querySelector("input");
  palette.showModal();
  field.value = prefix;
  field.focus();
  const { fill } = await import("./palette.js");
  if (palette.open) fill(parts);
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
