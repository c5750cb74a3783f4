// Links of the sidebar and the bars swap the middle of the page. What a browser does when it loads a document is done here: the top of the new page, its name for readers of the screen.
const isNav = (ctx) => ctx?.sourceElement?.matches?.("[data-nav]");

// On a phone a section's pages stand in one line that scrolls: the open one is brought into view.
const reveal = () => document.querySelector(".sub-m [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

// Without a sidebar it is no page of the console, such as the one to sign in: then the whole document is loaded.
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
