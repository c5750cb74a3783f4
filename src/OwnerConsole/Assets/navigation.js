// Sidebar and top bar links swap the page content. Like a document load, this scrolls to the top and announces the page title to screen readers.
import { keep } from "./cookies.js";

const isNav = (ctx) => ctx?.sourceElement?.matches?.("[data-nav] a");
const middle = (element) => element.getBoundingClientRect().left + element.getBoundingClientRect().width / 2;

// Pages of a section and tabs can be in a line that scrolls on a phone. This brings the current one into view without moving the page.
function reveal() {
  for (const current of document.querySelectorAll(".sub-m [aria-current], .tabs [aria-current]")) {
    const line = current.parentElement;
    line.scrollLeft += middle(current) - middle(line);
  }
}

function revealPage() {
  document.querySelector(".nav > ul > li:not(.nav-pins) [aria-current]")?.scrollIntoView({ block: "nearest" });
  reveal();
}

// A response without the sidebar, such as the sign-in page, isn't a console page, so the whole document is loaded.
document.addEventListener("htmx:before:swap", (event) => {
  const { ctx } = event.detail;
  if (!isNav(ctx) || ctx.text.includes('id="side"')) return;
  event.preventDefault();
  location.assign(ctx.request.action);
});
document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  if (ctx?.target?.id !== "main") return ctx?.sourceEvent?.type === "click" && reveal(); // reloads must not move a line that someone scrolls
  document.querySelector("#side:popover-open")?.hidePopover();
  scrollTo(0, 0);
  revealPage();
  document.querySelector("[data-page-name]").textContent = ctx.title ?? "";
});

// Opens and closes a group of the sidebar. Without script the form does it.
document.addEventListener(
  "submit",
  (event) => {
    if (event.submitter?.name !== "group") return;
    event.preventDefault();
    event.stopPropagation();
    const isClosed = event.submitter.closest("[data-group]").classList.toggle("is-closed");
    event.submitter.ariaExpanded = String(!isClosed);
    keep("groups", [...document.querySelectorAll("#side .is-closed")].map((group) => group.dataset.group).join("."));
  },
  true,
);
revealPage();
