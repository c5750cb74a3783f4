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
import "./sections.js";
import "./prefetch.js";

// How a chart is read is loaded with the first one: most pages draw none.
const charts = () => document.querySelector("[data-plot]") && import("./charts.js");
document.addEventListener("htmx:after:swap", charts);
charts();

htmx.registerExtension("safe", safe);
htmx.process(document.body); // at once: its own start waits for a timer, and a key pressed before it would leave the page
