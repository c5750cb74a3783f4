// An open menu covers a part of the page, so Escape and a click elsewhere close it. Without script its own button does.
const open = () => [...document.querySelectorAll("details.menu[open]")];

document.addEventListener("click", event => {
  if (event.detail === 0) return; // Enter in a field of a menu clicks the button of its form
  for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
});

document.addEventListener("keydown", event => {
  if (event.key !== "Escape" || event.defaultPrevented || document.querySelector("dialog:modal")) return;
  for (const menu of open()) {
    menu.open = false;
    if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
  }
});
