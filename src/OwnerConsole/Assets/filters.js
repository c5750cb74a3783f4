// A morph keeps the user's choice in a select. Without this, a removed filter would be applied again with the next change.
document.addEventListener("htmx:after:swap", () => {
  for (const select of document.querySelectorAll("#filter select"))
    if (select !== document.activeElement) select.selectedIndex = Math.max(0, [...select.options].findIndex((option) => option.defaultSelected));
});

// The search above grouped checkboxes: it opens the groups that match and hides everything else.
document.addEventListener("input", (event) => {
  const search = event.target.closest?.("[data-choices]");
  if (!search) return;
  const text = search.value.trim().toLowerCase();
  for (const group of search.closest("fieldset").querySelectorAll(".choices")) {
    const choices = [...group.querySelectorAll(".choice")];
    for (const choice of choices) choice.hidden = !choice.textContent.toLowerCase().includes(text);
    group.hidden = choices.every((choice) => choice.hidden);
    group.open = text ? !group.hidden : Boolean(group.querySelector(":checked"));
  }
});
// The search above a long select leaves only the matching options and selects the first, preferably one that starts with the text.
document.addEventListener("input", (event) => {
  if (!event.target.matches?.("[data-options]")) return;
  const [text, select] = [event.target.value.trim().toLowerCase(), event.target.nextElementSibling];
  const fitting = [...select.options].filter((option) => {
    option.hidden = !option.text.toLowerCase().includes(text);
    return option.value && !option.hidden;
  });
  if (text && fitting.length) select.value = (fitting.find((option) => option.text.toLowerCase().split(/[/ ]/).some((word) => word.startsWith(text))) ?? fitting[0]).value;
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches?.("[data-choices], [data-options]")) event.preventDefault(); // it would submit the form
});
