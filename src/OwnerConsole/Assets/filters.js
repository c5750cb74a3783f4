// A morph leaves what somebody chose in a select, whatever the page that comes says: a filter that was clicked away would come back with the next one.
document.addEventListener("htmx:after:swap", () => {
  for (const select of document.querySelectorAll("#filter select"))
    if (select !== document.activeElement) select.selectedIndex = Math.max(0, [...select.options].findIndex((option) => option.defaultSelected));
});
