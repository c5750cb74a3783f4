// What every page loads. Each module works on the document, so that fragments which arrive later need no start of their own.
import htmx from "htmx.org/dist/htmx.esm.js";
import { safe } from "./safe.js";
import "./dialogs.js";
import "./selection.js";
import "./filters.js";
import "./toasts.js";
import "./keyboard.js";
import "./themes.js";
import "./copying.js";
import "./live.js";
import "./palette.js";
import "./previews.js";
import "./navigation.js";
import "./prefetch.js";

// Loaded with the first that a page has: most draw no chart and ask for no passkey.
const later = () => {
  if (document.querySelector("[data-plot]")) import("./charts.js");
  if (document.querySelector("[data-passkey]")) import("./passkeys.js");
};
document.addEventListener("htmx:after:swap", later);
later();

htmx.registerExtension("safe", safe);
htmx.process(document.body); // at once: its own start waits for a timer, and a key pressed before it would leave the page
