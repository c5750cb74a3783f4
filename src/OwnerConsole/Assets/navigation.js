// Sidebar and top bar links swap the page content. Like a document load, this scrolls to the top and announces the page title to screen readers.
const isNav = (ctx) => ctx?.sourceElement?.matches?.("[data-nav]");

// On a phone, a section's pages are in a scrolling line. This scrolls the current one into view.
const reveal = () => document.querySelector(".sub-m [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

// A response without the sidebar, such as the sign-in page, isn't a console page, so the whole document is loaded.
document.addEventListener("htmx:before:swap", (event) => {
  const { ctx } = event.detail;
  if (!isNav(ctx) || ctx.text.includes('id="side"')) return;
  event.preventDefault();
  location.assign(ctx.request.action);
});
document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  if (ctx?.target?.id !== "main") return;
  scrollTo(0, 0);
  reveal();
  document.querySelector("[data-page-name]").textContent = ctx.title ?? "";
});
reveal();
