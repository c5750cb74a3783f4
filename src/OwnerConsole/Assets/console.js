// Loaded by every page. Modules listen on the document, so that fragments need no initialization.
import htmx from "htmx.org/dist/htmx.esm.js";
import { safe } from "./safe.js";
import "./dialogs.js";
import "./selection.js";
import "./filters.js";
import "./menus.js";
import "./toasts.js";
import "./keyboard.js";
import "./themes.js";
import "./copying.js";
import "./live.js";
import "./finding.js";
import "./previews.js";
import "./navigation.js";
import "./prefetch.js";

// Loaded on demand, because most pages have no chart, passkey, request form or formatted text. The palette is loaded when it opens.
const later = () => {
  if (document.querySelector("[data-plot]")) import("./charts.js");
  if (document.querySelector("[data-passkey]")) import("./passkeys.js");
  if (document.querySelector("[data-try]")) import("./tryit.js");
  if (document.querySelector("textarea[data-markdown]")) import("./editor.js").then((editor) => editor.attach());
};
document.addEventListener("htmx:after:swap", later);
later();

htmx.registerExtension("safe", safe);
htmx.process(document.body); // immediately: htmx starts after a timer, and a key pressed before that would leave the page
