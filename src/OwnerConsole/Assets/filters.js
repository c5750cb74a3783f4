// A morph keeps the user's choice in a select. Without this, a removed filter would be applied again with the next change.
document.addEventListener("htmx:after:swap", () => {
  for (const select of document.querySelectorAll("#filter select"))
    if (select !== document.activeElement) select.selectedIndex = Math.max(0, [...select.options].findIndex((option) => option.defaultSelected));
});
